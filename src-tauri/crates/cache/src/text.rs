//! Values kept as JSON text inside a store.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vault::StoreError;

pub(crate) fn to_stored<T: Serialize>(value: &T) -> Result<String, StoreError> {
    // Only a map with keys that are not text can fail, and we keep none.
    serde_json::to_string(value).map_err(|_| StoreError::Statement(0))
}

pub(crate) fn from_stored<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Damaged)
}

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use vault::{OpenError, StoreError, StoreKey};

use super::{Desk, schema};

const BLOB: &str = "copy_mark";

/// Counts the second copies of the store, inside it and so inside each copy: of two files, the one with
/// the higher number is the newer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyMark {
    format: u32,
    /// How many copies were begun.
    pub number: u64,
    /// When the last one was begun.
    pub at: Option<Timestamp>,
}

impl Desk {
    /// The mark inside the store.
    ///
    /// # Errors
    /// When the store fails.
    pub fn copy_mark(&self) -> Result<CopyMark, StoreError> {
        self.store.read(mark)
    }

    /// The mark inside a copy at rest, which is not changed.
    ///
    /// # Errors
    /// Why the copy cannot be read.
    pub fn copy_mark_in(copy: &Path, key: &StoreKey) -> Result<CopyMark, OpenError> {
        vault::look(copy, key, &schema::FORMAT, mark)
    }

    /// Notes that a copy is begun `now`, so that the copy says so.
    ///
    /// # Errors
    /// When the store fails.
    pub fn begin_copy(&self, now: Timestamp) -> Result<(), StoreError> {
        let next = CopyMark {
            format: 1,
            number: self.copy_mark()?.number.saturating_add(1),
            at: Some(now),
        };
        let bytes = serde_json::to_vec(&next).map_err(|_| StoreError::Io(0))?;
        self.put_blob(BLOB, &bytes)
    }
}

/// One that cannot be read counts as none.
fn mark(store: &Connection) -> Result<CopyMark, StoreError> {
    let kept: Option<Vec<u8>> = store
        .prepare_cached("SELECT bytes FROM blob WHERE name = ?1")?
        .query_row([BLOB], |row| row.get(0))
        .optional()?;
    Ok(kept
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default())
}

//! Keyrings for tests: the real one has its own.

use std::collections::BTreeMap;
use std::sync::Mutex;

use access::{SecretError, SecretStore};
use zeroize::Zeroizing;

/// In memory.
#[derive(Default)]
pub(crate) struct MemoryKeyring(Mutex<BTreeMap<String, Vec<u8>>>);

impl SecretStore for MemoryKeyring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        Ok(self
            .0
            .lock()
            .unwrap()
            .get(name)
            .cloned()
            .map(Zeroizing::new))
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError> {
        self.0
            .lock()
            .unwrap()
            .insert(name.to_owned(), secret.to_vec());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

impl MemoryKeyring {
    /// How many secrets it holds.
    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// One that is locked, or not there at all.
pub(crate) struct FailingKeyring(pub(crate) SecretError);

impl SecretStore for FailingKeyring {
    fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        Err(self.0)
    }

    fn set(&self, _: &str, _: &[u8]) -> Result<(), SecretError> {
        Err(self.0)
    }
}

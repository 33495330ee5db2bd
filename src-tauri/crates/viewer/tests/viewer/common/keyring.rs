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
    pub(crate) fn of(entries: BTreeMap<String, Vec<u8>>) -> Self {
        Self(Mutex::new(entries))
    }

    pub(crate) fn entries(&self) -> BTreeMap<String, Vec<u8>> {
        self.0.lock().unwrap().clone()
    }

    /// How many secrets it holds. A head of the log is none.
    pub(crate) fn len(&self) -> usize {
        let kept = self.0.lock().unwrap();
        let secrets = kept.keys().filter(|name| !name.starts_with("audit-head-"));
        secrets.count()
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

/// One that can go away while the program runs, and come back as it was.
#[derive(Default)]
pub(crate) struct LosableKeyring {
    pub(crate) kept: MemoryKeyring,
    gone: Mutex<Option<SecretError>>,
}

impl LosableKeyring {
    pub(crate) fn of(entries: BTreeMap<String, Vec<u8>>) -> Self {
        Self {
            kept: MemoryKeyring::of(entries),
            gone: Mutex::default(),
        }
    }

    /// From now on it answers so, or again with what it holds.
    pub(crate) fn answers(&self, fault: Option<SecretError>) {
        *self.gone.lock().unwrap() = fault;
    }

    fn there(&self) -> Result<&MemoryKeyring, SecretError> {
        match *self.gone.lock().unwrap() {
            Some(fault) => Err(fault),
            None => Ok(&self.kept),
        }
    }
}

impl SecretStore for LosableKeyring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        self.there()?.get(name)
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError> {
        self.there()?.set(name, secret)
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        self.there()?.delete(name)
    }
}

use std::path::Path;

use vault::{Copied, OpenError, Progress, Store, StoreError, StoreKey};

use crate::schema::FORMAT;

/// The open log. Appending and reading use different connections, so a long verification does not
/// hold up an append.
#[derive(Debug)]
pub struct Audit {
    pub(crate) store: Store,
}

impl Audit {
    /// Makes a new, empty log at `path`.
    ///
    /// # Errors
    /// [`OpenError::Exists`] when anything is there already, or an I/O error.
    pub fn create(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        let store = Store::create(path, key, &FORMAT)?;
        Ok(Self { store })
    }

    /// Opens the log at `path`.
    ///
    /// # Errors
    /// Why it does not open; nothing is changed then.
    pub fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        let store = Store::open(path, key, &FORMAT)?;
        Ok(Self { store })
    }

    /// Puts what a second copy holds in the place of the store at `path`, which must be closed and is
    /// kept aside; see [`vault::restore`].
    ///
    /// # Errors
    /// Why the copy cannot be used; then the store was left as it was.
    pub fn restore(path: &Path, copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        vault::restore(path, copy, key, &FORMAT).map(drop)
    }

    /// Whether a copy at rest is one of this store under this key, sound from end to end.
    ///
    /// # Errors
    /// Why it is not.
    pub fn verify_copy(copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        vault::verify(copy, key, &FORMAT)
    }

    /// Copies one consistent state into the file `to`, under the same key, verified from end to end.
    ///
    /// # Errors
    /// When a page or a disk is bad, or `keep_going` says no; a sound older copy is then as it was.
    pub fn copy_to(
        &self,
        to: &Path,
        keep_going: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Copied, StoreError> {
        self.store.copy(to, keep_going)
    }
}

use std::path::Path;

use vault::rotation::{self, Settled};
use vault::{OpenError, Progress, StoreError, StoreKey};

use super::{Records, schema};

impl Records {
    /// Puts the store under another key while reading goes on; writing waits until it is done. The
    /// file under the former key stays until [`Records::forget_former_key`]. Both keys must be kept
    /// durably before this is called.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] when this is the stand-in of a damaged store, or when the former file
    /// of an earlier rotation is still there; else when a page or the disk is bad, or `keep_going`
    /// says no. The store is then as it was.
    pub fn rotate(
        &self,
        key: &StoreKey,
        keep_going: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<(), StoreError> {
        if self.stands_in {
            return Err(StoreError::Occupied);
        }
        rotation::begin(&self.store, key, keep_going)?.finish()
    }

    /// Removes the file under the former key. The second copy must have been made anew before.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn forget_former_key(&self) -> Result<(), StoreError> {
        rotation::forget_former(&self.store)
    }

    /// Brings a rotation that was cut short to one of its ends, before the store is opened. True when
    /// the store is under the key `new`.
    ///
    /// # Errors
    /// Why the store opens with neither; nothing was changed then.
    pub fn settle_rotation(path: &Path, old: &StoreKey, new: &StoreKey) -> Result<bool, OpenError> {
        Ok(rotation::settle(path, old, new, &schema::FORMAT)? == Settled::New)
    }
}

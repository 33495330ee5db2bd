//! Gives a store another key.
//!
//! The store is written under the new key into a second file beside it, which is verified and then
//! takes the name of the first in one step; the first is kept as `<path>.former` until
//! [`forget_former`]. Readers go on reading meanwhile, writers wait.
//!
//! Order for the caller: keep both keys where they survive a crash, [`begin`], [`Rotation::finish`],
//! make the new key the key, `forget_former`, drop the old one. After a crash anywhere in between,
//! [`settle`] says under which of the two keys the store is, before it is opened.

mod begin;
mod settle;

pub use begin::{Rotation, begin};
pub use settle::{Settled, settle};

use std::path::{Path, PathBuf};

use crate::files::{beside, is_same_file, is_there, remove};
use crate::{Store, StoreError};

/// The store under the new key, whole and verified.
fn next(path: &Path) -> PathBuf {
    beside(path, ".next")
}

/// The store under the old key.
fn former(path: &Path) -> PathBuf {
    beside(path, ".former")
}

/// Removes the file under the former key, once the store has been opened with the new one.
///
/// A second copy made earlier is still under the former key: make it anew before that key goes.
///
/// # Errors
/// [`StoreError::Occupied`] when the file is not a former one but this store itself, or an I/O
/// error.
pub fn forget_former(store: &Store) -> Result<(), StoreError> {
    let former = former(&store.door.path);
    if is_there(&former)? && is_same_file(&former, &store.door.path) {
        return Err(StoreError::Occupied);
    }
    Ok(remove(&former)?)
}

use std::fs;
use std::path::Path;

use super::{former, next};
use crate::connect::{check, unlock};
use crate::files::{beside, is_same_file, is_there, remove, sync_folder};
use crate::log::Aside;
use crate::{Format, OpenError, StoreKey, header, verify};

/// Which key a store is under after a rotation that may have been cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The rotation did not happen: the store is under the key it had.
    Old,
    /// The rotation happened: the store is under the new key, and the file under the old one is
    /// kept until [`forget_former`](super::forget_former).
    New,
}

/// Brings what a rotation from the key `old` to the key `new` left behind to one of its two ends.
/// To be called before the store is opened.
///
/// # Errors
/// Every [`OpenError`] but `Exists`, about the store file. Then nothing was touched: as long as the
/// store does not open, no other file of the rotation is given up.
pub fn settle(
    path: &Path,
    old: &StoreKey,
    new: &StoreKey,
    format: &Format,
) -> Result<Settled, OpenError> {
    if !is_there(path)? {
        bring_back(path, old, new, format)?;
    }
    let settled = match opens(path, new, format) {
        Ok(()) => Settled::New,
        Err(OpenError::WrongKey) => {
            opens(path, old, format)?;
            Settled::Old
        }
        Err(error) => return Err(error),
    };
    tidy(path, settled)?;
    Ok(settled)
}

/// The moment in which neither file has the name: see `keep_former`.
fn bring_back(
    path: &Path,
    old: &StoreKey,
    new: &StoreKey,
    format: &Format,
) -> Result<(), OpenError> {
    opens(&former(path), old, format)?;
    let from = match verify(&next(path), new, format) {
        Ok(()) => next(path),
        Err(OpenError::Missing) => former(path),
        Err(error) => return Err(error),
    };
    fs::rename(from, path)?;
    sync_folder(path)?;
    Ok(())
}

/// Removes what was begun, and the second name that the old file may have got.
fn tidy(path: &Path, settled: Settled) -> Result<(), OpenError> {
    remove(&beside(path, ".next-making"))?;
    if settled == Settled::Old {
        remove(&next(path))?;
        if is_there(&former(path))? && is_same_file(&former(path), path) {
            fs::remove_file(former(path))?;
        }
    }
    sync_folder(path)?;
    Ok(())
}

fn opens(path: &Path, key: &StoreKey, format: &Format) -> Result<(), OpenError> {
    let _file = header::inspect(path, key)?;
    let aside = Aside::put(path)?;
    let checked = unlock(path, key).and_then(|connection| check(&connection, path, format));
    if let (Err(_), Some(aside)) = (&checked, aside) {
        aside.back();
    }
    checked
}

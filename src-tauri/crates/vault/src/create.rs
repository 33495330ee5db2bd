use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::connect::{fold, migrate, settle, unlock};
use crate::draft::{Draft, sweep};
use crate::files::{beside, is_there, sync, sync_folder};
use crate::{Format, OpenError, StoreKey, verify};

/// What lies beside a store whose main file is gone for the moment or was lost: logs, which SQLite
/// would throw away, and the two files of a key rotation.
const TRACES: [&str; 5] = ["", "-wal", "-journal", ".next", ".former"];

/// Makes a new store at `path`, whole or not at all: it is built under another name and then linked
/// to its own, which fails when anything is there.
pub(crate) fn create(path: &Path, key: &StoreKey, format: &Format) -> Result<(), OpenError> {
    refuse_existing(path)?;
    sweep(path);
    let draft = Draft::of_new(path)?;
    build(draft.path(), key, format)?;
    // After a success the content lives under the real name; only the draft's name goes.
    publish(draft.path(), path)
}

fn refuse_existing(path: &Path) -> Result<(), OpenError> {
    for end in TRACES {
        match is_there(&beside(path, end)) {
            Ok(true) => return Err(OpenError::Exists),
            Ok(false) => {}
            Err(error) => return Err(OpenError::Io(error.kind())),
        }
    }
    Ok(())
}

/// Everything is in the one file and on the disk when it answers `Ok`: what closing leaves in a log
/// would be lost with the draft's name, and closing does not say so.
fn build(draft: &Path, key: &StoreKey, format: &Format) -> Result<(), OpenError> {
    let mut connection = unlock(draft, key)?;
    connection.pragma_update(None, "application_id", format.application_id)?;
    settle(&connection, format)?;
    migrate(&mut connection, format)?;
    fold(&connection)?;
    connection.close().map_err(|(_, error)| error)?;
    if is_there(&beside(draft, "-wal"))? {
        return Err(OpenError::Io(ErrorKind::Other));
    }
    match verify(draft, key, format) {
        Ok(()) => {}
        Err(OpenError::Io(kind)) => return Err(OpenError::Io(kind)),
        // Nothing of the caller's is damaged: the disk did not keep what it was given.
        Err(_) => return Err(OpenError::Io(ErrorKind::Other)),
    }
    sync(draft)?;
    Ok(())
}

fn publish(draft: &Path, path: &Path) -> Result<(), OpenError> {
    match fs::hard_link(draft, path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(OpenError::Exists),
        // A file system without links: look first, then rename.
        Err(_) => {
            refuse_existing(path)?;
            fs::rename(draft, path)?;
        }
    }
    sync_folder(path)?;
    Ok(())
}

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::connect::{migrate, settle, unlock};
use crate::files::{Draft, beside, is_there, sync, sync_folder};
use crate::{Format, OpenError, StoreKey};

/// What lies beside a store whose main file is gone for the moment or was lost: logs, which SQLite
/// would throw away, and the two files of a key rotation.
const TRACES: [&str; 5] = ["", "-wal", "-journal", ".next", ".former"];

/// Makes a new store at `path`, whole or not at all: it is built under another name and then linked
/// to its own, which fails when anything is there.
pub(crate) fn create(path: &Path, key: &StoreKey, format: &Format) -> Result<(), OpenError> {
    refuse_existing(path)?;
    let draft = Draft::begin(beside(path, &format!(".{}.creating", random_name()?)))
        .map_err(|error| OpenError::Io(error.kind()))?;
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

fn build(draft: &Path, key: &StoreKey, format: &Format) -> Result<(), OpenError> {
    let mut connection = unlock(draft, key)?;
    connection.pragma_update(None, "application_id", format.application_id)?;
    settle(&connection, format)?;
    migrate(&mut connection, format)?;
    connection.close().map_err(|(_, error)| error)?;
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

fn random_name() -> Result<String, OpenError> {
    let number = getrandom::u64().map_err(|_| OpenError::Io(ErrorKind::Other))?;
    Ok(format!("{number:016x}"))
}

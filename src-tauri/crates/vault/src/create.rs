use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::connect::{migrate, settle, unlock};
use crate::{Format, OpenError, StoreKey};

/// Makes a new store at `path`, whole or not at all: it is built under another name and then linked
/// to its own, which fails when anything is there.
pub(crate) fn create(path: &Path, key: &StoreKey, format: &Format) -> Result<(), OpenError> {
    refuse_existing(path)?;
    let draft = beside(path, &format!(".{}.creating", random_name()?));
    let made = build(&draft, key, format).and_then(|()| publish(&draft, path));
    // The draft is ours and nobody else's; after a success its content lives under the real name.
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(beside(&draft, end));
    }
    made
}

/// A log without its database is a store that lost its main file: SQLite would throw the log away.
fn refuse_existing(path: &Path) -> Result<(), OpenError> {
    for end in ["", "-wal", "-journal"] {
        match fs::symlink_metadata(beside(path, end)) {
            Ok(_) => return Err(OpenError::Exists),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(OpenError::Io(error.kind())),
        }
    }
    Ok(())
}

fn build(draft: &Path, key: &StoreKey, format: &Format) -> Result<(), OpenError> {
    // SQLite gives the log files the mode of the main file.
    private_file(draft).map_err(|error| OpenError::Io(error.kind()))?;
    let mut connection = unlock(draft, key)?;
    connection.pragma_update(None, "application_id", format.application_id)?;
    settle(&connection, format)?;
    migrate(&mut connection, format)?;
    connection.close().map_err(|(_, error)| error)?;
    File::open(draft)?.sync_all()?;
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
    #[cfg(unix)]
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn random_name() -> Result<String, OpenError> {
    let number = getrandom::u64().map_err(|_| OpenError::Io(ErrorKind::Other))?;
    Ok(format!("{number:016x}"))
}

/// The path with something added to its last name.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

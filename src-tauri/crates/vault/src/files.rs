//! The file-system steps that making, copying and rotating a store share.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// What SQLite may lay beside a database file.
pub(crate) const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The path with something added to its last name.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

/// Whether anything lies there, a link that leads nowhere included.
pub(crate) fn is_there(path: &Path) -> Result<bool, Error> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Opens a file for reading; none when something else has the name. Never waits: a pipe would, for
/// as long as nobody writes to it, also one that takes the name between the two looks.
pub(crate) fn open_plain(path: &Path) -> Result<Option<File>, Error> {
    if !fs::metadata(path)?.is_file() {
        return Ok(None);
    }
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, WITHOUT_WAITING);
    let file = options.open(path)?;
    Ok(file.metadata()?.is_file().then_some(file))
}

/// `O_NONBLOCK`, which the standard library does not name.
#[cfg(any(target_os = "linux", target_os = "android"))]
const WITHOUT_WAITING: i32 = 0o4000;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
const WITHOUT_WAITING: i32 = 0x4;

/// Puts the content of a closed file on the disk.
pub(crate) fn sync(path: &Path) -> Result<(), Error> {
    // Windows flushes only what is open for writing.
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Puts the names in the folder of `path` on the disk, where the system can.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Whether two names lead to one file. `false` where the system does not tell.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let place = |path: &Path| fs::metadata(path).map(|about| (about.dev(), about.ino()));
        matches!((place(one), place(other)), (Ok(one), Ok(other)) if one == other)
    }
    #[cfg(not(unix))]
    {
        matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
    }
}

/// Removes a file of ours with what SQLite laid beside it.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    for end in COMPANIONS.into_iter().chain([""]) {
        match fs::remove_file(beside(path, end)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

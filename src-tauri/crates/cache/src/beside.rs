//! What lies beside a store file.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a file.
const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The working copy of a second copy, beside the store that does not open.
pub(crate) fn stand_in_of(path: &Path) -> PathBuf {
    beside(path, ".standin")
}

/// Removes what is left of a draft, with its logs.
pub(crate) fn remove(draft: &Path) {
    for end in LOGS.into_iter().chain([""]) {
        let _ = fs::remove_file(beside(draft, end));
    }
}

/// The path with something added to its last name.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

//! The stand-in: a working copy of the second copy, beside the store that does not open.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use vault::{OpenError, StoreError, StoreKey};

use super::open_whole;
use crate::records::{Records, schema};

/// What SQLite keeps beside a file.
const LOGS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The stand-in that is there already, since something may have been stored in it; else a new one.
pub(super) fn open(path: &Path, copy: &Path, key: &StoreKey) -> Option<Records> {
    let place = beside(path, ".standin");
    match open_whole(&place, key) {
        Ok(records) => Some(records.standing_in()),
        Err(OpenError::Missing) => make(&place, copy, key),
        // Not sound itself: kept aside like the store, and made anew.
        Err(_) => {
            put_aside(&place).ok()?;
            make(&place, copy, key)
        }
    }
}

fn make(place: &Path, copy: &Path, key: &StoreKey) -> Option<Records> {
    // Read from end to end, so that what stands in is sound as a whole.
    vault::verify(copy, key, &schema::FORMAT).ok()?;
    let draft = beside(place, ".making");
    let made = fs::copy(copy, &draft)
        .and_then(|_| File::open(&draft)?.sync_all())
        .and_then(|()| fs::rename(&draft, place));
    if made.is_err() {
        let _ = fs::remove_file(&draft);
        return None;
    }
    Some(open_whole(place, key).ok()?.standing_in())
}

impl Records {
    /// Puts the stand-in in the place of the store at `path`, which is kept aside under another
    /// name, with its logs. What was stored since the copy was made has to be fetched again. Open
    /// the store anew afterwards.
    ///
    /// Answers where the damaged store went; none when there was no file any more.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] when no stand-in is open, or when the file system refuses. Broken
    /// off at any moment, the next opening finds the stand-in again.
    pub fn replace_damaged(self, path: &Path) -> Result<Option<PathBuf>, StoreError> {
        if !self.stands_in {
            return Err(StoreError::Occupied);
        }
        // With everything in one file; what is in a log would be left behind.
        self.store.close()?;
        let aside = put_aside(path).map_err(|_| StoreError::Io(0))?;
        fs::rename(beside(path, ".standin"), path).map_err(|_| StoreError::Io(0))?;
        Ok(aside)
    }

    pub(super) const fn standing_in(mut self) -> Self {
        self.stands_in = true;
        self
    }
}

/// Gives a file and its logs a free name; answers which, or none when there was nothing.
fn put_aside(path: &Path) -> io::Result<Option<PathBuf>> {
    let ends: Vec<&str> = LOGS.into_iter().chain([""]).collect();
    let there = |name: &Path, end: &str| fs::symlink_metadata(beside(name, end)).is_ok();
    if !ends.iter().any(|end| there(path, end)) {
        return Ok(None);
    }
    let mut number = 1_u32;
    let aside = loop {
        let name = beside(path, &format!(".damaged-{number}"));
        if !ends.iter().any(|end| there(&name, end)) {
            break name;
        }
        number = number.saturating_add(1);
    };
    for end in ends {
        if there(path, end) {
            fs::rename(beside(path, end), beside(&aside, end))?;
        }
    }
    Ok(Some(aside))
}

/// The path with something added to its last name.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    name.into()
}

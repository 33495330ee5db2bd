//! Files under construction, and what a kill left of them.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use crate::OpenError;
use crate::files::{COMPANIONS, beside, open_plain, remove, sync, sync_folder};

/// Ends the name of a store that is being made.
const CREATING: &str = ".creating";

/// Digits of the random number in such a name.
const DIGITS: usize = 16;

/// A file under construction: ours alone, and gone unless it is published.
#[derive(Debug)]
pub(crate) struct Draft {
    path: PathBuf,
    /// Locked as long as somebody works on it.
    _held: File,
}

impl Draft {
    /// Begins an empty file only this account can read. A draft that a crash left under the name
    /// is removed: its name says that it was never finished.
    pub(crate) fn begin(path: PathBuf) -> Result<Self, Error> {
        if is_held(&path) {
            return Err(ErrorKind::ResourceBusy.into());
        }
        remove(&path)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        // SQLite gives the log files the mode of the main file.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let held = options.open(&path)?;
        let draft = Self { path, _held: held };
        // Elsewhere a lock would keep SQLite out as well; there, what is open cannot be removed.
        #[cfg(unix)]
        draft._held.try_lock()?;
        Ok(draft)
    }

    /// Begins a new store for `path`, under a name that no other has.
    pub(crate) fn of_new(path: &Path) -> Result<Self, OpenError> {
        let number = getrandom::u64().map_err(|_| OpenError::Io(ErrorKind::Other))?;
        let name = beside(path, &format!(".{number:0DIGITS$x}{CREATING}"));
        Self::begin(name).map_err(|error| OpenError::Io(error.kind()))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the finished file its name, in place of what had it.
    pub(crate) fn publish(self, to: &Path) -> Result<(), Error> {
        sync(&self.path)?;
        fs::rename(&self.path, to)?;
        sync_folder(to)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = remove(&self.path);
    }
}

/// Removes what was left of stores that were being made under the name `path` when the program was
/// killed. A draft may be a second name of the finished store: then that name goes, not the store.
///
/// To be called before the store is open, see [`crate::header::inspect`]. What cannot be removed
/// stays for the next time.
pub(crate) fn sweep(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return;
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if let Some(draft) = draft_in(name, &entry.file_name()) {
            let draft = folder.join(draft);
            if !is_held(&draft) {
                let _ = remove(&draft);
            }
        }
    }
}

/// The name of the draft of store `store` to which the file `found` belongs.
fn draft_in(store: &OsStr, found: &OsStr) -> Option<String> {
    let (store, found) = (store.to_str()?, found.to_str()?);
    let main = COMPANIONS
        .iter()
        .find_map(|end| found.strip_suffix(end))
        .unwrap_or(found);
    let number = main
        .strip_prefix(store)?
        .strip_prefix('.')?
        .strip_suffix(CREATING)?;
    let is_ours = number.len() == DIGITS && number.bytes().all(|b| b.is_ascii_hexdigit());
    is_ours.then(|| main.to_owned())
}

/// Whether somebody is at work on it.
fn is_held(draft: &Path) -> bool {
    match open_plain(draft) {
        #[cfg(unix)]
        Ok(Some(file)) => file.try_lock().is_err(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_we_give_are_drafts() {
        let draft = |found: &str| draft_in(OsStr::new("s.db"), OsStr::new(found));
        let ours = Some("s.db.00112233445566ff.creating".to_owned());
        assert_eq!(draft("s.db.00112233445566ff.creating"), ours);
        assert_eq!(draft("s.db.00112233445566ff.creating-wal"), ours);
        for other in [
            "s.db",
            "s.db.creating",
            "s.db.0011.creating",
            "s.db.00112233445566ff.creating.txt",
            "t.db.00112233445566ff.creating",
            "s.db.00112233445566xy.creating",
        ] {
            assert_eq!(draft(other), None, "{other}");
        }
    }

    #[test]
    fn a_draft_somebody_works_on_is_left() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::TempDir::new()?;
        let path = folder.path().join("s.db");
        let draft = Draft::of_new(&path)?;
        sweep(&path);
        assert!(draft.path().exists());
        let left = folder.path().join("s.db.00112233445566ff.creating");
        fs::write(&left, b"half")?;
        fs::write(beside(&left, "-wal"), b"log")?;
        sweep(&path);
        assert!(draft.path().exists() && !left.exists() && !beside(&left, "-wal").exists());
        Ok(())
    }
}

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::file::write_whole;
use super::{InboxError, envelope, payload};
use crate::{FetchedSets, moment};

const ENDING: &str = "sealed";

/// The folder of sealed files.
#[derive(Clone, Debug)]
pub struct Inbox {
    folder: PathBuf,
}

impl Inbox {
    /// Makes the folder, readable by this account only.
    ///
    /// # Errors
    /// When it is there already or cannot be made.
    pub fn create(folder: &Path) -> Result<Self, InboxError> {
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
        Self::open(folder)
    }

    /// Uses a folder that is there.
    ///
    /// # Errors
    /// When it is not there or not a folder.
    pub fn open(folder: &Path) -> Result<Self, InboxError> {
        if !fs::metadata(folder)?.is_dir() {
            return Err(InboxError::Io(ErrorKind::NotADirectory));
        }
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Seals one complete answer into a file of its own. When this returns, it is on the disk.
    ///
    /// # Errors
    /// When it could not be kept; then nothing of it was.
    pub fn seal(&self, public_key: &[u8; 32], fetched: &FetchedSets) -> Result<(), InboxError> {
        let plain = payload::pack(fetched).ok_or(InboxError::Pack)?;
        let file = envelope::seal(public_key, &plain)?;
        write_whole(&self.folder.join(name(fetched)?), &file)?;
        Ok(())
    }

    /// How many sealed files wait. Tells nothing of what is in them.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn pending(&self) -> Result<usize, InboxError> {
        Ok(self.files()?.len())
    }

    /// The sealed files, oldest answer first. Unfinished drafts are not among them.
    pub(super) fn files(&self) -> Result<Vec<PathBuf>, InboxError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == ENDING) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

/// The moment first, so that names sort in the order of the answers; then chance.
fn name(fetched: &FetchedSets) -> Result<String, InboxError> {
    let moment = moment::to_stored(fetched.fetched_at).max(0);
    let chance = getrandom::u64().map_err(|_| InboxError::Random)?;
    Ok(format!("{moment:016x}-{chance:016x}.{ENDING}"))
}

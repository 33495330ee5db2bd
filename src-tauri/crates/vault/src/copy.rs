use std::fs;
use std::path::{Path, PathBuf};

use crate::connect::{PAGE_SIZE, check, unlock};
use crate::door::hold;
use crate::draft::Draft;
use crate::duplicate::{Progress, duplicate};
use crate::files::{COMPANIONS, beside, is_same_file, is_there};
use crate::{Format, OpenError, Store, StoreError, StoreKey, header, verify};

/// A second copy that was made and verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its length in bytes.
    pub bytes: u64,
    /// Where the file went that had the copy's name and was not a good store under our key, with
    /// its logs: a damaged older copy, one under a former key, something foreign. An older copy
    /// that was sound has been replaced instead.
    pub put_aside: Option<PathBuf>,
}

impl Store {
    /// Copies one consistent state of the store, under the same key, into the file `to`, while
    /// reading and writing go on.
    ///
    /// The copy is built as `<to>.making`, read back from end to end and put on the disk; only then
    /// does it take its name. Until that moment an older copy stays as it is. While it runs the log
    /// cannot be emptied, so it grows by what is written meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a page cannot be read: a copy has all pages or is not made.
    /// [`StoreError::Stopped`] when `keep_going` says so, [`StoreError::Occupied`] when `to` is the
    /// store itself, [`StoreError::Full`] and other I/O errors. An older copy is then as it was.
    pub fn copy(
        &self,
        to: &Path,
        keep_going: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Copied, StoreError> {
        let _alone = hold(&self.whole_file);
        let (path, format) = (&self.door.path, self.door.format);
        if to == path || is_same_file(to, path) {
            return Err(StoreError::Occupied);
        }
        let key = self.door.key();
        let draft = Draft::begin(beside(to, ".making"))?;
        let total = duplicate(&mut self.door.connect()?, draft.path(), &key, keep_going)?;
        verify(draft.path(), &key, format)?;
        let done = Progress { done: total, total };
        if !keep_going(done) {
            return Err(StoreError::Stopped);
        }
        let put_aside = make_room(to, &key, format)?;
        draft.publish(to)?;
        Ok(Copied {
            bytes: total.saturating_mul(PAGE_SIZE),
            put_aside,
        })
    }
}

/// What may be replaced stays for the renaming to replace; what may not gets another name.
fn make_room(to: &Path, key: &StoreKey, format: &Format) -> Result<Option<PathBuf>, StoreError> {
    let logs = logs_of(to)?;
    if logs.is_empty() && (!is_there(to)? || is_replaceable(to, key, format)?) {
        return Ok(None);
    }
    let aside = free_name(to)?;
    // A log left behind would be taken for the new file's.
    for end in logs {
        fs::rename(beside(to, end), beside(&aside, end))?;
    }
    if is_there(to)? {
        fs::rename(to, &aside)?;
    }
    Ok(Some(aside))
}

/// Whether it is a store of this kind under this key that still opens.
fn is_replaceable(to: &Path, key: &StoreKey, format: &Format) -> Result<bool, StoreError> {
    let looked = header::inspect(to, key).and_then(|file| {
        let connection = unlock(to, key)?;
        let checked = check(&connection, to, format);
        drop(connection);
        drop(file);
        checked
    });
    match looked {
        Ok(()) => Ok(true),
        Err(OpenError::Io(kind)) => Err(kind.into()),
        Err(_) => Ok(false),
    }
}

fn logs_of(to: &Path) -> Result<Vec<&'static str>, StoreError> {
    let mut logs = Vec::new();
    for end in COMPANIONS {
        if is_there(&beside(to, end))? {
            logs.push(end);
        }
    }
    Ok(logs)
}

fn free_name(to: &Path) -> Result<PathBuf, StoreError> {
    let mut number = 1_u32;
    loop {
        let name = beside(to, &format!(".aside-{number}"));
        if !is_there(&name)? && logs_of(&name)?.is_empty() {
            return Ok(name);
        }
        number = number.saturating_add(1);
    }
}

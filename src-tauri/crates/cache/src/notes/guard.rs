//! Opening when something is wrong. A note is nowhere else, so a store that does not open is left as it
//! is, the second copy is read in its place, and nothing is written until it has taken that place.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use vault::{OpenError, StoreError, StoreKey, put_aside};

use super::{Notes, schema};
use crate::beside::{beside, remove, stand_in_of};
use crate::records::copy_helps;

/// An open notes store and how it stands with it.
#[derive(Debug)]
pub struct OpenedNotes {
    /// The store, or what stands in for it.
    pub notes: Notes,
    /// Whether it is the newest state.
    pub standing: NotesStanding,
}

/// Whether an opened notes store is the newest state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotesStanding {
    /// It is, as far as is known.
    Whole,
    /// It opened, but steps that were kept last are missing, and no copy holds more.
    Behind {
        /// How many steps.
        lost: i64,
    },
    /// The second copy is read; the store itself was left as it was.
    SecondCopy {
        /// Why the store is not read.
        why: OpenError,
        /// How many steps are missing.
        lost: i64,
    },
}

impl Notes {
    /// Opens the store at `path` or, when it is damaged, missing or older than `expected`
    /// ([`Notes::writes`], kept outside the file), a working copy of the second copy at `copy`, which
    /// can only be read.
    ///
    /// A store that opens but holds a note that is not what was confirmed is stood in for as well;
    /// without a sound copy it is read, and says of that note that it is damaged.
    ///
    /// # Errors
    /// Why the store does not open, when no sound copy is there either, or when the reason is none
    /// that a copy helps against.
    pub fn open_guarded(
        path: &Path,
        copy: &Path,
        key: &StoreKey,
        expected: i64,
    ) -> Result<OpenedNotes, OpenError> {
        let (found, why) = match open_surveyed(path, key) {
            Ok((notes, sound)) => {
                let writes = notes.writes()?;
                let lost = expected.saturating_sub(writes).max(0);
                let standing = match lost {
                    0 => NotesStanding::Whole,
                    lost => NotesStanding::Behind { lost },
                };
                let found = OpenedNotes { notes, standing };
                if sound && (lost == 0 || writes_in(copy, key).is_none_or(|there| there <= writes))
                {
                    return Ok(found);
                }
                (Some(found), OpenError::Damaged)
            }
            Err(why) if copy_helps(why) => (None, why),
            Err(why) => return Err(why),
        };
        match (stand_in(path, copy, key), found) {
            (Some(notes), _) => {
                let lost = expected.saturating_sub(notes.writes()?).max(0);
                let standing = NotesStanding::SecondCopy { why, lost };
                Ok(OpenedNotes { notes, standing })
            }
            (None, Some(found)) => Ok(found),
            (None, None) => Err(why),
        }
    }

    /// Where the working copy lies that stands in for the store at `path`.
    #[must_use]
    pub fn stand_in_place(path: &Path) -> PathBuf {
        stand_in_of(path)
    }

    /// Puts what stands in into the place of the store at `path`, which is kept aside under another
    /// name, with its logs. Open the store anew afterwards.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] when this is no stand-in, or when the file system refuses. Broken off
    /// at any moment, the next opening finds the second copy again.
    pub fn replace_damaged(self, path: &Path) -> Result<Option<PathBuf>, StoreError> {
        if !self.stands_in {
            return Err(StoreError::Occupied);
        }
        self.store.close()?;
        let aside = put_aside(path)?;
        fs::rename(stand_in_of(path), path)?;
        Ok(aside)
    }
}

/// The store, and whether each note is what was confirmed.
fn open_surveyed(path: &Path, key: &StoreKey) -> Result<(Notes, bool), OpenError> {
    let notes = Notes::open(path, key)?;
    let sound = notes.survey()?.is_whole();
    Ok((notes, sound))
}

/// How many steps a copy holds; none where there is no sound one.
fn writes_in(copy: &Path, key: &StoreKey) -> Option<i64> {
    vault::look(copy, key, &schema::FORMAT, |store| {
        Ok(store.query_row("SELECT writes FROM counter", [], |row| row.get(0))?)
    })
    .ok()
}

/// A working copy of a second copy that is sound from end to end. A former one holds nothing of its
/// own and is replaced.
fn stand_in(path: &Path, copy: &Path, key: &StoreKey) -> Option<Notes> {
    vault::verify(copy, key, &schema::FORMAT).ok()?;
    let place = stand_in_of(path);
    let draft = beside(&place, ".making");
    remove(&draft);
    let made = fs::copy(copy, &draft).and_then(|_| File::open(&draft)?.sync_all());
    remove(&place);
    if made.and_then(|()| fs::rename(&draft, &place)).is_err() {
        remove(&draft);
        return None;
    }
    let (mut notes, sound) = open_surveyed(&place, key).ok()?;
    notes.stands_in = true;
    sound.then_some(notes)
}

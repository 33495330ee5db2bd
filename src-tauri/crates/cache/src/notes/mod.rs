//! The notes store (clinical scope): the one thing that is recorded here (記録メモ). Drafts, which may
//! be changed and discarded, and confirmed notes, which never are: a later one supersedes an earlier
//! one and both stay readable.
//!
//! Never wiped, never expired, never fetched again: nothing else holds a note. Each confirmed note is
//! kept as the very text that was hashed, and its hash covers the one before it.

mod by;
mod chain;
mod check;
mod confirm;
mod counter;
mod draft;
mod drafting;
mod error;
mod guard;
mod note;
mod reading;
mod schema;
mod stamp;
mod text;

use std::path::Path;

pub use by::By;
pub use check::NotesCheck;
pub use confirm::Confirming;
pub use draft::{Draft, NewDraft, Seen};
pub use drafting::Changing;
pub use error::NotesError;
pub use guard::{NotesStanding, OpenedNotes};
pub use note::{Confirmed, HeldNote, Note};
use rusqlite::Transaction;
pub use stamp::Stamp;
pub use text::{NoteText, TextProblem};
use vault::{Copied, OpenError, Progress, Store, StoreError, StoreKey};

/// The open notes store.
#[derive(Debug)]
pub struct Notes {
    store: Store,
    /// A working copy of the second copy, in place of a store that does not open: read only.
    stands_in: bool,
}

impl Notes {
    /// Makes a new, empty store at `path`.
    ///
    /// # Errors
    /// [`OpenError::Exists`] when anything is there already, or an I/O error.
    pub fn create(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        let store = Store::create(path, key, &schema::FORMAT)?;
        Ok(Self::over(store))
    }

    /// Opens the store at `path`.
    ///
    /// # Errors
    /// Why it does not open; nothing is changed then.
    pub fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        let store = Store::open(path, key, &schema::FORMAT)?;
        Ok(Self::over(store))
    }

    const fn over(store: Store) -> Self {
        Self {
            store,
            stands_in: false,
        }
    }

    /// Copies one consistent state into the file `to`, under the same key, verified from end to end.
    ///
    /// # Errors
    /// When a page or a disk is bad, or `keep_going` says no; a sound older copy is then as it was.
    pub fn copy_to(
        &self,
        to: &Path,
        keep_going: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Copied, StoreError> {
        self.store.copy(to, keep_going)
    }

    /// Closes the store so that one file is left.
    ///
    /// # Errors
    /// The first failure; what was kept is kept all the same.
    pub fn close(self) -> Result<(), StoreError> {
        self.store.close()
    }

    /// One step that is kept whole or not at all, and counted.
    fn step<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, NotesError>,
    ) -> Result<T, NotesError> {
        if self.stands_in {
            return Err(NotesError::ReadOnly);
        }
        let mut refused = None;
        let done = self.store.write(|step| {
            let counted = work(step).and_then(|made| {
                counter::count(step)?;
                Ok(made)
            });
            counted.map_err(|error| match error {
                NotesError::Store(fault) => fault,
                other => {
                    refused = Some(other);
                    StoreError::Stopped
                }
            })
        });
        done.map_err(|fault| refused.unwrap_or(NotesError::Store(fault)))
    }
}

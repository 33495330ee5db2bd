//! The desk store (machine scope): who came, what they consented to, how fetching went, and small
//! named documents such as the account file. Holds nothing clinical.

mod arrival;
mod blob;
mod card_check;
mod consent;
mod copy_mark;
mod fetch_state;
mod joining;
mod lists;
mod matching;
mod noted_arrival;
mod person;
mod schema;
mod search;
mod stated_name;
mod visit;

use std::path::Path;

pub use arrival::{Arrival, KnownToService};
pub use card_check::CardCheckRow;
pub use consent::DatedConsent;
pub use copy_mark::CopyMark;
pub use fetch_state::FetchState;
pub use joining::{Join, JoinRefused, Kinship};
pub use lists::NamedList;
pub use person::{DatedNumber, Person};
pub use search::{Found, SearchIndex, typed_birth_date};
use vault::{Copied, OpenError, Progress, Store, StoreError, StoreKey};
pub use visit::{ArrivalSource, Visit};

/// The open desk store.
#[derive(Debug)]
pub struct Desk {
    store: Store,
    /// Told of every card check as long as somebody searches.
    search: search::Living,
}

impl Desk {
    /// Makes a new, empty store at `path`.
    ///
    /// # Errors
    /// [`OpenError::Exists`] when anything is there already, or an I/O error.
    pub fn create(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        Ok(Self::over(Store::create(path, key, &schema::FORMAT)?))
    }

    /// Opens the store at `path`.
    ///
    /// # Errors
    /// Why it does not open; nothing is changed then.
    pub fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        Ok(Self::over(Store::open(path, key, &schema::FORMAT)?))
    }

    /// Reads the whole store: who came and what they consented to must not be read from two moments.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a page is bad, or an I/O error.
    pub fn check_whole(&self) -> Result<(), StoreError> {
        self.store.check_whole()
    }

    /// Puts what a second copy holds in the place of the store at `path`, which must be closed and is
    /// kept aside; see [`vault::restore`].
    ///
    /// # Errors
    /// Why the copy cannot be used; then the store was left as it was.
    pub fn restore(path: &Path, copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        vault::restore(path, copy, key, &schema::FORMAT).map(drop)
    }

    /// Whether a copy at rest is one of this store under this key, sound from end to end.
    ///
    /// # Errors
    /// Why it is not.
    pub fn verify_copy(copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        vault::verify(copy, key, &schema::FORMAT)
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

    /// Lets go of what reading has left in memory: today's people stand there in plain.
    ///
    /// # Errors
    /// When a reading goes on for too long, or the disk refuses; the store goes on being usable.
    pub fn forget(&self) -> Result<(), StoreError> {
        self.store.forget()
    }

    fn over(store: Store) -> Self {
        Self {
            store,
            search: search::Living::default(),
        }
    }
}

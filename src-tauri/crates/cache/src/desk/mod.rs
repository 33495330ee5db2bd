//! The desk store (machine scope): who came, what they consented to, how fetching went, and small
//! named documents such as the account file. Holds nothing clinical.

mod arrival;
mod blob;
mod card_check;
mod consent;
mod fetch_state;
mod matching;
mod person;
mod schema;
mod search;

use std::path::Path;

pub use arrival::Arrival;
pub use card_check::CardCheckRow;
pub use consent::DatedConsent;
pub use fetch_state::FetchState;
pub use person::{DatedNumber, Person};
pub use search::{Found, SearchIndex};
use vault::{Copied, OpenError, Progress, Store, StoreError, StoreKey};

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

    fn over(store: Store) -> Self {
        Self {
            store,
            search: search::Living::default(),
        }
    }
}

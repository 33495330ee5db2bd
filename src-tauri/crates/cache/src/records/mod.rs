//! The records store (clinical scope): what the service sent, byte for byte, in versions. May be
//! wiped and fetched again.
//!
//! A set is replaced whole and never merged. Every version stays until a [`retention`] plan deletes
//! it; the newest intact one is what counts. What was on show at some moment is a numbered state of the section (person, category):
//! a new state begins when a version arrives or when the answer's list gains or loses a set.

mod adopt;
mod body;
mod came;
mod glance;
mod guard;
mod held;
mod history;
mod intake;
mod kept_head;
mod numbers;
mod outline;
mod plan;
mod reading;
pub mod retention;
mod returned;
mod rotate;
mod schema;
mod seal;
mod shown;
mod state;
mod thinned;
mod unpackers;
mod versions;
mod whole;

use std::path::Path;
use std::sync::Mutex;

pub use adopt::Adopted;
pub use came::ToldBy;
pub(crate) use guard::copy_helps;
pub use guard::{DamagedSet, Opened, Standing};
pub use held::{EarlierVersion, Held, HeldVersion};
pub use history::StateLine;
pub use intake::Stored;
use numbers::Numbers;
pub use reading::Reading;
pub use shown::ShownSet;
pub use state::SectionState;
use vault::{OpenError, Store, StoreKey};
pub use versions::VersionLine;

/// The open records store.
#[derive(Debug)]
pub struct Records {
    store: Store,
    /// Held while an answer is compared and stored, so that no other comes between.
    intake: Mutex<Numbers>,
    /// A working copy of the second copy, in place of a store that does not open.
    stands_in: bool,
    _unpackers: unpackers::Unpackers,
}

impl Records {
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

    const fn over(store: Store) -> Self {
        Self {
            store,
            intake: Mutex::new(Numbers::Following),
            stands_in: false,
            _unpackers: unpackers::Unpackers,
        }
    }
}

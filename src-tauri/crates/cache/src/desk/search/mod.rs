//! Finds a person while the query is being typed: by kana, by name whatever variant characters it
//! is written with, by chart number, insured number and birth date in either calendar.
//!
//! The index lies in memory only, is filled from the desk store and overwritten with zeros when
//! the last handle is dropped. A full scan of a hundred thousand names is quicker than any index
//! inside the encrypted store, and finds words of one or two characters as well.

mod birth_date;
mod entry;
mod fold;
mod index;
mod query;
mod shelf;
mod variants;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};

use record::vocabulary::PersonId;
use vault::StoreError;

use super::Desk;
use entry::Entry;
use index::Index;
use query::Query;

/// People found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Who. What is equal to the query comes first, then what begins with it, then what holds it;
    /// within each, the newest card check first.
    pub people: Vec<PersonId>,
    /// There are more than were asked for.
    pub more: bool,
}

/// The people of a desk, ready for searching. Follows the desk's card checks as long as a handle
/// is held; dropping the last one clears it.
pub struct SearchIndex(RwLock<Index>);

impl SearchIndex {
    /// At most `limit` people. Parts of the query divided by spaces must all fit. A query without
    /// a letter or digit finds nobody.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Found {
        let index = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut people = index.find(&Query::read(query), limit.saturating_add(1));
        let more = people.len() > limit;
        people.truncate(limit);
        Found { people, more }
    }

    /// How many people are in it.
    #[must_use]
    pub fn people(&self) -> usize {
        let index = self.0.read().unwrap_or_else(PoisonError::into_inner);
        index.people()
    }

    fn put(&self, entries: &[Entry]) {
        let mut index = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for entry in entries {
            index.put(entry);
        }
    }
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SearchIndex(…)")
    }
}

/// A whole birth date (生年月日) as people type it, in either calendar, as `YYYY-MM-DD`; none when it is
/// none, or only a part of one.
#[must_use]
pub fn typed_birth_date(text: &str) -> Option<String> {
    let key = birth_date::typed(text)?;
    let digits = key.strip_prefix(birth_date::MARK)?;
    let (year, rest) = digits.split_at_checked(4)?;
    let (month, day) = rest.split_at_checked(2)?;
    let whole = format!("{year}-{month}-{day}");
    whole.parse::<jiff::civil::Date>().ok()?;
    Some(whole)
}

/// Where a desk remembers the index that somebody holds.
#[derive(Debug, Default)]
pub(super) struct Living(Mutex<Weak<SearchIndex>>);

impl Living {
    fn hold(&self) -> MutexGuard<'_, Weak<SearchIndex>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// The index of everybody in this desk: the one that is held already, or a new one, which
    /// takes about a second for a hundred thousand people.
    ///
    /// # Errors
    /// When the store fails.
    pub fn search_index(&self) -> Result<Arc<SearchIndex>, StoreError> {
        // Held while reading, so that a card check recorded meanwhile is put in afterwards.
        let mut living = self.search.hold();
        if let Some(index) = living.upgrade() {
            return Ok(index);
        }
        let mut index = Index::default();
        entry::each(&self.store, |entry| index.put(&entry))?;
        let index = Arc::new(SearchIndex(RwLock::new(index)));
        *living = Arc::downgrade(&index);
        Ok(index)
    }

    /// Brings what somebody searches in up to date with these people. They are kept already, so a
    /// failure is no failure of theirs: the next who asks for the index gets a new one.
    pub(super) fn follow(&self, people: &[PersonId]) {
        let mut living = self.search.hold();
        let Some(index) = living.upgrade() else {
            return;
        };
        let entries = people.iter().map(|person| entry::one(&self.store, *person));
        match entries.collect::<Result<Vec<_>, _>>() {
            Ok(entries) => index.put(&entries.into_iter().flatten().collect::<Vec<_>>()),
            Err(_) => *living = Weak::new(),
        }
    }
}

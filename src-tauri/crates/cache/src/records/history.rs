//! The states a section was in, and one example of each kind, without any content.

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use rusqlite::OptionalExtension;
use vault::StoreError;

use super::{Records, thinned};
use crate::moment;

/// One state of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateLine {
    /// Names it, as [`Held::version`](crate::Held::version) does.
    pub version: String,
    /// When it began.
    pub began_at: Timestamp,
    /// Nothing of it was deleted since: [`Records::held_at`] can give it.
    pub whole: bool,
}

impl Records {
    /// The newest `limit` states of a section, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn states(
        &self,
        person: PersonId,
        category: Category,
        limit: usize,
    ) -> Result<Vec<StateLine>, StoreError> {
        self.store.read(|store| {
            let thinned = thinned::until(store, person, category)?;
            let mut query = store.prepare_cached(
                "SELECT id, began_at FROM section_state
                 WHERE person = ?1 AND category = ?2 ORDER BY id DESC LIMIT ?3",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let mut rows = query.query((person.0, category.as_str(), limit))?;
            let mut states = Vec::new();
            while let Some(row) = rows.next()? {
                let state: i64 = row.get(0)?;
                states.push(StateLine {
                    version: state.to_string(),
                    began_at: moment::from_stored(row.get(1)?)?,
                    whole: state > thinned,
                });
            }
            Ok(states)
        })
    }

    /// Somebody of whom something of this category is held: the one whose set came first into the
    /// store after the `skip`-th, so that self-tests do not always open the same.
    ///
    /// # Errors
    /// When the store fails.
    pub fn example(&self, category: Category, skip: u64) -> Result<Option<PersonId>, StoreError> {
        self.store.read(|store| {
            let last: Option<i64> = store.query_row(
                "SELECT max(id) FROM received_set WHERE category = ?1",
                [category.as_str()],
                |row| row.get(0),
            )?;
            let Some(last) = last else {
                return Ok(None);
            };
            let from = i64::try_from(skip % last.unsigned_abs().max(1)).unwrap_or(0);
            let person: Option<i64> = store
                .prepare_cached(
                    "SELECT person FROM received_set WHERE category = ?1 AND id > ?2
                     ORDER BY id LIMIT 1",
                )?
                .query_row((category.as_str(), from), |row| row.get(0))
                .optional()?;
            Ok(person.map(PersonId))
        })
    }
}

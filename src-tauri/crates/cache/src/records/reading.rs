//! What each reader has read: per opaque reader and section, the newest state that was painted.

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use rusqlite::OptionalExtension;
use vault::StoreError;

use super::Records;
use crate::moment;

impl Records {
    /// Notes that the state `version` was painted for `reader`. Reports may come out of order: an
    /// older state never takes the place of a newer one. Answers whether this section has that
    /// state at all; if not, nothing is noted.
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_reading(
        &self,
        reader: &str,
        person: PersonId,
        category: Category,
        version: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let Ok(state) = version.parse::<i64>() else {
            return Ok(false);
        };
        self.store.write(|step| {
            let noted = step
                .prepare_cached(
                    "INSERT INTO reading (reader, person, category, state, read_at)
                     SELECT ?1, person, category, id, ?5 FROM section_state
                     WHERE id = ?4 AND person = ?2 AND category = ?3
                     ON CONFLICT (reader, person, category) DO UPDATE SET
                         read_at = iif(excluded.state > state, excluded.read_at, read_at),
                         state = max(state, excluded.state)",
                )?
                .execute((
                    reader,
                    person.0,
                    category.as_str(),
                    state,
                    moment::to_stored(at),
                ))?;
            Ok(noted > 0)
        })
    }

    /// The newest state this reader has read of the section.
    ///
    /// # Errors
    /// When the store fails.
    pub fn last_reading(
        &self,
        reader: &str,
        person: PersonId,
        category: Category,
    ) -> Result<Option<String>, StoreError> {
        self.store.read(|store| {
            let state: Option<i64> = store
                .prepare_cached(
                    "SELECT state FROM reading
                     WHERE reader = ?1 AND person = ?2 AND category = ?3",
                )?
                .query_row((reader, person.0, category.as_str()), |row| row.get(0))
                .optional()?;
            Ok(state.map(|state| state.to_string()))
        })
    }
}

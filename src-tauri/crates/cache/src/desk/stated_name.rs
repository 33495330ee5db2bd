use jiff::Timestamp;
use record::vocabulary::PersonId;
use vault::StoreError;

use super::Desk;
use crate::moment;

impl Desk {
    /// Answers named the person so, and not as the card check did. Answers whether any of these names
    /// still waits for the desk to confirm it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn note_stated_names(
        &self,
        person: PersonId,
        names: &[String],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.store.write(|step| {
            let mut note = step.prepare_cached(
                "INSERT INTO stated_name (person, name, seen_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person, name) DO NOTHING",
            )?;
            let mut waits = step.prepare_cached(
                "SELECT confirmed_at IS NULL FROM stated_name WHERE person = ?1 AND name = ?2",
            )?;
            let mut any = false;
            for name in names {
                note.execute((person.0, name, moment::to_stored(now)))?;
                any |= waits.query_row((person.0, name), |row| row.get::<_, bool>(0))?;
            }
            Ok(any)
        })
    }

    /// Names the desk has not confirmed yet, the oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unconfirmed_names(&self, person: PersonId) -> Result<Vec<String>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(
                "SELECT name FROM stated_name WHERE person = ?1 AND confirmed_at IS NULL
                 ORDER BY seen_at, name",
            )?;
            let names = query.query_map([person.0], |row| row.get(0))?;
            Ok(names.collect::<Result<_, _>>()?)
        })
    }

    /// The desk has asked: it is the same person by all these names.
    ///
    /// # Errors
    /// When the store fails.
    pub fn confirm_names(&self, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
        self.store.write(|step| {
            step.prepare_cached(
                "UPDATE stated_name SET confirmed_at = ?2
                 WHERE person = ?1 AND confirmed_at IS NULL",
            )?
            .execute((person.0, moment::to_stored(now)))?;
            step.prepare_cached(
                "UPDATE fetch_state SET state = json_set(state, '$.name_differs', json('false'))
                 WHERE person = ?1",
            )?
            .execute([person.0])?;
            Ok(())
        })
    }
}

//! States of a section of which something was deleted: they cannot be compared with any more.

use record::vocabulary::{Category, PersonId};
use rusqlite::{Connection, OptionalExtension, Transaction};
use vault::StoreError;

/// The newest state that is no longer whole; 0 when all are.
pub(super) fn until(
    store: &Connection,
    person: PersonId,
    category: Category,
) -> Result<i64, StoreError> {
    let state = store
        .prepare_cached("SELECT until_state FROM thinned WHERE person = ?1 AND category = ?2")?
        .query_row((person.0, category.as_str()), |row| row.get(0))
        .optional()?;
    Ok(state.unwrap_or(0))
}

pub(super) fn note(
    step: &Transaction<'_>,
    person: PersonId,
    category: Category,
    until: i64,
) -> Result<(), StoreError> {
    step.prepare_cached(
        "INSERT INTO thinned (person, category, until_state) VALUES (?1, ?2, ?3)
         ON CONFLICT (person, category) DO UPDATE SET
             until_state = max(until_state, excluded.until_state)",
    )?
    .execute((person.0, category.as_str(), until))?;
    Ok(())
}

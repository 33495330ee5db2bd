//! People who count as one: the one who stays, and those who were joined with them. Each keeps what
//! is theirs under their own number, so that taking them apart moves nothing.

use record::vocabulary::PersonId;
use rusqlite::Connection;
use vault::StoreError;

/// The people who count as the one of `?1`, themselves among them, for an SQL `IN`.
pub(in crate::desk) const FAMILY: &str =
    "(SELECT id FROM person WHERE id = ?1 OR joined_into = ?1)";

/// Who somebody counts as: the person they were joined into, or themselves.
pub(in crate::desk) fn counts_as(
    store: &Connection,
    person: PersonId,
) -> Result<PersonId, StoreError> {
    let root = store
        .prepare_cached("SELECT coalesce(joined_into, id) FROM person WHERE id = ?1")?
        .query_row([person.0], |row| row.get(0))?;
    Ok(PersonId(root))
}

/// The numbers, normalised, of everybody who counts as this person.
pub(in crate::desk) fn family_numbers(
    store: &Connection,
    person: PersonId,
) -> Result<Vec<String>, StoreError> {
    let mut query = store.prepare_cached(&format!(
        "SELECT DISTINCT normalised FROM member_number WHERE person IN {FAMILY}"
    ))?;
    let numbers = query.query_map([person.0], |row| row.get(0))?;
    Ok(numbers.collect::<Result<_, _>>()?)
}

/// Everybody who counts as this person.
pub(super) fn members(store: &Connection, person: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let mut query = store.prepare_cached(&format!("SELECT id FROM person WHERE id IN {FAMILY}"))?;
    let members = query.query_map([person.0], |row| row.get(0).map(PersonId))?;
    Ok(members.collect::<Result<_, _>>()?)
}

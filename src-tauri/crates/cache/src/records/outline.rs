//! What we hold for a section, without the bodies.

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use rusqlite::{Connection, OptionalExtension, Row};
use vault::StoreError;

use crate::{SetKind, moment};

/// A section at one of its states.
#[derive(Debug)]
pub(super) struct SectionOutline {
    pub(super) state: i64,
    pub(super) began_at: Timestamp,
    pub(super) sets: Vec<SetOutline>,
}

#[derive(Debug)]
pub(super) struct SetOutline {
    pub(super) key: String,
    pub(super) returned: bool,
    /// Newest first, never empty.
    pub(super) versions: Vec<VersionOutline>,
}

#[derive(Debug)]
pub(super) struct VersionOutline {
    pub(super) id: i64,
    /// The first state of the section that had it.
    pub(super) since: i64,
    pub(super) kind: SetKind,
    pub(super) origin: String,
    pub(super) profile: String,
    pub(super) fetched_at: Timestamp,
    pub(super) confirmed_at: Timestamp,
    pub(super) parts: Vec<PartOutline>,
}

#[derive(Debug)]
pub(super) struct PartOutline {
    pub(super) content_type: String,
    pub(super) sha256: [u8; 32],
    pub(super) length: usize,
    pub(super) body: i64,
}

impl VersionOutline {
    /// Bytes as received.
    pub(super) fn size(&self) -> u64 {
        let lengths = self.parts.iter().map(|part| part.length);
        lengths.fold(0, |sum, length| sum.saturating_add(length as u64))
    }
}

/// The section at `state`, or at its newest one; none when it had none by then.
pub(super) fn section(
    store: &Connection,
    person: PersonId,
    category: Category,
    state: Option<i64>,
) -> Result<Option<SectionOutline>, StoreError> {
    let found: Option<(i64, i64)> = store
        .prepare_cached(
            "SELECT id, began_at FROM section_state
             WHERE person = ?1 AND category = ?2 AND (?3 IS NULL OR id = ?3)
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row((person.0, category.as_str(), state), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((state, began_at)) = found else {
        return Ok(None);
    };
    Ok(Some(SectionOutline {
        state,
        began_at: moment::from_stored(began_at)?,
        sets: sets(store, person, category, state)?,
    }))
}

fn sets(
    store: &Connection,
    person: PersonId,
    category: Category,
    state: i64,
) -> Result<Vec<SetOutline>, StoreError> {
    let mut query = store.prepare_cached(
        "SELECT s.id, s.key, coalesce((SELECT r.returned FROM returned r
             WHERE r.received_set = s.id AND r.since_state <= ?3
             ORDER BY r.since_state DESC LIMIT 1), 0)
         FROM received_set s WHERE s.person = ?1 AND s.category = ?2 ORDER BY s.id",
    )?;
    let mut rows = query.query((person.0, category.as_str(), state))?;
    let mut sets = Vec::new();
    while let Some(row) = rows.next()? {
        let versions = versions(store, row.get(0)?, state)?;
        if !versions.is_empty() {
            sets.push(SetOutline {
                key: row.get(1)?,
                returned: row.get(2)?,
                versions,
            });
        }
    }
    Ok(sets)
}

/// Newest first means last confirmed first: a late answer must not overtake what the service
/// confirmed after it.
fn versions(store: &Connection, set: i64, state: i64) -> Result<Vec<VersionOutline>, StoreError> {
    let mut query = store.prepare_cached(
        "SELECT id, kind, origin, profile, fetched_at, confirmed_at, since_state FROM version
         WHERE received_set = ?1 AND since_state <= ?2 ORDER BY confirmed_at DESC, id DESC",
    )?;
    let mut rows = query.query((set, state))?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        versions.push(version(store, row)?);
    }
    Ok(versions)
}

fn version(store: &Connection, row: &Row<'_>) -> Result<VersionOutline, StoreError> {
    let id = row.get(0)?;
    let kind: String = row.get(1)?;
    Ok(VersionOutline {
        id,
        kind: SetKind::from_name(&kind).ok_or(StoreError::Damaged)?,
        origin: row.get(2)?,
        profile: row.get(3)?,
        fetched_at: moment::from_stored(row.get(4)?)?,
        confirmed_at: moment::from_stored(row.get(5)?)?,
        since: row.get(6)?,
        parts: parts(store, id)?,
    })
}

fn parts(store: &Connection, version: i64) -> Result<Vec<PartOutline>, StoreError> {
    let mut query = store.prepare_cached(
        "SELECT content_type, sha256, length, body FROM part WHERE version = ?1 ORDER BY position",
    )?;
    let parts = query.query_map([version], |row| {
        Ok(PartOutline {
            content_type: row.get(0)?,
            sha256: row.get(1)?,
            length: row.get(2)?,
            body: row.get(3)?,
        })
    })?;
    Ok(parts.collect::<Result<_, _>>()?)
}

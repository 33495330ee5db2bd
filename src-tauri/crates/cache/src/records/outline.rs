//! What we hold for a section, without the bodies.

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use rusqlite::{Connection, OptionalExtension, Row};
use vault::StoreError;

use super::seal::{self, Seal};
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
    /// None when it came with a release that made none.
    pub(super) seal: Option<Seal>,
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
        let set = SetId {
            person,
            category,
            id: row.get(0)?,
            key: text(row, 1)?,
        };
        let versions = versions(store, set, state)?;
        if !versions.is_empty() {
            sets.push(SetOutline {
                key: set.key.to_owned(),
                returned: row.get(2)?,
                versions,
            });
        }
    }
    Ok(sets)
}

/// Names one set.
#[derive(Clone, Copy, Debug)]
pub(super) struct SetId<'a> {
    pub(super) person: PersonId,
    pub(super) category: Category,
    pub(super) id: i64,
    pub(super) key: &'a str,
}

/// Newest first means last confirmed first: a late answer must not overtake what the service
/// confirmed after it.
pub(super) fn versions(
    store: &Connection,
    set: SetId<'_>,
    state: i64,
) -> Result<Vec<VersionOutline>, StoreError> {
    let mut query = store.prepare_cached(
        "SELECT id, kind, origin, profile, fetched_at, confirmed_at, since_state FROM version
         WHERE received_set = ?1 AND since_state <= ?2 ORDER BY confirmed_at DESC, id DESC",
    )?;
    let mut rows = query.query((set.id, state))?;
    let mut versions = Vec::new();
    while let Some(row) = rows.next()? {
        versions.push(version(store, set, row)?);
    }
    Ok(versions)
}

fn version(
    store: &Connection,
    set: SetId<'_>,
    row: &Row<'_>,
) -> Result<VersionOutline, StoreError> {
    let said = seal::Version {
        person: set.person,
        category: set.category,
        key: set.key,
        id: row.get(0)?,
        kind: text(row, 1)?,
        origin: text(row, 2)?,
        profile: text(row, 3)?,
        fetched_at: row.get(4)?,
        since: row.get(6)?,
    };
    VersionOutline::new(&said, row.get(5)?, parts(store, &said)?)
}

fn parts(store: &Connection, version: &seal::Version<'_>) -> Result<Vec<PartOutline>, StoreError> {
    let mut query = store.prepare_cached(
        "SELECT position, content_type, sha256, length, body, seal FROM part WHERE version = ?1
         ORDER BY position",
    )?;
    let mut rows = query.query([version.id])?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        let sha256 = row.get(2)?;
        let said = seal::Part {
            position: row.get(0)?,
            content_type: text(row, 1)?,
            sha256: &sha256,
            length: row.get(3)?,
        };
        parts.push(PartOutline::new(&said, row.get(4)?, row.get(5)?, version)?);
    }
    Ok(parts)
}

/// A column that must be text.
pub(super) fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str, StoreError> {
    let value = row.get_ref(column)?;
    value.as_str().map_err(|_| StoreError::Damaged)
}

impl VersionOutline {
    pub(super) fn new(
        said: &seal::Version<'_>,
        confirmed_at: i64,
        parts: Vec<PartOutline>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            id: said.id,
            since: said.since,
            kind: SetKind::from_name(said.kind).ok_or(StoreError::Damaged)?,
            origin: said.origin.to_owned(),
            profile: said.profile.to_owned(),
            // By a clock that was fast it came after the moment that was told later.
            fetched_at: moment::from_stored(said.fetched_at.min(confirmed_at))?,
            confirmed_at: moment::from_stored(confirmed_at)?,
            parts,
        })
    }
}

impl PartOutline {
    pub(super) fn new(
        said: &seal::Part<'_>,
        body: i64,
        kept: Option<[u8; 32]>,
        version: &seal::Version<'_>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            content_type: said.content_type.to_owned(),
            sha256: *said.sha256,
            length: usize::try_from(said.length).map_err(|_| StoreError::Damaged)?,
            body,
            seal: kept.map(|kept| Seal::read(kept, version, said)),
        })
    }
}

//! What is held now of a person, side by side: of each set the newest version with its parts. Made of
//! the other tables in the same transaction that changes them, so that reading a person costs one
//! page where the tables cost one each; they stay what is believed when a line here is damaged.

use record::vocabulary::{Category, PersonId};
use rusqlite::{CachedStatement, Connection, Row, Transaction};
use vault::StoreError;

use super::outline::{PartOutline, SetId, VersionOutline, text};
use super::seal;

/// In the order of the columns read by [`Line`].
macro_rules! lines {
    ($which:literal) => {
        concat!(
            "SELECT g.category, g.received_set, g.position, g.state, g.complete_at, g.key, g.returned,
                 g.older, g.version, g.since_state, g.kind, g.origin, g.profile, g.fetched_at,
                 g.confirmed_at, g.content_type, g.sha256, g.length, g.seal, g.body, b.zstd
             FROM glance g LEFT JOIN body b ON b.id = g.body WHERE ",
            $which,
            " ORDER BY g.person, g.category, g.received_set, g.position"
        )
    };
}

/// Makes the lines of a section anew, after whatever changed it.
pub(super) fn renew(
    step: &Transaction<'_>,
    person: PersonId,
    category: Category,
) -> Result<(), StoreError> {
    let whose = (person.0, category.as_str());
    step.prepare_cached("DELETE FROM glance WHERE person = ?1 AND category = ?2")?
        .execute(whose)?;
    step.prepare_cached(
        "INSERT INTO glance SELECT * FROM newest_part WHERE person = ?1 AND category = ?2",
    )?
    .execute(whose)?;
    Ok(())
}

/// Hands every line of a person to `take`, section by section, set by set, or those of one section.
pub(super) fn lines<'a>(
    store: &'a Connection,
    person: PersonId,
    category: Option<Category>,
    take: &mut dyn FnMut(&Line<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut query: CachedStatement<'a>;
    let mut rows = if let Some(category) = category {
        query = store.prepare_cached(lines!("g.person = ?1 AND g.category = ?2"))?;
        query.query((person.0, category.as_str()))?
    } else {
        query = store.prepare_cached(lines!("g.person = ?1"))?;
        query.query([person.0])?
    };
    while let Some(row) = rows.next()? {
        let category = Category::from_name(text(row, 0)?).ok_or(StoreError::Damaged)?;
        take(&Line {
            row,
            person,
            category,
        })?;
    }
    Ok(())
}

/// The state and its moment as [`super::SectionState`] says them, as they are stored; none when
/// nothing was ever stored.
pub(super) fn state(
    store: &Connection,
    person: PersonId,
    category: Category,
) -> Result<Option<(i64, Option<i64>)>, StoreError> {
    let (state, as_of): (Option<i64>, Option<i64>) = store
        .prepare_cached(
            "SELECT max(state), coalesce(max(complete_at), max(confirmed_at)) FROM glance
             WHERE person = ?1 AND category = ?2",
        )?
        .query_row((person.0, category.as_str()), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(state.map(|state| (state, as_of)))
}

/// One part of one set; a section without sets and a set without parts have one line too.
pub(super) struct Line<'a> {
    row: &'a Row<'a>,
    person: PersonId,
    pub(super) category: Category,
}

impl Line<'_> {
    pub(super) fn state(&self) -> Result<i64, StoreError> {
        Ok(self.row.get(3)?)
    }

    /// When the service last gave the whole, as it is stored.
    pub(super) fn complete_at(&self) -> Result<Option<i64>, StoreError> {
        Ok(self.row.get(4)?)
    }

    /// The set; none in a section without any.
    pub(super) fn set(&self) -> Result<Option<SetId<'_>>, StoreError> {
        let has_version = self.row.get::<_, Option<i64>>(8)?.is_some();
        let set = |key| {
            Ok(SetId {
                person: self.person,
                category: self.category,
                id: self.row.get(1)?,
                key,
            })
        };
        has_version.then(|| set(text(self.row, 5)?)).transpose()
    }

    pub(super) fn returned(&self) -> Result<bool, StoreError> {
        Ok(self.row.get(6)?)
    }

    /// The set has older versions.
    pub(super) fn has_older(&self) -> Result<bool, StoreError> {
        Ok(self.row.get(7)?)
    }

    /// The set's newest version, without its parts: each has a line.
    pub(super) fn version(&self, set: &SetId<'_>) -> Result<VersionOutline, StoreError> {
        VersionOutline::new(&self.said(set)?, self.row.get(14)?, Vec::new())
    }

    /// This part; none in a set without parts.
    pub(super) fn part(&self, set: &SetId<'_>) -> Result<Option<PartOutline>, StoreError> {
        let position: i64 = self.row.get(2)?;
        if position < 0 {
            return Ok(None);
        }
        let sha256 = self.row.get(16)?;
        let said = seal::Part {
            position,
            content_type: text(self.row, 15)?,
            sha256: &sha256,
            length: self.row.get(17)?,
        };
        let (kept, body) = (self.row.get(18)?, self.row.get(19)?);
        PartOutline::new(&said, body, kept, &self.said(set)?).map(Some)
    }

    /// The packed body of the part, when it is there.
    pub(super) fn packed(&self) -> Result<Option<&[u8]>, StoreError> {
        let packed = self.row.get_ref(20)?.as_blob_or_null();
        packed.map_err(|_| StoreError::Damaged)
    }

    fn said<'a>(&'a self, set: &SetId<'a>) -> Result<seal::Version<'a>, StoreError> {
        Ok(seal::Version {
            person: set.person,
            category: set.category,
            key: set.key,
            id: self.row.get(8)?,
            since: self.row.get(9)?,
            kind: text(self.row, 10)?,
            origin: text(self.row, 11)?,
            profile: text(self.row, 12)?,
            fetched_at: self.row.get(13)?,
        })
    }
}

//! Which received sets stand behind what is shown of a section, without their content.

use record::vocabulary::{Category, PersonId};
use vault::StoreError;

use super::Records;
use crate::SetKind;

/// One set, by the version of it that counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownSet {
    /// The query scope or the document's identifier.
    pub key: String,
    /// What the set is.
    pub kind: SetKind,
    /// Number of the version.
    pub version_id: i64,
}

impl Records {
    /// The newest version of each set of a section; cheap enough to ask before reading.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn shown(&self, person: PersonId, category: Category) -> Result<Vec<ShownSet>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(
                "SELECT DISTINCT key, kind, version FROM glance
                 WHERE person = ?1 AND category = ?2 AND version IS NOT NULL AND key IS NOT NULL
                 ORDER BY received_set",
            )?;
            let rows = query.query_map((person.0, category.as_str()), |row| {
                Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))
            })?;
            let mut sets = Vec::new();
            for row in rows {
                let (key, kind, version_id) = row?;
                let kind = SetKind::from_name(&kind).ok_or(StoreError::Damaged)?;
                sets.push(ShownSet {
                    key,
                    kind,
                    version_id,
                });
            }
            Ok(sets)
        })
    }
}

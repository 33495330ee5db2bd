use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use rusqlite::Connection;
use vault::StoreError;

use super::Records;
use super::held::EarlierVersion;
use super::outline::{VersionOutline, section};
use crate::SetKind;

/// One version of one set, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionLine {
    /// The query scope or the document's identifier.
    pub key: String,
    /// Number of this version.
    pub version_id: i64,
    /// What it is.
    pub kind: SetKind,
    /// By which transport.
    pub origin: String,
    /// When it first came.
    pub fetched_at: Timestamp,
    /// When the same bytes came last.
    pub confirmed_at: Timestamp,
    /// The first state of the section that had it, as [`Held::version`](crate::Held::version)
    /// names it.
    pub state: String,
    /// Bytes as received.
    pub size: u64,
    /// Its bytes are those that were received; otherwise it is damaged (損傷).
    pub intact: bool,
}

impl Records {
    /// Every version of every set of a section, set by set, the newest first. Reads each body to
    /// say whether it is intact.
    ///
    /// # Errors
    /// When the store fails; damage to single bodies is told in the lines.
    pub fn versions(
        &self,
        person: PersonId,
        category: Category,
    ) -> Result<Vec<VersionLine>, StoreError> {
        let outline = self
            .store
            .read(|store| section(store, person, category, None))?;
        let mut lines = Vec::new();
        for set in outline.iter().flat_map(|outline| &outline.sets) {
            for version in &set.versions {
                lines.push(VersionLine {
                    key: set.key.clone(),
                    version_id: version.id,
                    kind: version.kind,
                    origin: version.origin.clone(),
                    fetched_at: version.fetched_at,
                    confirmed_at: version.confirmed_at,
                    state: version.since.to_string(),
                    size: version.size(),
                    intact: self.is_intact(version)?,
                });
            }
        }
        Ok(lines)
    }

    /// The older intact versions of one set, newest first: those behind what
    /// [`Records::held`] answers for this key.
    ///
    /// # Errors
    /// When the store fails; damaged versions are left out.
    pub fn earlier(
        &self,
        person: PersonId,
        category: Category,
        key: &str,
    ) -> Result<Vec<EarlierVersion>, StoreError> {
        let versions = self
            .store
            .read(|store| of_key(store, person, category, key))?;
        let mut intact = Vec::new();
        for version in versions {
            if let Some(parts) = self.load(&version.parts)? {
                intact.push(EarlierVersion {
                    version_id: version.id,
                    kind: version.kind,
                    fetched_at: version.fetched_at,
                    parts,
                });
            }
        }
        // The newest intact one is what is held, not an earlier one.
        Ok(intact.into_iter().skip(1).collect())
    }
}

fn of_key(
    store: &Connection,
    person: PersonId,
    category: Category,
    key: &str,
) -> Result<Vec<VersionOutline>, StoreError> {
    let outline = section(store, person, category, None)?;
    let mut sets = outline.into_iter().flat_map(|outline| outline.sets);
    Ok(sets
        .find(|set| set.key == key)
        .map(|set| set.versions)
        .unwrap_or_default())
}

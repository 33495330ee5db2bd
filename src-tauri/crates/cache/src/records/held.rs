use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use rusqlite::{Connection, OptionalExtension};
use vault::StoreError;

use super::outline::{SectionOutline, SetOutline, section};
use super::{Records, thinned};
use crate::{Part, SetKind, moment};

/// What we hold for a section (person, category), every body checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Each set once, with its newest intact version.
    pub sets: Vec<HeldVersion>,
    /// When the service last gave or confirmed the whole; without a whole answer, the newest part.
    /// For an earlier state: when it began.
    pub as_of: Option<Timestamp>,
    /// Names this state of the section; none when nothing was ever fetched. With a version and no
    /// sets, the service answered that there is nothing (登録なし).
    pub version: Option<String>,
    /// Keys whose newest version is damaged (損傷). Those with an older intact version stand in
    /// `sets` with `fallen_back`; the others are missing there.
    pub damaged: Vec<String>,
}

/// The newest intact version of one set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldVersion {
    /// The query scope or the document's identifier.
    pub key: String,
    /// What the set is.
    pub kind: SetKind,
    /// Number of this version.
    pub version_id: i64,
    /// By which transport.
    pub origin: String,
    /// Which service profile.
    pub profile: String,
    /// When it first came.
    pub fetched_at: Timestamp,
    /// When the same bytes came last.
    pub confirmed_at: Timestamp,
    /// The newest complete answer still held this set.
    pub returned: bool,
    /// There is a newer version, but it is damaged.
    pub fallen_back: bool,
    /// Pages or documents as received.
    pub parts: Vec<Part>,
    /// Older intact versions of the same key, newest first. Only when they were asked for.
    pub earlier: Vec<EarlierVersion>,
}

/// An older version of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierVersion {
    /// Number of this version.
    pub version_id: i64,
    /// What it was.
    pub kind: SetKind,
    /// When it first came.
    pub fetched_at: Timestamp,
    /// Pages or documents as received.
    pub parts: Vec<Part>,
}

/// How far back bodies are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    Newest,
    Earlier,
}

impl Records {
    /// What we hold now: of each set the newest intact version, nothing older.
    ///
    /// # Errors
    /// When the store fails; damage to single bodies is told in the answer instead.
    pub fn held(&self, person: PersonId, category: Category) -> Result<Held, StoreError> {
        self.newest(person, category, Depth::Newest)
    }

    /// What we hold now, with every older version: for 提供されなくなった項目, which only they hold.
    ///
    /// # Errors
    /// As [`Records::held`].
    pub fn held_with_earlier(
        &self,
        person: PersonId,
        category: Category,
    ) -> Result<Held, StoreError> {
        self.newest(person, category, Depth::Earlier)
    }

    pub(super) fn newest(
        &self,
        person: PersonId,
        category: Category,
        depth: Depth,
    ) -> Result<Held, StoreError> {
        let at_once = self.at_once(person, Some(category), depth)?;
        if let Some(held) = at_once.and_then(|mut sections| sections.remove(&category)) {
            return Ok(held);
        }
        let (outline, as_of) = self.store.read(|store| {
            let outline = section(store, person, category, None)?;
            Ok((outline, answered_at(store, person, category)?))
        })?;
        let Some(outline) = outline else {
            return Ok(Held::default());
        };
        let newest_part = outline.sets.iter().filter_map(|set| set.versions.first());
        let as_of = as_of.or_else(|| newest_part.map(|version| version.confirmed_at).max());
        self.fill(&outline, as_of, depth)
    }

    /// What we held at the state `version`, with older versions; none when this section never had
    /// that state, or when some of it was deleted since ([`crate::retention`]).
    ///
    /// # Errors
    /// As [`Records::held`].
    pub fn held_at(
        &self,
        person: PersonId,
        category: Category,
        version: &str,
    ) -> Result<Option<Held>, StoreError> {
        let Ok(state) = version.parse() else {
            return Ok(None);
        };
        let outline = self.store.read(|store| {
            if state <= thinned::until(store, person, category)? {
                return Ok(None);
            }
            section(store, person, category, Some(state))
        })?;
        outline
            .map(|outline| self.fill(&outline, Some(outline.began_at), Depth::Earlier))
            .transpose()
    }

    fn fill(
        &self,
        outline: &SectionOutline,
        as_of: Option<Timestamp>,
        depth: Depth,
    ) -> Result<Held, StoreError> {
        let mut held = Held {
            as_of,
            version: Some(outline.state.to_string()),
            ..Held::default()
        };
        for set in &outline.sets {
            let newest = self.newest_intact(set, depth)?;
            if newest.as_ref().is_none_or(|version| version.fallen_back) {
                held.damaged.push(set.key.clone());
            }
            held.sets.extend(newest);
        }
        Ok(held)
    }

    /// Older versions that are damaged are left out: nothing rests on them.
    fn newest_intact(
        &self,
        set: &SetOutline,
        depth: Depth,
    ) -> Result<Option<HeldVersion>, StoreError> {
        let mut newest: Option<HeldVersion> = None;
        for (age, version) in set.versions.iter().enumerate() {
            if newest.is_some() && depth == Depth::Newest {
                break;
            }
            let Some(parts) = self.load(&version.parts)? else {
                continue;
            };
            match &mut newest {
                Some(newest) => newest.earlier.push(EarlierVersion {
                    version_id: version.id,
                    kind: version.kind,
                    fetched_at: version.fetched_at,
                    parts,
                }),
                None => {
                    newest = Some(HeldVersion {
                        key: set.key.clone(),
                        kind: version.kind,
                        version_id: version.id,
                        origin: version.origin.clone(),
                        profile: version.profile.clone(),
                        fetched_at: version.fetched_at,
                        confirmed_at: version.confirmed_at,
                        returned: set.returned,
                        fallen_back: age > 0,
                        parts,
                        earlier: Vec::new(),
                    });
                }
            }
        }
        Ok(newest)
    }
}

pub(super) fn answered_at(
    store: &Connection,
    person: PersonId,
    category: Category,
) -> Result<Option<Timestamp>, StoreError> {
    let kept: Option<Option<i64>> = store
        .prepare_cached("SELECT complete_at FROM answer WHERE person = ?1 AND category = ?2")?
        .query_row((person.0, category.as_str()), |row| row.get(0))
        .optional()?;
    kept.flatten().map(moment::from_stored).transpose()
}

//! Compares an answer with what is held, before anything is written.

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use vault::StoreError;

use super::Records;
use super::body::digest;
use super::came::Came;
use super::outline::{SetOutline, VersionOutline, section};
use crate::{FetchedSets, NewSet, Part, SetKind};

/// One key of the answer with everything that came under it.
pub(super) struct Incoming<'a> {
    pub(super) key: &'a str,
    pub(super) kind: SetKind,
    pub(super) parts: Vec<IncomingPart<'a>>,
}

pub(super) struct IncomingPart<'a> {
    pub(super) part: &'a Part,
    pub(super) sha256: [u8; 32],
}

/// What is to be done with one key.
pub(super) enum Step {
    /// The same bytes, intact: only the moment of confirmation moves.
    Confirm { version: i64 },
    /// New bytes, or the same ones in place of a damaged copy.
    Insert,
}

/// The sets of an answer, each key once. Two sets under one key are kept as one of more parts:
/// taken one after the other, they would replace each other at every fetch.
pub(super) fn incoming(sets: &[NewSet]) -> Vec<Incoming<'_>> {
    let mut all: Vec<Incoming<'_>> = Vec::new();
    for set in sets {
        let parts = set.parts.iter().map(|part| IncomingPart {
            part,
            sha256: digest(&part.bytes),
        });
        match all.iter_mut().find(|known| known.key == set.key) {
            Some(known) => {
                known.kind = set.kind;
                known.parts.extend(parts);
            }
            None => all.push(Incoming {
                key: &set.key,
                kind: set.kind,
                parts: parts.collect(),
            }),
        }
    }
    all
}

impl Records {
    /// A step for each incoming set, in order.
    pub(super) fn plan(
        &self,
        fetched: &FetchedSets,
        came: Came,
        incoming: &[Incoming<'_>],
    ) -> Result<Vec<Step>, StoreError> {
        let held = self.sets_held(fetched.person, fetched.category)?;
        incoming
            .iter()
            .map(|set| {
                let then = held
                    .iter()
                    .find(|known| known.key == set.key)
                    .and_then(|known| match came {
                        Came::Late => version_at(known, fetched.fetched_at),
                        Came::Now(_) => known.versions.first(),
                    });
                match then {
                    Some(version) if same(version, set) && self.is_intact(version)? => {
                        Ok(Step::Confirm {
                            version: version.id,
                        })
                    }
                    _ => Ok(Step::Insert),
                }
            })
            .collect()
    }

    pub(super) fn sets_held(
        &self,
        person: PersonId,
        category: Category,
    ) -> Result<Vec<SetOutline>, StoreError> {
        let outline = self
            .store
            .read(|store| section(store, person, category, None))?;
        Ok(outline.map(|outline| outline.sets).unwrap_or_default())
    }

    pub(super) fn is_intact(&self, version: &VersionOutline) -> Result<bool, StoreError> {
        Ok(self.load(&version.parts)?.is_some())
    }
}

/// The version that was current at a moment: answers may come in late, out of a sealed inbox.
fn version_at(set: &SetOutline, moment: Timestamp) -> Option<&VersionOutline> {
    set.versions
        .iter()
        .find(|version| version.fetched_at <= moment)
}

fn same(version: &VersionOutline, set: &Incoming<'_>) -> bool {
    version.kind == set.kind
        && version.parts.len() == set.parts.len()
        && version.parts.iter().zip(&set.parts).all(|(held, came)| {
            held.sha256 == came.sha256 && held.content_type == came.part.content_type
        })
}

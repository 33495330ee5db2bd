//! Taking in what another store of the same clinic holds and this one lacks: answers that came while
//! one stood in for the other.

use std::collections::BTreeMap;

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use vault::StoreError;

use super::Records;
use super::held::answered_at;
use super::numbers;
use super::outline::{SetOutline, VersionOutline};
use crate::{FetchedSets, NewSet, Part};

/// What was taken in from another store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adopted {
    /// Sections of which the other store had something newer.
    pub sections: usize,
    /// Those of which a version is damaged there: to be fetched again.
    pub damaged: Vec<(PersonId, Category)>,
}

/// A section and how new it is: its newest answer, as stored, and its newest state.
type Newest = BTreeMap<(i64, String), (i64, i64)>;

impl Records {
    /// Takes in every answer that `other` has and this store has not, each at its own moment: nothing
    /// newer is replaced. Broken off, it may be done again.
    ///
    /// # Errors
    /// When one of the stores fails. What was taken in until then stays.
    pub(super) fn adopt(&self, other: &Self) -> Result<Adopted, StoreError> {
        let mut adopted = Adopted::default();
        let mine = self.newest_of_sections()?;
        for (section, (answered, state)) in other.newest_of_sections()? {
            let known = mine.get(&section);
            if known.is_some_and(|known| known.0 >= answered && known.1 >= state) {
                continue;
            }
            let category = Category::from_name(&section.1).ok_or(StoreError::Damaged)?;
            let person = PersonId(section.0);
            adopted.sections += 1;
            let mine = self.sets_held(person, category)?;
            let (answers, intact) = match other.newer_than(&mine, person, category) {
                // One bad section of the other store does not keep its later ones out.
                Err(StoreError::Damaged) => (Vec::new(), false),
                found => found?,
            };
            for answer in answers {
                self.store(&answer)?;
            }
            if !intact {
                adopted.damaged.push((person, category));
            }
        }
        let given_out = other.store.read(numbers::given_out)?;
        self.store.write(|step| numbers::follow(step, given_out))?;
        Ok(adopted)
    }

    fn newest_of_sections(&self) -> Result<Newest, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(
                "SELECT a.person, a.category, a.latest_at, coalesce((SELECT max(n.id)
                     FROM section_state n WHERE n.person = a.person AND n.category = a.category), 0)
                 FROM answer a",
            )?;
            let rows = query.query_map([], |row| {
                Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What this store has of a section and `mine` of another one lacks, as the answers that bring it;
    /// false when something of it is damaged here.
    fn newer_than(
        &self,
        mine: &[SetOutline],
        person: PersonId,
        category: Category,
    ) -> Result<(Vec<FetchedSets>, bool), StoreError> {
        let mut found = Found::new(person, category);
        for set in self.sets_held(person, category)? {
            let known = mine.iter().find(|known| known.key == set.key);
            for (age, version) in set.versions.iter().enumerate() {
                let at = moments(version, known);
                let listed = age == 0 && set.returned;
                if !at.is_empty() || listed {
                    let parts = self.load(&version.parts)?;
                    found.take(&set.key, version, parts, &at, listed);
                }
            }
        }
        let whole_at = self
            .store
            .read(|store| answered_at(store, person, category))?;
        let intact = found.intact;
        Ok((found.answers(whole_at), intact))
    }
}

/// What one section of another store has, as the answers that would bring it.
struct Found {
    came: Vec<FetchedSets>,
    /// The newest whole answer.
    list: FetchedSets,
    intact: bool,
}

impl Found {
    fn new(person: PersonId, category: Category) -> Self {
        let list = FetchedSets {
            person,
            category,
            origin: String::new(),
            profile: String::new(),
            fetched_at: Timestamp::UNIX_EPOCH,
            sets: Vec::new(),
            complete_list: true,
        };
        Self {
            came: Vec::new(),
            list,
            intact: true,
        }
    }

    /// A version that came or was confirmed `at` these moments; `listed`: the newest list has it.
    fn take(
        &mut self,
        key: &str,
        version: &VersionOutline,
        parts: Option<Vec<Part>>,
        at: &[Timestamp],
        listed: bool,
    ) {
        let Some(parts) = parts else {
            self.intact = false;
            return;
        };
        let set = NewSet {
            key: key.to_owned(),
            kind: version.kind,
            parts,
        };
        self.came.extend(at.iter().map(|at| FetchedSets {
            origin: version.origin.clone(),
            profile: version.profile.clone(),
            fetched_at: *at,
            sets: vec![set.clone()],
            // Nothing is said of other sets.
            complete_list: false,
            ..self.list
        }));
        if listed {
            self.list.origin.clone_from(&version.origin);
            self.list.profile.clone_from(&version.profile);
            self.list.sets.push(set);
        }
    }

    /// In the order in which they came. A list that lacks what is damaged is left out: it would say that
    /// this was not returned.
    fn answers(mut self, whole_at: Option<Timestamp>) -> Vec<FetchedSets> {
        self.came.sort_by_key(|answer| answer.fetched_at);
        if let Some(at) = whole_at.filter(|_| self.intact) {
            self.came.push(FetchedSets {
                fetched_at: at,
                ..self.list
            });
        }
        self.came
    }
}

/// When the version came and when it was confirmed, as far as the set does not know it yet.
fn moments(version: &VersionOutline, known: Option<&SetOutline>) -> Vec<Timestamp> {
    let mut known = known.into_iter().flat_map(|set| &set.versions);
    let confirmed = known
        .find(|known| is_same(known, version))
        .map(|known| known.confirmed_at);
    let mut moments = Vec::new();
    if confirmed.is_none() {
        moments.push(version.fetched_at);
    }
    if version.confirmed_at > confirmed.unwrap_or(version.fetched_at) {
        moments.push(version.confirmed_at);
    }
    moments
}

fn is_same(one: &VersionOutline, other: &VersionOutline) -> bool {
    one.fetched_at == other.fetched_at
        && one.kind == other.kind
        && one.parts.len() == other.parts.len()
        && one.parts.iter().zip(&other.parts).all(|(one, other)| {
            one.sha256 == other.sha256 && one.content_type == other.content_type
        })
}

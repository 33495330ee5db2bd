//! Makes a plan. Reads only; the bodies only of sections that have something old enough.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use vault::StoreError;

use super::held_back::held_back;
use super::item::{Item, ItemsOf, Wanted};
use super::plan::{Deletion, Plan, Reason};
use super::{TrustedTime, Windows};
use crate::moment;
use crate::records::Records;
use crate::records::outline::{SectionOutline, SetOutline, VersionOutline, section};

/// One version of a section with what the plan has to know of it.
pub(super) struct Candidate<'a> {
    set: &'a SetOutline,
    version: &'a VersionOutline,
    /// The version that took its place.
    newer: Option<&'a VersionOutline>,
    /// Its bytes are those that were received.
    pub(super) whole: bool,
    pub(super) items: Option<Vec<Item>>,
}

impl Records {
    /// What may be deleted now by these rules. `items` reads what a version holds, so that none
    /// goes that alone holds something that has to stay. Deletes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub fn retention_plan(
        &self,
        windows: &Windows,
        time: TrustedTime,
        items: &mut ItemsOf<'_>,
    ) -> Result<Plan, StoreError> {
        let mut plan = Plan {
            commits: self.commits()?,
            made_at: time.now(),
            deletions: Vec::new(),
            needed: 0,
            in_doubt: 0,
        };
        for category in Category::WITH_DOCUMENTS {
            let Some(since) = windows.kept_since(category, time.now()) else {
                continue;
            };
            for person in self.people_with_older(category, since)? {
                let rules = Rules {
                    category,
                    since,
                    last: windows.rule(category).map_or(0, |rule| rule.last),
                    long_term_since: windows.long_term_since(time.now()),
                };
                self.plan_section(person, &rules, items, &mut plan)?;
            }
        }
        plan.deletions
            .sort_by_key(|deletion| (deletion.person, deletion.category, deletion.version_id));
        Ok(plan)
    }

    fn people_with_older(
        &self,
        category: Category,
        since: Timestamp,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(
                "SELECT DISTINCT s.person FROM version v
                 JOIN received_set s ON s.id = v.received_set
                 WHERE v.confirmed_at < ?1 AND s.category = ?2",
            )?;
            let people = query.query_map((moment::to_stored(since), category.as_str()), |row| {
                row.get(0).map(PersonId)
            })?;
            Ok(people.collect::<Result<_, _>>()?)
        })
    }

    fn plan_section(
        &self,
        person: PersonId,
        rules: &Rules,
        items: &mut ItemsOf<'_>,
        plan: &mut Plan,
    ) -> Result<(), StoreError> {
        let outline = self
            .store
            .read(|store| section(store, person, rules.category, None))?;
        let Some(outline) = outline else {
            return Ok(());
        };
        let (mut old, mut staying) = (Vec::new(), Vec::new());
        for set in &outline.sets {
            self.sort_out(set, rules, &mut old, &mut staying)?;
        }
        if old.is_empty() {
            return Ok(());
        }
        for candidate in old.iter_mut().chain(&mut staying) {
            let parts = self.load(&candidate.version.parts)?;
            candidate.whole = parts.is_some();
            candidate.items = parts.and_then(|parts| items(rules.category, &parts));
        }
        decide(person, rules, &outline, old, &staying, plan);
        Ok(())
    }

    /// Divides the versions of a set into those old enough and those that stay anyway.
    fn sort_out<'a>(
        &self,
        set: &'a SetOutline,
        rules: &Rules,
        old: &mut Vec<Candidate<'a>>,
        staying: &mut Vec<Candidate<'a>>,
    ) -> Result<(), StoreError> {
        let mut newer = None;
        let mut intact = false;
        for version in &set.versions {
            let aged = version.confirmed_at < rules.since;
            let candidate = Candidate {
                set,
                version,
                newer,
                whole: false,
                items: None,
            };
            // As long as nothing newer is intact, this one is what counts.
            let counts = !intact;
            intact = intact || self.is_intact(version)?;
            if aged && !(counts && set.returned) {
                old.push(candidate);
            } else {
                staying.push(candidate);
            }
            newer = Some(version);
        }
        Ok(())
    }
}

struct Rules {
    category: Category,
    since: Timestamp,
    last: usize,
    long_term_since: Timestamp,
}

/// The newest first: an older version is needed only for what no newer one holds. Then, set by set,
/// what must not go before something older.
fn decide(
    person: PersonId,
    rules: &Rules,
    outline: &SectionOutline,
    mut old: Vec<Candidate<'_>>,
    staying: &[Candidate<'_>],
    plan: &mut Plan,
) {
    old.sort_by_key(|c| std::cmp::Reverse((c.version.confirmed_at, c.version.id)));
    let mut going = not_needed(rules, &old, staying, plan);
    let known: HashMap<i64, &Candidate<'_>> = old
        .iter()
        .chain(staying)
        .map(|candidate| (candidate.version.id, candidate))
        .collect();
    for set in &outline.sets {
        for held in held_back(set, &going, &known) {
            going.remove(&held);
            plan.needed += 1;
        }
    }
    let goes = old.iter().filter(|c| going.contains(&c.version.id));
    plan.deletions
        .extend(goes.map(|candidate| deletion(person, rules, outline, candidate)));
}

/// The numbers of those that hold nothing that has to stay and stays nowhere else.
fn not_needed(
    rules: &Rules,
    old: &[Candidate<'_>],
    staying: &[Candidate<'_>],
    plan: &mut Plan,
) -> HashSet<i64> {
    let known = old.iter().chain(staying).filter_map(|c| c.items.as_ref());
    let mut wanted = Wanted::newest(known.flatten(), rules.last);
    for items in staying.iter().filter_map(|c| c.items.as_ref()) {
        wanted.cover(items);
    }
    let mut going = HashSet::new();
    for candidate in old {
        let version = candidate.version;
        let Some(items) = &candidate.items else {
            plan.in_doubt += 1;
            continue;
        };
        if wanted.needs(items, version.confirmed_at >= rules.long_term_since) {
            wanted.cover(items);
            plan.needed += 1;
        } else {
            going.insert(version.id);
        }
    }
    going
}

fn deletion(
    person: PersonId,
    rules: &Rules,
    outline: &SectionOutline,
    candidate: &Candidate<'_>,
) -> Deletion {
    let version = candidate.version;
    Deletion {
        person,
        category: rules.category,
        key: candidate.set.key.clone(),
        version_id: version.id,
        last_carried: version.confirmed_at,
        size: version.size(),
        reason: match candidate.newer {
            Some(_) => Reason::Replaced,
            None => Reason::NotReturned,
        },
        until_state: candidate
            .newer
            .map_or(outline.state, |newer| newer.since - 1),
    }
}

use std::collections::{HashMap, HashSet};

use super::parsed::{Set, Version};
use crate::fhir::scope::Scope;
use crate::problem::{Problem, Severity};
use crate::view::RowKey;
use crate::vocabulary::PartialDate;

/// A row that can be followed over the versions of a set.
pub(super) trait Row: Clone + PartialEq {
    /// Names the row.
    fn key_mut(&mut self) -> &mut RowKey;
    /// Marks the row as no longer supplied since after this day.
    fn withdraw(&mut self, last_supplied: Option<PartialDate>);
    /// Names the row.
    fn key(&self) -> &RowKey;
}

/// What reading one resource gave.
pub(super) enum Read<R> {
    /// A valid row.
    Live(R),
    /// Said not to be valid (refuted, entered in error): shown nowhere, not as withdrawn either.
    Void(RowKey),
    /// 未提供: only counted.
    Undelivered(RowKey),
}

/// The rows of all sets.
pub(super) struct Collected<R> {
    pub(super) live: Vec<R>,
    /// In an older version of a set, not in its newest.
    pub(super) withdrawn: Vec<R>,
    pub(super) undelivered: usize,
}

/// How many rows a section has of the newest sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) shown: usize,
    /// 未提供: received and not shown.
    pub(super) undelivered: usize,
}

impl<R> Collected<R> {
    /// Withdrawn rows are not counted: the newest sets do not hold them.
    pub(super) fn tally(&self) -> Tally {
        Tally {
            shown: self.live.len(),
            undelivered: self.undelivered,
        }
    }
}

/// Reads the newest version of every set, and from older versions what has vanished since.
///
/// Nothing counts as vanished when the newest version could not be read whole, or when the sender
/// cancelled the set in between (取り消し: its contents leave the view).
pub(super) fn collect<R: Row>(
    sets: &[Set<'_>],
    problems: &mut Vec<Problem>,
    mut read: impl FnMut(&Scope<'_>, &mut Vec<Problem>) -> Vec<Read<R>>,
) -> Collected<R> {
    let mut live = Vec::new();
    let mut gone = HashSet::new();
    let mut undelivered = 0;
    for set in sets {
        if set.newest.cancelled() {
            problems.push(Problem::new(Severity::Info, "set_cancelled", ""));
        }
        let undelivered_whole = set.newest.scope.undelivered();
        for outcome in read(&set.newest.scope, problems) {
            match outcome {
                Read::Live(row) if undelivered_whole => {
                    undelivered += 1;
                    gone.insert(row.key().clone());
                }
                Read::Live(row) => live.push(row),
                Read::Void(key) => drop(gone.insert(key)),
                Read::Undelivered(key) => {
                    undelivered += 1;
                    gone.insert(key);
                }
            }
        }
    }
    let live = distinct(live);
    gone.extend(live.iter().map(|row| row.key().clone()));
    let mut withdrawn = Vec::new();
    for set in sets
        .iter()
        .filter(|set| set.newest.whole && !set.newest.cancelled())
    {
        for version in set.earlier.iter().take_while(|v| !v.cancelled()) {
            withdraw(version, &mut read, &mut gone, &mut withdrawn);
        }
    }
    Collected {
        live,
        withdrawn,
        undelivered,
    }
}

fn withdraw<R: Row>(
    version: &Version<'_>,
    read: &mut impl FnMut(&Scope<'_>, &mut Vec<Problem>) -> Vec<Read<R>>,
    gone: &mut HashSet<RowKey>,
    withdrawn: &mut Vec<R>,
) {
    let rows = read(&version.scope, &mut Vec::new())
        .into_iter()
        .filter_map(|outcome| match outcome {
            Read::Live(row) => Some(row),
            Read::Void(key) | Read::Undelivered(key) => {
                gone.insert(key);
                None
            }
        })
        .collect();
    for mut row in distinct::<R>(rows) {
        if gone.insert(row.key().clone()) {
            row.withdraw(version.day());
            withdrawn.push(row);
        }
    }
}

/// Makes keys unique: equal rows are one row; different rows under one key (the same resource
/// identifier occurs twice in real bundles) are numbered in the order sent.
fn distinct<R: Row>(rows: Vec<R>) -> Vec<R> {
    let mut kept: Vec<R> = Vec::with_capacity(rows.len());
    let mut seen: HashMap<RowKey, Vec<usize>> = HashMap::new();
    for mut row in rows {
        let original = row.key().clone();
        let places = seen.entry(original.clone()).or_default();
        let repeated = places.iter().filter_map(|i| kept.get(*i)).any(|known| {
            let mut plain = known.clone();
            *plain.key_mut() = original.clone();
            plain == row
        });
        if repeated {
            continue;
        }
        if !places.is_empty() {
            row.key_mut().0 = format!("{}~{}", original.0, places.len() + 1);
        }
        places.push(kept.len());
        kept.push(row);
    }
    kept
}

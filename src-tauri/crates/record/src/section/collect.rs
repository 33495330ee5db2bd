use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, Hash, RandomState};

use super::parsed::{Set, Version};
use crate::fhir::scope::Scope;
use crate::problem::{Problem, Severity};
use crate::view::RowKey;
use crate::vocabulary::PartialDate;

/// A row that can be followed over the versions of a set.
pub(super) trait Row: Clone + PartialEq + Hash {
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
        let outcomes = read(&set.newest.scope, problems).into_iter();
        // Collected in the place of the outcomes: there may be many, and they are large.
        let rows: Vec<R> = outcomes
            .filter_map(|outcome| match outcome {
                Read::Live(row) if undelivered_whole => {
                    undelivered += 1;
                    gone.insert(row.key().clone());
                    None
                }
                Read::Live(row) => Some(row),
                Read::Void(key) => {
                    gone.insert(key);
                    None
                }
                Read::Undelivered(key) => {
                    undelivered += 1;
                    gone.insert(key);
                    None
                }
            })
            .collect();
        if live.is_empty() {
            live = rows;
        } else {
            live.extend(rows);
        }
    }
    let live = distinct(live);
    if sets.iter().any(|set| !set.earlier.is_empty()) {
        gone.extend(live.iter().map(|row| row.key().clone()));
    }
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
fn distinct<R: Row>(mut rows: Vec<R>) -> Vec<R> {
    let places = places(&rows);
    let mut places = places.into_iter();
    rows.retain_mut(|row| match places.next() {
        Some(Place::First) => true,
        Some(Place::Later(number)) => {
            row.key_mut().0.push_str(&format!("~{number}"));
            true
        }
        Some(Place::Repeated) | None => false,
    });
    rows
}

/// How a row stands to those of the same key before it.
enum Place {
    First,
    /// So many different ones are there with it.
    Later(usize),
    /// It says what one of them said.
    Repeated,
}

fn places<R: Row>(rows: &[R]) -> Vec<Place> {
    let mut of_key: HashMap<&RowKey, usize> = HashMap::new();
    let mut said: HashMap<u64, &R> = HashMap::new();
    let hasher = RandomState::new();
    let place = |row| {
        let first = *said.entry(hasher.hash_one(row)).or_insert(row);
        if !std::ptr::eq(first, row) && first == row {
            return Place::Repeated;
        }
        let number = of_key.entry(row.key()).or_default();
        *number += 1;
        match number {
            1 => Place::First,
            number => Place::Later(*number),
        }
    };
    rows.iter().map(place).collect()
}

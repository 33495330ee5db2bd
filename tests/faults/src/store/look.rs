//! Looks at what a store of records shows, knowing what was stored.

use cache::{Held, Records, StoreError};

use super::answers::{answer, section, stored_for};

/// What one section shows, from harmless to worst.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seen {
    /// The newest answer that was stored, byte for byte, with its moment.
    Right,
    /// Refused with a reason, or something is said to be damaged; what is shown is right, or is
    /// said to be older.
    Told(Told),
    /// Something older, or nothing, as if it were the newest.
    Silent(String),
    /// Bytes that were never stored under this name.
    Wrong(String),
}

/// How a loss is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// A set is named as damaged, with an older version in its place or none.
    Set,
    /// The section is refused.
    Section(Refusal),
}

/// Why a section is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Refusal {
    /// It is damaged.
    Damaged,
    /// Anything else.
    Other,
}

/// What the section shows when the first `count` answers are stored.
pub(super) fn at(records: &Records, slot: i64, count: i64) -> Seen {
    let (person, category) = section(slot);
    match records.held(person, category) {
        Ok(held) => judge(&held, slot, count),
        Err(StoreError::Damaged) => Seen::Told(Told::Section(Refusal::Damaged)),
        Err(_) => Seen::Told(Told::Section(Refusal::Other)),
    }
}

/// The first section that does not show what it must, in words; none when all of `slots` do.
pub(super) fn complaint(
    records: &Records,
    slots: impl Iterator<Item = i64>,
    count: i64,
) -> Option<String> {
    slots
        .map(|slot| (slot, at(records, slot, count)))
        .find(|(_, seen)| *seen != Seen::Right)
        .map(|(slot, seen)| format!("section {slot} of {count} answers: {seen:?}"))
}

fn judge(held: &Held, slot: i64, count: i64) -> Seen {
    let mut stored = stored_for(slot, count);
    let Some(newest) = stored.next() else {
        return if held.sets.is_empty() && held.version.is_none() {
            Seen::Right
        } else {
            Seen::Wrong("a section that was never stored".to_owned())
        };
    };
    let older: Vec<_> = stored.map(answer).collect();
    let newest = answer(newest);
    let mut worst = Seen::Right;
    for set in &newest.sets {
        let damaged = held.damaged.contains(&set.key);
        let seen = match held.sets.iter().find(|shown| shown.key == set.key) {
            None if damaged => Seen::Told(Told::Set),
            None => Seen::Silent(format!("{} is missing", set.key)),
            Some(shown) if shown.parts == set.parts && shown.kind == set.kind => {
                if shown.fallen_back {
                    Seen::Silent(format!("{} is said to be older but is not", set.key))
                } else if shown.returned && shown.fetched_at == newest.fetched_at {
                    Seen::Right
                } else {
                    Seen::Silent(format!("{} with another moment or flag", set.key))
                }
            }
            Some(shown) => {
                let known = older.iter().find(|old| {
                    old.sets
                        .iter()
                        .any(|s| s.parts == shown.parts && s.key == set.key)
                });
                match known {
                    None => Seen::Wrong(format!("{} holds other bytes", set.key)),
                    Some(old) if shown.fallen_back && damaged => {
                        if shown.fetched_at == old.fetched_at {
                            Seen::Told(Told::Set)
                        } else {
                            Seen::Wrong(format!("{} with the moment of another", set.key))
                        }
                    }
                    Some(_) => Seen::Silent(format!("{} is older", set.key)),
                }
            }
        };
        worst = worst.max(seen);
    }
    if held.sets.len() > newest.sets.len() {
        worst = worst.max(Seen::Wrong("a set that was never stored".to_owned()));
    }
    if held.as_of != Some(newest.fetched_at) {
        worst = worst.max(Seen::Silent("as of another moment".to_owned()));
    }
    worst
}

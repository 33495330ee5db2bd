//! How an answer came, and at which moment it counts. One that came just now is the newest there is,
//! whatever the clock of this PC says.

use rusqlite::Transaction;
use vault::StoreError;

use super::returned::answered;
use crate::{FetchedSets, moment};

/// Whose word the moment of an answer that came just now rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToldBy {
    /// A trusted source ([`crate::retention::TrustedTime`]), or a clock that agrees with it: nothing
    /// that is held can have come later.
    Trusted,
    /// The clock of this PC alone, which may have stepped.
    OwnClock,
}

/// How an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// It lay sealed: what is held may be newer.
    Late,
    /// From the service, just now.
    Now(ToldBy),
}

/// The moment at which the answer counts, as it is stored. Not before what is held when it came just
/// now: by a trusted moment, what claims to be of later is brought back to it; by the clock of this PC
/// alone the answer itself is as new as what is held, since it is unknown which of the two moments is
/// wrong, and what was made too old could be deleted by its age.
pub(super) fn counts_at(
    step: &Transaction<'_>,
    fetched: &FetchedSets,
    came: Came,
) -> Result<i64, StoreError> {
    let at = moment::to_stored(fetched.fetched_at);
    let newest = answered(step, fetched)?.map_or(at, |(latest, _)| latest);
    match came {
        Came::Now(ToldBy::OwnClock) => Ok(at.max(newest)),
        Came::Now(ToldBy::Trusted) if newest > at => {
            bring_back(step, fetched, at)?;
            Ok(at)
        }
        Came::Late | Came::Now(ToldBy::Trusted) => Ok(at),
    }
}

/// Nothing of the section claims to be of after `at`; what followed what stays so.
fn bring_back(step: &Transaction<'_>, fetched: &FetchedSets, at: i64) -> Result<(), StoreError> {
    let whose = (fetched.person.0, fetched.category.as_str());
    for (version, confirmed_at) in too_late(step, whose, at)? {
        step.prepare_cached("UPDATE version SET confirmed_at = ?2 WHERE id = ?1")?
            .execute((version, confirmed_at))?;
    }
    step.prepare_cached(
        "UPDATE answer SET latest_at = ?3, complete_at = min(complete_at, ?3)
         WHERE person = ?1 AND category = ?2",
    )?
    .execute((whose.0, whose.1, at))?;
    step.prepare_cached(
        "UPDATE section_state SET began_at = ?3
         WHERE person = ?1 AND category = ?2 AND began_at > ?3",
    )?
    .execute((whose.0, whose.1, at))?;
    Ok(())
}

/// Versions that claim to be of after `at`, each with the moment it is to have.
fn too_late(
    step: &Transaction<'_>,
    whose: (i64, &str),
    at: i64,
) -> Result<Vec<(i64, i64)>, StoreError> {
    let mut query = step.prepare_cached(
        "SELECT v.id, v.received_set, v.confirmed_at FROM version v
         JOIN received_set s ON s.id = v.received_set WHERE s.person = ?1 AND s.category = ?2
         ORDER BY v.received_set, v.confirmed_at DESC, v.id DESC",
    )?;
    let mut rows = query.query(whose)?;
    let mut moved = Vec::new();
    let mut of_set = None;
    let mut not_after = at;
    while let Some(row) = rows.next()? {
        let (version, set, confirmed_at): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if of_set != Some(set) {
            (of_set, not_after) = (Some(set), at);
        }
        if confirmed_at > not_after {
            moved.push((version, not_after));
            // A nanosecond apart, so that the order of the versions stays.
            not_after = not_after.saturating_sub(1);
        }
    }
    Ok(moved)
}

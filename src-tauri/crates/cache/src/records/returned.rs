//! Which sets the newest answer's list held. A set that was not returned stays, marked.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, Transaction};
use vault::StoreError;

use super::plan::Incoming;
use crate::FetchedSets;

/// For each key of a section: did the newest answer hold it?
pub(super) type Flags = BTreeMap<String, bool>;

/// The flags as they are.
pub(super) fn flags(step: &Transaction<'_>, fetched: &FetchedSets) -> Result<Flags, StoreError> {
    let mut query = step.prepare_cached(
        "SELECT s.key, coalesce((SELECT r.returned FROM returned r WHERE r.received_set = s.id
             ORDER BY r.since_state DESC LIMIT 1), 0)
         FROM received_set s WHERE s.person = ?1 AND s.category = ?2",
    )?;
    let flags = query.query_map((fetched.person.0, fetched.category.as_str()), |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(flags.collect::<Result<_, _>>()?)
}

/// The flags as they are to be, by an answer that counts at `at`. A late answer has no word on sets that a newer one spoke of; what
/// only the late one holds was not returned since.
pub(super) fn flags_after(
    step: &Transaction<'_>,
    fetched: &FetchedSets,
    at: i64,
    incoming: &[Incoming<'_>],
    before: &Flags,
) -> Result<Flags, StoreError> {
    let answered = answered(step, fetched)?;
    let late = answered.is_some_and(|(latest, _)| latest > at);
    let outlived = answered
        .and_then(|(_, complete)| complete)
        .is_some_and(|whole| whole > at);
    let mut after = before.clone();
    if fetched.complete_list && !late {
        after.values_mut().for_each(|flag| *flag = false);
    }
    for set in incoming {
        if late {
            after.entry(set.key.to_owned()).or_insert(!outlived);
        } else {
            after.insert(set.key.to_owned(), true);
        }
    }
    Ok(after)
}

/// The moments of the newest answer and of the newest whole one, as they are stored; none when none ever
/// came.
pub(super) fn answered(
    step: &Transaction<'_>,
    fetched: &FetchedSets,
) -> Result<Option<(i64, Option<i64>)>, StoreError> {
    Ok(step
        .prepare_cached(
            "SELECT latest_at, complete_at FROM answer WHERE person = ?1 AND category = ?2",
        )?
        .query_row((fetched.person.0, fetched.category.as_str()), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?)
}

/// Keeps the flags that changed, from `state` on.
pub(super) fn note(
    step: &Transaction<'_>,
    state: i64,
    fetched: &FetchedSets,
    before: &Flags,
    after: &Flags,
) -> Result<(), StoreError> {
    let mut note = step.prepare_cached(
        "INSERT INTO returned (received_set, since_state, returned)
         SELECT id, ?4, ?5 FROM received_set WHERE person = ?1 AND category = ?2 AND key = ?3",
    )?;
    for (key, flag) in after
        .iter()
        .filter(|(key, flag)| before.get(*key) != Some(*flag))
    {
        note.execute((
            fetched.person.0,
            fetched.category.as_str(),
            key,
            state,
            flag,
        ))?;
    }
    Ok(())
}

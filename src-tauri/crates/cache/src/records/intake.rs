use std::sync::PoisonError;

use rusqlite::{OptionalExtension, Transaction};
use vault::StoreError;

use super::came::{Came, ToldBy, counts_at};
use super::plan::{Incoming, IncomingPart, Step, incoming};
use super::{Records, body, glance, returned, seal};
use crate::{FetchedSets, moment};

/// What storing an answer changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Keys that got a new version. Sets that were no longer returned are not among them, but they
    /// too begin a new state.
    pub changed: Vec<String>,
    /// The section's state now.
    pub version: String,
    /// The answer is in the store's file and on the disk. Otherwise why the disk refused that for
    /// now: the answer is kept and shown, but a power cut may still take it; the next answer or
    /// closing tries again.
    pub checkpointed: Result<(), StoreError>,
}

impl Records {
    /// Takes in one complete answer in one transaction: all of it is kept, or nothing.
    ///
    /// The same bytes make no new version, they are only confirmed. An answer older than what is
    /// held (it lay sealed in the inbox) takes its place in the history and replaces nothing newer.
    ///
    /// # Errors
    /// When the store fails; nothing was kept then. [`StoreError::Full`] when the disk is full.
    pub fn store(&self, fetched: &FetchedSets) -> Result<Stored, StoreError> {
        self.take(fetched, Came::Late)
    }

    /// Takes in an answer that came just now, as [`Records::store`] does. It is the newest state of its
    /// section afterwards, also when what is held claims to be of later.
    ///
    /// # Errors
    /// As [`Records::store`].
    pub fn store_live(&self, fetched: &FetchedSets, told: ToldBy) -> Result<Stored, StoreError> {
        self.take(fetched, Came::Now(told))
    }

    fn take(&self, fetched: &FetchedSets, came: Came) -> Result<Stored, StoreError> {
        let mut numbers = self.intake.lock().unwrap_or_else(PoisonError::into_inner);
        let incoming = incoming(&fetched.sets);
        let steps = self.plan(fetched, came, &incoming)?;
        let (mut stored, settled) = self.store.write(|step| {
            let settled = numbers.settle(step)?;
            let answer = Answer {
                fetched,
                at: counts_at(step, fetched, came)?,
                used_up_to: settled.used_up_to(),
            };
            Ok((write(step, &answer, &incoming, &steps)?, settled))
        })?;
        *numbers = settled;
        drop(numbers);
        stored.checkpointed = self.store.checkpoint();
        Ok(stored)
    }

    /// How many answers were ever stored. Kept outside the file as well, it shows when the store
    /// was put back to an older state.
    ///
    /// # Errors
    /// When the store fails.
    pub fn commits(&self) -> Result<i64, StoreError> {
        self.store.read(|store| {
            Ok(store
                .prepare_cached("SELECT commits FROM ledger")?
                .query_row([], |row| row.get(0))?)
        })
    }
}

/// An answer on its way in.
struct Answer<'a> {
    fetched: &'a FetchedSets,
    /// The moment at which it counts.
    at: i64,
    /// States up to this one are not gone on with.
    used_up_to: i64,
}

fn write(
    step: &Transaction<'_>,
    answer: &Answer<'_>,
    incoming: &[Incoming<'_>],
    steps: &[Step],
) -> Result<Stored, StoreError> {
    let fetched = answer.fetched;
    let before = returned::flags(step, fetched)?;
    let after = returned::flags_after(step, fetched, answer.at, incoming, &before)?;
    let inserts = steps.iter().any(|step| matches!(step, Step::Insert));
    let state = match newest_state(step, fetched)? {
        Some(state) if !inserts && before == after && state > answer.used_up_to => state,
        _ => begin_state(step, answer)?,
    };
    let mut changed = Vec::new();
    for (set, what) in incoming.iter().zip(steps) {
        match what {
            Step::Confirm { version } => confirm(step, *version, answer.at)?,
            Step::Insert => {
                insert(step, state, answer, set)?;
                changed.push(set.key.to_owned());
            }
        }
    }
    returned::note(step, state, fetched, &before, &after)?;
    note_answer(step, answer)?;
    glance::renew(step, fetched.person, fetched.category)?;
    step.prepare_cached("UPDATE ledger SET commits = commits + 1")?
        .execute([])?;
    Ok(Stored {
        changed,
        version: state.to_string(),
        checkpointed: Ok(()),
    })
}

fn newest_state(step: &Transaction<'_>, fetched: &FetchedSets) -> Result<Option<i64>, StoreError> {
    Ok(step
        .prepare_cached(
            "SELECT id FROM section_state WHERE person = ?1 AND category = ?2
             ORDER BY id DESC LIMIT 1",
        )?
        .query_row((fetched.person.0, fetched.category.as_str()), |row| {
            row.get(0)
        })
        .optional()?)
}

fn begin_state(step: &Transaction<'_>, answer: &Answer<'_>) -> Result<i64, StoreError> {
    let fetched = answer.fetched;
    step.prepare_cached(
        "INSERT INTO section_state (person, category, began_at) VALUES (?1, ?2, ?3)",
    )?
    .execute((fetched.person.0, fetched.category.as_str(), answer.at))?;
    Ok(step.last_insert_rowid())
}

fn confirm(step: &Transaction<'_>, version: i64, at: i64) -> Result<(), StoreError> {
    step.prepare_cached("UPDATE version SET confirmed_at = max(confirmed_at, ?2) WHERE id = ?1")?
        .execute((version, at))?;
    Ok(())
}

fn insert(
    step: &Transaction<'_>,
    state: i64,
    answer: &Answer<'_>,
    set: &Incoming<'_>,
) -> Result<(), StoreError> {
    let fetched = answer.fetched;
    let whose = (fetched.person.0, fetched.category.as_str(), set.key);
    step.prepare_cached(
        "INSERT INTO received_set (person, category, key) VALUES (?1, ?2, ?3)
         ON CONFLICT DO NOTHING",
    )?
    .execute(whose)?;
    step.prepare_cached(
        "INSERT INTO version (received_set, since_state, kind, origin, profile, fetched_at,
             confirmed_at)
         SELECT id, ?4, ?5, ?6, ?7, ?8, ?9 FROM received_set
         WHERE person = ?1 AND category = ?2 AND key = ?3",
    )?
    .execute((
        whose.0,
        whose.1,
        whose.2,
        state,
        set.kind.as_str(),
        &fetched.origin,
        &fetched.profile,
        moment::to_stored(fetched.fetched_at),
        answer.at,
    ))?;
    let version = seal::Version {
        person: fetched.person,
        category: fetched.category,
        key: set.key,
        id: step.last_insert_rowid(),
        since: state,
        kind: set.kind.as_str(),
        origin: &fetched.origin,
        profile: &fetched.profile,
        fetched_at: moment::to_stored(fetched.fetched_at),
    };
    for (position, came) in (0_i64..).zip(&set.parts) {
        insert_part(step, &version, position, came)?;
    }
    Ok(())
}

fn insert_part(
    step: &Transaction<'_>,
    version: &seal::Version<'_>,
    position: i64,
    came: &IncomingPart<'_>,
) -> Result<(), StoreError> {
    let packed = body::pack(&came.part.bytes)?;
    let body = body::insert(step, &packed)?;
    let part = seal::Part {
        position,
        content_type: &came.part.content_type,
        sha256: &came.sha256,
        // A length beyond i64 cannot be in memory.
        length: i64::try_from(came.part.bytes.len()).unwrap_or(i64::MAX),
    };
    step.prepare_cached(
        "INSERT INTO part (version, position, content_type, sha256, length, body, seal)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        version.id,
        part.position,
        part.content_type,
        part.sha256,
        part.length,
        body,
        seal::seal(version, &part, &packed),
    ))?;
    Ok(())
}

fn note_answer(step: &Transaction<'_>, answer: &Answer<'_>) -> Result<(), StoreError> {
    let (fetched, at) = (answer.fetched, answer.at);
    step.prepare_cached(
        "INSERT INTO answer (person, category, latest_at, complete_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (person, category) DO UPDATE SET
             latest_at = max(latest_at, excluded.latest_at),
             complete_at = coalesce(max(complete_at, excluded.complete_at), complete_at,
                 excluded.complete_at)",
    )?
    .execute((
        fetched.person.0,
        fetched.category.as_str(),
        at,
        fetched.complete_list.then_some(at),
    ))?;
    Ok(())
}

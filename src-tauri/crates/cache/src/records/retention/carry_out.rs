use std::collections::BTreeMap;
use std::sync::PoisonError;

use jiff::SignedDuration;
use record::vocabulary::{Category, PersonId};
use rusqlite::Transaction;
use vault::StoreError;

use super::plan::{Deletion, Plan};
use super::{RetentionError, TrustedTime};
use crate::moment;
use crate::records::numbers::Numbers;
use crate::records::{Records, glance, thinned};

/// A plan is for the day on which somebody looked at it.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Whether the service can be reached: what it no longer gives might be wanted in an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// It answers, and no outage mode is on.
    Reachable,
    /// It does not, or an outage mode (障害時閲覧) is on.
    Outage,
}

/// What was deleted, for the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarriedOut {
    /// Versions deleted.
    pub versions: usize,
    /// Sets of which nothing is left.
    pub sets: usize,
    /// People who lost something.
    pub people: usize,
    /// Bytes, as received.
    pub size: u64,
    /// No byte of it is left in any file. False when a reading or the disk kept the log from being
    /// emptied: some may lie there, encrypted like the store, until the next deletion or closing.
    /// When it was the disk, a power cut may also bring back what was deleted.
    pub log_emptied: bool,
}

impl Records {
    /// Deletes what the plan names, all of it or nothing. Each section that lost something begins a
    /// new state, which counts as read by those who had read the one before.
    ///
    /// # Errors
    /// [`RetentionError::Stale`] when anything was stored since the plan was made or it was made
    /// more than a day ago, [`RetentionError::Outage`], [`RetentionError::NotWhole`], or when the
    /// store fails. In every case nothing was deleted.
    pub fn carry_out(
        &self,
        plan: &Plan,
        time: TrustedTime,
        service: Service,
    ) -> Result<CarriedOut, RetentionError> {
        if service == Service::Outage {
            return Err(RetentionError::Outage);
        }
        let numbers = self.intake.lock().unwrap_or_else(PoisonError::into_inner);
        if self.stands_in || *numbers != Numbers::Following {
            return Err(RetentionError::NotWhole);
        }
        let age = time.now().duration_since(plan.made_at);
        if age.is_negative() || age >= GOOD_FOR {
            return Err(RetentionError::Stale);
        }
        let sets = self.store.write(|step| delete(step, plan, time))?;
        let sets = sets.ok_or(RetentionError::Stale)?;
        let log_emptied = self.store.checkpoint_whole().unwrap_or(false);
        Ok(CarriedOut {
            log_emptied,
            versions: plan.deletions.len(),
            sets,
            people: plan.people(),
            size: plan.size(),
        })
    }
}

/// How many sets are gone; none when the plan is stale.
fn delete(
    step: &Transaction<'_>,
    plan: &Plan,
    time: TrustedTime,
) -> Result<Option<usize>, StoreError> {
    let commits: i64 = step.query_row("SELECT commits FROM ledger", [], |row| row.get(0))?;
    if commits != plan.commits {
        return Ok(None);
    }
    if plan.deletions.is_empty() {
        return Ok(Some(0));
    }
    // What is freed is overwritten with zeros before the page is encrypted.
    step.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
    for deletion in &plan.deletions {
        delete_version(step, deletion)?;
    }
    let sets = delete_empty_sets(step, plan)?;
    for ((person, category), until) in sections(plan) {
        thinned::note(step, person, category, until)?;
        begin_state(step, person, category, time)?;
        glance::renew(step, person, category)?;
    }
    step.execute("UPDATE ledger SET commits = commits + 1", [])?;
    Ok(Some(sets))
}

fn delete_version(step: &Transaction<'_>, deletion: &Deletion) -> Result<(), StoreError> {
    let version = deletion.version_id;
    let bodies: Vec<i64> = {
        let mut query = step.prepare_cached("SELECT body FROM part WHERE version = ?1")?;
        let bodies = query.query_map([version], |row| row.get(0))?;
        bodies.collect::<Result<_, _>>()?
    };
    step.prepare_cached("DELETE FROM part WHERE version = ?1")?
        .execute([version])?;
    for body in bodies {
        step.prepare_cached("DELETE FROM body WHERE id = ?1")?
            .execute([body])?;
    }
    step.prepare_cached("DELETE FROM version WHERE id = ?1")?
        .execute([version])?;
    Ok(())
}

fn delete_empty_sets(step: &Transaction<'_>, plan: &Plan) -> Result<usize, StoreError> {
    let mut sets = 0;
    for deletion in &plan.deletions {
        let empty = "SELECT s.id FROM received_set s
             WHERE s.person = ?1 AND s.category = ?2 AND s.key = ?3
               AND NOT EXISTS (SELECT 1 FROM version v WHERE v.received_set = s.id)";
        let whose = (
            deletion.person.0,
            deletion.category.as_str(),
            deletion.key.as_str(),
        );
        step.prepare_cached(&format!(
            "DELETE FROM returned WHERE received_set IN ({empty})"
        ))?
        .execute(whose)?;
        sets += step
            .prepare_cached(&format!("DELETE FROM received_set WHERE id IN ({empty})"))?
            .execute(whose)?;
    }
    Ok(sets)
}

/// Each section that loses something, with the newest state that is then no longer whole.
fn sections(plan: &Plan) -> BTreeMap<(PersonId, Category), i64> {
    let mut sections = BTreeMap::new();
    for deletion in &plan.deletions {
        let until = sections
            .entry((deletion.person, deletion.category))
            .or_insert(deletion.until_state);
        *until = deletion.until_state.max(*until);
    }
    sections
}

/// A state of its own, so that nobody goes on showing what is gone.
fn begin_state(
    step: &Transaction<'_>,
    person: PersonId,
    category: Category,
    time: TrustedTime,
) -> Result<(), StoreError> {
    let whose = (person.0, category.as_str());
    let before: i64 = step
        .prepare_cached("SELECT max(id) FROM section_state WHERE person = ?1 AND category = ?2")?
        .query_row(whose, |row| row.get(0))?;
    step.prepare_cached(
        "INSERT INTO section_state (person, category, began_at) VALUES (?1, ?2, ?3)",
    )?
    .execute((whose.0, whose.1, moment::to_stored(time.now())))?;
    let after = step.last_insert_rowid();
    step.prepare_cached(
        "UPDATE reading SET state = ?4 WHERE person = ?1 AND category = ?2 AND state = ?3",
    )?
    .execute((whose.0, whose.1, before, after))?;
    Ok(())
}

//! 保存期間: the plan of what may be deleted, its approval, and carrying it out.

use std::collections::BTreeMap;
use std::sync::Arc;

use audit::EventKind;
use cache::Part;
use cache::retention::{Item, Plan, Reason, RetentionError, Service, TrustedTime};
use jiff::SignedDuration;
use record::vocabulary::Category;
use sha2::{Digest as _, Sha256};

use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{ApproveRetentionRequest, Nothing};
use crate::rooms::{Rooms, blocking};
use crate::seat::{Seat, Seated};
use crate::sync::lock;
use crate::view::{
    RetentionDone, RetentionLine, RetentionPlan, RetentionPlanView, RetentionReason, RetentionWait,
};

/// The name of the blob in the desk store.
const BLOB: &str = "retention";
/// A plan is made anew after this time.
const ANEW_AFTER: SignedDuration = SignedDuration::from_hours(1);

impl Seat {
    /// What would be deleted, and what it waits for.
    pub(crate) async fn retention_plan(
        &self,
        _: Nothing,
    ) -> Result<RetentionPlanView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || Ok(with_waiting(&rooms, read(&rooms)?))).await
    }

    /// Approves the plan that was looked at. It is carried out as soon as the service can be reached
    /// and somebody with the clinical key is signed in, if it is still the same then.
    pub(crate) async fn approve_retention(
        &self,
        request: ApproveRetentionRequest,
    ) -> Result<RetentionPlanView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || approve(&rooms, &seated, &request.plan)).await
    }
}

fn approve(rooms: &Rooms, seated: &Seated, plan: &str) -> Result<RetentionPlanView, CommandError> {
    let _turn = lock(&rooms.retention_turn);
    let mut kept = read(rooms)?;
    let act = Act::new(EventKind::RetentionApproved).by(&seated.session);
    let same = kept.plan.as_ref().is_some_and(|kept| kept.id == plan);
    if !same {
        act.failed(&ErrorCode::PlanStale.name()).write_now(rooms)?;
        return Err(ErrorCode::PlanStale.into());
    }
    act.write_now(rooms)?;
    kept.approved = Some(plan.to_owned());
    write(rooms, &kept)?;
    rooms.house_now.notify_one();
    Ok(with_waiting(rooms, kept))
}

/// The rules change: whatever was planned or approved by the former ones holds no more. The caller
/// has the turn.
pub(super) fn begin_anew(rooms: &Rooms) -> Result<(), CommandError> {
    let kept = RetentionPlanView {
        plan: None,
        approved: None,
        ..read(rooms)?
    };
    write(rooms, &kept)?;
    rooms.house_now.notify_one();
    Ok(())
}

/// Makes the plan anew when it is time, and carries out the one that was approved. Not while the
/// clock of this PC is in doubt: what was stored by it may look older than it is.
pub(crate) fn retention_step(rooms: &Rooms, clinical: &Arc<Clinical>) -> Result<(), CommandError> {
    let Some(time) = time_to_plan_by(rooms) else {
        return Ok(());
    };
    let _turn = lock(&rooms.retention_turn);
    let mut kept = read(rooms)?;
    let modes = rooms.emergencies.running(rooms.consent_time().at);
    let waits = kept.approved.is_some() && rooms.line.is_up() && modes.is_empty();
    let due = kept.plan.as_ref().is_none_or(|plan| {
        let age = time.now().duration_since(plan.made_at);
        age.is_negative() || age >= ANEW_AFTER
    });
    if !waits && !due {
        return Ok(());
    }
    let plan = made(rooms, clinical, time)?;
    if !clinical.is_read() {
        // Nobody reads here any more: the keys must go. It is made again for the next one.
        return Ok(());
    }
    if waits {
        carry_out(rooms, clinical, time, &plan, &mut kept)?;
        kept.plan = Some(plan_view(&made(rooms, clinical, time)?));
    } else {
        kept.plan = Some(plan_view(&plan));
    }
    write(rooms, &kept)
}

/// Only if nothing about it has changed since somebody looked at it. Written down before.
fn carry_out(
    rooms: &Rooms,
    clinical: &Clinical,
    time: TrustedTime,
    plan: &Plan,
    kept: &mut RetentionPlanView,
) -> Result<(), CommandError> {
    // Making the plan took its time: the line may be gone by now, or the clock another.
    if !rooms.line.is_up() || time_to_plan_by(rooms).is_none() {
        return Ok(());
    }
    let approved = kept.approved.take();
    let act = Act::new(EventKind::RetentionCarriedOut);
    if approved != Some(plan_id(plan)) {
        return act.failed("plan_changed").write_now(rooms);
    }
    act.clone().write_now(rooms)?;
    match clinical.records.carry_out(plan, time, service(rooms)) {
        Ok(done) => {
            rooms.note_commits(&clinical.records);
            kept.last = Some(RetentionDone {
                at: time.now(),
                versions: done.versions,
                people: done.people,
                bytes: done.size,
            });
            Ok(())
        }
        Err(RetentionError::Outage) => {
            kept.approved = approved;
            act.failed("outage").write_now(rooms)
        }
        Err(_) => act.failed("not_deleted").write_now(rooms),
    }
}

/// The trusted time, unless the clock of this PC is too far from it.
fn time_to_plan_by(rooms: &Rooms) -> Option<TrustedTime> {
    let time = rooms.trusted.now()?;
    (!rooms.trusted.disagrees(rooms.clock.now())).then_some(time)
}

fn service(rooms: &Rooms) -> Service {
    if rooms.line.is_up() {
        Service::Reachable
    } else {
        Service::Outage
    }
}

fn made(rooms: &Rooms, clinical: &Clinical, time: TrustedTime) -> Result<Plan, CommandError> {
    let windows = rooms.rules().retention.windows();
    let windows = windows.ok_or(ErrorCode::Internal)?;
    let mut items = |category: Category, parts: &[Part]| items(category, parts, time);
    Ok(clinical
        .records
        .retention_plan(&windows, time, &mut items)?)
}

fn items(category: Category, parts: &[Part], time: TrustedTime) -> Option<Vec<Item>> {
    let parts: Vec<&[u8]> = parts.iter().map(|part| part.bytes.as_slice()).collect();
    let today = crate::clock::japan_date(time.now());
    let kept = record::retained(category, &parts, today)?;
    let item = |kept: record::Retained| Item {
        series: kept.series,
        id: kept.id,
        day: kept.day,
        lasting: kept.lasting,
        long_term: kept.long_term,
    };
    Some(kept.into_iter().map(item).collect())
}

/// Names what would be deleted and nothing else.
fn plan_id(plan: &Plan) -> String {
    let mut digest = Sha256::new();
    for deletion in plan.deletions() {
        let key = Sha256::digest(deletion.key.as_bytes());
        digest.update(deletion.person.0.to_le_bytes());
        digest.update(Sha256::digest(deletion.category.as_str().as_bytes()));
        digest.update(key);
        digest.update(deletion.version_id.to_le_bytes());
    }
    hex::encode(digest.finalize())
}

fn plan_view(plan: &Plan) -> RetentionPlan {
    let mut lines: BTreeMap<(Category, RetentionReason), (usize, u64)> = BTreeMap::new();
    for deletion in plan.deletions() {
        let reason = match deletion.reason {
            Reason::Replaced => RetentionReason::Replaced,
            Reason::NotReturned => RetentionReason::NotReturned,
        };
        let line = lines.entry((deletion.category, reason)).or_default();
        line.0 += 1;
        line.1 = line.1.saturating_add(deletion.size);
    }
    let line = |((category, reason), (versions, bytes))| RetentionLine {
        category,
        reason,
        versions,
        bytes,
    };
    RetentionPlan {
        id: plan_id(plan),
        made_at: plan.made_at(),
        lines: lines.into_iter().map(line).collect(),
        people: plan.people(),
        needed: plan.needed(),
        in_doubt: plan.in_doubt(),
    }
}

fn with_waiting(rooms: &Rooms, view: RetentionPlanView) -> RetentionPlanView {
    let waiting_for = if !rooms.line.is_up() {
        Some(RetentionWait::Service)
    } else if time_to_plan_by(rooms).is_none() {
        Some(RetentionWait::TrustedTime)
    } else if rooms.clinical().is_none() {
        Some(RetentionWait::ClinicalSession)
    } else {
        None
    };
    RetentionPlanView {
        waiting_for,
        ..view
    }
}

/// One that cannot be read is none: it is made anew.
fn read(rooms: &Rooms) -> Result<RetentionPlanView, CommandError> {
    let kept = rooms.desk.blob(BLOB)?;
    let kept = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    Ok(kept.unwrap_or_default())
}

fn write(rooms: &Rooms, view: &RetentionPlanView) -> Result<(), CommandError> {
    let bytes = serde_json::to_vec(view).map_err(|_| ErrorCode::Internal)?;
    Ok(rooms.desk.put_blob(BLOB, &bytes)?)
}

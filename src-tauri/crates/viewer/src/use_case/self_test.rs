//! 自己点検: opens, decrypts and reads one record of each kind, and all notes.

use std::sync::Arc;

use audit::EventKind;
use cache::StoreError;
use cache::notes::NotesStanding;
use jiff::{SignedDuration, Timestamp};
use record::Severity;
use record::vocabulary::Category;

use crate::clinical::{Clinical, ReadSection};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::Nothing;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{SelfTestKindView, SelfTestResult, SelfTestView};

/// The name of the blob in the desk store.
const BLOB: &str = "self_test";
/// How often it runs by itself.
const EVERY: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Seat {
    /// Runs the test now.
    pub(crate) async fn self_test(&self, _: Nothing) -> Result<SelfTestView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let act = Act::new(EventKind::SelfTest).by(&session);
        blocking(move || asked_for(&rooms, &clinical, act)).await
    }

    /// How the last test went; none when there was none yet.
    pub(crate) async fn last_self_test(
        &self,
        _: Nothing,
    ) -> Result<Option<SelfTestView>, CommandError> {
        let (rooms, _) = self.signed_in()?;
        blocking(move || last(&rooms)).await
    }
}

/// The test that somebody asked for. It goes on beside their session, and must not keep the keys when
/// that ends.
fn asked_for(
    rooms: &Rooms,
    clinical: &Arc<Clinical>,
    act: Act,
) -> Result<SelfTestView, CommandError> {
    let _work = clinical.at_work();
    run(rooms, clinical, act)
}

/// Runs the test when the last one is a week old, or from a clock that was ahead.
pub(crate) fn self_test_if_due(
    rooms: &Rooms,
    clinical: &Arc<Clinical>,
) -> Result<(), CommandError> {
    let now = rooms.clock.now();
    let fresh = last(rooms)?.is_some_and(|last| {
        let age = now.duration_since(last.at);
        !age.is_negative() && age < EVERY
    });
    if fresh {
        return Ok(());
    }
    match run(rooms, clinical, Act::new(EventKind::SelfTest)) {
        // Nobody reads here any more: the keys must go, and the test is for another time.
        Err(error) if error.code == ErrorCode::ClinicalClosed => Ok(()),
        other => other.map(drop),
    }
}

/// One that cannot be read is none: the next test takes its place.
fn last(rooms: &Rooms) -> Result<Option<SelfTestView>, CommandError> {
    let kept = rooms.desk.blob(BLOB)?;
    Ok(kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Stops between two kinds once nobody reads here: `clinical_closed`.
fn run(rooms: &Rooms, clinical: &Arc<Clinical>, act: Act) -> Result<SelfTestView, CommandError> {
    let now = rooms.clock.now();
    let mut kinds = Vec::new();
    for category in Category::WITH_DOCUMENTS {
        clinical.goes_on()?;
        kinds.push(SelfTestKindView {
            category,
            result: kind(rooms, clinical, category, now),
        });
    }
    clinical.goes_on()?;
    let notes = notes(rooms, clinical);
    let told = last(rooms)?.and_then(|last| last.notes);
    let mut results = kinds.iter().map(|kind| kind.result);
    let failed = results.any(is_fault) || (is_fault(notes) && !is_told(notes, told));
    let act = if failed { act.failed("self_test") } else { act };
    act.write_now(rooms)?;
    let view = SelfTestView {
        at: now,
        kinds,
        notes: Some(notes),
    };
    let bytes = serde_json::to_vec(&view).map_err(|_| ErrorCode::Internal)?;
    rooms.desk.put_blob(BLOB, &bytes)?;
    Ok(view)
}

const fn is_fault(result: SelfTestResult) -> bool {
    !matches!(result, SelfTestResult::Ok | SelfTestResult::NoneHeld)
}

/// Steps that were lost never come back: a test that finds them missing once more has found nothing.
fn is_told(notes: SelfTestResult, told: Option<SelfTestResult>) -> bool {
    notes == SelfTestResult::Behind && told == Some(notes)
}

/// All of the notes: whether each is what was confirmed.
fn notes(rooms: &Rooms, clinical: &Clinical) -> SelfTestResult {
    let shelved = match clinical.notes.held(rooms, &clinical.keys) {
        Ok(Some(shelved)) => shelved,
        Ok(None) => return SelfTestResult::NoneHeld,
        Err(_) => return SelfTestResult::StoreFails,
    };
    match (shelved.standing, shelved.notes.check()) {
        (NotesStanding::Whole, Ok(check)) if check.is_whole() => SelfTestResult::Ok,
        (NotesStanding::Behind { .. }, Ok(check)) if check.is_whole() => SelfTestResult::Behind,
        (_, Ok(_) | Err(StoreError::Damaged)) => SelfTestResult::Damaged,
        (_, Err(_)) => SelfTestResult::StoreFails,
    }
}

/// Another record each time: the moment chooses.
fn kind(rooms: &Rooms, clinical: &Clinical, category: Category, now: Timestamp) -> SelfTestResult {
    let skip = now.as_second().unsigned_abs();
    let person = match clinical.records.example(category, skip) {
        Ok(Some(person)) => person,
        Ok(None) => return SelfTestResult::NoneHeld,
        Err(_) => return SelfTestResult::StoreFails,
    };
    match clinical.newest(person, category, rooms.clock.today()) {
        Ok(Some(read)) => drawn(&read),
        Ok(None) => SelfTestResult::NoneHeld,
        Err(_) => SelfTestResult::StoreFails,
    }
}

fn drawn(read: &ReadSection) -> SelfTestResult {
    if read.damaged || read.damaged_sets > 0 {
        return SelfTestResult::Damaged;
    }
    let section = &read.section;
    let unread = section.problems.iter();
    let unread = unread.filter(|problem| problem.severity == Severity::Error);
    if section.entries == 0 && unread.count() > 0 {
        return SelfTestResult::Unreadable;
    }
    // What cannot be handed to a screen is not drawn.
    match serde_json::to_string(&section.content) {
        Ok(_) => SelfTestResult::Ok,
        Err(_) => SelfTestResult::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locking::LockReason;
    use crate::testing::{alone, with_doctor};

    #[tokio::test(flavor = "multi_thread")]
    async fn a_test_beside_other_work_lets_go_of_the_keys_once_the_screen_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = with_doctor(&folder).await;
        let rooms = viewer.rooms().unwrap();
        let (tested, other) = (rooms.clinical().unwrap(), rooms.clinical().unwrap());
        let work = other.at_work();
        let test = || asked_for(&rooms, &tested, Act::new(EventKind::SelfTest));
        assert_eq!(test().unwrap().notes, Some(SelfTestResult::NoneHeld));
        seat.lock_screen(LockReason::Asked).await.unwrap();
        alone(&other, 2).await;
        assert_eq!(test().unwrap_err().code, ErrorCode::ClinicalClosed);
        drop(work);
        let held = Arc::downgrade(&other);
        drop((tested, other));
        assert!(held.upgrade().is_none(), "the keys are gone");
    }

    #[test]
    fn what_is_lost_for_ever_is_a_fault_once_and_what_is_damaged_each_time() {
        let behind = SelfTestResult::Behind;
        assert!(is_fault(behind) && !is_told(behind, Some(SelfTestResult::Ok)));
        assert!(is_told(behind, Some(behind)));
        let damaged = SelfTestResult::Damaged;
        assert!(is_fault(damaged) && !is_told(damaged, Some(damaged)));
    }
}

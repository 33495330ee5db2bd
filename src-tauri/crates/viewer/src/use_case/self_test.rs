//! 自己点検: opens, decrypts and reads one record of each kind.

use std::sync::Arc;

use audit::EventKind;
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
        blocking(move || {
            run(
                &rooms,
                &clinical,
                Act::new(EventKind::SelfTest).by(&session),
            )
        })
        .await
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
    run(rooms, clinical, Act::new(EventKind::SelfTest)).map(drop)
}

/// One that cannot be read is none: the next test takes its place.
fn last(rooms: &Rooms) -> Result<Option<SelfTestView>, CommandError> {
    let kept = rooms.desk.blob(BLOB)?;
    Ok(kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn run(rooms: &Rooms, clinical: &Clinical, act: Act) -> Result<SelfTestView, CommandError> {
    let now = rooms.clock.now();
    let kinds: Vec<SelfTestKindView> = Category::WITH_DOCUMENTS
        .into_iter()
        .map(|category| SelfTestKindView {
            category,
            result: kind(rooms, clinical, category, now),
        })
        .collect();
    let failed = kinds
        .iter()
        .any(|kind| !matches!(kind.result, SelfTestResult::Ok | SelfTestResult::NoneHeld));
    let act = if failed { act.failed("self_test") } else { act };
    act.write_now(rooms)?;
    let view = SelfTestView { at: now, kinds };
    let bytes = serde_json::to_vec(&view).map_err(|_| ErrorCode::Internal)?;
    rooms.desk.put_blob(BLOB, &bytes)?;
    Ok(view)
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

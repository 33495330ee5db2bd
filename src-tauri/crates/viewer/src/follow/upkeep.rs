//! What the program does for its own stores while it runs: tries the disk, and while a clinical
//! session is open looks through the records store and keeps the second copy a day young.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use audit::EventKind;
use cache::StoreError;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use super::former_copy::keep_aside;
use super::lost_answers::{forget_fetched, make_good};
use super::machine_copies::{self, MachineCopied};
use super::notes_copy::copy_notes;
use crate::clinical::Clinical;
use crate::clock::japan_date;
use crate::error::{CommandError, ErrorCode};
use crate::event::ViewerEvent;
use crate::queue::{Job, Wanted};
use crate::record_act::Act;
use crate::rooms::{Rooms, blocking};
use crate::sync::lock;
use crate::upkeep_state::CopyMade;
use crate::view::CopyStanding;
use crate::{key_rotation, retiring};

/// Between two looks when nobody wakes us.
const PAUSE: Duration = Duration::from_secs(20);
/// After a copy that failed.
const COPY_AGAIN_AFTER: Duration = Duration::from_secs(3600);
/// The day of a clinic begins at this hour in Japan: then the copy of yesterday is too old.
const DAY_BEGINS: SignedDuration = SignedDuration::from_hours(6);

/// Keeps up the stores until told to close.
pub(super) async fn keep_up(rooms: Arc<Rooms>, closing: CancellationToken) {
    let mut known = Known::default();
    loop {
        let turn = Turn {
            rooms: rooms.clone(),
            closing: closing.clone(),
            known: known.clone(),
        };
        if let Ok(done) = blocking(move || Ok(turn.run())).await {
            known = done;
        }
        tokio::select! {
            () = closing.cancelled() => return,
            () = rooms.upkeep.now.notified() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

/// Something reported damage: looks through the store, and lets the second copy take over when it
/// is true. Answers whether it did.
pub(crate) async fn damage_reported(rooms: &Arc<Rooms>) -> Result<bool, CommandError> {
    let Some(clinical) = rooms.clinical() else {
        return Ok(false);
    };
    let shared = rooms.clone();
    blocking(move || look_through(&shared, &clinical)).await
}

/// Goes on beside the sessions: once none holds the stores, it stops at its next step.
fn look_through(rooms: &Rooms, clinical: &Arc<Clinical>) -> Result<bool, CommandError> {
    let _work = clinical.at_work();
    let took_over = guard(rooms, clinical)?;
    if took_over {
        make_good(rooms, clinical);
    }
    Ok(took_over)
}

fn guard(rooms: &Rooms, clinical: &Arc<Clinical>) -> Result<bool, CommandError> {
    let took_over = clinical.guard(rooms)?;
    if took_over {
        rooms.tell(ViewerEvent::UpkeepChanged);
        rooms.tell(ViewerEvent::NewsMissed);
    }
    Ok(took_over)
}

/// It is not whole, and it holds what was sealed meanwhile: what it lacks now is lost.
fn lacks_answers(clinical: &Clinical) -> bool {
    clinical.records.standing() != CopyStanding::Whole && clinical.has_taken_in()
}

/// Remembers that the store lacks answers, also when as many new ones came since: until the next copy is
/// made, the copy of before may be all there is of them.
fn note_behind(rooms: &Rooms, clinical: &Clinical) {
    let made = CopyMade::read(&rooms.desk);
    let holds_no_more = clinical
        .records
        .commits()
        .is_ok_and(|here| made.commits <= here);
    let known_loss = made.kept_aside_at.is_some() && made.kept_aside_at == mark(rooms);
    if known_loss && holds_no_more {
        return;
    }
    if matches!(clinical.records.standing(), CopyStanding::Behind { .. }) {
        let noted = CopyMade {
            store_was_behind: true,
            ..made
        };
        // Not noted, it is noted at the next sign-in: a store is behind for a while.
        let _ = noted.write(&rooms.desk);
    }
}

/// The count of answers that is kept outside the store. It stands still while the store is behind.
fn mark(rooms: &Rooms) -> Option<i64> {
    rooms.audit.commit_mark().ok().flatten()
}

struct Turn {
    rooms: Arc<Rooms>,
    closing: CancellationToken,
    known: Known,
}

/// What one turn tells the next.
#[derive(Clone, Debug, Default)]
struct Known {
    machine_copied: MachineCopied,
    copy_failed: Option<Instant>,
    /// The open store whose lost answers were looked for.
    made_good: Weak<Clinical>,
}

impl Turn {
    /// The copies of the machine's own stores come last: a clinical sitting may be short.
    fn run(self) -> Known {
        let mut done = self.look_after();
        let goes_on = || !self.closing.is_cancelled();
        done.machine_copied = machine_copies::keep(&self.rooms, done.machine_copied, &goes_on);
        done
    }

    fn look_after(&self) -> Known {
        let rooms = &self.rooms;
        if rooms.disk.probe() {
            rooms.tell(ViewerEvent::UpkeepChanged);
            rooms.queue.wake();
        }
        let mut done = self.known.clone();
        let Some(clinical) = rooms.clinical() else {
            return done;
        };
        let _work = clinical.at_work();
        let first_look = clinical.first_look();
        if first_look {
            // Damage that cannot be stood in for is told by the commands that meet it.
            let _ = guard(rooms, &clinical);
            note_behind(rooms, &clinical);
        }
        let open = Arc::downgrade(&clinical);
        if lacks_answers(&clinical) && !Weak::ptr_eq(&open, &done.made_good) {
            make_good(rooms, &clinical);
            done.made_good = open;
        }
        copy_notes(rooms, &clinical, &mut || self.goes_on(&clinical));
        self.rotate_key(&clinical, first_look);
        self.export(&clinical);
        let waits = done
            .copy_failed
            .is_some_and(|failed| failed.elapsed() < COPY_AGAIN_AFTER);
        if !waits && self.copy_is_due(&clinical) {
            done.copy_failed = self.copy(&clinical).err().map(|()| Instant::now());
            rooms.tell(ViewerEvent::UpkeepChanged);
        }
        done
    }

    /// Changes the key of the store when that is planned. Not of a store that is not whole: what it
    /// lacks is in files under the key it has.
    fn rotate_key(&self, clinical: &Arc<Clinical>, first_look: bool) {
        let rooms = &self.rooms;
        if clinical.records.standing() != CopyStanding::Whole
            || !key_rotation::is_due(rooms, clinical, first_look)
        {
            return;
        }
        let carried_out = key_rotation::carry_out(rooms, clinical, &mut || self.goes_on(clinical));
        if let Err(error) = carried_out {
            rooms.note_disk(error.code);
        }
        rooms.tell(ViewerEvent::UpkeepChanged);
    }

    /// Makes the copy to be taken away when one is planned.
    fn export(&self, clinical: &Arc<Clinical>) {
        let rooms = &self.rooms;
        if !retiring::export_is_due(rooms, clinical) {
            return;
        }
        let made = retiring::carry_out_export(rooms, clinical, &mut || self.goes_on(clinical));
        if let Err(error) = made {
            rooms.note_disk(error.code);
        }
        rooms.tell(ViewerEvent::UpkeepChanged);
    }

    /// Never of the stand-in, nor of a store that holds less than the copy: that may be all there is
    /// of what the store has lost.
    fn copy_is_due(&self, clinical: &Clinical) -> bool {
        let made = CopyMade::read(&self.rooms.desk);
        let now = self.rooms.clock.now();
        let of_today = made
            .at
            .is_some_and(|at| working_day(at) == working_day(now))
            && self.rooms.folder.second_copy().exists();
        let standing = clinical.records.standing();
        let own = !matches!(standing, CopyStanding::SecondCopy { .. });
        let commits = clinical.records.commits().unwrap_or_default();
        !of_today && own && commits >= made.commits
    }

    /// Makes the copy. Broken off when the last clinical session ends, for its key must go then.
    fn copy(&self, clinical: &Arc<Clinical>) -> Result<(), ()> {
        match self.make_copy(clinical) {
            Ok(()) => {
                self.rooms.upkeep.copy_went(None);
                let act = Act::new(EventKind::SecondCopyMade);
                if let Err(error) = act.write_now(&self.rooms) {
                    self.rooms.note_disk(error.code);
                }
            }
            Err(StoreError::Stopped) => {}
            Err(fault) => {
                let code = CommandError::from(fault).code;
                self.rooms.note_disk(code);
                self.rooms.upkeep.copy_went(Some(code));
                if code == ErrorCode::StoreDamaged {
                    self.repair(clinical);
                }
                return Err(());
            }
        }
        Ok(())
    }

    fn make_copy(&self, clinical: &Arc<Clinical>) -> Result<(), StoreError> {
        let commits = clinical.records.commits()?;
        let copy = self.rooms.folder.second_copy();
        let before = CopyMade::read(&self.rooms.desk);
        if before.store_was_behind {
            keep_aside(&copy)?;
            // At once: a copy that is broken off is begun anew, and one name is enough.
            let kept = CopyMade {
                store_was_behind: false,
                kept_aside_at: mark(&self.rooms),
                ..before
            };
            let _ = kept.write(&self.rooms.desk);
        }
        clinical
            .records
            .copy_to(&copy, &mut |_| self.goes_on(clinical))?;
        let made = CopyMade {
            format: 1,
            at: Some(self.rooms.clock.now()),
            commits,
            ..CopyMade::read(&self.rooms.desk)
        };
        // Not noted means made again, and that is all.
        let _ = made.write(&self.rooms.desk);
        Ok(())
    }

    /// A page is bad that costs only what lies on it: that counts as never fetched, and is fetched again
    /// where a consent runs.
    fn repair(&self, clinical: &Arc<Clinical>) {
        let found = clinical.records.damaged(&mut || self.goes_on(clinical));
        let Ok(found) = found else {
            return;
        };
        let mut jobs: Vec<Job> = Vec::new();
        for set in found {
            let job = Job {
                person: set.person,
                category: set.category,
            };
            if !jobs.contains(&job) {
                jobs.push(job);
            }
        }
        self.rooms.upkeep.found_damaged(jobs.len());
        for job in jobs {
            let turn = lock(&self.rooms.keeping);
            forget_fetched(&self.rooms, job);
            drop(turn);
            self.rooms.queue.add(job, Wanted::Ahead);
        }
        self.rooms.tell(ViewerEvent::ArrivalsChanged);
    }

    fn goes_on(&self, clinical: &Arc<Clinical>) -> bool {
        clinical.is_read() && !self.closing.is_cancelled()
    }
}

fn working_day(at: Timestamp) -> Date {
    japan_date(at.checked_sub(DAY_BEGINS).unwrap_or(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locking::LockReason;
    use crate::testing::{alone, with_doctor};

    #[tokio::test(flavor = "multi_thread")]
    async fn looking_through_beside_other_work_stops_once_the_screen_is_locked() {
        let folder = tempfile::tempdir().unwrap();
        let (viewer, seat) = with_doctor(&folder).await;
        let rooms = viewer.rooms().unwrap();
        let open = rooms.clinical().unwrap();
        let _work = open.at_work();
        assert_eq!(damage_reported(&rooms).await, Ok(false), "it is sound");
        seat.lock_screen(LockReason::Asked).await.unwrap();
        alone(&open, 1).await;
        let stopped = damage_reported(&rooms).await.unwrap_err();
        assert_eq!(stopped.code, ErrorCode::ClinicalClosed);
    }

    #[test]
    fn the_working_day_turns_at_six_in_the_morning_in_japan() {
        let day = |at: &str| super::working_day(at.parse().unwrap());
        assert_eq!(day("2026-11-20T20:59:59Z"), jiff::civil::date(2026, 11, 20));
        assert_eq!(day("2026-11-20T21:00:00Z"), jiff::civil::date(2026, 11, 21));
        assert_eq!(day("2026-11-21T14:00:00Z"), day("2026-11-21T20:00:00Z"));
    }
}

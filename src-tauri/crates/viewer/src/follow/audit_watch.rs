//! What the audit log needs while the program runs: that it was started, that the clock was set, and its
//! newest head in every place that can be reached.

use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::{EventKind, Filter};
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::audit_heads;
use crate::error::CommandError;
use crate::record_act::Act;
use crate::rooms::{Rooms, blocking};

/// Between two looks at the clock.
const LOOK: Duration = Duration::from_secs(10);
/// Between two keepings of the head, besides those at the end of a sitting.
const KEEP: Duration = Duration::from_secs(15 * 60);
/// A clock that moved by more than this against one that cannot be set was set.
const JUMP: SignedDuration = SignedDuration::from_secs(2);

/// Watches until told to close.
pub(super) async fn keep_watching(rooms: Arc<Rooms>, closing: CancellationToken) {
    let mut watch = Watch::new(rooms.clock.now());
    note(&rooms, started).await;
    loop {
        let asked = tokio::select! {
            () = closing.cancelled() => return,
            () = rooms.heads.now.notified() => true,
            () = tokio::time::sleep(LOOK) => false,
        };
        let now = rooms.clock.now();
        if let Some(moved) = watch.moved(now) {
            note(&rooms, move |rooms| jumped(rooms, moved)).await;
            rooms.trusted.ask_now.notify_one();
        }
        // The folder for heads may lie on the network.
        let isolated = rooms.emergencies.isolated();
        if !isolated && (asked || watch.keeping_is_due()) {
            watch.kept = Some(Instant::now());
            note(&rooms, audit_heads::keep).await;
        }
    }
}

/// A log that cannot be written is told by the commands that need it.
pub(super) async fn note(
    rooms: &Arc<Rooms>,
    work: impl FnOnce(&Rooms) -> Result<(), CommandError> + Send + 'static,
) {
    let shared = rooms.clone();
    if let Err(error) = blocking(move || work(&shared)).await {
        rooms.note_disk(error.code);
    }
}

/// What was done when.
struct Watch {
    steady: Instant,
    wall: Timestamp,
    kept: Option<Instant>,
}

impl Watch {
    fn new(now: Timestamp) -> Self {
        Self {
            steady: Instant::now(),
            wall: now,
            kept: None,
        }
    }

    /// By how much the clock was set since the last look; a PC that slept looks the same as one whose
    /// clock was put forward.
    fn moved(&mut self, now: Timestamp) -> Option<SignedDuration> {
        let (steady, wall) = (self.steady.elapsed(), now.duration_since(self.wall));
        (self.steady, self.wall) = (Instant::now(), now);
        let moved = wall - SignedDuration::try_from(steady).ok()?;
        (moved.abs() > JUMP).then_some(moved)
    }

    fn keeping_is_due(&self) -> bool {
        self.kept.is_none_or(|at| at.elapsed() >= KEEP)
    }
}

/// The start, and whether another version of the program wrote before.
fn started(rooms: &Rooms) -> Result<(), CommandError> {
    let newest = rooms.audit.entries(&Filter {
        limit: 1,
        ..Filter::default()
    })?;
    let version = env!("CARGO_PKG_VERSION");
    let before = newest.first().map(|row| row.entry.program_version.as_str());
    if let Some(before) = before.filter(|before| *before != version) {
        Act::new(EventKind::Updated)
            .because("from", Some(before))
            .write_now(rooms)?;
    }
    Act::new(EventKind::Started).write_now(rooms)
}

fn jumped(rooms: &Rooms, moved: SignedDuration) -> Result<(), CommandError> {
    let code = if moved.is_negative() {
        "went_back"
    } else {
        "went_ahead"
    };
    clock(code, moved).write_now(rooms)
}

/// A row about this PC's clock.
pub(super) fn clock(code: &str, by: SignedDuration) -> Act {
    let by = format!("{} ms", by.as_millis());
    Act::new(EventKind::Clock).because(code, Some(&by))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    #[test]
    fn a_clock_that_is_set_is_noticed_in_either_direction_and_one_that_runs_is_not() {
        let mut watch = Watch::new(at(0));
        assert_eq!(watch.moved(at(0)), None);
        assert_eq!(watch.moved(at(1)), None);
        let back = watch.moved(at(-3600)).unwrap();
        assert!(back < SignedDuration::from_secs(-3600), "{back}");
        assert_eq!(watch.moved(at(-3600)), None, "told once");
        assert!(watch.moved(at(0)).unwrap() > SignedDuration::from_secs(3598));
    }

    #[test]
    fn the_head_is_kept_as_soon_as_the_program_runs() {
        assert!(Watch::new(at(0)).keeping_is_due());
    }
}

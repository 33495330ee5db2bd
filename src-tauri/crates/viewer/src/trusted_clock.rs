use std::sync::Mutex;
use std::time::Instant;

use cache::Desk;
use cache::retention::{TimeSource, TrustedTime};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::rules::CLOCKS_DIFFER;
use crate::sync::lock;

/// The moment the service told last, carried forward by a clock that cannot be set. Where that clock
/// stands still in a suspended PC, the moment is too early, and less is old enough to be deleted.
///
/// Besides, a moment that has passed, remembered across starts: a PC whose clock stands before it has
/// the wrong time, also when the service is not there to say so.
#[derive(Debug)]
pub(crate) struct TrustedClock {
    told: Mutex<Option<(Timestamp, Instant)>>,
    passed: Mutex<Option<Timestamp>>,
}

/// As the desk store keeps it.
#[derive(Debug, Serialize, Deserialize)]
struct Passed {
    format: u32,
    at: Timestamp,
}

/// The moment that is remembered falls behind by this much, so that it is seldom written.
const STEP: SignedDuration = SignedDuration::from_mins(10);
/// 2026-01-01 in UTC: no answer was given to this program earlier.
const BEFORE_THIS_PROGRAM: Timestamp = Timestamp::constant(1_767_225_600, 0);

impl TrustedClock {
    /// The name of the blob in the desk store.
    const BLOB: &'static str = "passed_moment";

    /// As the desk store remembers it; one that cannot be read is forgotten.
    pub(crate) fn load(desk: &Desk) -> Self {
        let kept = desk.blob(Self::BLOB).ok().flatten();
        let passed = kept.and_then(|bytes| serde_json::from_slice::<Passed>(&bytes).ok());
        Self {
            told: Mutex::new(None),
            passed: Mutex::new(passed.map(|passed| passed.at)),
        }
    }

    /// The `Date` of an answer over an authenticated connection, if it had one. It also sets right
    /// what a clock that was ahead had made us remember.
    pub(crate) fn note(&self, desk: &Desk, told: Option<Timestamp>) {
        // A clock that was reset tells 1970 or 2000: no time at all.
        let Some(told) = told.filter(|told| *told >= BEFORE_THIS_PROGRAM) else {
            return;
        };
        *lock(&self.told) = Some((told, Instant::now()));
        self.remember(desk, told, |since| since.abs() >= STEP);
    }

    /// By this PC's clock it is `now`. A clock in doubt says nothing.
    pub(crate) fn passes(&self, desk: &Desk, now: Timestamp) {
        if !self.disagrees(now) {
            self.remember(desk, now, |since| since >= STEP);
        }
    }

    fn remember(&self, desk: &Desk, at: Timestamp, worth: impl Fn(SignedDuration) -> bool) {
        let mut passed = lock(&self.passed);
        if passed.is_some_and(|passed| !worth(at.duration_since(passed))) {
            return;
        }
        *passed = Some(at);
        if let Ok(bytes) = serde_json::to_vec(&Passed { format: 1, at }) {
            // Not kept, a wrong clock may go unnoticed after the next start, and that is all.
            let _ = desk.put_blob(Self::BLOB, &bytes);
        }
    }

    /// Whether the clock of this PC, which says `now`, is not to be believed: 時計要確認. The service
    /// decides; as long as it has not told the time, a clock is in doubt that stands before a moment
    /// that has passed.
    pub(crate) fn disagrees(&self, now: Timestamp) -> bool {
        if let Some(trusted) = self.now() {
            return trusted.now().duration_since(now).abs() > CLOCKS_DIFFER;
        }
        let passed = *lock(&self.passed);
        passed.is_some_and(|passed| passed.duration_since(now) > CLOCKS_DIFFER)
    }

    /// Now; none when nothing trustworthy told it within a day.
    pub(crate) fn now(&self) -> Option<TrustedTime> {
        let (told, when) = (*lock(&self.told))?;
        let since = SignedDuration::try_from(when.elapsed()).ok()?;
        TrustedTime::carried(TimeSource::Answer, told, since)
    }
}

#[cfg(test)]
mod tests {
    use cache::StoreKey;

    use super::*;

    const DAY: i64 = 86_400;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    fn desk(folder: &tempfile::TempDir) -> Desk {
        Desk::create(&folder.path().join("desk.db"), &StoreKey::new([3; 32])).unwrap()
    }

    #[test]
    fn a_clock_far_from_what_the_service_told_is_in_doubt_until_it_tells_another_time() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let clock = TrustedClock::load(&desk);
        assert!(!clock.disagrees(at(0)), "nobody told the time");
        clock.note(&desk, None);
        assert!(!clock.disagrees(at(0)));
        clock.note(&desk, Some(at(0)));
        assert!(!clock.disagrees(at(240)) && !clock.disagrees(at(-240)));
        assert!(clock.disagrees(at(365 * DAY)), "a year ahead");
        assert!(clock.disagrees(at(-DAY)), "a day behind");
        clock.note(&desk, Some(at(-DAY)));
        assert!(!clock.disagrees(at(-DAY)));
    }

    #[test]
    fn a_clock_that_went_back_while_the_program_was_closed_is_in_doubt_without_the_service() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        TrustedClock::load(&desk).note(&desk, Some(at(0)));
        let clock = TrustedClock::load(&desk);
        assert!(
            clock.now().is_none(),
            "nobody told the time since the start"
        );
        assert!(clock.disagrees(at(-DAY)));
        assert!(!clock.disagrees(at(-240)) && !clock.disagrees(at(DAY)));
        // The clock in doubt must not become what is remembered.
        clock.passes(&desk, at(-DAY));
        assert!(TrustedClock::load(&desk).disagrees(at(-DAY)));
        // An outage goes on for a day, by a clock that runs.
        clock.passes(&desk, at(DAY));
        assert!(TrustedClock::load(&desk).disagrees(at(DAY / 2)));
    }

    #[test]
    fn what_a_clock_made_us_remember_that_was_ahead_is_set_right_by_the_service() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let clock = TrustedClock::load(&desk);
        clock.passes(&desk, at(365 * DAY));
        assert!(TrustedClock::load(&desk).disagrees(at(0)));
        clock.note(&desk, Some(at(0)));
        assert!(!TrustedClock::load(&desk).disagrees(at(0)));
    }
}

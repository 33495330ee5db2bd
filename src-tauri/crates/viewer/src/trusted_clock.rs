use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use cache::Desk;
use cache::retention::{TimeSource, TrustedTime};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use service::ToldTime;
use tokio::sync::Notify;

use crate::boot_clock::BootClock;
use crate::reading::{ConsentClock, Reckoned, ServerWord};
use crate::sync::lock;

/// The moment the service or the site's time server told last, carried forward by a clock that cannot
/// be set, and a moment that has passed, remembered across starts: a PC whose clock stands before it has
/// the wrong time, also when the service is not there to say so.
#[derive(Debug)]
pub(crate) struct TrustedClock {
    boot: BootClock,
    clock: Mutex<ConsentClock>,
    /// What the desk store remembers.
    kept: Mutex<Option<Timestamp>>,
    /// Whether the clock was in doubt when it was last looked at.
    doubted: AtomicBool,
    /// Wakes who asks the time server, before its time.
    pub(crate) ask_now: Notify,
}

/// Why what a time server told does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotTaken {
    /// A moment at which this program did not exist yet.
    TooEarly,
    /// It is against what the service told.
    AgainstTheService,
    /// It is before a moment that is known to have passed.
    BeforeWhatPassed,
}

impl NotTaken {
    /// Its word in the log.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::TooEarly => "too_early",
            Self::AgainstTheService => "against_the_service",
            Self::BeforeWhatPassed => "before_what_passed",
        }
    }
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
        Self::with(desk, BootClock::new())
    }

    fn with(desk: &Desk, boot: BootClock) -> Self {
        let kept = desk.blob(Self::BLOB).ok().flatten();
        let passed = kept.and_then(|bytes| serde_json::from_slice::<Passed>(&bytes).ok());
        let passed = passed.map(|passed| passed.at);
        let mut clock = ConsentClock::default();
        if let Some(passed) = passed {
            clock.passed(passed, boot.read());
        }
        Self {
            boot,
            clock: Mutex::new(clock),
            kept: Mutex::new(passed),
            doubted: AtomicBool::new(false),
            ask_now: Notify::new(),
        }
    }

    /// The `Date` of an answer over an authenticated connection, if it had one. It also sets right
    /// what a clock that was ahead had made us remember.
    pub(crate) fn note(&self, desk: &Desk, told: Option<ToldTime>) {
        self.note_moment(desk, told.map(|told| told.now()));
    }

    fn note_moment(&self, desk: &Desk, told: Option<Timestamp>) {
        // A clock that was reset tells 1970 or 2000: no time at all.
        let Some(told) = told.filter(|told| *told >= BEFORE_THIS_PROGRAM) else {
            return;
        };
        lock(&self.clock).told(told, self.boot.read());
        self.remember(desk, told, |since| since.abs() >= STEP);
    }

    /// What the site's time server told. It is not remembered over a start: nothing proves who told it.
    ///
    /// # Errors
    /// Why it does not count.
    pub(crate) fn note_server(&self, told: Timestamp) -> Result<(), NotTaken> {
        if told < BEFORE_THIS_PROGRAM {
            return Err(NotTaken::TooEarly);
        }
        match lock(&self.clock).told_by_server(told, self.boot.read()) {
            ServerWord::Counts => Ok(()),
            ServerWord::AgainstTheService => Err(NotTaken::AgainstTheService),
            ServerWord::BeforeWhatPassed => Err(NotTaken::BeforeWhatPassed),
        }
    }

    /// Another time server is the site's from now on, or none.
    pub(crate) fn forget_server(&self) {
        lock(&self.clock).forget_server();
    }

    /// By this PC's clock it is `now`. A clock in doubt says nothing.
    pub(crate) fn passes(&self, desk: &Desk, now: Timestamp) {
        if !self.disagrees(now) {
            lock(&self.clock).passed(now, self.boot.read());
            self.remember(desk, now, |since| since >= STEP);
        }
    }

    fn remember(&self, desk: &Desk, at: Timestamp, worth: impl Fn(SignedDuration) -> bool) {
        let mut kept = lock(&self.kept);
        if kept.is_some_and(|kept| !worth(at.duration_since(kept))) {
            return;
        }
        *kept = Some(at);
        if let Ok(bytes) = serde_json::to_vec(&Passed { format: 1, at }) {
            // Not kept, a wrong clock may go unnoticed after the next start, and that is all.
            let _ = desk.put_blob(Self::BLOB, &bytes);
        }
    }

    /// What counts as now for the ends of consents while this PC's clock says `own`.
    pub(crate) fn reckon(&self, own: Timestamp) -> Reckoned {
        let since_start = self.boot.read();
        lock(&self.clock).reckon(own, since_start)
    }

    /// Whether the clock of this PC, which says `now`, is not to be believed: 時計要確認. The service
    /// decides; as long as it has not told the time, a clock is in doubt that stands before a moment
    /// that has passed.
    pub(crate) fn disagrees(&self, now: Timestamp) -> bool {
        self.reckon(now).in_doubt
    }

    /// How far this PC's clock, which says `now`, is ahead of the trusted one; none when nobody told
    /// the time since the start.
    pub(crate) fn offset(&self, now: Timestamp) -> Option<SignedDuration> {
        let trusted = lock(&self.clock).trusted(self.boot.read())?;
        Some(now.duration_since(trusted))
    }

    /// Whether the clock has come into doubt, or out of it, since this was last asked.
    pub(crate) fn turned(&self, now: Timestamp) -> Option<bool> {
        let in_doubt = self.disagrees(now);
        let before = self.doubted.swap(in_doubt, Ordering::Relaxed);
        (before != in_doubt).then_some(in_doubt)
    }

    /// What is known to have passed for good while this PC's clock says `own`: the word of a time server
    /// alone, which anybody on the way can forge, ends nothing that cannot be begun again.
    pub(crate) fn surely(&self, own: Timestamp) -> Timestamp {
        let since_start = self.boot.read();
        lock(&self.clock).surely(own, since_start)
    }

    /// Now, as the service told it within a day.
    pub(crate) fn answered(&self) -> Option<TrustedTime> {
        let (told, since) = lock(&self.clock).answered(self.boot.read())?;
        TrustedTime::carried(TimeSource::Answer, told, since)
    }

    /// Now; none when nothing trustworthy told it within a day.
    pub(crate) fn now(&self) -> Option<TrustedTime> {
        let (source, told, since) = lock(&self.clock).last_told(self.boot.read())?;
        TrustedTime::carried(source, told, since)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use cache::StoreKey;
    use cache::retention::TimeSource;

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
        clock.note_moment(&desk, None);
        assert!(!clock.disagrees(at(0)));
        clock.note_moment(&desk, Some(at(0)));
        assert!(!clock.disagrees(at(58)) && !clock.disagrees(at(-58)));
        assert!(clock.disagrees(at(62)) && clock.disagrees(at(-62)));
        assert!(clock.disagrees(at(365 * DAY)), "a year ahead");
        assert!(clock.disagrees(at(-DAY)), "a day behind");
        clock.note_moment(&desk, Some(at(-DAY)));
        assert!(!clock.disagrees(at(-DAY)));
    }

    #[test]
    fn a_clock_that_went_back_while_the_program_was_closed_is_in_doubt_without_the_service() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        TrustedClock::load(&desk).note_moment(&desk, Some(at(0)));
        let clock = TrustedClock::load(&desk);
        assert!(
            clock.now().is_none(),
            "nobody told the time since the start"
        );
        assert!(clock.disagrees(at(-DAY)));
        assert!(!clock.disagrees(at(-58)) && !clock.disagrees(at(DAY)));
        // The clock in doubt must not become what is remembered.
        clock.passes(&desk, at(-DAY));
        assert!(TrustedClock::load(&desk).disagrees(at(-DAY)));
        // An outage goes on for a day, by a clock that runs.
        clock.passes(&desk, at(DAY));
        assert!(TrustedClock::load(&desk).disagrees(at(DAY / 2)));
    }

    #[test]
    fn a_time_server_tells_the_time_of_now_and_nothing_that_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let clock = TrustedClock::load(&desk);
        let reset = Timestamp::from_second(946_684_800).unwrap();
        assert_eq!(clock.note_server(reset), Err(NotTaken::TooEarly));
        assert!(clock.now().is_none());
        assert_eq!(clock.note_server(at(0)), Ok(()));
        assert_eq!(clock.now().unwrap().source(), TimeSource::Ntp);
        assert!(!clock.disagrees(at(50)) && clock.disagrees(at(90)));
        let ahead = clock.offset(at(90)).unwrap();
        assert!((88..=90).contains(&ahead.as_secs()), "{ahead}");
        let again = TrustedClock::load(&desk);
        assert!(again.now().is_none() && !again.disagrees(at(-DAY)));
    }

    #[test]
    fn what_the_service_told_within_the_day_goes_before_a_time_server() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let clock = TrustedClock::load(&desk);
        clock.note_moment(&desk, Some(at(0)));
        for seconds in [-3_600, -20, 20, DAY * 365] {
            let told = clock.note_server(at(seconds));
            assert_eq!(told, Err(NotTaken::AgainstTheService), "{seconds}");
            assert_eq!(clock.now().unwrap().source(), TimeSource::Answer);
        }
        assert_eq!(clock.note_server(at(1)), Ok(()));
        assert_eq!(clock.now().unwrap().source(), TimeSource::Ntp);
        // And when it speaks afterwards.
        clock.note_moment(&desk, Some(at(3_600)));
        assert_eq!(clock.now().unwrap().source(), TimeSource::Answer);
        assert!(clock.disagrees(at(0)));
    }

    #[test]
    fn what_a_clock_made_us_remember_that_was_ahead_is_set_right_by_the_service() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let clock = TrustedClock::load(&desk);
        clock.passes(&desk, at(365 * DAY));
        assert!(TrustedClock::load(&desk).disagrees(at(0)));
        clock.note_moment(&desk, Some(at(0)));
        assert!(!TrustedClock::load(&desk).disagrees(at(0)));
    }

    #[test]
    fn a_clock_that_comes_into_doubt_is_told_once_and_once_when_it_is_set_right() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let reading = Arc::new(Mutex::new(Duration::ZERO));
        let clock = TrustedClock::with(&desk, BootClock::set_by(reading.clone()));
        clock.note_moment(&desk, Some(at(0)));
        assert_eq!(clock.turned(at(0)), None);
        assert_eq!(clock.turned(at(DAY)), Some(true));
        assert_eq!(clock.turned(at(DAY)), None);
        // Three days of outage later nobody's clock is in doubt for that.
        *lock(&reading) = Duration::from_secs(3 * 86_400);
        assert_eq!(clock.turned(at(3 * DAY)), Some(false));
        assert_eq!(clock.reckon(at(0)).at, at(3 * DAY));
        assert!(clock.now().is_none(), "too old to delete by");
    }
}

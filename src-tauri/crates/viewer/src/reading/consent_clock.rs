use std::time::Duration;

use cache::retention::TimeSource;
use jiff::{SignedDuration, Timestamp};

use crate::rules::CLOCKS_DIFFER;

/// Which moment consents are held against. The clock of this PC can be set by anybody; the moment the
/// service told last, carried forward by the clock that runs since the PC was started (起動からの時計),
/// cannot. The later of the two counts, so that no jump of either lengthens a consent; and nothing is
/// remembered of a jump, so that the next moment told sets it right.
///
/// The site's time server (NTP) is heard as well, and counts for how far the clock of this PC is off.
/// The `Date` of the service is authenticated, a packet of NTP is not. So where the two are more than a
/// few seconds apart, what the service told within the day goes before; consents are held against the
/// later of both; and what has passed is not taken back by a time server. Whoever forges its packets
/// lengthens no consent and has no record deleted that the service's time would keep.
#[derive(Clone, Debug, Default)]
pub struct ConsentClock {
    /// What the service told last.
    told: Option<Seen>,
    /// What the time server told last, as long as the service has not contradicted it.
    server: Option<Seen>,
    /// As long as it has told nothing: a moment that is known to have passed.
    passed: Option<Seen>,
}

/// A moment and what the clock since the start read then.
#[derive(Clone, Copy, Debug)]
struct Seen {
    at: Timestamp,
    read: Duration,
}

/// What counts as now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reckoned {
    /// The moment that ends of consents are held against.
    pub at: Timestamp,
    /// 時計要確認: the clocks disagree by more than a minute.
    pub in_doubt: bool,
}

/// Whether what a time server told counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerWord {
    /// It does.
    Counts,
    /// Not against what the service told within the day.
    AgainstTheService,
    /// Not before a moment that is known to have passed.
    BeforeWhatPassed,
}

impl ConsentClock {
    /// The service told the time while the clock since the start read `since_start`.
    pub fn told(&mut self, at: Timestamp, since_start: Duration) {
        let read = since_start;
        self.told = Some(Seen { at, read });
        self.passed = self.told;
        self.server = self
            .server
            .filter(|server| apart(server.carried(read), at) <= AGREED);
    }

    /// The time server told the time while the clock since the start read `since_start`. Answers
    /// whether it counts.
    pub fn told_by_server(&mut self, at: Timestamp, since_start: Duration) -> ServerWord {
        let read = since_start;
        let told = self.told.filter(|told| told.since(read) < BELIEVED);
        let passed = self.passed.map(|passed| passed.carried(read));
        let word = match (told, passed) {
            (Some(told), _) if apart(told.carried(read), at) > AGREED => {
                ServerWord::AgainstTheService
            }
            (None, Some(passed)) if passed.duration_since(at) > CLOCKS_DIFFER => {
                ServerWord::BeforeWhatPassed
            }
            _ => ServerWord::Counts,
        };
        if word == ServerWord::Counts {
            self.server = Some(Seen { at, read });
        }
        word
    }

    /// What a time server told counts no more: it is not the site's.
    pub const fn forget_server(&mut self) {
        self.server = None;
    }

    /// The later of this PC's clock and what is known to have passed, without the word of a time server.
    #[must_use]
    pub fn surely(&self, own: Timestamp, since_start: Duration) -> Timestamp {
        let known = self.told.or(self.passed);
        known.map_or(own, |known| known.carried(since_start).max(own))
    }

    /// What the service told last, and how long ago.
    pub(crate) fn answered(&self, since_start: Duration) -> Option<(Timestamp, SignedDuration)> {
        self.told.map(|told| (told.at, told.since(since_start)))
    }

    /// This moment is known to have passed: remembered from before the start, or read from a clock of
    /// this PC that is not in doubt. Never goes back by it.
    pub fn passed(&mut self, at: Timestamp, since_start: Duration) {
        let read = since_start;
        if self.passed.is_none_or(|passed| passed.carried(read) < at) {
            self.passed = Some(Seen { at, read });
        }
    }

    /// What was told, carried to now; none when nobody has told the time since the program started.
    #[must_use]
    pub fn trusted(&self, since_start: Duration) -> Option<Timestamp> {
        let (_, seen) = self.best(since_start)?;
        Some(seen.carried(since_start))
    }

    /// Who told the time, what, and how long ago.
    pub(crate) fn last_told(
        &self,
        since_start: Duration,
    ) -> Option<(TimeSource, Timestamp, SignedDuration)> {
        let (source, seen) = self.best(since_start)?;
        Some((source, seen.at, seen.since(since_start)))
    }

    /// The time server tells more than whole seconds, so it counts for a day; then whoever spoke last.
    fn best(&self, since_start: Duration) -> Option<(TimeSource, Seen)> {
        let told = self.told.map(|told| (TimeSource::Answer, told));
        let Some(server) = self.server else {
            return told;
        };
        let later = self.told.filter(|told| told.read > server.read);
        if later.is_some() && server.since(since_start) >= BELIEVED {
            return told;
        }
        Some((TimeSource::Ntp, server))
    }

    /// What counts as now while the clock of this PC says `own`.
    #[must_use]
    pub fn reckon(&self, own: Timestamp, since_start: Duration) -> Reckoned {
        if let Some(trusted) = self.trusted(since_start) {
            let known = self.told.or(self.passed);
            let known = known.map_or(trusted, |known| known.carried(since_start));
            return Reckoned {
                at: own.max(trusted).max(known),
                in_doubt: trusted.duration_since(own).abs() > CLOCKS_DIFFER,
            };
        }
        let Some(passed) = self.passed.map(|passed| passed.carried(since_start)) else {
            return Reckoned {
                at: own,
                in_doubt: false,
            };
        };
        Reckoned {
            at: own.max(passed),
            // Only a clock that stands before what has passed is known to be wrong.
            in_doubt: passed.duration_since(own) > CLOCKS_DIFFER,
        }
    }
}

/// The service tells whole seconds, and its answer may be seconds on its way.
const AGREED: SignedDuration = SignedDuration::from_secs(5);
/// So long what was told is carried forward against what somebody else tells.
const BELIEVED: SignedDuration = SignedDuration::from_hours(24);

fn apart(one: Timestamp, other: Timestamp) -> SignedDuration {
    one.duration_since(other).abs()
}

impl Seen {
    fn since(self, since_start: Duration) -> SignedDuration {
        let since = since_start.saturating_sub(self.read);
        SignedDuration::try_from(since).unwrap_or(SignedDuration::MAX)
    }

    fn carried(self, since_start: Duration) -> Timestamp {
        let at = self.at.saturating_add(self.since(since_start));
        at.unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    const fn read(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_later_clock_counts_and_the_next_moment_told_sets_it_right() {
        let mut clock = ConsentClock::default();
        clock.told(at(0), read(100));
        let behind = clock.reckon(at(-86_400), read(160));
        assert_eq!((behind.at, behind.in_doubt), (at(60), true));
        let ahead = clock.reckon(at(86_400), read(160));
        assert_eq!((ahead.at, ahead.in_doubt), (at(86_400), true));
        // The clock was right after all, and the service says so.
        clock.told(at(86_400), read(160));
        let right = clock.reckon(at(86_401), read(161));
        assert_eq!((right.at, right.in_doubt), (at(86_401), false));
    }

    #[test]
    fn a_long_outage_makes_no_clock_doubtful() {
        let mut clock = ConsentClock::default();
        clock.told(at(0), read(0));
        let third_day = clock.reckon(at(3 * 86_400), read(3 * DAY));
        assert!(!third_day.in_doubt);
        let wrong = clock.reckon(at(86_400), read(3 * DAY));
        assert_eq!((wrong.at, wrong.in_doubt), (at(3 * 86_400), true));
    }

    #[test]
    fn a_time_server_lengthens_no_consent_against_what_the_service_told() {
        let mut clock = ConsentClock::default();
        clock.told(at(0), read(0));
        assert_ne!(
            clock.told_by_server(at(-3_600), read(0)),
            ServerWord::Counts,
            "an hour back"
        );
        assert_ne!(
            clock.told_by_server(at(3_600), read(0)),
            ServerWord::Counts,
            "an hour ahead"
        );
        // A few seconds are a matter of the way; the later counts all the same.
        assert_eq!(clock.told_by_server(at(56), read(60)), ServerWord::Counts);
        assert_eq!(clock.reckon(at(0), read(60)).at, at(60));
        assert_eq!(clock.told_by_server(at(64), read(60)), ServerWord::Counts);
        assert_eq!(clock.reckon(at(0), read(60)).at, at(64));
        // Days later it may set ahead what ran slow, but not take back what has passed.
        let later = read(3 * DAY);
        assert_ne!(clock.told_by_server(at(86_400), later), ServerWord::Counts);
        assert_eq!(
            clock.told_by_server(at(3 * 86_400 + 30), later),
            ServerWord::Counts
        );
        assert_eq!(clock.trusted(later), Some(at(3 * 86_400 + 30)));
        // And whatever it told, the service sets right.
        assert_eq!(
            clock.told_by_server(at(30 * 86_400), later),
            ServerWord::Counts
        );
        clock.told(at(3 * 86_400), later);
        let right = clock.reckon(at(3 * 86_400), later);
        assert_eq!((right.at, right.in_doubt), (at(3 * 86_400), false));
    }

    #[test]
    fn without_the_service_a_time_server_tells_which_clock_is_wrong() {
        let mut clock = ConsentClock::default();
        clock.passed(at(0), read(0));
        assert_ne!(
            clock.told_by_server(at(-90), read(0)),
            ServerWord::Counts,
            "that has passed"
        );
        assert!(!clock.reckon(at(10), read(10)).in_doubt);
        assert_eq!(clock.told_by_server(at(-30), read(0)), ServerWord::Counts);
        assert_eq!(clock.reckon(at(-30), read(0)).at, at(0), "no second won");
        assert_eq!(clock.told_by_server(at(90), read(0)), ServerWord::Counts);
        let slow = clock.reckon(at(10), read(10));
        assert_eq!((slow.at, slow.in_doubt), (at(100), true));
        assert!(!clock.reckon(at(160), read(10)).in_doubt, "a minute");
        // Forged, it ends consents early, and its next word sets that right.
        assert_eq!(
            clock.told_by_server(at(86_400), read(20)),
            ServerWord::Counts
        );
        assert_eq!(clock.surely(at(30), read(20)), at(30), "nothing for good");
        assert_eq!(clock.told_by_server(at(110), read(20)), ServerWord::Counts);
        assert_eq!(clock.reckon(at(110), read(20)).at, at(110));
    }

    #[test]
    fn what_was_remembered_over_a_start_goes_on_with_the_clock_since_then() {
        let mut clock = ConsentClock::default();
        clock.passed(at(0), read(10));
        let behind = clock.reckon(at(-DAY.cast_signed()), read(70));
        assert_eq!((behind.at, behind.in_doubt), (at(60), true));
        assert!(!clock.reckon(at(DAY.cast_signed()), read(70)).in_doubt);
        clock.told(at(-5_000), read(80));
        let right = clock.reckon(at(-5_000), read(80));
        assert_eq!((right.at, right.in_doubt), (at(-5_000), false), "no latch");
    }
}

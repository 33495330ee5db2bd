use std::sync::Mutex;
use std::time::Instant;

use cache::retention::{TimeSource, TrustedTime};
use jiff::{SignedDuration, Timestamp};

use crate::rules::CLOCKS_DIFFER;
use crate::sync::lock;

/// The moment the service told last, carried forward by a clock that cannot be set. Where that clock
/// stands still in a suspended PC, the moment is too early, and less is old enough to be deleted.
#[derive(Debug, Default)]
pub(crate) struct TrustedClock(Mutex<Option<(Timestamp, Instant)>>);

impl TrustedClock {
    /// The `Date` of an answer over an authenticated connection, if it had one.
    pub(crate) fn note(&self, told: Option<Timestamp>) {
        if let Some(told) = told {
            *lock(&self.0) = Some((told, Instant::now()));
        }
    }

    /// Whether the clock of this PC, which says `now`, is too far from it: 時計要確認. False while
    /// nothing trustworthy told the time. A later answer sets it right again.
    pub(crate) fn disagrees(&self, now: Timestamp) -> bool {
        self.now()
            .is_some_and(|trusted| trusted.now().duration_since(now).abs() > CLOCKS_DIFFER)
    }

    /// Now; none when nothing trustworthy told it within a day.
    pub(crate) fn now(&self) -> Option<TrustedTime> {
        let (told, when) = (*lock(&self.0))?;
        let since = SignedDuration::try_from(when.elapsed()).ok()?;
        TrustedTime::carried(TimeSource::Answer, told, since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_far_from_what_the_service_told_is_in_doubt_until_it_tells_another_time() {
        let clock = TrustedClock::default();
        let at = |seconds: i64| Timestamp::from_second(1_795_000_000 + seconds).unwrap();
        assert!(!clock.disagrees(at(0)), "nobody told the time");
        clock.note(None);
        assert!(!clock.disagrees(at(0)));
        clock.note(Some(at(0)));
        assert!(!clock.disagrees(at(240)) && !clock.disagrees(at(-240)));
        assert!(clock.disagrees(at(365 * 86_400)), "a year ahead");
        assert!(clock.disagrees(at(-86_400)), "a day behind");
        clock.note(Some(at(-86_400)));
        assert!(!clock.disagrees(at(-86_400)));
    }
}

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Failed tries in a row before the lock-out.
const TRIES: u32 = 5;
/// How long it lasts.
const LOCK: SignedDuration = SignedDuration::from_mins(15);

/// Failed sign-ins in a row. Needs no network: it holds in an outage as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failures {
    in_a_row: u32,
    locked_at: Option<Timestamp>,
}

impl Failures {
    /// End of the lock-out, if one is on. When the clock was set back behind its beginning it ends
    /// 15 minutes from now at the latest: a wrong clock must not keep a doctor out for days.
    pub(crate) fn locked_until(&self, now: Timestamp) -> Option<Timestamp> {
        let since = self.locked_at?.min(now);
        let until = since.checked_add(LOCK).ok()?;
        (now < until).then_some(until)
    }

    /// To be called before each try: forgets a lock-out that has passed and ties one that lies in
    /// the future to `now`.
    pub(crate) fn refresh(&mut self, now: Timestamp) {
        if let Some(at) = self.locked_at {
            if self.locked_until(now).is_none() {
                *self = Self::default();
            } else {
                self.locked_at = Some(at.min(now));
            }
        }
    }

    pub(crate) fn count(&mut self, now: Timestamp) {
        self.in_a_row = self.in_a_row.saturating_add(1);
        if self.in_a_row >= TRIES {
            self.locked_at = Some(now);
        }
    }

    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        "2026-11-21T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
    }

    fn locked_at(minutes: i64) -> Failures {
        let mut failures = Failures::default();
        for _ in 0..5 {
            assert_eq!(failures.locked_until(at(minutes)), None);
            failures.count(at(minutes));
        }
        failures
    }

    #[test]
    fn the_fifth_failure_locks_for_fifteen_minutes() {
        let failures = locked_at(0);
        assert_eq!(failures.locked_until(at(0)), Some(at(15)));
        assert_eq!(failures.locked_until(at(14)), Some(at(15)));
        assert_eq!(failures.locked_until(at(15)), None);
    }

    #[test]
    fn afterwards_there_are_five_tries_again() {
        let mut failures = locked_at(0);
        failures.refresh(at(15));
        failures.count(at(15));
        assert_eq!(failures.locked_until(at(15)), None);
    }

    #[test]
    fn a_clock_set_back_cannot_lengthen_it() {
        let mut failures = locked_at(60 * 24);
        failures.refresh(at(0));
        assert_eq!(failures.locked_until(at(0)), Some(at(15)));
        assert_eq!(failures.locked_until(at(15)), None);
    }
}

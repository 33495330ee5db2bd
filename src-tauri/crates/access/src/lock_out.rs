use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How many failed tries in a row lock an account (連続失敗の上限): 3 to 10, by itself 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries(u32);

impl Tries {
    /// What a site may set.
    pub const RANGE: std::ops::RangeInclusive<u32> = 3..=10;

    /// So many; none outside [`Self::RANGE`].
    #[must_use]
    pub fn new(tries: u32) -> Option<Self> {
        Self::RANGE.contains(&tries).then_some(Self(tries))
    }

    /// How many.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for Tries {
    fn default() -> Self {
        Self(5)
    }
}

/// How long it lasts.
const LOCK: SignedDuration = SignedDuration::from_mins(15);

/// Failed sign-ins in a row. Needs no network: it holds in an outage as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failures {
    in_a_row: u32,
    /// How many of them were wrong codes of the second factor. Somebody who knows the password must
    /// not have these forgotten by giving it.
    #[serde(default)]
    of_codes: u32,
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

    pub(crate) fn count(&mut self, tries: Tries, now: Timestamp) {
        self.in_a_row = self.in_a_row.saturating_add(1);
        if self.in_a_row >= tries.0 {
            self.locked_at = Some(now);
        }
    }

    pub(crate) fn count_code(&mut self, tries: Tries, now: Timestamp) {
        self.of_codes = self.of_codes.saturating_add(1);
        self.count(tries, now);
    }

    /// The password was right, in a sitting whose second factor had been: wrong codes stay counted.
    pub(crate) fn forget_passwords(&mut self) {
        self.in_a_row = self.of_codes;
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
            failures.count(Tries::default(), at(minutes));
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
    fn a_site_may_choose_three_to_ten_tries() {
        assert_eq!([2, 11].map(Tries::new), [None, None]);
        for count in [3, 10] {
            let tries = Tries::new(count).unwrap();
            let mut failures = Failures::default();
            for _ in 0..count {
                assert_eq!(failures.locked_until(at(0)), None);
                failures.count(tries, at(0));
            }
            assert_eq!(failures.locked_until(at(0)), Some(at(15)));
        }
    }

    #[test]
    fn afterwards_there_are_five_tries_again() {
        let mut failures = locked_at(0);
        failures.refresh(at(15));
        failures.count(Tries::default(), at(15));
        assert_eq!(failures.locked_until(at(15)), None);
    }

    #[test]
    fn a_right_password_forgets_wrong_passwords_and_no_wrong_code() {
        let tries = Tries::default();
        let mut failures = Failures::default();
        for _ in 0..4 {
            failures.count_code(tries, at(0));
            for _ in 0..4 {
                failures.forget_passwords();
                assert_eq!(failures.locked_until(at(0)), None);
            }
        }
        failures.count_code(tries, at(0));
        assert_eq!(failures.locked_until(at(0)), Some(at(15)));
    }

    #[test]
    fn a_clock_set_back_cannot_lengthen_it() {
        let mut failures = locked_at(60 * 24);
        failures.refresh(at(0));
        assert_eq!(failures.locked_until(at(0)), Some(at(15)));
        assert_eq!(failures.locked_until(at(15)), None);
    }
}

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// Where "now" comes from. The one place in the program that reads the system clock.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Seconds it reads ahead of the system's.
    ahead: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// A clock that reads so many seconds ahead of the system's: for tests of days that nobody can
    /// wait for.
    #[must_use]
    pub const fn ahead_by(seconds: Arc<AtomicI64>) -> Self {
        Self {
            ahead: Some(seconds),
        }
    }

    /// The moment.
    pub(crate) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let Some(ahead) = &self.ahead else {
            return now;
        };
        let ahead = SignedDuration::from_secs(ahead.load(Ordering::Relaxed));
        now.saturating_add(ahead).unwrap_or(now)
    }

    /// The day in Japan.
    pub(crate) fn today(&self) -> Date {
        japan_date(self.now())
    }
}

/// The calendar day in Japan at a moment. Japan keeps one offset all year, so no time-zone
/// database is needed.
pub(crate) fn japan_date(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::fixed(Offset::constant(9))).date()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_day_turns_at_midnight_in_japan() {
        let before = "2026-11-20T14:59:59Z".parse().unwrap();
        let after = "2026-11-20T15:00:00Z".parse().unwrap();
        assert_eq!(super::japan_date(before), jiff::civil::date(2026, 11, 20));
        assert_eq!(super::japan_date(after), jiff::civil::date(2026, 11, 21));
    }
}

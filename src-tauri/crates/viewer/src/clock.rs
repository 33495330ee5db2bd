use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// Where "now" comes from. The one place in the program that reads the system clock.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock;

impl Clock {
    /// The moment.
    pub(crate) fn now(self) -> Timestamp {
        Timestamp::now()
    }

    /// The day in Japan.
    pub(crate) fn today(self) -> Date {
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

use jiff::{ToSpan, civil::Date};

use crate::SampleClinicError;

/// The day so many days from today (negative: before).
pub(crate) fn offset(today: Date, days: i32) -> Date {
    today.saturating_add(days.days())
}

/// A date of the data files: `2014`, `2014-05`, `2014-05-31` as it stands, or `-24` (days before
/// today).
pub(crate) fn text(today: Date, written: &str) -> Result<String, SampleClinicError> {
    let wrong = || SampleClinicError::Date(written.to_owned());
    if written.starts_with('-') {
        let days: i32 = written.parse().map_err(|_| wrong())?;
        return Ok(offset(today, days).to_string());
    }
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if written.split('-').all(digits) {
        return Ok(written.to_owned());
    }
    Err(wrong())
}

/// The day on which something of this date (whole or partial) was registered: the middle of a
/// month or year that is all we know, never later than yesterday.
pub(crate) fn registered(today: Date, date: &str) -> Date {
    let whole = match date.len() {
        4 => format!("{date}-07-01"),
        7 => format!("{date}-15"),
        _ => date.to_owned(),
    };
    let yesterday = offset(today, -1);
    whole
        .parse()
        .map_or(yesterday, |day: Date| day.min(yesterday))
}

/// A moment on that day in Japan's time.
pub(crate) fn at(day: impl std::fmt::Display, time: &str) -> String {
    format!("{day}T{time}:00+09:00")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn partial_dates_stay_and_offsets_count_back() {
        let today = date(2026, 11, 21);
        assert_eq!(text(today, "2014-05").unwrap(), "2014-05");
        assert_eq!(text(today, "-24").unwrap(), "2026-10-28");
        assert!(text(today, "soon").is_err());
    }

    #[test]
    fn registration_is_never_today_or_later() {
        let today = date(2026, 11, 21);
        assert_eq!(registered(today, "2026-11-03"), date(2026, 11, 3));
        assert_eq!(registered(today, "2014-05"), date(2014, 5, 15));
        assert_eq!(registered(today, "2009"), date(2009, 7, 1));
        assert_eq!(registered(today, "2026-11"), date(2026, 11, 15));
        assert_eq!(registered(today, "2026-11-21"), date(2026, 11, 20));
    }
}

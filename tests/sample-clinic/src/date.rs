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
}

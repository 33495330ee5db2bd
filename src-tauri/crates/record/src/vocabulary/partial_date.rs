use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A FHIR date or dateTime (日付) with the precision it was sent with: year, month, day or instant.
///
/// Keeps the text as sent. The day is the day written in the text; nothing is shifted to another
/// time zone, and a missing month or day is never invented.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[ts(type = "string")]
pub struct PartialDate(String);

impl PartialDate {
    /// Keeps `text` if its date part is a real year, month or day; lenient about the time part
    /// (one-digit seconds occur in official samples).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let kept = Self(text.trim().to_owned());
        let (year, month, day) = kept.parts()?;
        let (month_ok, day_ok) = (month.unwrap_or(1), day.unwrap_or(1));
        Date::new(year, month_ok, day_ok).ok()?;
        Some(kept)
    }

    /// The text as sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The date part as sent: `2019`, `2019-05` or `2019-05-31`.
    #[must_use]
    pub fn date_text(&self) -> &str {
        self.0.split('T').next().unwrap_or(&self.0)
    }

    /// The day, only when one was sent.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        let (year, month, day) = self.parts()?;
        Date::new(year, month?, day?).ok()
    }

    /// The first day that the date can mean: for ordering and for drawing, never for showing.
    #[must_use]
    pub fn earliest(&self) -> Option<Date> {
        let (year, month, day) = self.parts()?;
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()
    }

    fn parts(&self) -> Option<(i16, Option<i8>, Option<i8>)> {
        let mut parts = self.date_text().split('-');
        let year_text = parts.next()?;
        if year_text.len() != 4 {
            return None;
        }
        let year = year_text.parse().ok()?;
        let month = parts.next().map(str::parse).transpose().ok()?;
        let day = parts.next().map(str::parse).transpose().ok()?;
        if parts.next().is_some() {
            return None;
        }
        Some((year, month, day))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_kept_and_nothing_is_invented() {
        let year = PartialDate::parse("2019").unwrap();
        assert_eq!(year.date_text(), "2019");
        assert_eq!(year.day(), None);
        let late = PartialDate::parse("2019-05-31T23:59:59+09:00").unwrap();
        assert_eq!(late.day(), Some(jiff::civil::date(2019, 5, 31)));
        assert!(PartialDate::parse("2020-01-01T12:12:2+09:00").is_some());
    }

    #[test]
    fn impossible_dates_are_not_dates() {
        for text in [
            "",
            "2019-13",
            "2019-02-30",
            "19-01-01",
            "abcd",
            "2019-01-01-01",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }
}

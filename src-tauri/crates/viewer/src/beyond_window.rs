//! Which rows the service no longer gives because they left its own window (閲覧期間外の保存分), and not
//! because anybody withdrew them.

use cache::retention::Windows;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use record::view::{
    LaboratoryContent, PrescriptionContent, PrescriptionView, RowKey, SectionContent, SeriesView,
};
use record::vocabulary::{Category, PartialDate};

use crate::older_points::OlderPoints;

/// What of a section left the window.
#[derive(Clone, Debug, Default)]
pub(crate) struct BeyondWindow {
    /// Of the withdrawn rows: those that did.
    pub(crate) rows: Vec<RowKey>,
    /// Their points, by the series that goes on.
    trends: OlderPoints,
}

impl BeyondWindow {
    /// Judged by these windows.
    pub(crate) fn of(
        category: Category,
        content: &SectionContent,
        windows: &Windows,
        today: Date,
    ) -> Self {
        let window = Window {
            category,
            windows,
            now: end_of(today),
        };
        Self {
            rows: rows(content, &window),
            trends: match content {
                SectionContent::Laboratory(content) => OlderPoints::of(content, &window),
                _ => OlderPoints::default(),
            },
        }
    }

    /// Joins what left the window into the trends it belongs to. Done last, on what is drawn: no row
    /// counts as changed because its past grew longer.
    pub(crate) fn join(&self, content: &mut SectionContent) {
        if let SectionContent::Laboratory(content) = content {
            self.trends.join(content);
        }
    }
}

/// Of the withdrawn rows of a section: those that left the window.
///
/// The window counts from the fetch that last carried the row. 検査 and 処方 are given one by one, by
/// their own day: there a row older than the window has left it as soon as the newer ones that are
/// given whatever their age (直近3回) are all there.
fn rows(content: &SectionContent, window: &Window<'_>) -> Vec<RowKey> {
    use SectionContent as S;
    match content {
        S::DrugAllergy(c) | S::OtherAllergy(c) => {
            window.left(c.withdrawn.iter().map(|row| (&row.key, &row.last_supplied)))
        }
        S::Condition(c) => {
            window.left(c.withdrawn.iter().map(|row| (&row.key, &row.last_supplied)))
        }
        S::Infection(c) => {
            window.left(c.withdrawn.iter().map(|row| (&row.key, &row.last_supplied)))
        }
        S::Laboratory(c) => laboratory(c, window),
        S::Prescription(c) => prescription(c, window),
        S::Checkup(_) | S::Document(_) => Vec::new(),
    }
}

pub(crate) struct Window<'a> {
    category: Category,
    windows: &'a Windows,
    now: Timestamp,
}

impl Window<'_> {
    /// Whether what was carried or taken on this day has left it.
    pub(crate) fn has_left(&self, day: Option<&PartialDate>) -> bool {
        let Some(day) = day.and_then(PartialDate::day) else {
            return false;
        };
        let within = self.windows.within(self.category, end_of(day), self.now);
        within == Some(false)
    }

    /// Whether the service gives enough newer results of this series (直近N回) to leave out older ones.
    pub(crate) fn is_filled(&self, series: &SeriesView) -> bool {
        results(series) >= self.last()
    }

    /// How many are given whatever their age.
    fn last(&self) -> usize {
        self.windows.rule(self.category).map_or(0, |rule| rule.last)
    }

    fn left<'r>(
        &self,
        rows: impl Iterator<Item = (&'r RowKey, &'r Option<PartialDate>)>,
    ) -> Vec<RowKey> {
        rows.filter(|(_, supplied)| self.has_left(supplied.as_ref()))
            .map(|(key, _)| key.clone())
            .collect()
    }
}

fn laboratory(content: &LaboratoryContent, window: &Window<'_>) -> Vec<RowKey> {
    let left = |row: &&SeriesView| {
        let series = content.series.iter().find(|live| live.key == row.key);
        window.has_left(row.last_supplied.as_ref())
            || (window.has_left(row.latest.date.as_ref())
                && series.is_some_and(|series| window.is_filled(series)))
    };
    let rows = content.withdrawn.iter().filter(left);
    rows.map(|row| row.key.clone()).collect()
}

/// Results of a series on different days; those that are no numbers have no point.
fn results(series: &SeriesView) -> usize {
    let points = series.segments.iter().flat_map(|segment| &segment.points);
    let mut days: Vec<&str> = points.map(|point| point.date.date_text()).collect();
    let told = [Some(&series.latest), series.previous.as_ref()];
    let told = told.into_iter().flatten();
    days.extend(told.filter_map(|result| Some(result.date.as_ref()?.date_text())));
    days.sort_unstable();
    days.dedup();
    days.len()
}

fn prescription(content: &PrescriptionContent, window: &Window<'_>) -> Vec<RowKey> {
    let groups = [
        &content.current,
        &content.ended,
        &content.unknown,
        &content.older,
    ];
    let mut days: Vec<&str> = groups
        .into_iter()
        .flatten()
        .filter_map(|row| Some(row.date.as_ref()?.date_text()))
        .collect();
    days.sort_unstable();
    days.dedup();
    let left = |row: &&PrescriptionView| {
        window.has_left(row.last_supplied.as_ref())
            || (window.has_left(row.date.as_ref()) && days.len() >= window.last())
    };
    let rows = content.withdrawn.iter().filter(left);
    rows.map(|row| row.key.clone()).collect()
}

/// The last moment of a day in Japan: what is of that day left the window only when all of it did.
fn end_of(day: Date) -> Timestamp {
    let end = day.at(23, 59, 59, 0);
    let zone = TimeZone::fixed(Offset::constant(9));
    end.to_zoned(zone)
        .map_or(Timestamp::MAX, |end| end.timestamp())
}

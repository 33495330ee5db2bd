use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::lab_row::LabRow;
use crate::view::{FacilityView, RowKey};

/// Results of the same item and the same unit, newest first.
pub(super) struct Series {
    pub(super) key: RowKey,
    /// Newest first; never empty when made by [`series`].
    pub(super) rows: Vec<LabRow>,
}

/// Joins results into series: same identity *and* same unit.
///
/// A result without a value carries no unit: it joins the one series its facility has of that
/// item, so that 測定不能 is seen where the value would be; when there is none or more than one
/// such series it stands alone.
pub(super) fn series(rows: Vec<LabRow>) -> Vec<Series> {
    let (valued, absent): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| row.outcome.view.absence.is_none());
    let mut joined = Joined::default();
    for row in valued {
        joined.put(series_key(&row), row);
    }
    if !absent.is_empty() {
        joined.index();
    }
    for row in absent {
        let key = joined.only_one_of(&row).unwrap_or_else(|| series_key(&row));
        joined.note(&key, &row);
        joined.put(key, row);
    }
    joined.sorted()
}

/// Series in the making.
#[derive(Default)]
struct Joined {
    /// Their keys in the order of their first rows.
    order: Vec<String>,
    found: FxHashMap<String, Vec<LabRow>>,
    /// The series that a facility has of an item; none where it has several.
    of_place: FxHashMap<(String, FacilityView), Option<String>>,
}

impl Joined {
    fn put(&mut self, key: String, row: LabRow) {
        if !self.found.contains_key(&key) {
            self.order.push(key.clone());
        }
        // Most series of a hostile answer have one row, and rows are large.
        let rows = self.found.entry(key);
        rows.or_insert_with(|| Vec::with_capacity(1)).push(row);
    }

    /// Notes all rows that are there.
    fn index(&mut self) {
        let found = std::mem::take(&mut self.found);
        for (key, rows) in &found {
            for row in rows {
                self.note(key, row);
            }
        }
        self.found = found;
    }

    fn note(&mut self, key: &str, row: &LabRow) {
        let known = self.of_place.entry(place(row));
        let known = known.or_insert_with(|| Some(key.to_owned()));
        if known.as_deref() != Some(key) {
            *known = None;
        }
    }

    /// The one series that the facility of this row has of its item.
    fn only_one_of(&self, row: &LabRow) -> Option<String> {
        self.of_place.get(&place(row))?.clone()
    }

    fn sorted(mut self) -> Vec<Series> {
        let series = self.order.into_iter().filter_map(|key| {
            let mut rows = self.found.remove(&key)?;
            // The sort is stable: of two equal moments the one sent first stays first.
            rows.sort_by_cached_key(|row| std::cmp::Reverse(moment(row)));
            Some(Series {
                key: RowKey(key),
                rows,
            })
        });
        series.collect()
    }
}

fn place(row: &LabRow) -> (String, FacilityView) {
    (row.identity.clone(), row.outcome.view.facility.clone())
}

/// When a result was taken, for ordering: the day, then the text (which carries the time).
pub(super) fn moment(row: &LabRow) -> Option<(jiff::civil::Date, String)> {
    let date = row.outcome.view.date.as_ref()?;
    Some((date.earliest()?, date.as_str().to_owned()))
}

fn series_key(row: &LabRow) -> String {
    let view = &row.outcome.view;
    let unit = match (view.unit.as_deref().map(same_unit), &view.number) {
        (Some(unit), _) => unit,
        // A number without a unit may be in any unit: it joins only its own facility's.
        (None, Some(_)) => {
            format!("?{}", view.facility.number.as_deref().unwrap_or_default())
        }
        (None, None) => String::new(),
    };
    format!("{}|{unit}", row.identity)
}

/// A unit for comparing: width, µ/μ, blanks and the case of a litre at the end of a part do not
/// make another unit. Nothing else is equated: converting is not this room's business.
pub(super) fn same_unit(unit: &str) -> String {
    let plain: String = unit.nfkc().filter(|c| !c.is_whitespace()).collect();
    plain
        .split('/')
        .enumerate()
        .map(|(part, text)| match text {
            "l" | "dl" | "ml" | "μl" | "fl" if part > 0 => text.replace('l', "L"),
            other => other.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_make_another_unit_but_size_does() {
        assert_eq!(same_unit("ｍｇ／ｄｌ"), same_unit("mg/dL"));
        assert_eq!(same_unit("X10*3/\u{B5}L"), same_unit("X10*3/\u{3BC}l"));
        assert_ne!(same_unit("mg/dL"), same_unit("mg/L"));
        assert_ne!(same_unit("X10*3/μL"), same_unit("X10*2/μL"));
        assert_ne!(same_unit("mU/mL"), same_unit("MU/mL"));
    }
}

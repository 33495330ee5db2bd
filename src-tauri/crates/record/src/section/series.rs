use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::lab_row::LabRow;
use crate::view::RowKey;

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
    let mut order = Vec::new();
    let mut found: HashMap<String, Vec<LabRow>> = HashMap::new();
    for row in valued {
        put(&mut order, &mut found, series_key(&row), row);
    }
    for row in absent {
        let fits: Vec<&String> = order
            .iter()
            .filter(|key| {
                found.get(*key).is_some_and(|rows| {
                    rows.iter()
                        .any(|r| r.identity == row.identity && same_place(r, &row))
                })
            })
            .collect();
        let key = match fits.as_slice() {
            [only] => (*only).clone(),
            _ => series_key(&row),
        };
        put(&mut order, &mut found, key, row);
    }
    order
        .into_iter()
        .filter_map(|key| {
            let mut rows = found.remove(&key)?;
            // The sort is stable: of two equal moments the one sent first stays first.
            rows.sort_by_key(|row| std::cmp::Reverse(moment(row)));
            Some(Series {
                key: RowKey(key),
                rows,
            })
        })
        .collect()
}

fn put(
    order: &mut Vec<String>,
    found: &mut HashMap<String, Vec<LabRow>>,
    key: String,
    row: LabRow,
) {
    if !found.contains_key(&key) {
        order.push(key.clone());
    }
    found.entry(key).or_default().push(row);
}

fn same_place(one: &LabRow, other: &LabRow) -> bool {
    one.outcome.view.facility == other.outcome.view.facility
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

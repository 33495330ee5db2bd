use rustc_hash::FxHashMap;

use super::lab_row::LabRow;
use super::series::Series;
use crate::view::{FacilityView, PointView, RangeView, SegmentView};

/// The points of a series in the pieces that may be joined by a line: one facility, one method,
/// one range. A missing value in between breaks the line as well: gaps are not bridged.
pub(super) fn segments(series: &Series) -> Vec<SegmentView> {
    let mut segments = Vec::new();
    for (facility, rows) in by_facility(series) {
        let mut open: Option<(SegmentView, &LabRow)> = None;
        for row in rows {
            let Some(point) = point(row) else {
                segments.extend(open.take().map(|(segment, _)| segment));
                continue;
            };
            match &mut open {
                Some((segment, last)) if joins(last, row) => {
                    segment.points.push(point);
                    *last = row;
                }
                _ => {
                    segments.extend(open.take().map(|(segment, _)| segment));
                    let segment = SegmentView {
                        facility: facility.clone(),
                        range: range(row),
                        points: vec![point],
                    };
                    open = Some((segment, row));
                }
            }
        }
        segments.extend(open.map(|(segment, _)| segment));
    }
    segments
}

/// The rows of each facility, oldest first; the facilities by their oldest row.
fn by_facility(series: &Series) -> Vec<(&FacilityView, Vec<&LabRow>)> {
    let mut found: Vec<(&FacilityView, Vec<&LabRow>)> = Vec::new();
    let mut places: FxHashMap<&FacilityView, usize> = FxHashMap::default();
    for row in series.rows.iter().rev() {
        let facility = &row.outcome.view.facility;
        let place = *places.entry(facility).or_insert(found.len());
        match found.get_mut(place) {
            Some((_, rows)) => rows.push(row),
            None => found.push((facility, vec![row])),
        }
    }
    found
}

fn joins(one: &LabRow, next: &LabRow) -> bool {
    one.method == next.method && one.outcome.view.ranges == next.outcome.view.ranges
}

/// The one range that held; several (by sex or age) cannot be drawn as one band.
fn range(row: &LabRow) -> Option<RangeView> {
    match row.outcome.view.ranges.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

fn point(row: &LabRow) -> Option<PointView> {
    let view = &row.outcome.view;
    let date = view.date.clone()?;
    let epoch = jiff::civil::date(1970, 1, 1);
    let day = date.earliest()?.since(epoch).ok()?.get_days();
    Some(PointView {
        day,
        y: view.number.as_ref()?.to_f64()?,
        value: view.value.clone(),
        limit: view.limit,
        flag: view.flag.clone(),
        date,
    })
}

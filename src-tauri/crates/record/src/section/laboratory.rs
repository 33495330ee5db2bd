use std::cmp::Reverse;

use super::collect::{Tally, collect};
use super::fold::fold;
use super::lab_row::read;
use super::parsed::Set;
use super::segment::segments;
use super::series::{Series, moment, series};
use crate::problem::Problem;
use crate::tables::LabClass;
use crate::view::{LaboratoryContent, RowMark, SeriesView};

/// 検査 of all sets.
pub(super) fn section(sets: &[Set<'_>], problems: &mut Vec<Problem>) -> (LaboratoryContent, Tally) {
    let collected = collect(sets, problems, |scope, problems| {
        read(scope, LabClass::Laboratory, problems)
    });
    let tally = collected.tally();
    let mut found = series(collected.live);
    found.sort_by_cached_key(order);
    let (found, fold) = fold(found);
    let mut gone = series(collected.withdrawn);
    gone.sort_by_cached_key(order);
    let content = LaboratoryContent {
        series: found.into_iter().filter_map(view).collect(),
        fold,
        withdrawn: gone.into_iter().filter_map(view).collect(),
    };
    (content, tally)
}

/// The shared list's order, the rest by newest date.
fn order(series: &Series) -> (usize, Reverse<Option<(jiff::civil::Date, String)>>) {
    let newest = series.rows.first();
    let rank = newest
        .and_then(|row| row.item)
        .map_or(usize::MAX, |item| item.rank);
    (rank, Reverse(newest.and_then(moment)))
}

fn view(series: Series) -> Option<SeriesView> {
    let latest = series.rows.first()?;
    let unit = series
        .rows
        .iter()
        .find_map(|row| row.outcome.view.unit.clone());
    Some(SeriesView {
        key: series.key.clone(),
        mark: RowMark::None,
        name: latest.name.clone(),
        item: latest.item_name.clone(),
        unit,
        latest: latest.outcome.view.clone(),
        previous: series.rows.get(1).map(|row| row.outcome.view.clone()),
        segments: segments(&series),
        beyond_window: Vec::new(),
        last_supplied: latest.last_supplied.clone(),
    })
}

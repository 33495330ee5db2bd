use std::cmp::Reverse;

use super::collect::{Tally, collect};
use super::lab_row::read;
use super::parsed::Set;
use super::series::{Series, moment, series};
use crate::problem::Problem;
use crate::tables::LabClass;
use crate::view::{InfectionContent, InfectionView, RowMark};

/// 感染症 of all sets; nothing is folded by age.
pub(super) fn section(sets: &[Set<'_>], problems: &mut Vec<Problem>) -> (InfectionContent, Tally) {
    let collected = collect(sets, problems, |scope, problems| {
        read(scope, LabClass::Infection, problems)
    });
    let tally = collected.tally();
    let content = InfectionContent {
        items: views(series(collected.live)),
        withdrawn: views(series(collected.withdrawn)),
    };
    (content, tally)
}

fn views(mut found: Vec<Series>) -> Vec<InfectionView> {
    found.sort_by_cached_key(|s| {
        let newest = s.rows.first();
        let rank = newest
            .and_then(|row| row.item)
            .map_or(usize::MAX, |item| item.rank);
        (rank, Reverse(newest.and_then(moment)))
    });
    found
        .into_iter()
        .filter_map(|s| {
            let long_term = s.rows.iter().any(|row| row.long_term);
            let mut rows = s.rows.into_iter();
            let latest = rows.next()?;
            Some(InfectionView {
                key: s.key,
                mark: RowMark::None,
                name: latest.name,
                latest: latest.outcome.view,
                earlier: rows.map(|row| row.outcome.view).collect(),
                long_term,
                last_supplied: latest.last_supplied,
            })
        })
        .collect()
}

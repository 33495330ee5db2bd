use rustc_hash::FxHashMap;

use super::prescription::rows;
use super::prescription_group::same_fill;
use crate::fhir::scope::Scope;
use crate::json::Node;
use crate::view::{PrescriptionOrigin, PrescriptionView};

/// Fills of one drug on one day that are told apart; more are not compared.
const MOST: usize = 64;

/// The entries of one answer that report a fill which other origins report as well, each with those
/// origins.
pub(crate) fn told_by_several<'a>(
    scope: &Scope<'a>,
) -> Vec<(&'a Node<'a>, Vec<PrescriptionOrigin>)> {
    let rows = rows(scope);
    let mut alike: FxHashMap<_, Vec<Fill<'_, 'a>>> = FxHashMap::default();
    for (node, row) in &rows {
        let day = row.date.as_ref().map(|date| date.date_text());
        let fills = alike.entry((&row.text, day)).or_default();
        let room = fills.len() < MOST;
        let known = fills
            .iter_mut()
            .find(|fill| fill.first().is_some_and(|(_, one)| fits(fill, one, row)));
        match known {
            Some(fill) => fill.push((*node, row)),
            None if room => fills.push(vec![(*node, row)]),
            None => {}
        }
    }
    let fills = alike.into_values().flatten().filter(|fill| fill.len() > 1);
    fills.flat_map(|fill| others(&fill)).collect()
}

/// The reports of one fill.
type Fill<'r, 'a> = Vec<(&'a Node<'a>, &'r PrescriptionView)>;

/// Two reports of one origin are two fills.
fn fits(fill: &Fill<'_, '_>, one: &PrescriptionView, row: &PrescriptionView) -> bool {
    let fresh = |origin| {
        fill.iter()
            .all(|(_, known)| !known.origins.contains(origin))
    };
    row.origins.iter().all(fresh) && same_fill(one, row)
}

fn others<'a>(fill: &Fill<'_, 'a>) -> Vec<(&'a Node<'a>, Vec<PrescriptionOrigin>)> {
    fill.iter()
        .map(|(node, _)| {
            let rest = fill
                .iter()
                .filter(|(other, _)| !std::ptr::eq(*other, *node));
            let origins = rest.flat_map(|(_, row)| row.origins.iter().copied());
            (*node, origins.collect())
        })
        .collect()
}

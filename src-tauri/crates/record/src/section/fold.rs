use super::series::Series;
use crate::view::LaboratoryFold;

/// Rows of the short list, without flagged ones that come on top.
const SHORT: usize = 15;

/// Puts the short list in front and says what stays behind it.
///
/// In front: the newest series of each common item, filled up in the order of the shared list to
/// 15, and every series whose newest result was sent flagged. `series` comes in sorted.
pub(super) fn fold(series: Vec<Series>) -> (Vec<Series>, LaboratoryFold) {
    let chosen = choose(&series);
    let (mut front, mut behind) = (Vec::new(), Vec::new());
    for (one, chosen) in series.into_iter().zip(chosen) {
        if chosen {
            front.push(one);
        } else {
            behind.push(one);
        }
    }
    let told = LaboratoryFold {
        shown: front.len(),
        hidden: behind.len(),
        hidden_flagged: behind.iter().filter(|s| flagged(s)).count(),
        hidden_without_flag: behind.iter().filter(|s| unjudged(s)).count(),
    };
    front.append(&mut behind);
    (front, told)
}

/// For each series whether it stands in front.
fn choose(series: &[Series]) -> Vec<bool> {
    let mut chosen = vec![false; series.len()];
    let mut items: Vec<&str> = Vec::new();
    for (one, chosen) in series.iter().zip(&mut chosen) {
        let Some(item) = one.rows.first().and_then(|r| r.item).filter(|i| i.common) else {
            continue;
        };
        // Of several units of one item the newest comes first in the sorted list.
        if items.len() < SHORT && !items.contains(&item.name) {
            items.push(item.name);
            *chosen = true;
        }
    }
    let left = SHORT - items.len();
    for chosen in chosen.iter_mut().filter(|chosen| !**chosen).take(left) {
        *chosen = true;
    }
    for (one, chosen) in series.iter().zip(&mut chosen) {
        *chosen |= flagged(one);
    }
    chosen
}

fn flagged(series: &Series) -> bool {
    series.rows.first().is_some_and(|row| row.outcome.flagged)
}

fn unjudged(series: &Series) -> bool {
    series
        .rows
        .first()
        .is_some_and(|row| row.outcome.view.flag.is_none())
}

use jiff::Span;
use jiff::civil::Date;

use super::condition::newest_first;
use crate::view::{PrescriptionContent, PrescriptionState, PrescriptionView};

/// How long an ended prescription stays in front of the fold.
const RECENT_DAYS: i64 = 100;

/// Puts each row into its group as seen on `today`.
pub(super) fn group(mut rows: Vec<PrescriptionView>, today: Date) -> PrescriptionContent {
    rows.sort_by_cached_key(|row| {
        (
            newest_first(row.date.as_ref()),
            row.facility.number.clone(),
            rp_order(row),
        )
    });
    let since = today
        .checked_sub(Span::new().days(RECENT_DAYS))
        .unwrap_or(today);
    let mut content = PrescriptionContent::default();
    for row in rows {
        let last = row.until.as_ref().and_then(|until| until.day());
        let place = match last {
            None if unknown(&row) => &mut content.unknown,
            None => match row.date.as_ref().and_then(|d| d.earliest()) {
                Some(day) if day < since => &mut content.older,
                _ => &mut content.ended,
            },
            Some(day) if day >= today && !row.state.is_over() => &mut content.current,
            Some(day) if day >= since => &mut content.ended,
            Some(_) => &mut content.older,
        };
        place.push(row);
    }
    content
}

/// 期間不明: no last day can be calculated. A stopped row without one has ended all the same.
fn unknown(row: &PrescriptionView) -> bool {
    !row.state.is_over()
}

/// RP number and index as numbers, so that RP10 comes after RP9.
fn rp_order(row: &PrescriptionView) -> Vec<u32> {
    row.group
        .iter()
        .flat_map(|g| g.split('-'))
        .map(|part| part.parse().unwrap_or(u32::MAX))
        .collect()
}

/// The same fill reported by several origins becomes one row with all origins, never summed.
/// Two rows of one origin are two fills. The row keeps the key of its first origin in the order of
/// trust, so that a receipt that comes a month later does not make it a new row.
pub(super) fn join_origins(rows: Vec<PrescriptionView>) -> Vec<PrescriptionView> {
    let mut joined: Vec<PrescriptionView> = Vec::new();
    for row in rows {
        let same = joined.iter_mut().find(|known| {
            same_fill(known, &row) && row.origins.iter().all(|o| !known.origins.contains(o))
        });
        match same {
            Some(known) => {
                if row.state == PrescriptionState::Dispensed {
                    known.state = row.state;
                }
                if row.origins.iter().min() < known.origins.iter().min() {
                    known.key = row.key;
                }
                known.origins.extend(row.origins);
                known.origins.sort_unstable();
                known
                    .notes
                    .extend(row.notes.into_iter().filter(|n| !n.is_empty()));
                known.notes.dedup();
            }
            None => joined.push(row),
        }
    }
    joined
}

pub(super) fn same_fill(one: &PrescriptionView, other: &PrescriptionView) -> bool {
    let day = |row: &PrescriptionView| row.date.as_ref().map(|d| d.date_text().to_owned());
    one.text == other.text
        && one.usage == other.usage
        && one.kind == other.kind
        && one.amount == other.amount
        && same_place(one, other)
        && over(one) == over(other)
        && day(one).is_some()
        && day(one) == day(other)
}

/// By number when both origins send it: the same facility may be named differently in each.
fn same_place(one: &PrescriptionView, other: &PrescriptionView) -> bool {
    match (&one.facility.number, &other.facility.number) {
        (Some(one), Some(other)) => one == other,
        _ => one.facility == other.facility,
    }
}

/// How it ended before its last day.
fn over(row: &PrescriptionView) -> Option<PrescriptionState> {
    row.state.is_over().then_some(row.state)
}

use std::hash::{BuildHasher as _, RandomState};

use jiff::Span;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::condition::newest_first;
use crate::view::{PrescriptionContent, PrescriptionOrigin, PrescriptionState, PrescriptionView};

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
    let mut fills: FxHashMap<u64, Vec<Alike>> = FxHashMap::default();
    let hasher = RandomState::new();
    for row in rows {
        // Without a day nothing is the same fill.
        if row.date.is_none() {
            joined.push(row);
            continue;
        }
        let found = fills.entry(fill_hash(&row, &hasher)).or_default();
        let of = found.iter_mut().find(|alike| {
            let first = alike.places.first().and_then(|place| joined.get(*place));
            first.is_some_and(|first| same_fill(first, &row))
        });
        let Some(alike) = of else {
            found.push(Alike::from(joined.len()));
            joined.push(row);
            continue;
        };
        match alike.without(&row.origins, &joined) {
            Some(known) => {
                if let Some(known) = joined.get_mut(known) {
                    join(known, row);
                }
            }
            None => {
                alike.places.push(joined.len());
                joined.push(row);
            }
        }
    }
    joined
}

fn join(known: &mut PrescriptionView, row: PrescriptionView) {
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

/// Rows that could be one fill but for their origins.
struct Alike {
    /// Where they stand, in the order sent.
    places: Vec<usize>,
    /// Up to where all of them have an origin: an origin is only ever added.
    taken: Vec<(PrescriptionOrigin, usize)>,
}

impl From<usize> for Alike {
    fn from(place: usize) -> Self {
        Self {
            places: vec![place],
            taken: Vec::new(),
        }
    }
}

impl Alike {
    /// The first that has none of these origins.
    fn without(
        &mut self,
        origins: &[PrescriptionOrigin],
        rows: &[PrescriptionView],
    ) -> Option<usize> {
        let has =
            |place: &usize, origin| rows.get(*place).is_some_and(|r| r.origins.contains(origin));
        let mut from = 0;
        for origin in origins {
            let known = self.taken.iter().position(|(of, _)| of == origin);
            let at = known.unwrap_or_else(|| {
                self.taken.push((*origin, 0));
                self.taken.len() - 1
            });
            if let Some((_, taken)) = self.taken.get_mut(at) {
                let free = self.places.iter().skip(*taken);
                *taken += free.take_while(|place| has(place, origin)).count();
                from = from.max(*taken);
            }
        }
        let mut free = self.places.iter().skip(from);
        free.find(|place| !origins.iter().any(|origin| has(place, origin)))
            .copied()
    }
}

/// Equal for two rows of the [`same_fill`].
fn fill_hash(row: &PrescriptionView, hasher: &RandomState) -> u64 {
    let place = row.facility.number.as_ref().or(row.facility.name.as_ref());
    let day = row.date.as_ref().map(|date| date.date_text());
    hasher.hash_one((
        &row.text,
        &row.usage,
        row.kind,
        &row.amount,
        place,
        over(row),
        day,
    ))
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

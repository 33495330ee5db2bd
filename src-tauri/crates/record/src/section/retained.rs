use jiff::civil::Date;

use super::collect::collect;
use super::parsed::{ParsedSet, sets};
use super::series::series;
use super::{lab_row, section};
use crate::problem::{Problem, Severity};
use crate::set::HeldSet;
use crate::tables::LabClass;
use crate::view::{ConditionContent, PrescriptionContent, RowKey, SectionContent};
use crate::vocabulary::{Category, PartialDate};

/// One entry of an answer, as far as deciding what must stay needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retained {
    /// What it is an entry of: results of one series, fills of one drug.
    pub series: String,
    /// Names it within its series over versions.
    pub id: String,
    /// Its own day; none when it has none.
    pub day: Option<Date>,
    /// An allergy or infection, or a disease without an end date.
    pub lasting: bool,
    /// 長期保存.
    pub long_term: bool,
}

/// The entries of one version of a set; none when not all of it can be read. Entries that are shown
/// nowhere (未提供, 取り消し) are none.
#[must_use]
pub fn retained(category: Category, parts: &[&[u8]], today: Date) -> Option<Vec<Retained>> {
    let held = [HeldSet {
        key: "",
        fetched_on: today,
        returned: true,
        parts: parts.to_vec(),
        earlier: Vec::new(),
    }];
    let read = section(category, &held, today);
    if !whole(&read.problems) {
        return None;
    }
    let mut entries = match &read.content {
        SectionContent::DrugAllergy(c) | SectionContent::OtherAllergy(c) => {
            let rows = c.items.iter().chain(&c.past);
            rows.map(|row| lasting(&row.key, row.date.as_ref(), row.long_term))
                .collect()
        }
        SectionContent::Condition(c) => conditions(c),
        SectionContent::Infection(_) => results(&held, LabClass::Infection)?,
        SectionContent::Laboratory(_) => results(&held, LabClass::Laboratory)?,
        SectionContent::Prescription(c) => prescriptions(c),
        SectionContent::Checkup(c) => {
            let rows = c.reports.iter();
            rows.map(|row| dated(&row.key, row.date.as_ref())).collect()
        }
        SectionContent::Document(c) => {
            let rows = c.documents.iter();
            rows.map(|row| dated(&row.key, row.date.as_ref())).collect()
        }
    };
    // Not every kind of row says whether it is 長期保存: then the whole answer counts as such.
    if parts.iter().any(|part| mentions_long_term(part)) {
        entries.iter_mut().for_each(|entry| entry.long_term = true);
    }
    Some(entries)
}

fn whole(problems: &[Problem]) -> bool {
    let mut errors = problems.iter();
    !errors.any(|problem| problem.severity == Severity::Error)
}

fn mentions_long_term(part: &[u8]) -> bool {
    part.windows(5).any(|bytes| bytes == b"\"LTS\"")
}

fn conditions(content: &ConditionContent) -> Vec<Retained> {
    let rows = content.items.iter().chain(&content.ended);
    rows.map(|row| Retained {
        lasting: row.abatement.is_none(),
        ..lasting(&row.key, row.onset.as_ref(), row.long_term)
    })
    .collect()
}

fn prescriptions(content: &PrescriptionContent) -> Vec<Retained> {
    let groups = [
        &content.current,
        &content.ended,
        &content.unknown,
        &content.older,
    ];
    let rows = groups.into_iter().flatten();
    rows.map(|row| Retained {
        series: row.text.clone(),
        ..dated(&row.key, row.date.as_ref())
    })
    .collect()
}

/// Result by result: the view of a series does not tell all of those that are words.
fn results(held: &[HeldSet<'_>], class: LabClass) -> Option<Vec<Retained>> {
    let mut problems = Vec::new();
    let parsed: Vec<ParsedSet<'_>> = held
        .iter()
        .map(|set| ParsedSet::read(set, &mut problems))
        .collect();
    let sets = sets(&parsed, &mut problems);
    let collected = collect(&sets, &mut problems, |scope, problems| {
        lab_row::read(scope, class, problems)
    });
    if !whole(&problems) {
        return None;
    }
    let mut entries = Vec::new();
    for series in series(collected.live) {
        for row in &series.rows {
            entries.push(Retained {
                series: series.key.0.clone(),
                id: row.key.0.clone(),
                day: day(row.outcome.view.date.as_ref()),
                lasting: class == LabClass::Infection,
                long_term: row.long_term,
            });
        }
    }
    Some(entries)
}

fn lasting(key: &RowKey, date: Option<&PartialDate>, long_term: bool) -> Retained {
    Retained {
        lasting: true,
        long_term,
        ..dated(key, date)
    }
}

fn dated(key: &RowKey, date: Option<&PartialDate>) -> Retained {
    Retained {
        series: key.0.clone(),
        id: key.0.clone(),
        day: day(date),
        lasting: false,
        long_term: false,
    }
}

/// The earliest day a partial date can mean.
fn day(date: Option<&PartialDate>) -> Option<Date> {
    date.and_then(PartialDate::earliest)
}

//! 健診: documents in, an item × report table out.

mod header;
mod item;
mod report;
mod table;
mod walk;

pub(crate) use header::examined;
pub(crate) use report::{deletes_by_other_code, is_checkup, is_deletion};

use std::collections::HashMap;

use jiff::civil::Date;

use super::collect::Tally;
use super::parsed::Set;
use crate::problem::{Problem, Severity};
use crate::view::{CheckupContent, ReportState};
use report::{Report, Told, read};

/// 健診結果報告書 of all sets as one table.
pub(super) fn section(sets: &[Set<'_>], problems: &mut Vec<Problem>) -> (CheckupContent, Tally) {
    let mut reports: Vec<Report> = Vec::new();
    let mut deletions: HashMap<String, Date> = HashMap::new();
    let mut undelivered = 0;
    for set in sets {
        for told in read(&set.newest.scope, set.key, problems) {
            match told {
                Told::Report(report) => reports.push(supplied(*report, set)),
                Told::Undelivered => undelivered += 1,
                Told::Deletion { identifier, header } => {
                    problems.push(Problem::new(Severity::Info, "report_deleted", ""));
                    deletions.insert(identifier, set.newest.fetched_on);
                    let column = former(set).or(header).map(|report| report.deleted());
                    reports.extend(column);
                }
            }
        }
    }
    let reports: Vec<Report> = reports
        .into_iter()
        .map(|report| delete(report, &deletions))
        .collect();
    undelivered += reports.iter().map(|r| r.undelivered).sum::<usize>();
    let content = table::content(reports);
    let tally = Tally {
        shown: content.reports.len(),
        undelivered,
    };
    (content, tally)
}

fn supplied(mut report: Report, set: &Set<'_>) -> Report {
    if !set.returned {
        report.view.state = ReportState::NotReturned;
    }
    report.fetched_on = Some(set.newest.fetched_on);
    report
}

/// The report as it was before the deletion: its head stays as a column, so that the reader knows
/// what is gone.
fn former(set: &Set<'_>) -> Option<Box<Report>> {
    set.earlier.iter().find_map(|version| {
        let told = read(&version.scope, set.key, &mut Vec::new());
        told.into_iter().find_map(|t| match t {
            Told::Report(report) => Some(report),
            Told::Undelivered | Told::Deletion { .. } => None,
        })
    })
}

/// Takes the contents off a report that a deletion held as another set names. A report fetched
/// after its deletion has been sent again and is a report.
fn delete(report: Report, deletions: &HashMap<String, Date>) -> Report {
    match deletions.get(&report.view.key.0) {
        Some(day) if report.fetched_on.is_none_or(|fetched| fetched <= *day) => report.deleted(),
        _ => report,
    }
}

use std::collections::{HashMap, HashSet};

use super::item::Item;
use super::report::Report;
use crate::section::condition::newest_first;
use crate::view::{
    CheckupCell, CheckupContent, CheckupReportView, CheckupRow, CheckupText, ReportState, RowKey,
};

/// Lays the reports side by side, newest first.
pub(super) fn content(mut reports: Vec<Report>) -> CheckupContent {
    reports.sort_by_key(|r| newest_first(r.view.date.as_ref()));
    let mut kept: Vec<Report> = Vec::new();
    for report in reports {
        // A deletion and the report it deletes, held as two sets, are one column.
        let again = report.view.state == ReportState::Deleted
            && kept
                .iter()
                .any(|k| k.view.key == report.view.key && k.view.state == ReportState::Deleted);
        if !again {
            kept.push(report);
        }
    }
    mark_possibly_same(&mut kept);
    let rows = rows(&kept);
    CheckupContent {
        reports: kept.into_iter().map(|r| r.view).collect(),
        rows,
    }
}

/// The same examination may come by two routes. Nothing is merged: in doubt both columns stand,
/// each pointing to the other.
fn mark_possibly_same(reports: &mut [Report]) {
    let views: Vec<CheckupReportView> = reports.iter().map(|r| r.view.clone()).collect();
    for (index, report) in reports.iter_mut().enumerate() {
        report.view.possibly_same_as = views
            .iter()
            .enumerate()
            .find(|(other, view)| *other != index && possibly_same(&report.view, view))
            .map(|(_, view)| view.key.clone());
    }
}

fn possibly_same(one: &CheckupReportView, other: &CheckupReportView) -> bool {
    let day = |view: &CheckupReportView| view.date.as_ref().and_then(|d| d.day());
    let drawn = |view: &CheckupReportView| view.state != ReportState::Deleted;
    let places = (&one.facility.number, &other.facility.number);
    drawn(one)
        && drawn(other)
        && day(one).is_some()
        && day(one) == day(other)
        && match places {
            (Some(here), Some(there)) => here == there,
            _ => true,
        }
}

fn rows(reports: &[Report]) -> Vec<CheckupRow> {
    let newest = reports
        .iter()
        .position(|r| r.view.state != ReportState::Deleted);
    let mut order: Vec<(usize, CheckupRow)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut raised: HashSet<String> = HashSet::new();
    for (column, report) in reports.iter().enumerate() {
        for (first, cell, flagged) in cells(&report.items) {
            let place = *places.entry(first.row.clone()).or_insert_with(|| {
                order.push((first.order(), new_row(first, reports.len())));
                order.len() - 1
            });
            if flagged && newest == Some(column) {
                raised.insert(same_thing(&first.row).to_owned());
            }
            if let Some(slot) = order
                .get_mut(place)
                .and_then(|(_, r)| r.cells.get_mut(column))
            {
                *slot = Some(cell);
            }
        }
    }
    // Stable: items outside the official table keep the order in which they were sent.
    order.sort_by_key(|(rank, _)| *rank);
    order
        .into_iter()
        .map(|(_, mut row)| {
            row.unit = shared_unit(&row.cells);
            row.prominent |= raised.contains(same_thing(&row.key.0));
            row
        })
        .collect()
}

/// The row's 同一性項目コード: 所見の有無 and its 所見 come in front of the fold together.
fn same_thing(row: &str) -> &str {
    row.split('.')
        .next()
        .filter(|base| base.len() == 5)
        .unwrap_or(row)
}

fn new_row(item: &Item, columns: usize) -> CheckupRow {
    CheckupRow {
        key: RowKey(item.row.clone()),
        name: item.name.clone(),
        unit: None,
        kind: item.kind,
        prominent: item.fixed(),
        cells: vec![None; columns],
    }
}

/// One cell per row of a report. Where several items share a row (first and second blood pressure)
/// the one with a value and the first in the official order is the cell, the others stand in its
/// details under their own names.
fn cells(items: &[Item]) -> Vec<(&Item, CheckupCell, bool)> {
    let mut sorted: Vec<&Item> = items.iter().collect();
    sorted.sort_by_key(|item| (item.cell.result.absence.is_some(), item.order()));
    let mut found: Vec<(&Item, CheckupCell, bool)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for item in sorted {
        let place = *places.entry(&item.row).or_insert(found.len());
        match found.get_mut(place) {
            Some((_, cell, flagged)) => {
                if cell.result != item.cell.result {
                    cell.details.push(CheckupText {
                        label: item.name.clone(),
                        text: item.words(),
                    });
                }
                cell.details.extend(item.cell.details.iter().cloned());
                *flagged |= item.flagged;
            }
            None => found.push((item, item.cell.clone(), item.flagged)),
        }
    }
    found
}

fn shared_unit(cells: &[Option<CheckupCell>]) -> Option<String> {
    let mut units = cells
        .iter()
        .flatten()
        .filter(|cell| cell.result.absence.is_none())
        .map(|cell| cell.result.unit.as_ref());
    let first = units.next()??;
    units.all(|unit| unit == Some(first)).then(|| first.clone())
}

//! What an auditor asks for is what comes.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use audit::{Audit, Entry, EventKind, Filter, Outcome, OutcomeKind};
use jiff::Timestamp;
use tempfile::TempDir;

use common::{key, opening};

const HOUR: i64 = 3600;

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + hour * HOUR).unwrap()
}

/// Eight rows, one an hour.
fn log() -> (TempDir, Audit) {
    let folder = TempDir::new().unwrap();
    let audit = Audit::create(&folder.path().join("audit.db"), &key()).unwrap();
    let without_basis = |mut entry: Entry| {
        entry.arrived = Some(false);
        for consent in &mut entry.consent {
            consent.state = "not asked".to_owned();
        }
        entry
    };
    let kind = |kind, entry: Entry| Entry { kind, ..entry };
    let outcome = |outcome, entry: Entry| Entry { outcome, ..entry };
    let rows = [
        opening(1),
        kind(EventKind::OpenSheet, opening(1)),
        without_basis(opening(2)),
        outcome(
            Outcome::Refused("withheld".to_owned()),
            without_basis(opening(2)),
        ),
        Entry {
            actor: None,
            ..kind(EventKind::Prefetch, without_basis(opening(3)))
        },
        outcome(
            Outcome::Failed("disk_full".to_owned()),
            kind(EventKind::Clock, opening(3)),
        ),
        opening(4),
        opening(1),
    ];
    for (hour, entry) in (0..).zip(rows) {
        let entry = Entry {
            at: at(hour),
            ..entry
        };
        audit.append(&entry).unwrap();
    }
    (folder, audit)
}

fn numbers(audit: &Audit, filter: Filter) -> Vec<u64> {
    let filter = Filter {
        limit: 99,
        ..filter
    };
    let found = audit.entries(&filter).unwrap();
    assert_eq!(audit.count(&filter).unwrap(), found.len() as u64);
    found.iter().map(|stored| stored.head.number).collect()
}

#[test]
fn each_filter_lets_through_what_it_names_and_they_join() {
    let (_folder, audit) = log();
    let all = Filter::default;
    let period = Filter {
        since: Some(at(2)),
        until: Some(at(4)),
        ..all()
    };
    assert_eq!(numbers(&audit, period), [4, 3]);
    let charts = |numbers: &[&str]| Filter {
        chart_numbers: numbers.iter().map(|&number| number.to_owned()).collect(),
        ..all()
    };
    assert_eq!(numbers(&audit, charts(&["MARKER000001"])), [8, 2, 1]);
    let either = ["MARKER000001", "none", "MARKER000004"];
    assert_eq!(numbers(&audit, charts(&either)), [8, 7, 2, 1]);
    let pattern = charts(&["MARKER%"]);
    assert!(numbers(&audit, pattern).is_empty(), "taken as it is");
    let role = Some("admin".to_owned());
    assert!(numbers(&audit, Filter { role, ..all() }).is_empty());
    let kinds = vec![EventKind::Prefetch, EventKind::Clock];
    assert_eq!(numbers(&audit, Filter { kinds, ..all() }), [6, 5]);
    let outcome = |outcome| Filter {
        outcome: Some(outcome),
        ..all()
    };
    assert_eq!(numbers(&audit, outcome(OutcomeKind::Refused)), [4]);
    assert_eq!(numbers(&audit, outcome(OutcomeKind::Failed)), [6]);
    assert_eq!(numbers(&audit, outcome(OutcomeKind::Ok)).len(), 6);
    let joined = Filter {
        role: Some("doctor".to_owned()),
        kinds: vec![EventKind::OpenPatient],
        until: Some(at(2)),
        ..all()
    };
    assert_eq!(numbers(&audit, joined.clone()), [1]);
    let all_of_doctors = Filter {
        kinds: vec![],
        until: None,
        limit: 2,
        ..joined
    };
    let mut seen = Vec::new();
    while let Some(last) = {
        let after = seen.last().copied().unwrap_or(0);
        let page = audit.entries_after(after, &all_of_doctors).unwrap();
        seen.extend(page.iter().map(|stored| stored.head.number));
        page.last().cloned()
    } {
        assert_eq!(seen.last(), Some(&last.head.number));
    }
    assert_eq!(seen, [1, 2, 3, 4, 6, 7, 8], "everything once, oldest first");
}

#[test]
fn readings_without_arrival_and_consent_are_told_from_refusals_and_fetches() {
    let (_folder, audit) = log();
    let without_basis = Filter {
        without_basis: true,
        ..Filter::default()
    };
    assert_eq!(numbers(&audit, without_basis), [3]);
}

#[test]
fn openings_are_counted_per_person_and_told_from_other_readings() {
    let (_folder, audit) = log();
    let filter = Filter {
        person: Some(1),
        ..Filter::default()
    };
    let counted = audit.openings(&filter).unwrap();
    assert_eq!(counted.len(), 1);
    assert_eq!(counted[0].account, "doctor1");
    assert_eq!(
        (counted[0].openings, counted[0].readings, counted[0].newest),
        (2, 1, 8)
    );
    let all = audit.openings(&Filter::default()).unwrap();
    assert_eq!(
        all.len(),
        2,
        "nobody looked where the program fetched: {all:?}"
    );
}

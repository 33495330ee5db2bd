//! Sets are replaced whole, versions stay, and nothing vanishes without a mark.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use cache::{FetchedSets, Held, NewSet, Records, SetKind};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use common::{PERSON, at, document, documents, key, part, scope};

fn records() -> (TempDir, Records) {
    let folder = TempDir::new().unwrap();
    let records = Records::create(&folder.path().join("records.db"), &key()).unwrap();
    (folder, records)
}

fn conditions(records: &Records) -> Held {
    records
        .held_with_earlier(PERSON, Category::Condition)
        .unwrap()
}

fn checkups(records: &Records) -> Held {
    records
        .held_with_earlier(PERSON, Category::Checkup)
        .unwrap()
}

fn returned(held: &Held) -> Vec<(&str, bool)> {
    held.sets
        .iter()
        .map(|set| (set.key.as_str(), set.returned))
        .collect()
}

#[test]
fn what_was_received_comes_back_byte_for_byte() {
    let (folder, records) = records();
    let stored = records.store(&scope(0, "{\"value\": 5.0}\r\n")).unwrap();
    assert_eq!(stored.changed, ["Condition"]);
    drop(records);
    let records = Records::open(&folder.path().join("records.db"), &key()).unwrap();
    let held = conditions(&records);
    assert_eq!(held.version, Some(stored.version));
    assert_eq!(held.as_of, Some(at(0)));
    assert!(held.damaged.is_empty());
    let set = &held.sets[0];
    assert_eq!(
        set.parts,
        [part("{\"value\": 5.0}\r\n"), part("second page")]
    );
    assert_eq!(
        (set.kind, set.returned, set.fallen_back),
        (SetKind::Scope, true, false)
    );
    assert_eq!(
        (set.origin.as_str(), set.profile.as_str()),
        ("fhir_rest", "test")
    );
}

#[test]
fn never_fetched_and_nothing_registered_are_two_things() {
    let (_folder, records) = records();
    assert_eq!(conditions(&records), Held::default());
    let empty = FetchedSets {
        sets: Vec::new(),
        ..scope(3, "")
    };
    let stored = records.store(&empty).unwrap();
    let held = conditions(&records);
    assert!(stored.changed.is_empty() && held.sets.is_empty());
    assert_eq!(
        (held.as_of, held.version),
        (Some(at(3)), Some(stored.version))
    );
}

#[test]
fn identical_bytes_only_confirm() {
    let (_folder, records) = records();
    let first = records.store(&scope(0, "a")).unwrap();
    let again = records.store(&scope(60, "a")).unwrap();
    assert!(again.changed.is_empty());
    assert_eq!(again.version, first.version);
    let held = conditions(&records);
    assert_eq!(held.as_of, Some(at(60)));
    assert_eq!(
        (held.sets[0].fetched_at, held.sets[0].confirmed_at),
        (at(0), at(60))
    );
    assert!(held.sets[0].earlier.is_empty());
    assert_eq!(records.commits().unwrap(), 2);
}

#[test]
fn a_newer_set_replaces_the_older_which_stays_in_the_history() {
    let (_folder, records) = records();
    for (second, text) in [(0, "a"), (1, "b"), (2, "a")] {
        records.store(&scope(second, text)).unwrap();
    }
    let held = conditions(&records);
    assert_eq!(held.sets.len(), 1);
    assert_eq!(held.sets[0].parts[0], part("a"));
    let earlier: Vec<_> = held.sets[0]
        .earlier
        .iter()
        .map(|e| (e.fetched_at, e.parts[0].clone()))
        .collect();
    assert_eq!(earlier, [(at(1), part("b")), (at(0), part("a"))]);
}

#[test]
fn a_document_that_is_no_longer_listed_is_marked_and_kept() {
    let (_folder, records) = records();
    let both = vec![document("d1", "one"), document("d2", "two")];
    let first = records.store(&documents(0, both.clone())).unwrap();
    let second = records
        .store(&documents(1, vec![document("d1", "one")]))
        .unwrap();
    assert!(second.changed.is_empty());
    assert_ne!(
        second.version, first.version,
        "losing a document is a change"
    );
    assert_eq!(returned(&checkups(&records)), [("d1", true), ("d2", false)]);
    assert_eq!(checkups(&records).sets[1].parts, [part("two")]);
    records.store(&documents(2, both)).unwrap();
    assert_eq!(returned(&checkups(&records)), [("d1", true), ("d2", true)]);
}

#[test]
fn an_incomplete_list_says_nothing_of_the_others() {
    let (_folder, records) = records();
    records
        .store(&documents(
            0,
            vec![document("d1", "one"), document("d2", "two")],
        ))
        .unwrap();
    let partly = FetchedSets {
        complete_list: false,
        ..documents(9, vec![document("d2", "two, corrected")])
    };
    assert_eq!(records.store(&partly).unwrap().changed, ["d2"]);
    let held = checkups(&records);
    assert_eq!(returned(&held), [("d1", true), ("d2", true)]);
    assert_eq!(
        held.as_of,
        Some(at(0)),
        "the whole is as old as the last whole answer"
    );
}

#[test]
fn a_deletion_report_is_a_version_of_its_document() {
    let (_folder, records) = records();
    records
        .store(&documents(0, vec![document("d1", "report")]))
        .unwrap();
    let deletion = NewSet {
        kind: SetKind::Deletion,
        ..document("d1", "withdrawn")
    };
    records.store(&documents(1, vec![deletion])).unwrap();
    let held = checkups(&records);
    assert_eq!(held.sets[0].kind, SetKind::Deletion);
    assert_eq!(held.sets[0].earlier[0].kind, SetKind::Document);
}

#[test]
fn two_sets_under_one_key_do_not_replace_each_other_for_ever() {
    let (_folder, records) = records();
    let twice = vec![document("d1", "one"), document("d1", "other")];
    records.store(&documents(0, twice.clone())).unwrap();
    assert!(
        records
            .store(&documents(1, twice))
            .unwrap()
            .changed
            .is_empty()
    );
    assert_eq!(
        checkups(&records).sets[0].parts,
        [part("one"), part("other")]
    );
}

#[test]
fn a_late_answer_takes_its_place_in_the_history() {
    let (_folder, records) = records();
    records
        .store(&documents(0, vec![document("d1", "v1")]))
        .unwrap();
    records
        .store(&documents(20, vec![document("d1", "v3")]))
        .unwrap();
    let late = vec![document("d1", "v2"), document("d2", "gone since")];
    records.store(&documents(10, late.clone())).unwrap();
    let held = checkups(&records);
    assert_eq!(held.as_of, Some(at(20)));
    assert_eq!(held.sets[0].parts, [part("v3")]);
    assert_eq!(held.sets[0].earlier[0].parts, [part("v2")]);
    assert_eq!(returned(&held), [("d1", true), ("d2", false)]);
    assert!(
        records
            .store(&documents(10, late))
            .unwrap()
            .changed
            .is_empty(),
        "taking it twice"
    );
}

#[test]
fn an_earlier_state_can_be_asked_for() {
    let (_folder, records) = records();
    let first = records
        .store(&documents(
            0,
            vec![document("d1", "a"), document("d2", "b")],
        ))
        .unwrap();
    records
        .store(&documents(1, vec![document("d1", "changed")]))
        .unwrap();
    let then = records
        .held_at(PERSON, Category::Checkup, &first.version)
        .unwrap()
        .unwrap();
    assert_eq!(returned(&then), [("d1", true), ("d2", true)]);
    assert_eq!(then.sets[0].parts, [part("a")]);
    assert_eq!(then.as_of, Some(at(0)));
    let now = checkups(&records);
    let same = records.held_at(PERSON, Category::Checkup, &now.version.clone().unwrap());
    assert_eq!(same.unwrap().unwrap().sets, now.sets);
    for (category, version) in [
        (Category::Condition, first.version.as_str()),
        (Category::Checkup, "999"),
        (Category::Checkup, "x"),
    ] {
        assert_eq!(records.held_at(PERSON, category, version).unwrap(), None);
    }
}

#[test]
fn readings_belong_to_a_reader_and_never_go_back() {
    let (_folder, records) = records();
    let old = records.store(&scope(0, "a")).unwrap().version;
    let new = records.store(&scope(1, "b")).unwrap().version;
    let last = |reader| {
        records
            .last_reading(reader, PERSON, Category::Condition)
            .unwrap()
            .map(|reading| reading.state)
    };
    assert_eq!(last("r1"), None);
    let read = |reader, version: &str| {
        records
            .record_reading(reader, PERSON, Category::Condition, version, at(5))
            .unwrap()
    };
    assert!(read("r1", &new));
    assert!(read("r1", &old));
    assert_eq!((last("r1"), last("r2")), (Some(new), None));
    assert!(!read("r2", "4711"));
    assert!(
        !records
            .record_reading("r2", PersonId(1), Category::Condition, &old, at(5))
            .unwrap()
    );
}

#[test]
fn what_is_new_is_compared_for_seven_days_with_what_was_known_before_it() {
    let (_folder, records) = records();
    let day = |days: i32| at(0) + jiff::SignedDuration::from_hours(24 * i64::from(days));
    let mut states = Vec::new();
    let mut read = |second: i64, text: &str, when: i32| {
        let state = records.store(&scope(second, text)).unwrap().version;
        records
            .record_reading("r", PERSON, Category::Condition, &state, day(when))
            .unwrap();
        states.push(state);
        records
            .last_reading("r", PERSON, Category::Condition)
            .unwrap()
            .unwrap()
    };
    let first = read(0, "a", 0);
    let second = read(1, "b", 1);
    let third = read(2, "c", 4);
    let fourth = read(3, "d", 20);
    assert_eq!(
        first.a_week_ago(day(0)),
        states[0],
        "nothing was known before"
    );
    assert_eq!(second.a_week_ago(day(7)), states[0]);
    assert_eq!(second.a_week_ago(day(8)), states[1], "seven days are over");
    assert_eq!(
        third.a_week_ago(day(5)),
        states[0],
        "two changes in one week"
    );
    assert_eq!(fourth.a_week_ago(day(21)), states[2]);
}

#[test]
fn two_readers_work_side_by_side_while_an_answer_is_stored() {
    let (_folder, records) = records();
    records.store(&scope(0, "a")).unwrap();
    std::thread::scope(|threads| {
        let reading = || (0..200).all(|_| conditions(&records).damaged.is_empty());
        let (one, two) = (threads.spawn(reading), threads.spawn(reading));
        for second in 1..40 {
            records
                .store(&scope(second, &format!("text {second}")))
                .unwrap();
        }
        assert!(one.join().unwrap() && two.join().unwrap());
    });
    assert_eq!(conditions(&records).sets[0].earlier.len(), 39);
}

#[test]
fn older_versions_are_read_only_when_asked_for() {
    let (_folder, records) = records();
    for (second, text) in [(0, "a"), (1, "b"), (2, "c")] {
        records.store(&scope(second, text)).unwrap();
    }
    let held = records.held(PERSON, Category::Condition).unwrap();
    assert_eq!(held.sets[0].parts[0], part("c"));
    assert!(held.sets[0].earlier.is_empty());
    let earlier = records
        .earlier(PERSON, Category::Condition, "Condition")
        .unwrap();
    assert_eq!(earlier, conditions(&records).sets[0].earlier);
    assert_eq!(earlier.len(), 2);
    let none = records.earlier(PERSON, Category::Condition, "other");
    assert_eq!(none.unwrap(), []);
}

#[test]
fn every_version_has_its_line() {
    let (_folder, records) = records();
    let first = records
        .store(&documents(
            0,
            vec![document("d1", "one"), document("d2", "two")],
        ))
        .unwrap();
    records
        .store(&documents(5, vec![document("d1", "longer")]))
        .unwrap();
    let lines = records.versions(PERSON, Category::Checkup).unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.key.as_str(), line.fetched_at, line.size, line.intact))
        .collect();
    assert_eq!(
        told,
        [
            ("d1", at(5), 6, true),
            ("d1", at(0), 3, true),
            ("d2", at(0), 3, true)
        ]
    );
    assert_eq!(lines[1].state, first.version);
    assert!(
        records
            .versions(PERSON, Category::Document)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_answer_is_on_the_disk_when_it_is_said_to_be() {
    let (folder, records) = records();
    let stored = records
        .store(&documents(0, vec![document("d0", "a")]))
        .unwrap();
    assert_eq!(stored.checkpointed, Ok(()));
    // The file alone, without its log.
    let copy = folder.path().join("copy.db");
    std::fs::copy(folder.path().join("records.db"), &copy).unwrap();
    let copied = Records::open(&copy, &key()).unwrap();
    assert_eq!(checkups(&copied).sets, checkups(&records).sets);
}

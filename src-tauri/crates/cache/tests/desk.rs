//! Who came, what they consented to, how fetching went.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing helper is a failing test"
)]

mod common;

use cache::Desk;
use cache::desk::{CardCheckRow, DatedConsent, FetchState};
use jiff::civil::{Date, date};
use record::vocabulary::{
    Category, Consent, ConsentFlag, Gender, Identity, MemberId, PartialDate, PersonId,
};
use tempfile::TempDir;

use common::{at, key};

const TODAY: Date = date(2026, 11, 21);
const BIRTHDAY: &str = "1950-04-01";

fn desk() -> (TempDir, Desk) {
    let folder = TempDir::new().unwrap();
    let desk = Desk::create(&folder.path().join("desk.db"), &key()).unwrap();
    (folder, desk)
}

fn check(second: i64, number: &str, chart: Option<&str>) -> CardCheckRow {
    CardCheckRow {
        visit: cache::desk::Visit::default(),
        service_ref: "ref-1".to_owned(),
        arrived_at: at(second),
        chart_number: chart.map(str::to_owned),
        identity: Identity {
            name: "受付　花子".to_owned(),
            kana: Some("ウケツケ ハナコ".to_owned()),
            birth_date: PartialDate::parse(BIRTHDAY),
            gender: Some(Gender::Female),
            member_ids: vec![MemberId::parse(number).unwrap()],
        },
        card: true,
        consents: Vec::new(),
    }
}

fn born(birth_date: &str, mut row: CardCheckRow) -> CardCheckRow {
    row.identity.birth_date = PartialDate::parse(birth_date);
    row
}

fn consent(category: Category, flag: ConsentFlag) -> Consent {
    Consent {
        category,
        flag,
        given_at: Some(at(0)),
        until: Some(at(3600)),
    }
}

fn consenting(mut row: CardCheckRow, flag: ConsentFlag) -> CardCheckRow {
    row.consents = vec![consent(Category::Condition, flag)];
    row
}

fn record(desk: &Desk, day: Date, row: CardCheckRow) -> PersonId {
    desk.record_card_checks(day, &[row], at(0)).unwrap()[0]
}

#[test]
fn an_arrival_comes_back_as_it_was_recorded() {
    let (folder, desk) = desk();
    let row = consenting(
        check(30, "06139999:12:34:01", Some("000123")),
        ConsentFlag::Given,
    );
    let person = record(&desk, TODAY, row.clone());
    drop(desk);
    let desk = Desk::open(&folder.path().join("desk.db"), &key()).unwrap();
    let arrivals = desk.arrivals(TODAY).unwrap();
    assert_eq!(arrivals.len(), 1);
    assert_eq!(
        (arrivals[0].person, arrivals[0].arrived_at),
        (person, at(30))
    );
    assert_eq!(arrivals[0].identity, row.identity);
    assert_eq!(arrivals[0].service_ref, "ref-1");
    assert!(arrivals[0].card);
    assert_eq!(desk.consents(person, TODAY).unwrap(), row.consents);
    assert!(desk.arrivals(date(2026, 11, 22)).unwrap().is_empty());
    assert_eq!(desk.person(PersonId(99)).unwrap(), None);
}

#[test]
fn a_number_written_differently_is_the_same_person() {
    let (_folder, desk) = desk();
    let one = record(&desk, TODAY, check(0, "139999:１８７:あ４５:01", None));
    let two = record(&desk, TODAY, check(1, "00139999:187:あ45:01", None));
    assert_eq!(one, two);
    assert_eq!(desk.arrivals(TODAY).unwrap().len(), 1);
}

#[test]
fn the_same_name_alone_is_never_the_same_person() {
    let (_folder, desk) = desk();
    let one = record(&desk, TODAY, check(0, "06139999:12:34:01", None));
    let two = record(&desk, TODAY, check(1, "06139999:12:35:01", None));
    assert_ne!(one, two);
}

#[test]
fn another_branch_of_the_same_family_is_another_person() {
    let (_folder, desk) = desk();
    let one = record(&desk, TODAY, check(0, "06139999:12:34:01", None));
    let two = record(&desk, TODAY, check(1, "06139999:12:34:02", None));
    assert_ne!(one, two);
}

#[test]
fn a_number_without_its_branch_needs_the_services_own_id_too() {
    let (_folder, desk) = desk();
    let mother = record(&desk, TODAY, check(0, "06139999:12:34:", None));
    let again = record(&desk, TODAY, check(1, "06139999:12:34:", None));
    let twin = CardCheckRow {
        service_ref: "ref-2".to_owned(),
        ..check(2, "06139999:12:34:", None)
    };
    assert_eq!(mother, again, "asking again does not double her");
    assert_ne!(mother, record(&desk, TODAY, twin));
}

#[test]
fn a_changed_insurer_joins_by_chart_number_and_keeps_the_former_number() {
    let (_folder, desk) = desk();
    let before = date(2026, 3, 2);
    let old = record(&desk, before, check(0, "06139999:12:34:01", Some("000123")));
    let new = record(&desk, TODAY, check(9, "39131156::7654321:", Some("000123")));
    assert_eq!(old, new);
    let person = desk.person(new).unwrap().unwrap();
    let numbers: Vec<_> = person
        .member_numbers
        .iter()
        .map(|number| {
            (
                number.member_id.to_string(),
                number.first_seen,
                number.last_seen,
            )
        })
        .collect();
    assert_eq!(
        numbers,
        [
            ("39131156::7654321:".to_owned(), TODAY, TODAY),
            ("06139999:12:34:01".to_owned(), before, before),
        ]
    );
    // Whoever still comes with the former number is the same person too.
    assert_eq!(
        record(&desk, TODAY, check(10, "06139999:12:34:01", None)),
        old
    );
}

#[test]
fn a_chart_number_with_another_birth_date_is_another_person() {
    let (_folder, desk) = desk();
    let one = record(&desk, TODAY, check(0, "06139999:12:34:01", Some("000123")));
    let other = born("1981-01-01", check(1, "06139999:99:99:01", Some("000123")));
    let without = CardCheckRow {
        identity: Identity {
            birth_date: None,
            ..check(0, "06139999:88:88:01", None).identity
        },
        ..check(2, "06139999:88:88:01", Some("000123"))
    };
    assert_ne!(one, record(&desk, TODAY, other));
    assert_ne!(one, record(&desk, TODAY, without));
}

#[test]
fn a_number_with_another_birth_date_is_another_person_and_stays_so() {
    let (_folder, desk) = desk();
    let one = record(&desk, TODAY, check(0, "06139999:12:34:01", None));
    let other = || born("1981-01-01", check(1, "06139999:12:34:01", None));
    let two = record(&desk, TODAY, other());
    assert_ne!(one, two);
    assert_eq!(record(&desk, TODAY, other()), two);
    assert_eq!(
        record(&desk, TODAY, check(3, "06139999:12:34:01", None)),
        one
    );
}

#[test]
fn a_second_check_of_the_day_updates_the_arrival_and_its_consents_count() {
    let (_folder, desk) = desk();
    let number = "06139999:12:34:01";
    let person = record(
        &desk,
        TODAY,
        consenting(check(100, number, None), ConsentFlag::Refused),
    );
    record(
        &desk,
        TODAY,
        consenting(check(200, number, None), ConsentFlag::Given),
    );
    let arrivals = desk.arrivals(TODAY).unwrap();
    assert_eq!(arrivals.len(), 1);
    assert_eq!(
        (arrivals[0].arrived_at, arrivals[0].checked_at),
        (at(100), at(200))
    );
    assert_eq!(
        desk.consents(person, TODAY).unwrap()[0].flag,
        ConsentFlag::Given
    );
    // The service lists the older one again: nothing goes back.
    record(
        &desk,
        TODAY,
        consenting(check(100, number, None), ConsentFlag::Refused),
    );
    assert_eq!(
        desk.consents(person, TODAY).unwrap()[0].flag,
        ConsentFlag::Given
    );
    assert_eq!(desk.arrivals(TODAY).unwrap(), arrivals);
}

#[test]
fn a_refusal_stands_until_the_person_chooses_again() {
    let (_folder, desk) = desk();
    let number = "06139999:12:34:01";
    let visits = [
        (date(2026, 1, 5), 10, ConsentFlag::Given),
        (date(2026, 2, 5), 20, ConsentFlag::Refused),
        (date(2026, 3, 5), 30, ConsentFlag::NotAsked),
    ];
    let mut person = None;
    for (day, second, flag) in visits {
        person = Some(record(
            &desk,
            day,
            consenting(check(second, number, None), flag),
        ));
    }
    let person = person.unwrap();
    let latest = || desk.latest_consents(person).unwrap();
    assert_eq!(
        latest(),
        [DatedConsent {
            checked_at: at(20),
            consent: consent(Category::Condition, ConsentFlag::Refused),
        }]
    );
    record(
        &desk,
        TODAY,
        consenting(check(40, number, None), ConsentFlag::Given),
    );
    assert_eq!(
        (latest()[0].checked_at, latest()[0].consent.flag),
        (at(40), ConsentFlag::Given)
    );
    let documents = CardCheckRow {
        consents: vec![consent(Category::Document, ConsentFlag::Refused)],
        ..check(50, number, None)
    };
    record(&desk, TODAY, documents);
    let refused = latest().pop().unwrap();
    assert_eq!(
        (refused.checked_at, refused.consent.category),
        (at(50), Category::Document)
    );
}

#[test]
fn a_failing_batch_keeps_nothing() {
    let (folder, desk) = desk();
    drop(desk);
    let path = folder.path().join("desk.db");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 8192;
         CREATE TRIGGER t BEFORE INSERT ON arrival WHEN new.service_ref = 'bad'
         BEGIN SELECT RAISE(ABORT, 'no'); END;",
        "05".repeat(32)
    ))
    .unwrap();
    drop(raw);
    let desk = Desk::open(&path, &key()).unwrap();
    let bad = CardCheckRow {
        service_ref: "bad".to_owned(),
        ..check(1, "06139999:12:35:01", None)
    };
    let rows = [check(0, "06139999:12:34:01", None), bad];
    assert!(desk.record_card_checks(TODAY, &rows, at(0)).is_err());
    assert!(desk.arrivals(TODAY).unwrap().is_empty());
    assert_eq!(desk.person(PersonId(1)).unwrap(), None);
}

#[test]
fn fetch_states_are_kept_per_category() {
    let (folder, desk) = desk();
    let person = record(&desk, TODAY, check(0, "06139999:12:34:01", None));
    let good = FetchState {
        last_success: Some(at(1)),
        last_attempt: Some(at(1)),
        consent_until: Some(at(3600)),
        name_differs: true,
        fault: None,
    };
    let bad = FetchState {
        fault: Some("timeout".to_owned()),
        ..good.clone()
    };
    desk.set_fetch_state(person, Category::Condition, &bad)
        .unwrap();
    desk.set_fetch_state(person, Category::Condition, &good)
        .unwrap();
    desk.set_fetch_state(person, Category::Laboratory, &bad)
        .unwrap();
    drop(desk);
    let desk = Desk::open(&folder.path().join("desk.db"), &key()).unwrap();
    let states = desk.fetch_states(person).unwrap();
    assert_eq!(
        states,
        [
            (Category::Condition, good.clone()),
            (Category::Laboratory, bad)
        ]
    );
    assert!(
        desk.set_fetch_state(PersonId(99), Category::Condition, &good)
            .is_err()
    );
}

#[test]
fn a_blob_is_replaced_whole() {
    let (folder, desk) = desk();
    assert_eq!(desk.blob("accounts").unwrap(), None);
    desk.put_blob("accounts", b"one").unwrap();
    desk.put_blob("accounts", b"two\0").unwrap();
    desk.put_blob("empty", b"").unwrap();
    drop(desk);
    let desk = Desk::open(&folder.path().join("desk.db"), &key()).unwrap();
    assert_eq!(desk.blob("accounts").unwrap().unwrap(), b"two\0");
    assert_eq!(desk.blob("empty").unwrap().unwrap(), b"");
}

#[test]
fn a_number_is_not_given_to_somebody_else_after_an_older_file_was_put_back() {
    let (folder, desk) = desk();
    let path = folder.path().join("desk.db");
    drop(desk);
    let yesterday = std::fs::read(&path).unwrap();
    let mut given = Vec::new();
    for number in ["39131156:1:1:01", "39131156:2:2:01", "39131156:3:3:01"] {
        std::fs::write(&path, &yesterday).unwrap();
        let desk = Desk::open(&path, &key()).unwrap();
        let row = born(
            &format!("19{}0-01-01", given.len() + 1),
            check(0, number, None),
        );
        given.extend(desk.record_card_checks(TODAY, &[row], at(0)).unwrap());
        drop(desk);
    }
    given.sort_unstable();
    given.dedup();
    assert_eq!(given.len(), 3, "nobody's records are shown as another's");
    assert!(given.iter().all(|person| (1..1 << 53).contains(&person.0)));
}

//! Stores that a released program wrote open for ever.
//!
//! `tests/fixtures/*-v<n>.db` were written by the program whose schema was number n, with an
//! invented person and a key that is no secret. `CLINS_WRITE_FIXTURES=1` adds the file of the
//! present schema where there is none; files that are there are never written again.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failing helper is a failing test"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use cache::desk::{CardCheckRow, FetchState};
use cache::notes::{By, Confirming, HeldNote, NewDraft, NoteText, Stamp};
use cache::{Desk, FetchedSets, NewSet, Notes, Records, SetKind};
use jiff::civil::{Date, date};
use record::vocabulary::{
    Category, Consent, ConsentFlag, Gender, Identity, MemberId, PartialDate, PersonId,
};
use tempfile::TempDir;

use common::{PERSON, at, document, documents, key, part, scope};

/// Newest schema of each store: raised with each migration, together with a new file.
const RECORDS: u32 = 3;
const DESK: u32 = 2;
const NOTES: u32 = 1;

const DAY: Date = date(2026, 11, 21);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Writes the file of the present schema when asked to and there is none.
fn write_if_asked(store: &str, schema: u32, fill: impl FnOnce(&Path)) {
    let file = folder().join(format!("{store}-v{schema}.db"));
    if std::env::var_os("CLINS_WRITE_FIXTURES").is_some() && !file.exists() {
        fill(&file);
    }
    assert!(file.exists(), "{} is missing", file.display());
}

/// Each file of this store, copied so that opening it changes nothing here.
fn each(store: &str, newest: u32, check: impl Fn(&Path)) {
    for schema in 1..=newest {
        let copy = TempDir::new().unwrap();
        let path = copy.path().join("store.db");
        fs::copy(folder().join(format!("{store}-v{schema}.db")), &path).unwrap();
        check(&path);
        check(&path);
    }
}

#[test]
fn records_of_every_release_open_and_say_the_same() {
    write_if_asked("records", RECORDS, fill_records);
    each("records", RECORDS, |path| {
        let records = Records::open(path, &key()).unwrap();
        let conditions = records.held(PERSON, Category::Condition).unwrap();
        assert_eq!(
            conditions.sets[0].parts,
            [part("{\"text\": \"二度目\"}"), part("second page")]
        );
        assert_eq!(conditions.as_of, Some(at(60)));
        let checkups = records.held(PERSON, Category::Checkup).unwrap();
        let kept: Vec<_> = checkups
            .sets
            .iter()
            .map(|set| (set.key.as_str(), set.kind, set.returned))
            .collect();
        assert_eq!(
            kept,
            [
                ("d1", SetKind::Document, true),
                ("d2", SetKind::Document, false),
                ("d3", SetKind::Deletion, true),
            ]
        );
        assert_eq!(checkups.sets[1].parts, [part("健診 二")]);
        assert!(checkups.damaged.is_empty());
        let whole = records.whole(PERSON).unwrap();
        assert_eq!(
            whole.into_iter().collect::<Vec<_>>(),
            [
                (Category::Condition, conditions),
                (Category::Checkup, checkups)
            ]
        );
        let read = records.last_reading("r1", PERSON, Category::Condition);
        let state = read.unwrap().unwrap().state;
        let then = records.held_at(PERSON, Category::Condition, &state);
        assert_eq!(
            then.unwrap().unwrap().sets[0].parts[0],
            part("{\"text\": \"一度目\"}")
        );
    });
}

fn fill_records(file: &Path) {
    let records = Records::create(file, &key()).unwrap();
    let first = records.store(&scope(0, "{\"text\": \"一度目\"}")).unwrap();
    records
        .record_reading("r1", PERSON, Category::Condition, &first.version, at(5))
        .unwrap();
    for second in [30, 60] {
        records
            .store(&scope(second, "{\"text\": \"二度目\"}"))
            .unwrap();
    }
    let deleted = NewSet {
        kind: SetKind::Deletion,
        ..document("d3", "取り消し")
    };
    let answers: [Vec<NewSet>; 2] = [
        vec![
            document("d1", "健診 一"),
            document("d2", "健診 二"),
            document("d3", "健診 三"),
        ],
        vec![document("d1", "健診 一"), deleted],
    ];
    for (second, sets) in (0..).zip(answers) {
        records.store(&documents(second, sets)).unwrap();
    }
    let other = FetchedSets {
        person: PersonId(8),
        ..scope(0, "another person")
    };
    records.store(&other).unwrap();
}

#[test]
fn desks_of_every_release_open_and_say_the_same() {
    write_if_asked("desk", DESK, fill_desk);
    each("desk", DESK, |path| {
        let desk = Desk::open(path, &key()).unwrap();
        let arrivals = desk.arrivals(DAY).unwrap();
        assert_eq!(arrivals.len(), 2);
        assert_eq!(arrivals[0].identity.name, "見本　斎子");
        let person = desk.person(arrivals[0].person).unwrap().unwrap();
        assert_eq!(person.chart_number.as_deref(), Some("000123"));
        let numbers = person.member_numbers.iter();
        assert_eq!(
            numbers
                .map(|number| number.member_id.to_string())
                .collect::<Vec<_>>(),
            ["06139999:56:78:02", "139999:１２:３４:01"]
        );
        assert_eq!(desk.consents(person.id, DAY).unwrap().len(), 1);
        let states = desk.fetch_states(person.id).unwrap();
        assert_eq!(states[0].1.fault.as_deref(), Some("timeout"));
        assert_eq!(desk.blob("settings").unwrap().unwrap(), b"{}");
    });
}

fn fill_desk(file: &Path) {
    let desk = Desk::create(file, &key()).unwrap();
    let before = date(2026, 3, 2);
    let row = |second, number: &str, name: &str, chart: &str| CardCheckRow {
        visit: cache::desk::Visit::default(),
        service_ref: format!("ref-{chart}"),
        arrived_at: at(second),
        chart_number: Some(chart.to_owned()),
        identity: Identity {
            name: name.to_owned(),
            kana: Some("ミホン トキコ".to_owned()),
            birth_date: PartialDate::parse("1930-06-28"),
            gender: Some(Gender::Female),
            member_ids: vec![MemberId::parse(number).unwrap()],
        },
        card: true,
        consents: vec![Consent {
            category: Category::Condition,
            flag: ConsentFlag::Given,
            given_at: Some(at(second)),
            until: Some(at(second + 86_400)),
        }],
    };
    let former = row(0, "139999:１２:３４:01", "見本　斎子", "000123");
    desk.record_card_checks(before, &[former], at(0)).unwrap();
    let today = [
        row(10, "06139999:56:78:02", "見本　斎子", "000123"),
        row(20, "06139999:9:9:01", "見本　太郎", "000124"),
    ];
    let people = desk.record_card_checks(DAY, &today, at(30)).unwrap();
    let failed = FetchState {
        fault: Some("timeout".to_owned()),
        ..FetchState::default()
    };
    desk.set_fetch_state(people[0], Category::Condition, &failed)
        .unwrap();
    desk.put_blob("settings", b"{}").unwrap();
}

#[test]
fn notes_of_every_release_open_and_say_the_same() {
    write_if_asked("notes", NOTES, fill_notes);
    each("notes", NOTES, |path| {
        let notes = Notes::open(path, &key()).unwrap();
        let check = notes.check().unwrap();
        assert_eq!((check.notes, check.drafts, check.damaged), (2, 1, vec![]));
        let held = notes.of_person(PERSON).unwrap();
        let [HeldNote::Whole(first), HeldNote::Whole(second)] = held.as_slice() else {
            panic!("{held:?}");
        };
        assert_eq!(first.confirmed.text, "健診の腎機能を確認");
        assert_eq!((first.number, first.superseded_by), (1, Some(2)));
        assert_eq!(second.confirmed.text, "健診の腎機能を確認（eGFR）");
        assert_eq!((second.number, second.superseded_by), (2, None));
        assert!(second.by_deputy() && !first.by_deputy());
        assert_eq!(second.confirmed.confirmed_by, by("sato", "doctor"));
        assert_eq!(second.confirmed.entered_by, by("jimu", "clerk"));
        assert_eq!(second.confirmed.confirmed, stamp(90));
        let drafts = notes.drafts_of(PERSON).unwrap();
        assert_eq!(drafts[0].text, "下書き");
        assert_eq!(notes.writes().unwrap(), 5);
    });
}

fn by(account: &str, role: &str) -> By {
    By {
        account: account.to_owned(),
        name: format!("{account} 花子"),
        role: role.to_owned(),
    }
}

fn stamp(second: i64) -> Stamp {
    Stamp {
        at: at(second),
        trusted: Some(at(second)),
        in_doubt: second == 90,
    }
}

fn fill_notes(file: &Path) {
    let notes = Notes::create(file, &key()).unwrap();
    let draft = |text: &str, supersedes| NewDraft {
        person: PERSON,
        text: NoteText::typed(text).unwrap(),
        author: by("yamada", "doctor"),
        entered_by: by("jimu", "clerk"),
        written: stamp(0),
        supersedes,
    };
    let confirm = |draft: NewDraft, account: &str, second| {
        let draft = notes.write(draft, &mut |_| true).unwrap();
        let confirming = Confirming {
            person: PERSON,
            draft: draft.id,
            seen: draft.seen(),
            by: by(account, "doctor"),
            at: stamp(second),
        };
        notes.confirm(confirming, &mut |_| true).unwrap().number
    };
    let first = confirm(draft("健診の腎機能を確認", None), "yamada", 60);
    let later = draft("健診の腎機能を確認（eGFR）", Some(first));
    confirm(later, "sato", 90);
    notes.write(draft("下書き", None), &mut |_| true).unwrap();
    notes.close().unwrap();
}

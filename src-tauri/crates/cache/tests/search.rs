//! A person is found however they are typed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failing helper is a failing test; figures are printed"
)]

mod common;

use std::time::{Duration, Instant};

use cache::Desk;
use cache::desk::{CardCheckRow, SearchIndex};
use jiff::civil::date;
use record::vocabulary::{Identity, MemberId, PartialDate, PersonId};
use tempfile::TempDir;

use common::{at, key};

struct Someone<'a> {
    name: &'a str,
    kana: &'a str,
    born: &'a str,
    chart: &'a str,
    number: &'a str,
}

const PEOPLE: [Someone<'_>; 5] = [
    Someone {
        name: "齋藤　花子",
        kana: "サイトウ ハナコ",
        born: "1930-06-28",
        chart: "000123",
        number: "06139999:12:3456:01",
    },
    Someone {
        name: "斉藤　翔太",
        kana: "ｻｲﾄｳ ｼｮｳﾀ",
        born: "1985-12-01",
        chart: "001230",
        number: "139999:１８７:あ４５:02",
    },
    Someone {
        name: "佐々木　森",
        kana: "ササキ シン",
        born: "2019-05-01",
        chart: "77",
        number: "39131156::7654321:",
    },
    Someone {
        name: "髙﨑　美津",
        kana: "タカサキ ミツ",
        born: "1989-01-07",
        chart: "A-9",
        number: "12888888::123:",
    },
    Someone {
        name: "森　花",
        kana: "モリ ハナ",
        born: "1950",
        chart: "555",
        number: "06139999:12:9999:01",
    },
];

fn row(second: i64, someone: &Someone<'_>) -> CardCheckRow {
    CardCheckRow {
        visit: cache::desk::Visit::default(),
        service_ref: format!("ref-{second}"),
        arrived_at: at(second),
        chart_number: Some(someone.chart.to_owned()),
        identity: Identity {
            name: someone.name.to_owned(),
            kana: Some(someone.kana.to_owned()),
            birth_date: PartialDate::parse(someone.born),
            gender: None,
            member_ids: vec![MemberId::parse(someone.number).unwrap()],
        },
        card: true,
        consents: Vec::new(),
    }
}

fn desk() -> (TempDir, Desk, Vec<PersonId>) {
    let folder = TempDir::new().unwrap();
    let desk = Desk::create(&folder.path().join("desk.db"), &key()).unwrap();
    let rows: Vec<_> = (0..).zip(&PEOPLE).map(|(n, who)| row(n, who)).collect();
    let people = desk
        .record_card_checks(date(2026, 11, 21), &rows, at(0))
        .unwrap();
    (folder, desk, people)
}

/// Who is found, by their place in [`PEOPLE`].
fn found(index: &SearchIndex, people: &[PersonId], query: &str) -> Vec<usize> {
    let found = index.find(query, 20).people.into_iter();
    found
        .map(|id| people.iter().position(|person| *person == id).unwrap())
        .collect()
}

#[test]
fn names_kana_numbers_and_birth_dates_find_their_person() {
    let (_folder, desk, people) = desk();
    let index = desk.search_index().unwrap();
    let cases: [(&str, &[usize]); 32] = [
        ("斎藤", &[1, 0]),
        ("齊藤花子", &[0]),
        ("斉藤 花子", &[0]),
        ("さいとう", &[1, 0]),
        ("サイトウ　ハナコ", &[0]),
        ("さいとう しようた", &[1]),
        ("ﾊﾅｺ", &[0]),
        ("ハナ", &[4, 0]),
        ("花子", &[0]),
        ("花", &[4, 0]),
        ("森", &[4, 2]),
        ("佐佐木", &[2]),
        ("高崎", &[3]),
        ("高嵜 みつ", &[3]),
        ("000123", &[0, 3]),
        ("123", &[3, 0, 1]),
        ("１２３０", &[1]),
        ("a9", &[3]),
        ("06139999", &[4, 0]),
        ("139999", &[1, 4, 0]),
        ("3456", &[0]),
        ("06139999・12・3456", &[0]),
        ("187 あ45", &[1]),
        ("1930-06-28", &[0]),
        ("19300628", &[0]),
        ("S5.6.28", &[0]),
        ("昭和5年6月28日", &[0]),
        ("昭5/6/28", &[0]),
        ("令和元年", &[2]),
        ("1950", &[4]),
        ("花 昭和5年", &[0]),
        ("サイトウ 森", &[]),
    ];
    for (query, expected) in cases {
        let got = found(&index, &people, query);
        if query == "123" || query == "000123" {
            // The number itself first; what only begins with it or holds it after.
            assert_eq!(got[..expected.len()], *expected, "{query}");
        } else {
            assert_eq!(got, expected, "{query}");
        }
    }
    for nothing in ["", "　 ", "・", "//"] {
        assert!(index.find(nothing, 20).people.is_empty(), "{nothing:?}");
    }
}

#[test]
fn more_than_asked_for_is_said() {
    let (_folder, desk, _) = desk();
    let index = desk.search_index().unwrap();
    let one = index.find("サイトウ", 1);
    assert_eq!((one.people.len(), one.more), (1, true));
    let both = index.find("サイトウ", 2);
    assert_eq!((both.people.len(), both.more), (2, false));
}

#[test]
fn a_held_index_follows_the_card_checks() {
    let (_folder, desk, mut people) = desk();
    let index = desk.search_index().unwrap();
    let day = date(2026, 11, 22);
    let new = Someone {
        name: "新規　次郎",
        kana: "シンキ ジロウ",
        born: "1970-01-01",
        chart: "888",
        number: "06139999:12:1:01",
    };
    let married = Someone {
        name: "高橋　花子",
        kana: "タカハシ ハナコ",
        number: "39131156::55:",
        ..PEOPLE[0]
    };
    let rows = [row(100, &new), row(101, &married)];
    let seen = desk.record_card_checks(day, &rows, at(100)).unwrap();
    assert_eq!(seen[1], people[0], "the same person under a new number");
    people.push(seen[0]);
    assert_eq!(found(&index, &people, "新規"), [5]);
    assert_eq!(found(&index, &people, "たかはし"), [0]);
    assert_eq!(found(&index, &people, "サイトウ"), [1]);
    assert_eq!(found(&index, &people, "3456"), [0], "the former number");
    assert_eq!(index.people(), 6);
    drop(index);
    let fresh = desk.search_index().unwrap();
    assert_eq!(found(&fresh, &people, "新規"), [5]);
    assert_eq!(fresh.people(), 6);
}

#[test]
fn what_is_kept_in_memory_is_never_printed() {
    let (_folder, desk, _) = desk();
    let index = desk.search_index().unwrap();
    let printed = format!("{index:?} {desk:?}");
    assert!(!printed.contains("サイトウ") && !printed.contains("000123"));
}

/// The bound is generous for a build without optimisation; the printed figures are what counts.
#[test]
fn ten_thousand_people_are_searched_while_typing() {
    const SURNAMES: [&str; 8] = [
        "サトウ",
        "スズキ",
        "タカハシ",
        "タナカ",
        "イトウ",
        "ヤマモト",
        "ワタナベ",
        "ナカムラ",
    ];
    const GIVEN: [&str; 8] = [
        "ハナコ",
        "タロウ",
        "ミツコ",
        "ケンイチ",
        "サクラ",
        "ユウト",
        "ヒデオ",
        "アイ",
    ];
    let folder = TempDir::new().unwrap();
    let desk = Desk::create(&folder.path().join("desk.db"), &key()).unwrap();
    let rows: Vec<CardCheckRow> = (0..10_000_usize)
        .map(|n| {
            let kana = format!(
                "{} {}{}",
                SURNAMES[n % 8],
                GIVEN[n / 8 % 8],
                "ンコ".repeat(n % 3)
            );
            row(
                i64::try_from(n).unwrap(),
                &Someone {
                    name: ["佐藤　花子", "鈴木　太郎", "高橋　光子", "田中　健一"][n % 4],
                    kana: &kana,
                    born: &format!("{}-{:02}-{:02}", 1930 + n % 90, 1 + n % 12, 1 + n % 28),
                    chart: &format!("{n:06}"),
                    number: &format!("06139999:{}:{n}:01", n % 100),
                },
            )
        })
        .collect();
    let people = desk
        .record_card_checks(date(2026, 11, 21), &rows, at(0))
        .unwrap();
    let start = Instant::now();
    let index = desk.search_index().unwrap();
    println!("10,000 people loaded in {:?}", start.elapsed());
    assert_eq!(index.people(), 10_000);
    assert_eq!(index.find("009876", 20).people[0], people[9876]);
    let mut times: Vec<(Duration, &str)> = [
        "さ",
        "佐藤",
        "ハナコ",
        "ンコンコ",
        "009876",
        "9876",
        "S5.6",
        "無い",
        "タナカ アイ",
    ]
    .into_iter()
    .map(|query| {
        let start = Instant::now();
        let found = index.find(query, 20);
        assert!(found.people.len() <= 20);
        (start.elapsed(), query)
    })
    .collect();
    times.sort_unstable();
    println!("{times:?}");
    assert!(times[4].0 < Duration::from_millis(200), "{times:?}");
}

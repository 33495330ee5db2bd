//! What the tests of this room share.
#![allow(dead_code, reason = "each test program uses its part")]
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

use std::path::Path;

use cache::{FetchedSets, NewSet, Part, SetKind, StoreKey};
use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use rusqlite::Connection;

pub(crate) const PERSON: PersonId = PersonId(7);

pub(crate) fn key() -> StoreKey {
    StoreKey::new([5; 32])
}

/// Bytes of a page of a store.
pub(crate) const PAGE: usize = 8192;

/// The store as SQLite sees it, without ours in between.
pub(crate) fn raw(path: &Path) -> Connection {
    let raw = Connection::open(path).unwrap();
    raw.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = {PAGE};",
        "05".repeat(32)
    ))
    .unwrap();
    raw
}

/// The lines kept of what is held now are those that the tables make.
pub(crate) fn assert_glance_is_true(path: &Path) {
    let raw = raw(path);
    for (these, those) in [("glance", "newest_part"), ("newest_part", "glance")] {
        let query =
            format!("SELECT count(*) FROM (SELECT * FROM {these} EXCEPT SELECT * FROM {those})");
        let more: i64 = raw.query_row(&query, [], |row| row.get(0)).unwrap();
        assert_eq!(more, 0, "lines of {these} that are not in {those}");
    }
}

/// A moment, in seconds of a day long ago.
pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::new(1_700_000_000 + second, 5).unwrap()
}

pub(crate) fn part(text: &str) -> Part {
    Part {
        content_type: "application/fhir+json".to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

pub(crate) fn document(key: &str, text: &str) -> NewSet {
    NewSet {
        key: key.to_owned(),
        kind: SetKind::Document,
        parts: vec![part(text)],
    }
}

/// A complete answer of documents.
pub(crate) fn documents(second: i64, sets: Vec<NewSet>) -> FetchedSets {
    FetchedSets {
        person: PERSON,
        category: Category::Checkup,
        origin: "fhir_rest".to_owned(),
        profile: "test".to_owned(),
        fetched_at: at(second),
        sets,
        complete_list: true,
    }
}

/// A complete answer to a query, in two pages.
pub(crate) fn scope(second: i64, text: &str) -> FetchedSets {
    FetchedSets {
        category: Category::Condition,
        ..documents(
            second,
            vec![NewSet {
                key: "Condition".to_owned(),
                kind: SetKind::Scope,
                parts: vec![part(text), part("second page")],
            }],
        )
    }
}

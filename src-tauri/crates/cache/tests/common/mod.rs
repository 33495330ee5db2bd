//! What the tests of this room share.
#![allow(dead_code, reason = "each test program uses its part")]
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

use cache::{FetchedSets, NewSet, Part, SetKind, StoreKey};
use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};

pub(crate) const PERSON: PersonId = PersonId(7);

pub(crate) fn key() -> StoreKey {
    StoreKey::new([5; 32])
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

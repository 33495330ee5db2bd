//! The records store behind the program's back, while nobody has it open.

use cache::{FetchedSets, NewSet, Records, SetKind};
use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use serde_json::Value;

use super::Pc;

impl Pc {
    /// The records store itself.
    pub(crate) fn records(&self) -> Records {
        Records::open(&self.profile().join("records.db"), &self.records_key()).unwrap()
    }

    /// The second copy as upkeep makes it at the end of a day.
    pub(crate) fn make_copy(&self) {
        let records = self.records();
        let copy = self.profile().join("second").join("records.db");
        records.copy_to(&copy, &mut |_| true).unwrap();
        records.close().unwrap();
    }
}

/// What is held of a section as an answer that came at `at`, changed by a byte that says nothing.
pub(crate) fn once_more(
    records: &Records,
    person: &Value,
    category: Category,
    at: Timestamp,
) -> FetchedSets {
    let person = PersonId(person.as_i64().unwrap());
    let held = records.held(person, category).unwrap();
    let sets = held.sets.iter().map(|set| {
        let mut parts = set.parts.clone();
        parts[0].bytes.push(b'\n');
        NewSet {
            key: set.key.clone(),
            kind: SetKind::Scope,
            parts,
        }
    });
    FetchedSets {
        person,
        category,
        origin: "fhir_rest".to_owned(),
        profile: "earlier".to_owned(),
        fetched_at: at,
        sets: sets.collect(),
        complete_list: true,
    }
}

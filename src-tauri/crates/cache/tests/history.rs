//! The states of a section, and one example of each kind.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use cache::{FetchedSets, Records};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use common::{PERSON, at, key, scope};

#[test]
fn states_are_told_newest_first_and_a_confirmation_is_none() {
    let folder = TempDir::new().unwrap();
    let records = Records::create(&folder.path().join("records.db"), &key()).unwrap();
    assert!(
        records
            .states(PERSON, Category::Condition, 9)
            .unwrap()
            .is_empty()
    );
    let first = records.store(&scope(0, "one")).unwrap().version;
    records.store(&scope(5, "one")).unwrap();
    let second = records.store(&scope(9, "two")).unwrap().version;
    let states = records.states(PERSON, Category::Condition, 9).unwrap();
    let told: Vec<_> = states
        .iter()
        .map(|state| (state.version.clone(), state.began_at, state.whole))
        .collect();
    assert_eq!(told, [(second.clone(), at(9), true), (first, at(0), true)]);
    let newest = records.states(PERSON, Category::Condition, 1).unwrap();
    assert_eq!(newest.len(), 1);
    assert_eq!(newest.first().unwrap().version, second);
}

#[test]
fn another_example_is_taken_as_time_goes_on() {
    let folder = TempDir::new().unwrap();
    let records = Records::create(&folder.path().join("records.db"), &key()).unwrap();
    assert_eq!(records.example(Category::Condition, 0).unwrap(), None);
    for person in 1..=3 {
        let sets = FetchedSets {
            person: PersonId(person),
            ..scope(person, "one")
        };
        records.store(&sets).unwrap();
    }
    let mut taken: Vec<PersonId> = (0..6)
        .filter_map(|skip| records.example(Category::Condition, skip).unwrap())
        .collect();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!(taken.len(), 3);
    assert_eq!(records.example(Category::Checkup, 4).unwrap(), None);
}

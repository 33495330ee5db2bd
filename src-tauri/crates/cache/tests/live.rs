//! An answer that came just now is what is shown, whatever the clock says and has said before.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing helper is a failing test"
)]

mod common;

use cache::{Held, Records, SetKind, ToldBy};
use record::vocabulary::Category;
use tempfile::TempDir;

use common::{PERSON, assert_glance_is_true, at, document, documents, key, part};

const YEAR: i64 = 365 * 86_400;

struct Clinic {
    folder: TempDir,
    records: Records,
}

impl Clinic {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let records = Records::create(&folder.path().join("records.db"), &key()).unwrap();
        Self { folder, records }
    }

    /// An answer with one document of this text, at the moment that this tells.
    fn comes(&self, second: i64, text: &str, told: ToldBy) {
        let answer = documents(second, vec![document("d1", text)]);
        let stored = self.records.store_live(&answer, told).unwrap();
        assert_eq!(Some(stored.version), self.held().version, "the state now");
    }

    fn held(&self) -> Held {
        let held = self.records.held_with_earlier(PERSON, Category::Checkup);
        held.unwrap()
    }

    /// What is shown of the document, newest first.
    fn texts(&self) -> Vec<String> {
        let held = self.held();
        let earlier = held.sets[0].earlier.iter().map(|earlier| &earlier.parts);
        let all = std::iter::once(&held.sets[0].parts).chain(earlier);
        all.map(|parts| String::from_utf8(parts[0].bytes.clone()).unwrap())
            .collect()
    }

    /// What the tables say is what is kept side by side.
    fn check(self) {
        let path = self.folder.path().join("records.db");
        self.records.close().unwrap();
        assert_glance_is_true(&path);
    }
}

#[test]
fn after_a_small_step_back_the_new_answer_is_shown_with_its_own_moment() {
    let clinic = Clinic::new();
    clinic.comes(240, "without allergy", ToldBy::OwnClock);
    clinic.comes(120, "with allergy", ToldBy::Trusted);
    let held = clinic.held();
    assert_eq!(clinic.texts(), ["with allergy", "without allergy"]);
    assert_eq!(held.as_of, Some(at(120)), "not in the future");
    assert!(held.sets[0].returned && !held.sets[0].fallen_back);
    assert!(held.sets[0].earlier[0].fetched_at <= at(120));
    let state = clinic.records.state(PERSON, Category::Checkup).unwrap();
    assert_eq!(state.unwrap().as_of, at(120));
    clinic.check();
}

#[test]
fn what_a_clock_of_next_year_brought_hides_nothing_for_a_year() {
    let clinic = Clinic::new();
    clinic.comes(0, "first", ToldBy::Trusted);
    for (n, text) in ["one", "two", "three"].into_iter().enumerate() {
        let second = YEAR + i64::try_from(n).unwrap();
        clinic.comes(second, text, ToldBy::OwnClock);
    }
    clinic.comes(10, "today", ToldBy::Trusted);
    assert_eq!(clinic.texts(), ["today", "three", "two", "one", "first"]);
    clinic.comes(20, "today", ToldBy::Trusted);
    assert_eq!(clinic.held().as_of, Some(at(20)));
    let lines = clinic.records.versions(PERSON, Category::Checkup).unwrap();
    assert!(
        lines
            .iter()
            .all(|line| line.confirmed_at <= at(20) && line.intact)
    );
    let states = clinic.records.states(PERSON, Category::Checkup, 9).unwrap();
    assert!(states.iter().all(|state| state.began_at <= at(20)));
    clinic.check();
}

#[test]
fn the_version_that_the_future_brought_is_confirmed_and_stays_the_newest() {
    let clinic = Clinic::new();
    for (second, text) in [(YEAR, "a"), (YEAR + 5, "b"), (YEAR + 9, "a")] {
        clinic.comes(second, text, ToldBy::OwnClock);
    }
    clinic.comes(30, "a", ToldBy::Trusted);
    assert_eq!(clinic.texts(), ["a", "b", "a"]);
    assert_eq!(clinic.held().sets[0].confirmed_at, at(30));
    clinic.check();
}

#[test]
fn a_clock_of_long_ago_makes_nothing_old_that_could_be_deleted_then() {
    let clinic = Clinic::new();
    clinic.comes(100, "before", ToldBy::Trusted);
    clinic.comes(-26 * YEAR, "with allergy", ToldBy::OwnClock);
    assert_eq!(clinic.texts(), ["with allergy", "before"]);
    assert_eq!(clinic.held().as_of, Some(at(100)), "no newer than is known");
    let lines = clinic.records.versions(PERSON, Category::Checkup).unwrap();
    assert!(lines.iter().all(|line| line.confirmed_at == at(100)));
    clinic.comes(200, "with allergy", ToldBy::Trusted);
    assert_eq!(clinic.held().as_of, Some(at(200)));
    assert_eq!(clinic.texts().len(), 2, "the same bytes");
    clinic.check();
}

#[test]
fn what_the_answer_now_no_longer_holds_is_marked_whatever_the_clock_said() {
    let clinic = Clinic::new();
    let both = vec![document("d1", "one"), document("d2", "two")];
    let ahead = documents(YEAR, both);
    clinic.records.store_live(&ahead, ToldBy::OwnClock).unwrap();
    for (second, told) in [(50, ToldBy::OwnClock), (60, ToldBy::Trusted)] {
        clinic.comes(second, "one", told);
        let returned: Vec<_> = clinic.held().sets.iter().map(|set| set.returned).collect();
        assert_eq!(returned, [true, false], "{told:?}");
    }
    assert_eq!(clinic.held().sets[1].confirmed_at, at(60));
    assert_eq!(clinic.held().sets[1].kind, SetKind::Document);
    clinic.check();
}

#[test]
fn what_lay_sealed_takes_its_place_behind_the_answer_that_came_now() {
    let clinic = Clinic::new();
    clinic.comes(YEAR, "ahead", ToldBy::OwnClock);
    clinic.comes(100, "now", ToldBy::Trusted);
    let late = documents(90, vec![document("d1", "late")]);
    clinic.records.store(&late).unwrap();
    let held = clinic.held();
    assert_eq!(held.sets[0].parts, [part("now")]);
    assert_eq!(held.as_of, Some(at(100)));
    assert_eq!(held.sets[0].earlier.len(), 2);
    clinic.check();
}

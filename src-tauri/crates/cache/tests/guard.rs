//! Damage and lost commits are noticed at opening, and a second copy stands in.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a failing helper is a failing test; figures are printed"
)]

mod common;

use std::fs;
use std::path::PathBuf;

use cache::{OpenError, Records, Standing, StoreError, StoreKey};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use common::{PERSON, at, document, documents, key, part};

const PAGE: usize = 8192;
const PEOPLE: i64 = 30;

struct Place {
    _folder: TempDir,
    path: PathBuf,
    copy: PathBuf,
    commits: i64,
}

/// Thirty people with ten documents each, a second copy, and one answer stored after it.
fn place() -> Place {
    let folder = TempDir::new().unwrap();
    let (path, copy) = (
        folder.path().join("records.db"),
        folder.path().join("copy.db"),
    );
    let records = Records::create(&path, &key()).unwrap();
    for person in 0..PEOPLE {
        let sets = (0..10).map(|n| document(&format!("d{n}"), &text(person, n)));
        let mut answer = documents(person, sets.collect());
        answer.person = PersonId(person);
        records.store(&answer).unwrap();
    }
    records.copy_to(&copy, &mut |_| true).unwrap();
    let after = documents(100, vec![document("d0", "after the copy")]);
    records.store(&after).unwrap();
    let commits = records.commits().unwrap();
    records.close().unwrap();
    Place {
        _folder: folder,
        path,
        copy,
        commits,
    }
}

fn text(person: i64, n: i64) -> String {
    format!("person {person} document {n} ").repeat(20)
}

impl Place {
    fn open(&self) -> Result<(Records, Standing), OpenError> {
        let opened = Records::open_guarded(&self.path, &self.copy, &key(), Some(self.commits))?;
        Ok((opened.records, opened.standing))
    }

    fn spoil(&self, position: usize) {
        let mut bytes = fs::read(&self.path).unwrap();
        bytes[position] ^= 0x20;
        fs::write(&self.path, bytes).unwrap();
    }
}

fn second_copy(why: OpenError) -> Standing {
    Standing::SecondCopy {
        as_of: Some(at(PEOPLE - 1)),
        why,
        lost: Some(1),
    }
}

#[test]
fn a_sound_store_is_whole_and_no_stand_in_is_made() {
    let place = place();
    let (records, standing) = place.open().unwrap();
    assert_eq!(standing, Standing::Whole);
    let held = records.held(PERSON, Category::Checkup).unwrap();
    assert_eq!(held.sets[0].parts, [part("after the copy")]);
    assert!(!place.path.with_file_name("records.db.standin").exists());
}

#[test]
fn an_older_file_in_its_place_is_told_to_be_behind() {
    let place = place();
    fs::copy(&place.copy, &place.path).unwrap();
    let (_, standing) = place.open().unwrap();
    assert_eq!(standing, Standing::Behind { lost: 1 });
}

#[test]
fn with_a_bad_first_page_the_copy_stands_in_and_says_how_old_it_is() {
    let place = place();
    place.spoil(PAGE / 2);
    let damaged = fs::read(&place.path).unwrap();
    let (records, standing) = place.open().unwrap();
    assert_eq!(standing, second_copy(OpenError::Damaged));
    let held = records.held(PERSON, Category::Checkup).unwrap();
    assert_eq!(held.sets[0].parts, [part(&text(PERSON.0, 0))]);
    assert_eq!(fs::read(&place.path).unwrap(), damaged, "left as it was");
}

#[test]
fn a_missing_overwritten_or_foreign_file_is_stood_in_for() {
    for (content, why) in [
        (None, OpenError::Missing),
        (Some(vec![7; 3 * PAGE]), OpenError::WrongKey),
        (Some(vec![7; 100]), OpenError::NotAStore),
        (
            Some(b"SQLite format 3\0".repeat(999)),
            OpenError::PlainSqlite,
        ),
    ] {
        let place = place();
        match &content {
            Some(content) => fs::write(&place.path, content).unwrap(),
            None => fs::remove_file(&place.path).unwrap(),
        }
        let (_, standing) = place.open().unwrap();
        assert_eq!(standing, second_copy(why));
        assert_eq!(fs::read(&place.path).ok(), content, "left as it was");
    }
}

#[test]
fn without_a_sound_copy_the_reason_of_the_store_itself_is_told() {
    let place = place();
    place.spoil(PAGE / 2);
    let mut copy = fs::read(&place.copy).unwrap();
    let last = copy.len() - PAGE / 2;
    copy[last] ^= 1;
    fs::write(&place.copy, copy).unwrap();
    assert_eq!(place.open().unwrap_err(), OpenError::Damaged);
    fs::remove_file(&place.copy).unwrap();
    assert_eq!(place.open().unwrap_err(), OpenError::Damaged);
    let wrong = Records::open_guarded(&place.path, &place.copy, &StoreKey::new([6; 32]), None);
    assert_eq!(wrong.unwrap_err(), OpenError::WrongKey);
}

#[test]
fn what_is_stored_in_a_stand_in_is_there_next_time_and_after_taking_its_place() {
    let place = place();
    place.spoil(PAGE / 2);
    let (records, _) = place.open().unwrap();
    let again = documents(200, vec![document("d0", "fetched again")]);
    records.store(&again).unwrap();
    drop(records);
    let (records, standing) = place.open().unwrap();
    assert!(matches!(
        standing,
        Standing::SecondCopy { lost: Some(0), .. }
    ));
    let aside = records.replace_damaged(&place.path).unwrap().unwrap();
    assert!(aside.exists());
    let (records, standing) = place.open().unwrap();
    assert_eq!(standing, Standing::Whole);
    let held = records.held(PERSON, Category::Checkup).unwrap();
    assert_eq!(held.sets[0].parts, [part("fetched again")]);
    let refused = records.replace_damaged(&place.path);
    assert_eq!(refused, Err(StoreError::Occupied), "nothing stands in");
}

#[test]
fn whatever_page_is_bad_nothing_wrong_is_shown_and_everything_is_there_or_named() {
    let place = place();
    let whole = fs::read(&place.path).unwrap();
    let (mut opened, mut stood_in, mut named, mut surveyed) = (0, 0, 0, 0);
    for page in 0..whole.len() / PAGE {
        fs::write(&place.path, &whole).unwrap();
        place.spoil(page * PAGE + PAGE / 3);
        let (mut records, mut standing) = place.open().unwrap();
        if records.survey().is_err() {
            surveyed += 1;
            drop(records);
            let (path, copy) = (&place.path, &place.copy);
            let opened =
                Records::open_second_copy(path, copy, &key(), None, OpenError::Damaged).unwrap();
            (records, standing) = (opened.records, opened.standing);
        }
        match standing {
            Standing::Whole => opened += 1,
            Standing::SecondCopy { .. } => stood_in += 1,
            Standing::Behind { .. } => panic!("page {page}: nothing was lost"),
        }
        for person in 0..PEOPLE {
            let held = records.held(PersonId(person), Category::Checkup).unwrap();
            named += held.damaged.len();
            let newest = held.sets.iter().filter(|set| !set.fallen_back).count();
            assert_eq!(newest + held.damaged.len(), 10, "page {page}");
            for (n, set) in (0..).zip(&held.sets) {
                let n = if held.sets.len() == 10 {
                    n
                } else {
                    set.key.trim_start_matches('d').parse().unwrap()
                };
                let right = [part(&text(person, n))];
                let newer = [part("after the copy")];
                assert!(set.parts == right || set.parts == newer, "page {page}");
            }
        }
        drop(records);
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(
                place
                    .path
                    .with_file_name(format!("records.db.standin{end}")),
            );
            let _ = fs::remove_file(place.path.with_file_name(format!("records.db{end}")));
        }
    }
    println!(
        "{opened} opened, {stood_in} stood in for ({surveyed} after the survey), \
         {named} sets named damaged"
    );
    assert!(opened > 2 && stood_in > 2);
}

#[test]
fn damaged_sets_are_listed_for_fetching_again() {
    let place = place();
    let records = Records::open(&place.path, &key()).unwrap();
    assert_eq!(records.damaged(&mut || true), Ok(Vec::new()));
    drop(records);
    let whole = fs::read(&place.path).unwrap();
    let listed = (2..whole.len() / PAGE).find_map(|page| {
        fs::write(&place.path, &whole).unwrap();
        place.spoil(page * PAGE + PAGE / 2);
        let records = Records::open(&place.path, &key()).ok()?;
        let damaged = records.damaged(&mut || true).ok()?;
        let bodies = damaged.iter().all(|set| set.key.is_some()) && !damaged.is_empty();
        bodies.then_some((records, damaged))
    });
    let (records, damaged) = listed.unwrap();
    for set in &damaged {
        let held = records.held(set.person, set.category).unwrap();
        assert!(held.damaged.contains(set.key.as_ref().unwrap()));
    }
    assert_eq!(records.damaged(&mut || false), Ok(Vec::new()));
}

#[test]
fn a_log_of_which_a_part_is_gone_is_behind_only_when_the_store_makes_sense() {
    let place = place();
    let older = fs::read(&place.path).unwrap();
    let records = Records::open(&place.path, &key()).unwrap();
    for person in 0..PEOPLE {
        let mut answer = documents(200 + person, vec![document("d0", &text(person, 77))]);
        answer.person = PersonId(person);
        records.store(&answer).unwrap();
    }
    let commits = records.commits().unwrap() + 1;
    records.close().unwrap();
    let guarded = || {
        let opened = Records::open_guarded(&place.path, &place.copy, &key(), Some(commits));
        opened.unwrap().standing
    };
    assert_eq!(guarded(), Standing::Behind { lost: 1 });
    // Page after page as before what was stored last, the others as after it.
    let newer = fs::read(&place.path).unwrap();
    let mut told = 0;
    for page in 1..older.len() / PAGE {
        let at = page * PAGE..(page + 1) * PAGE;
        if older[at.clone()] == newer[at.clone()] {
            continue;
        }
        let mut mixed = newer.clone();
        mixed[at.clone()].copy_from_slice(&older[at]);
        fs::write(&place.path, mixed).unwrap();
        match guarded() {
            Standing::SecondCopy { why, .. } => {
                assert_eq!(why, OpenError::Damaged);
                told += 1;
            }
            // A page that only holds a body: its SHA-256 tells.
            Standing::Behind { .. } => {}
            Standing::Whole => panic!("page {page}"),
        }
    }
    assert!(told > 0);
}

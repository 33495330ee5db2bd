//! Whatever stood in for what: no answer is lost from view, and no number means two things.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;
use std::path::PathBuf;

use cache::{FetchedSets, OpenError, Opened, Records, Standing, StoreError};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use common::{PERSON, assert_glance_is_true, at, document, documents, key, part, scope};

struct Place {
    folder: TempDir,
    path: PathBuf,
    copy: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let (path, copy) = (
            folder.path().join("records.db"),
            folder.path().join("copy.db"),
        );
        Records::create(&path, &key()).unwrap().close().unwrap();
        Self { folder, path, copy }
    }

    fn name(&self, end: &str) -> PathBuf {
        self.folder.path().join(format!("records.db{end}"))
    }

    /// Stores in the store itself; answers how many it holds then.
    fn store(&self, answers: &[FetchedSets]) -> i64 {
        let records = Records::open(&self.path, &key()).unwrap();
        for answer in answers {
            records.store(answer).unwrap();
        }
        let commits = records.commits().unwrap();
        records.close().unwrap();
        commits
    }

    fn make_copy(&self) {
        let records = Records::open(&self.path, &key()).unwrap();
        records.copy_to(&self.copy, &mut |_| true).unwrap();
        records.close().unwrap();
    }

    fn open(&self, expected: i64) -> Opened {
        Records::open_guarded(&self.path, &self.copy, &key(), Some(expected)).unwrap()
    }

    /// Opens while the file system refuses the store.
    fn open_refused(&self, expected: i64) -> Records {
        let away = self.name(".away");
        fs::rename(&self.path, &away).unwrap();
        // Too many links in a row: an error of the file system, not of the file.
        #[cfg(unix)]
        std::os::unix::fs::symlink(&self.path, &self.path).unwrap();
        let opened = self.open(expected);
        assert!(matches!(
            opened.standing,
            Standing::SecondCopy {
                why: OpenError::Io(_),
                ..
            }
        ));
        fs::remove_file(&self.path).unwrap();
        fs::rename(&away, &self.path).unwrap();
        opened.records
    }

    fn spoil(&self) {
        let mut bytes = fs::read(&self.path).unwrap();
        bytes
            .iter_mut()
            .skip(2000)
            .take(100)
            .for_each(|byte| *byte ^= 1);
        fs::write(&self.path, bytes).unwrap();
    }
}

/// An answer about somebody, with one document of this text.
fn about(person: i64, second: i64, text: &str) -> FetchedSets {
    FetchedSets {
        person: PersonId(person),
        ..documents(second, vec![document("d", text)])
    }
}

fn texts(records: &Records, person: i64) -> Vec<String> {
    let held = records.held_with_earlier(PersonId(person), Category::Checkup);
    let sets = held.unwrap().sets;
    let texts = sets.iter().flat_map(|set| {
        let earlier = set.earlier.iter().map(|earlier| &earlier.parts);
        std::iter::once(&set.parts).chain(earlier)
    });
    texts
        .map(|parts| {
            let first = parts.first().unwrap();
            String::from_utf8(first.bytes.clone()).unwrap()
        })
        .collect()
}

fn number(state: &str) -> i64 {
    state.parse().unwrap()
}

#[cfg(unix)]
#[test]
fn what_was_stored_while_the_disk_refused_the_store_is_taken_into_it() {
    let place = Place::new();
    let both = vec![document("d", "first"), document("e", "only then")];
    place.store(&[about(1, 10, "one"), documents(10, both)]);
    place.make_copy();
    let commits = place.store(&[about(1, 20, "two, after the copy")]);
    let stand_in = place.open_refused(commits);
    stand_in
        .store(&documents(30, vec![document("d", "second")]))
        .unwrap();
    stand_in
        .store(&documents(40, vec![document("d", "third")]))
        .unwrap();
    // Confirmed again and again: of those, the last one is taken in.
    for second in 41..=50 {
        stand_in
            .store(&documents(second, vec![document("d", "third")]))
            .unwrap();
    }
    stand_in.store(&about(2, 35, "new patient")).unwrap();
    let empty = FetchedSets {
        sets: Vec::new(),
        ..scope(33, "")
    };
    stand_in.store(&empty).unwrap();
    let there = stand_in
        .held_with_earlier(PERSON, Category::Checkup)
        .unwrap();
    stand_in.close().unwrap();

    for further in 0..2 {
        let opened = place.open(commits);
        assert_eq!(opened.standing, Standing::Whole);
        let records = opened.records;
        let adopted = records
            .take_in_stand_in(&place.path, &place.copy, &key())
            .unwrap();
        assert!(adopted.damaged.is_empty());
        let counted = records.commits().unwrap();
        assert_eq!(counted, commits + 14 + further, "as many as were stored");
        let here = records
            .held_with_earlier(PERSON, Category::Checkup)
            .unwrap();
        assert_eq!(here.as_of, there.as_of);
        for (here, there) in here.sets.iter().zip(&there.sets) {
            assert_eq!((&here.parts, here.returned), (&there.parts, there.returned));
            assert_eq!(
                (here.fetched_at, here.confirmed_at, here.earlier.len()),
                (there.fetched_at, there.confirmed_at, there.earlier.len())
            );
        }
        assert_eq!(here.sets.len(), 2);
        assert_eq!(texts(&records, 1), ["two, after the copy", "one"]);
        assert_eq!(texts(&records, 2), ["new patient"]);
        let nothing = records.held(PERSON, Category::Condition).unwrap();
        assert_eq!((nothing.as_of, nothing.sets.len()), (Some(at(33)), 0));
        let next = records.store(&about(3, 60, "later")).unwrap().version;
        assert!(
            number(&next) > number(there.version.as_ref().unwrap()),
            "no number means two things"
        );
        records.close().unwrap();
        assert!(!place.name(".standin").exists(), "taken in once");
        assert!(place.name(".standin.damaged-1").exists(), "and kept aside");
    }
    assert_glance_is_true(&place.path);
}

#[cfg(unix)]
#[test]
fn a_stand_in_that_cannot_be_read_is_put_aside_and_said() {
    let place = Place::new();
    place.store(&[about(1, 10, "one")]);
    place.make_copy();
    place.open_refused(1).close().unwrap();
    fs::write(place.name(".standin"), [7; 20_000]).unwrap();
    let records = place.open(1).records;
    let refused = records.take_in_stand_in(&place.path, &place.copy, &key());
    assert_eq!(refused, Err(StoreError::Damaged));
    assert!(place.name(".standin.damaged-1").exists());
    let again = records
        .take_in_stand_in(&place.path, &place.copy, &key())
        .unwrap();
    assert_eq!(again.sections, 0);
}

#[cfg(unix)]
#[test]
fn a_stand_in_of_long_ago_gives_way_to_a_newer_copy_and_what_it_holds_does_not_get_lost() {
    let place = Place::new();
    let commits = place.store(&[about(1, 10, "one")]);
    place.make_copy();
    let stand_in = place.open_refused(commits);
    stand_in
        .store(&about(2, 20, "only in the stand-in"))
        .unwrap();
    stand_in.close().unwrap();
    let later: Vec<_> = (0..5)
        .map(|n| about(1, 100 + n, &format!("later {n}")))
        .collect();
    let commits = place.store(&later);
    place.make_copy();
    place.spoil();
    let opened = place.open(commits);
    assert!(matches!(opened.standing, Standing::SecondCopy { .. }));
    assert_eq!(texts(&opened.records, 1).first().unwrap(), "later 4");
    assert_eq!(texts(&opened.records, 2), ["only in the stand-in"]);
    assert!(place.name(".standin.damaged-1").exists());
}

#[test]
fn a_copy_that_holds_more_than_an_older_store_in_its_place_is_read_instead() {
    let place = Place::new();
    place.store(&[about(1, 10, "last week")]);
    let old = fs::read(&place.path).unwrap();
    place.store(&[about(1, 20, "yesterday"), about(2, 20, "yesterday")]);
    place.make_copy();
    let copy = fs::read(&place.copy).unwrap();
    let commits = place.store(&[about(1, 30, "today")]);
    fs::write(&place.path, &old).unwrap();
    // Something came into the older store before anybody noticed.
    place.store(&[about(3, 25, "of its own")]);

    let opened = place.open(commits);
    assert!(
        matches!(opened.standing, Standing::SecondCopy { lost: Some(1), .. }),
        "{:?}",
        opened.standing
    );
    let shown = |records: &Records| [1, 2, 3].map(|person| texts(records, person));
    let all = [
        vec!["yesterday".to_owned(), "last week".to_owned()],
        vec!["yesterday".to_owned()],
        vec!["of its own".to_owned()],
    ];
    assert_eq!(shown(&opened.records), all);
    assert_eq!(fs::read(&place.copy).unwrap(), copy, "left as it was");
    opened.records.close().unwrap();

    let opened = place.open(commits);
    assert!(matches!(opened.standing, Standing::SecondCopy { .. }));
    opened.records.replace_damaged(&place.path).unwrap();
    assert_eq!(shown(&place.open(commits).records), all);
}

#[test]
fn a_store_that_is_behind_is_read_where_the_copy_holds_no_more() {
    let place = Place::new();
    let commits = place.store(&[about(1, 10, "one"), about(1, 20, "two")]);
    place.make_copy();
    let opened = place.open(commits + 3);
    assert_eq!(opened.standing, Standing::Behind { lost: 3 });
    assert!(!place.name(".standin").exists());
}

#[test]
fn numbers_that_were_given_out_are_not_given_again_after_a_loss() {
    let place = Place::new();
    place.store(&[about(1, 10, "one")]);
    place.make_copy();
    let records = Records::open(&place.path, &key()).unwrap();
    let lost = records.store(&about(1, 20, "painted, then lost")).unwrap();
    let commits = records.commits().unwrap();
    records.close().unwrap();

    let whole = fs::read(&place.path).unwrap();
    for behind in [false, true] {
        fs::write(&place.path, &whole).unwrap();
        if behind {
            fs::copy(&place.copy, &place.path).unwrap();
        } else {
            place.spoil();
        }
        let records = place.open(commits).records;
        let one = records.held(PersonId(1), Category::Checkup).unwrap();
        let again = records.store(&about(1, 30, "one")).unwrap();
        assert!(again.changed.is_empty(), "the same bytes as in the copy");
        assert!(
            number(&again.version) > number(&lost.version),
            "older to a screen that shows what was lost"
        );
        assert_ne!(Some(&again.version), one.version.as_ref());
        let next = records.store(&about(1, 40, "two")).unwrap();
        assert!(number(&next.version) > number(&again.version));
        assert!(number(&next.version) < number(&again.version) + 1000);
        let held = records.held(PersonId(1), Category::Checkup).unwrap();
        assert_eq!(held.sets.first().unwrap().parts, [part("two")]);
        let versions = records.versions(PersonId(1), Category::Checkup).unwrap();
        assert!(versions.first().unwrap().version_id > 1_000_000);
        drop(records);
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(place.name(&format!(".standin{end}")));
            let _ = fs::remove_file(place.name(end));
        }
    }
}

#[test]
fn a_sound_store_counts_on_without_a_gap() {
    let place = Place::new();
    let commits = place.store(&[about(1, 10, "one")]);
    let records = place.open(commits).records;
    let next = records.store(&about(1, 20, "two")).unwrap();
    assert_eq!(next.version, "2");
}

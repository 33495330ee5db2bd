//! Another key without a pause, and wherever it is cut short the store opens with one of the two.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use common::{NOTES, add, all, count, filled, key, names, open, other_key, snapshot, spoil};
use tempfile::TempDir;
use vault::rotation::{Settled, begin, forget_former, settle};
use vault::{OpenError, Store, StoreError};

fn settled(path: &Path) -> Result<Settled, OpenError> {
    settle(path, &key(), &other_key(), &NOTES)
}

fn rotate(store: &Store) -> Result<(), StoreError> {
    begin(store, &other_key(), &mut |_| true)?.finish()
}

#[test]
fn the_store_goes_on_under_the_new_key() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 20);
    let store = open(&path, &key());
    add(&store, "in the log").unwrap();
    let before = all(&store).unwrap();
    rotate(&store).unwrap();
    assert_eq!(all(&store).unwrap(), before);
    add(&store, "after").unwrap();
    store.close().unwrap();
    assert_eq!(names(folder.path()), ["s.db", "s.db.former"]);
    let old = Store::open(&path, &key(), &NOTES);
    assert_eq!(old.unwrap_err(), OpenError::WrongKey);
    let store = open(&path, &other_key());
    assert_eq!(count(&store), 22);
    let former = open(&folder.path().join("s.db.former"), &key());
    assert_eq!(all(&former).unwrap(), before);
    drop(former);
    forget_former(&store).unwrap();
    store.close().unwrap();
    assert_eq!(names(folder.path()), ["s.db"]);
}

#[test]
fn numbers_given_once_are_not_given_again() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 3), &key());
    let delete = "DELETE FROM note WHERE id = 3";
    store.write(|step| Ok(step.execute(delete, [])?)).unwrap();
    rotate(&store).unwrap();
    add(&store, "next").unwrap();
    let newest: i64 = store
        .read(|c| Ok(c.query_row("SELECT max(id) FROM note", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(newest, 4);
}

#[test]
fn readers_go_on_and_writers_wait() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 2_000), &key());
    let (working, read, written) = (
        AtomicBool::new(true),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while working.load(Ordering::Relaxed) {
                    assert!(count(&store) >= 2_000);
                    read.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        scope.spawn(|| {
            while working.load(Ordering::Relaxed) {
                add(&store, "meanwhile").unwrap();
                written.fetch_add(1, Ordering::Relaxed);
            }
        });
        while read.load(Ordering::Relaxed) == 0 {
            thread::yield_now();
        }
        let begun = read.load(Ordering::Relaxed);
        let rotation = begin(&store, &other_key(), &mut |_| true).unwrap();
        let during = (
            read.load(Ordering::Relaxed),
            written.load(Ordering::Relaxed),
        );
        thread::sleep(std::time::Duration::from_millis(100));
        assert!(during.0 > begun && read.load(Ordering::Relaxed) > during.0);
        assert!(written.load(Ordering::Relaxed) <= during.1 + 1);
        rotation.finish().unwrap();
        let swapped = written.load(Ordering::Relaxed);
        while written.load(Ordering::Relaxed) < swapped + 3 {
            thread::yield_now();
        }
        working.store(false, Ordering::Relaxed);
    });
    assert_eq!(count(&store), 2_000 + written.load(Ordering::Relaxed));
    let path = folder.path().join("s.db");
    store.close().unwrap();
    assert_eq!(vault::verify(&path, &other_key(), &NOTES), Ok(()));
}

#[test]
fn a_rotation_given_up_leaves_the_store_as_it_was() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 500);
    let store = open(&path, &key());
    let stopped = begin(&store, &other_key(), &mut |_| false).unwrap_err();
    assert_eq!(stopped, StoreError::Stopped);
    add(&store, "writing goes on").unwrap();
    drop(begin(&store, &other_key(), &mut |_| true).unwrap());
    add(&store, "and again").unwrap();
    store.close().unwrap();
    assert_eq!(names(folder.path()), ["s.db"]);
    assert_eq!(count(&open(&path, &key())), 502);
}

#[test]
fn a_store_with_a_bad_page_is_not_given_another_key() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 100);
    spoil(&path, 20);
    let store = open(&path, &key());
    assert_eq!(rotate(&store), Err(StoreError::Damaged));
    add(&store, "writing goes on").unwrap();
    store.close().unwrap();
    assert_eq!(names(folder.path()), ["s.db"]);
}

#[test]
fn another_program_that_has_the_store_open_stops_the_swap() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 5);
    let store = open(&path, &key());
    let rotation = begin(&store, &other_key(), &mut |_| true).unwrap();
    let other = open(&path, &key());
    assert_eq!(count(&other), 5);
    assert_eq!(rotation.finish(), Err(StoreError::Busy));
    add(&store, "still the old key").unwrap();
    drop(other);
    store.close().unwrap();
    assert_eq!(names(folder.path()), ["s.db"]);
    assert_eq!(count(&open(&path, &key())), 6);
}

#[test]
fn a_former_file_is_not_written_over() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 5), &key());
    rotate(&store).unwrap();
    let again = begin(&store, &key(), &mut |_| true).unwrap_err();
    assert_eq!(again, StoreError::Occupied);
    forget_former(&store).unwrap();
    begin(&store, &key(), &mut |_| true)
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(count(&store), 5);
}

/// The two whole files: under the old key and under the new one.
fn pair() -> (TempDir, PathBuf, Vec<u8>, Vec<u8>) {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 30);
    let store = open(&path, &key());
    rotate(&store).unwrap();
    store.close().unwrap();
    let (old, new) = (fs::read(folder.path().join("s.db.former")), fs::read(&path));
    for name in names(folder.path()) {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    (folder, path, old.unwrap(), new.unwrap())
}

/// The end of a file's name, and what is in it.
type Left<'a> = (&'a str, &'a [u8]);

/// A crash left exactly these files; what settling says, and what lies there afterwards.
fn after_a_crash(files: &[Left<'_>]) -> (Result<Settled, OpenError>, Vec<String>) {
    let folder = TempDir::new().unwrap();
    for (end, bytes) in files {
        fs::write(folder.path().join(format!("s.db{end}")), bytes).unwrap();
    }
    let path = folder.path().join("s.db");
    let before = snapshot(folder.path());
    let result = settled(&path);
    match result {
        Ok(Settled::Old) => assert_eq!(count(&open(&path, &key())), 30),
        Ok(Settled::New) => assert_eq!(count(&open(&path, &other_key())), 30),
        Err(_) => assert_eq!(snapshot(folder.path()), before, "nothing is touched"),
    }
    (result, names(folder.path()))
}

#[test]
fn a_crash_at_any_moment_ends_at_one_of_the_two_keys() {
    let (_, _, old, new) = pair();
    let half = &new[..new.len() / 2];
    let (before, after) = (Ok(Settled::Old), Ok(Settled::New));
    let main = || vec!["s.db".to_owned()];
    let with_former = || vec!["s.db".to_owned(), "s.db.former".to_owned()];
    let states: [(&[Left<'_>], _); 7] = [
        (&[("", &old)], (before, main())),
        (&[("", &old), (".next-making", half)], (before, main())),
        (&[("", &old), (".next", &new)], (before, main())),
        (&[("", &new), (".former", &old)], (after, with_former())),
        (&[("", &new)], (after, main())),
        // Where a file has one name only.
        (
            &[(".former", &old), (".next", &new)],
            (after, with_former()),
        ),
        (&[(".former", &old)], (before, main())),
    ];
    for (files, expected) in states {
        assert_eq!(after_a_crash(files), expected);
    }
}

#[cfg(unix)]
#[test]
fn a_second_name_of_the_old_file_is_taken_back() {
    let (folder, path, old, new) = pair();
    fs::write(&path, old).unwrap();
    fs::hard_link(&path, folder.path().join("s.db.former")).unwrap();
    fs::write(folder.path().join("s.db.next"), new).unwrap();
    assert_eq!(settled(&path), Ok(Settled::Old));
    assert_eq!(names(folder.path()), ["s.db"]);
    assert_eq!(count(&open(&path, &key())), 30);
}

#[test]
fn settling_touches_nothing_while_the_store_does_not_open() {
    let (_, _, old, new) = pair();
    let mut bad = old.clone();
    bad[300] ^= 1;
    let mut foreign = old.clone();
    foreign[0] ^= 1;
    let result = |files: &[Left<'_>]| after_a_crash(files).0;
    let next: Left<'_> = (".next", &new);
    assert_eq!(result(&[("", &bad), next]), Err(OpenError::Damaged));
    assert_eq!(result(&[("", &foreign), next]), Err(OpenError::WrongKey));
    assert_eq!(result(&[("", b"letter"), next]), Err(OpenError::NotAStore));
    assert_eq!(result(&[next]), Err(OpenError::Missing));
    assert_eq!(result(&[]), Err(OpenError::Missing));
    assert_eq!(
        result(&[(".former", &old), (".next", &new[..new.len() / 2])]),
        Err(OpenError::Damaged)
    );
}

#[test]
fn no_store_is_made_where_a_rotation_left_its_files() {
    for end in [".next", ".former"] {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("s.db");
        fs::write(folder.path().join(format!("s.db{end}")), b"x").unwrap();
        let made = Store::create(&path, &key(), &NOTES);
        assert_eq!(made.unwrap_err(), OpenError::Exists);
    }
}

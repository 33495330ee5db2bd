//! Many readers, a log that stays small, and a close that leaves one file.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;
use std::sync::Barrier;
use std::thread;

use common::{NOTES, add, all, count, filled, key, names, note, open, spoil};
use tempfile::TempDir;
use vault::{OpenError, Store, StoreError};

#[test]
fn long_readings_do_not_make_a_short_one_wait() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 3), &key());
    let (begun, done) = (Barrier::new(4), Barrier::new(4));
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                store.read(|_| {
                    begun.wait();
                    done.wait();
                    Ok(())
                })
            });
        }
        begun.wait();
        // Three are inside their readings and stay there until this one is through.
        assert_eq!(count(&store), 3);
        done.wait();
    });
}

#[test]
fn more_readers_than_connections_take_turns() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 3), &key());
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| (0..20).for_each(|_| assert_eq!(count(&store), 3)));
        }
    });
}

#[test]
fn readers_that_panicked_are_made_up_for() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 3), &key());
    for _ in 0..10 {
        let panicked = thread::scope(|scope| {
            scope
                .spawn(|| store.read(|_| -> Result<(), StoreError> { std::panic::panic_any(0) }))
                .join()
        });
        assert!(panicked.is_err());
    }
    assert_eq!(count(&store), 3);
}

#[test]
fn the_log_is_small_again_after_a_long_reading() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 1), &key());
    let length = || fs::metadata(folder.path().join("s.db-wal")).unwrap().len();
    let megabytes = |count: usize| {
        for number in 0..count {
            add(&store, &"long".repeat(250_000 + number)).unwrap();
        }
    };
    megabytes(20);
    assert!(length() < 8 << 20, "{} without a reader", length());
    store
        .read(|c| {
            c.query_row("SELECT count(*) FROM note", [], |_| Ok(()))?;
            megabytes(20);
            Ok(())
        })
        .unwrap();
    assert!(
        length() > 16 << 20,
        "the reader holds the log: {}",
        length()
    );
    // The log begins anew with a write after it was folded in.
    store.checkpoint().unwrap();
    add(&store, "short").unwrap();
    assert!(length() <= 5 << 20, "{} afterwards", length());
    assert_eq!(count(&store), 42);
}

#[test]
fn closing_leaves_one_file_with_everything() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 1);
    let store = open(&path, &key());
    for number in 1..50 {
        add(&store, &note(number)).unwrap();
    }
    store.close().unwrap();
    assert_eq!(names(folder.path()), ["s.db"]);
    assert_eq!(vault::verify(&path, &key(), &NOTES), Ok(()));
    assert_eq!(count(&open(&path, &key())), 50);
}

#[test]
fn closing_tells_that_another_program_keeps_the_log() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 1);
    let store = open(&path, &key());
    let other = open(&path, &key());
    let (begun, done) = (Barrier::new(2), Barrier::new(2));
    let closed = thread::scope(|scope| {
        scope.spawn(|| {
            other.read(|c| {
                c.query_row("SELECT count(*) FROM note", [], |_| Ok(()))?;
                begun.wait();
                done.wait();
                Ok(())
            })
        });
        begun.wait();
        add(&store, "newer than the reading").unwrap();
        let closed = store.close();
        done.wait();
        closed
    });
    assert_eq!(closed, Err(StoreError::Busy));
    assert_eq!(count(&open(&path, &key())), 2);
}

#[test]
fn the_planner_gets_its_figures() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 500);
    let figures = |store: &Store| {
        store.read(|c| {
            Ok(c.query_row("SELECT count(*) FROM sqlite_stat1", [], |row| {
                row.get::<_, i64>(0)
            })?)
        })
    };
    assert_eq!(figures(&open(&path, &key())), Ok(1));
}

#[test]
fn a_bad_page_of_the_schema_is_found_at_opening() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 1);
    let store = open(&path, &key());
    let mut next = 0_i64;
    store
        .write(|step| {
            for table in 0..100 {
                step.execute_batch(&format!(
                    "CREATE TABLE t{table} (c TEXT DEFAULT '{}')",
                    "d".repeat(100)
                ))?;
            }
            // A new page of the schema lies somewhere in what was added.
            next = step.query_row(
                "SELECT max(pageno) FROM dbstat WHERE name = 'sqlite_schema'",
                [],
                |row| row.get(0),
            )?;
            Ok(())
        })
        .unwrap();
    store.close().unwrap();
    assert!(next > 1);
    let whole = fs::read(&path).unwrap();
    spoil(&path, usize::try_from(next).unwrap());
    let before = fs::read(&path).unwrap();
    for _ in 0..2 {
        let opened = Store::open(&path, &key(), &NOTES);
        assert_eq!(opened.unwrap_err(), OpenError::Damaged);
    }
    assert_eq!(fs::read(&path).unwrap(), before);
    fs::write(&path, whole).unwrap();
    assert_eq!(count(&open(&path, &key())), 1);
}

#[test]
fn a_bad_page_in_an_index_still_lets_the_store_open() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 300);
    let index: i64 = open(&path, &key())
        .read(|c| {
            let page = "SELECT rootpage FROM sqlite_schema WHERE name = 'note_text'";
            Ok(c.query_row(page, [], |row| row.get(0))?)
        })
        .unwrap();
    let index = usize::try_from(index).unwrap();
    spoil(&path, index);
    let store = open(&path, &key());
    assert_eq!(all(&store).unwrap().len(), 300);
}

#[test]
fn a_store_that_forgot_its_pages_reads_and_writes_on() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 3), &key());
    for written in 3..6 {
        assert_eq!(count(&store), written);
        store.forget().unwrap();
        store.forget().unwrap();
        // Every connection is closed: the last one took the log with it.
        assert_eq!(names(folder.path()), ["s.db"]);
        add(&store, &note(written)).unwrap();
    }
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..50).for_each(|_| assert_eq!(count(&store), 6)));
            scope.spawn(|| (0..10).for_each(|_| store.forget().unwrap()));
        }
    });
}

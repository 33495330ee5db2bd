//! A log with a damaged head is kept, and a store whose log cannot be shared can still be read.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{NOTES, add, all, count, filled, key, names, open, other_key, snapshot, spoil};
use tempfile::TempDir;
use vault::{OpenError, Store, StoreError, rotation};

/// A store as a crash leaves it: one note in the file, one in the log alone.
fn crashed() -> (TempDir, PathBuf) {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let store = open(&filled(here.path(), 1), &key());
    add(&store, "only in the log").unwrap();
    for end in ["s.db", "s.db-wal"] {
        fs::copy(here.path().join(end), there.path().join(end)).unwrap();
    }
    let path = there.path().join("s.db");
    (there, path)
}

fn change_log(path: &Path, at: usize) -> Vec<u8> {
    let log = path.with_file_name("s.db-wal");
    let mut bytes = fs::read(&log).unwrap();
    *bytes.get_mut(at).unwrap() ^= 4;
    fs::write(&log, &bytes).unwrap();
    bytes
}

#[test]
fn a_log_with_a_whole_head_is_used() {
    let (folder, path) = crashed();
    assert_eq!(count(&open(&path, &key())), 2);
    assert_eq!(names(folder.path()), ["s.db"]);
}

#[test]
fn a_log_with_a_broken_head_is_put_aside() {
    // Of the magic number, the page size, the salts and the checksums.
    for at in [1, 10, 17, 22, 25, 31] {
        let (folder, path) = crashed();
        let bytes = change_log(&path, at);
        open(&path, &key()).close().unwrap();
        assert_eq!(names(folder.path()), ["s.db", "s.db.wal-aside-1"]);
        let aside = fs::read(folder.path().join("s.db.wal-aside-1")).unwrap();
        assert_eq!(aside, bytes, "byte {at}");
        assert_eq!(count(&open(&path, &key())), 1);
    }
}

#[test]
fn no_log_takes_the_place_of_one_put_aside_earlier() {
    let (folder, path) = crashed();
    fs::write(folder.path().join("s.db.wal-aside-1"), b"earlier").unwrap();
    change_log(&path, 0);
    drop(open(&path, &key()));
    let earlier = fs::read(folder.path().join("s.db.wal-aside-1")).unwrap();
    assert_eq!(earlier, b"earlier");
    assert!(folder.path().join("s.db.wal-aside-2").exists());
}

#[test]
fn a_store_that_does_not_open_keeps_its_broken_log_in_its_place() {
    let (folder, path) = crashed();
    change_log(&path, 0);
    spoil(&path, 1);
    let before = snapshot(folder.path());
    let opened = Store::open(&path, &key(), &NOTES);
    assert_eq!(opened.unwrap_err(), OpenError::Damaged);
    assert_eq!(snapshot(folder.path()), before);
}

#[test]
fn a_log_of_which_a_part_is_gone_may_leave_a_store_that_makes_no_sense() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 200);
    let store = open(&path, &key());
    assert_eq!(store.check_whole(), Ok(()));
    let whole = fs::read(&path).unwrap();
    let delete = "DELETE FROM note WHERE id > 100";
    store.write(|step| Ok(step.execute(delete, [])?)).unwrap();
    // Not `close`, which may add the planner's tables to the schema.
    assert_eq!(store.checkpoint_whole(), Ok(true));
    drop(store);
    // The first page as it is now, the others as they were.
    let mut mixed = fs::read(&path).unwrap();
    let first = mixed.get(..common::PAGE).unwrap().to_vec();
    mixed = whole;
    mixed
        .get_mut(..common::PAGE)
        .unwrap()
        .copy_from_slice(&first);
    fs::write(&path, mixed).unwrap();
    assert_eq!(open(&path, &key()).check_whole(), Err(StoreError::Damaged));
}

/// Nobody can make the index of the log that several connections share, as on a full disk.
#[cfg(unix)]
fn no_index(path: &Path) -> PathBuf {
    let index = path.with_file_name("s.db-shm");
    std::os::unix::fs::symlink("s.db-shm", &index).unwrap();
    index
}

#[cfg(unix)]
#[test]
fn without_room_for_the_index_of_the_log_it_still_reads() {
    let (folder, path) = crashed();
    let index = no_index(&path);
    let store = open(&path, &key());
    assert_eq!(all(&store).unwrap().len(), 2, "the log is read too");
    for _ in 0..2 {
        assert!(matches!(add(&store, "no"), Err(StoreError::Io(_))));
        assert_eq!(count(&store), 2);
    }
    fs::remove_file(&index).unwrap();
    add(&store, "there is room again").unwrap();
    assert_eq!(count(&store), 3);
    store.close().unwrap();
    assert_eq!(names(folder.path()), ["s.db"]);
    assert_eq!(vault::verify(&path, &key(), &NOTES), Ok(()));
}

#[cfg(unix)]
#[test]
fn without_room_for_the_index_it_closes_into_one_file() {
    let (folder, path) = crashed();
    let index = no_index(&path);
    open(&path, &key()).close().unwrap();
    fs::remove_file(&index).unwrap();
    assert_eq!(names(folder.path()), ["s.db"]);
    assert_eq!(count(&open(&path, &key())), 2);
}

#[cfg(unix)]
#[test]
fn a_bad_page_is_told_without_room_too_and_the_rest_is_read() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 100);
    spoil(&path, 20);
    no_index(&path);
    let store = open(&path, &key());
    assert_eq!(all(&store), Err(StoreError::Damaged));
    let first = |c: &rusqlite::Connection| {
        Ok(c.query_row("SELECT id FROM note LIMIT 1", [], |row| row.get(0))?)
    };
    assert_eq!(store.read::<i64>(first), Ok(1));
}

#[cfg(unix)]
#[test]
fn when_nothing_opens_after_a_rotation_reading_goes_on() {
    let folder = TempDir::new().unwrap();
    // Signs that mean something in an address.
    let inside = folder.path().join("医院 50%?#");
    fs::create_dir(&inside).unwrap();
    let path = filled(&inside, 300);
    let store = open(&path, &key());
    let rotation = rotation::begin(&store, &other_key(), &mut |_| true).unwrap();
    // The log that a new connection would need cannot be had.
    let log = inside.join("s.db-wal");
    fs::remove_file(&log).unwrap();
    fs::create_dir(&log).unwrap();
    assert_eq!(rotation.finish(), Err(StoreError::Busy));
    assert_eq!(all(&store).unwrap().len(), 300);
    assert!(matches!(add(&store, "no"), Err(StoreError::Io(_))));
    assert_eq!(all(&store).unwrap().len(), 300);
    fs::remove_dir(&log).unwrap();
    add(&store, "the disk is well again").unwrap();
    assert_eq!(count(&store), 301);
    store.close().unwrap();
    assert_eq!(vault::verify(&path, &key(), &NOTES), Ok(()));
}

//! A second copy is whole, of one moment, and never bought with the one before it.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use common::{NOTES, add, all, count, filled, key, names, note, open, other_key, snapshot, spoil};
use tempfile::TempDir;
use vault::{Copied, OpenError, Progress, Store, StoreError};

fn copy(store: &Store, to: &Path) -> Result<Copied, StoreError> {
    store.copy(to, &mut |_| true)
}

#[test]
fn a_copy_is_one_file_that_opens_with_the_same_key() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let store = open(&filled(here.path(), 5), &key());
    add(&store, "only in the log").unwrap();
    let to = there.path().join("copy.db");
    let copied = copy(&store, &to).unwrap();
    assert_eq!(names(there.path()), ["copy.db"]);
    assert_eq!(fs::metadata(&to).unwrap().len(), copied.bytes);
    assert_eq!(vault::verify(&to, &key(), &NOTES), Ok(()));
    assert_eq!(all(&open(&to, &key())), all(&store));
}

#[cfg(unix)]
#[test]
fn a_copy_is_private_to_the_account() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 1), &key());
    let to = folder.path().join("copy.db");
    copy(&store, &to).unwrap();
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o077, 0);
}

#[test]
fn a_copy_made_during_writing_and_reading_is_of_one_moment() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 2_000), &key());
    let to = folder.path().join("copy.db");
    let (copying, written, read) = (
        AtomicBool::new(true),
        AtomicUsize::new(0),
        AtomicUsize::new(0),
    );
    thread::scope(|scope| {
        scope.spawn(|| {
            // Two notes in each transaction: an odd count would be half of one.
            while copying.load(Ordering::Relaxed) {
                store
                    .write(|step| {
                        for _ in 0..2 {
                            step.execute("INSERT INTO note (text) VALUES ('pair')", [])?;
                        }
                        Ok(())
                    })
                    .unwrap();
                written.fetch_add(2, Ordering::Relaxed);
            }
        });
        scope.spawn(|| {
            while copying.load(Ordering::Relaxed) {
                assert_eq!(count(&store) % 2, 0);
                read.fetch_add(1, Ordering::Relaxed);
            }
        });
        let mut last = 0;
        let copied = store.copy(&to, &mut |progress: Progress| {
            assert!(progress.done >= last, "a commit does not begin it anew");
            last = progress.done;
            true
        });
        copying.store(false, Ordering::Relaxed);
        copied.unwrap();
    });
    let copy = open(&to, &key());
    let held = count(&copy);
    assert!(held >= 2_000 && held.is_multiple_of(2) && held <= count(&store));
    assert_eq!(count(&store), 2_000 + written.load(Ordering::Relaxed));
    assert!(written.load(Ordering::Relaxed) > 0 && read.load(Ordering::Relaxed) > 0);
}

#[test]
fn a_newer_copy_takes_the_place_of_a_sound_older_one() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 1), &key());
    let to = folder.path().join("copy.db");
    copy(&store, &to).unwrap();
    add(&store, "newer").unwrap();
    assert_eq!(copy(&store, &to).unwrap().put_aside, None);
    assert_eq!(count(&open(&to, &key())), 2);
}

#[test]
fn a_copy_that_is_stopped_leaves_the_older_one_and_no_rubbish() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let store = open(&filled(here.path(), 1_000), &key());
    let to = there.path().join("copy.db");
    copy(&store, &to).unwrap();
    let before = snapshot(there.path());
    add(&store, "newer").unwrap();
    let mut asked = 0;
    let mut stops = 0;
    // Stopped at the first look, at the second, … until it is not asked so often any more.
    loop {
        asked += 1;
        let mut left = asked;
        let stopped = store.copy(&to, &mut |_| {
            left -= 1;
            left > 0
        });
        if stopped.is_ok() {
            break;
        }
        assert_eq!(stopped, Err(StoreError::Stopped));
        assert_eq!(snapshot(there.path()), before);
        stops += 1;
    }
    assert!(stops >= 2, "{stops}");
    assert_ne!(snapshot(there.path()), before);
}

#[test]
fn a_bad_page_makes_no_copy_and_leaves_the_older_one() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let path = filled(here.path(), 100);
    let to = there.path().join("copy.db");
    copy(&open(&path, &key()), &to).unwrap();
    let before = snapshot(there.path());
    spoil(&path, 20);
    let store = open(&path, &key());
    assert_eq!(copy(&store, &to), Err(StoreError::Damaged));
    assert_eq!(snapshot(there.path()), before);
    add(&store, "the store goes on").unwrap();
}

#[test]
fn the_rubbish_of_a_crash_is_made_good() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 3), &key());
    let to = folder.path().join("copy.db");
    for end in ["making", "making-wal", "making-journal"] {
        fs::write(folder.path().join(format!("copy.db.{end}")), b"half").unwrap();
    }
    copy(&store, &to).unwrap();
    drop(store);
    assert_eq!(names(folder.path()), ["copy.db", "s.db"]);
    assert_eq!(count(&open(&to, &key())), 3);
}

#[test]
fn what_is_not_a_sound_copy_of_ours_is_put_aside_and_not_lost() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 50), &key());
    let to = folder.path().join("copy.db");
    copy(&store, &to).unwrap();
    let good = fs::read(&to).unwrap();
    let mut bad_head = good.clone();
    bad_head[300] ^= 1;
    let mut other = good.clone();
    other[0] ^= 1;
    let foreign = [b"a letter".to_vec(), vec![0x5a; 50_000], bad_head, other];
    for (number, bytes) in (1..).zip(foreign) {
        fs::write(&to, &bytes).unwrap();
        let aside = copy(&store, &to).unwrap().put_aside.unwrap();
        assert_eq!(aside, folder.path().join(format!("copy.db.aside-{number}")));
        assert_eq!(fs::read(aside).unwrap(), bytes);
        assert_eq!(vault::verify(&to, &key(), &NOTES), Ok(()));
    }
}

#[test]
fn a_log_beside_a_copy_is_never_given_to_the_next_one() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 3), &key());
    let to = folder.path().join("copy.db");
    copy(&store, &to).unwrap();
    // Somebody wrote into the copy and crashed.
    let written = open(&to, &key());
    add(&written, "only in the copy").unwrap();
    let log = fs::read(folder.path().join("copy.db-wal")).unwrap();
    let main = fs::read(&to).unwrap();
    drop(written);
    fs::write(&to, &main).unwrap();
    fs::write(folder.path().join("copy.db-wal"), log).unwrap();
    let aside = copy(&store, &to).unwrap().put_aside.unwrap();
    assert_eq!(count(&open(&to, &key())), 3);
    assert_eq!(count(&open(&aside, &key())), 4);
}

#[test]
fn a_store_is_not_copied_over_itself() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 1);
    let store = open(&path, &key());
    assert_eq!(copy(&store, &path), Err(StoreError::Occupied));
    #[cfg(unix)]
    {
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(copy(&store, &link), Err(StoreError::Occupied));
    }
    assert_eq!(all(&store).unwrap(), [note(0)]);
}

#[test]
fn a_folder_that_is_not_there_is_told() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 1), &key());
    let nowhere = folder.path().join("none").join("copy.db");
    assert!(matches!(copy(&store, &nowhere), Err(StoreError::Io(_))));
}

#[test]
fn verifying_finds_every_bad_page_and_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 20);
    let good = fs::read(&path).unwrap();
    for page in 1..=good.len() / common::PAGE {
        fs::write(&path, &good).unwrap();
        spoil(&path, page);
        let before = snapshot(folder.path());
        let verified = vault::verify(&path, &key(), &NOTES);
        assert_eq!(verified, Err(OpenError::Damaged), "page {page}");
        assert_eq!(snapshot(folder.path()), before, "page {page}");
    }
    fs::write(&path, &good).unwrap();
    assert_eq!(
        vault::verify(&path, &other_key(), &NOTES),
        Err(OpenError::WrongKey)
    );
    assert_eq!(vault::verify(&path, &key(), &NOTES), Ok(()));
}

//! A bit that flips is noticed, and costs only what lay there.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failing helper is a failing test"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use cache::{OpenError, Records, StoreKey};
use record::vocabulary::Category;
use rusqlite::Connection;
use tempfile::TempDir;

use common::{PAGE, PERSON, at, document, documents, key, part, raw};

/// Text that zstd cannot make small, so that it fills pages of its own.
fn bulky(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    (0..40_000)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(b'!' + (state % 90) as u8)
        })
        .collect()
}

/// Ten documents of two versions each, and the file closed.
fn filled() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.db");
    let records = Records::create(&path, &key()).unwrap();
    for version in 0..2 {
        let sets = (0..10).map(|n| document(&format!("d{n}"), &bulky(100 * version + n)));
        let answer = documents(version as i64, sets.collect());
        records.store(&answer).unwrap();
    }
    (folder, path)
}

/// Flips one bit in the middle of a page that holds nothing but a piece of the body of `key`'s
/// newest version.
fn flip_body_page(path: &Path, document: &str) {
    let raw = raw(path);
    let body: i64 = raw
        .query_row(
            "SELECT p.body FROM part p JOIN version v ON v.id = p.version
             JOIN received_set s ON s.id = v.received_set
             WHERE s.key = ?1 ORDER BY v.id DESC LIMIT 1",
            [document],
            |row| row.get(0),
        )
        .unwrap();
    drop(raw);
    // No table tells which page holds what, so try overflow pages until just this body is lost.
    let whole = fs::read(path).unwrap();
    for page in 2..whole.len() / PAGE {
        let mut spoiled = whole.clone();
        spoiled[page * PAGE + PAGE / 2] ^= 0x10;
        fs::write(path, &spoiled).unwrap();
        if bodies_lost(path) == Some(vec![body]) {
            return;
        }
    }
    panic!("no page belongs to this body alone");
}

/// Which bodies cannot be read; none when more than bodies is lost. Each is tried on a connection
/// of its own, because SQLCipher reads nothing more on one that met a bad page.
fn bodies_lost(path: &Path) -> Option<Vec<i64>> {
    let ids: Vec<i64> = {
        let raw = raw(path);
        let mut query = raw.prepare("SELECT body FROM part").ok()?;
        let rows = query.query_map([], |row| row.get(0)).ok()?;
        rows.collect::<Result<_, _>>().ok()?
    };
    let readable = |id: &i64| {
        raw(path)
            .query_row("SELECT zstd FROM body WHERE id = ?1", [id], |row| {
                row.get::<_, Vec<u8>>(0)
            })
            .is_ok()
    };
    Some(ids.into_iter().filter(|id| !readable(id)).collect())
}

#[test]
fn a_bad_page_is_noticed_and_the_older_intact_version_stands_in() {
    let (_folder, path) = filled();
    flip_body_page(&path, "d4");
    let records = Records::open(&path, &key()).unwrap();
    let held = records.held(PERSON, Category::Checkup).unwrap();
    assert_eq!(held.damaged, ["d4"]);
    assert_eq!(held.sets.len(), 10, "the other nine and the stand-in");
    for (n, set) in (0..).zip(&held.sets) {
        let stand_in = set.key == "d4";
        assert_eq!(set.fallen_back, stand_in);
        let version = if stand_in { 0 } else { 100 };
        assert_eq!(set.parts, [part(&bulky(version + n))]);
        assert_eq!(set.fetched_at, at(if stand_in { 0 } else { 1 }));
    }
    let whole = records.whole(PERSON).unwrap();
    assert_eq!(whole.get(&Category::Checkup), Some(&held));
}

#[test]
fn fetching_the_same_bytes_again_repairs_a_damaged_copy() {
    let (_folder, path) = filled();
    flip_body_page(&path, "d4");
    let records = Records::open(&path, &key()).unwrap();
    let sets = (0..10).map(|n| document(&format!("d{n}"), &bulky(100 + n)));
    let stored = records.store(&documents(2, sets.collect())).unwrap();
    assert_eq!(stored.changed, ["d4"]);
    let held = records.held(PERSON, Category::Checkup).unwrap();
    assert!(held.damaged.is_empty());
    assert_eq!(held.sets[4].parts, [part(&bulky(104))]);
}

#[test]
fn without_an_older_version_only_the_key_is_told() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.db");
    let records = Records::create(&path, &key()).unwrap();
    let sets = vec![document("d0", &bulky(1)), document("d1", "small")];
    records.store(&documents(0, sets)).unwrap();
    drop(records);
    flip_body_page(&path, "d0");
    let records = Records::open(&path, &key()).unwrap();
    let held = records.held(PERSON, Category::Checkup).unwrap();
    assert_eq!(held.damaged, ["d0"]);
    assert_eq!(held.sets.len(), 1);
    assert_eq!(held.sets[0].key, "d1");
}

#[test]
fn a_body_that_is_not_what_was_received_is_not_shown() {
    let (_folder, path) = filled();
    // Whole pages, right key, wrong content: only the SHA-256 can tell.
    let changed = raw(&path)
        .execute(
            "UPDATE body SET zstd = (SELECT zstd FROM body WHERE id = 1)
             WHERE id = (SELECT max(id) FROM body)",
            [],
        )
        .unwrap();
    assert_eq!(changed, 1);
    let records = Records::open(&path, &key()).unwrap();
    assert_eq!(
        records.held(PERSON, Category::Checkup).unwrap().damaged,
        ["d9"]
    );
}

#[test]
fn a_damaged_first_page_a_wrong_key_and_a_plain_file_are_told_apart() {
    let (folder, path) = filled();
    let open = |key: &StoreKey| Records::open(&path, key).unwrap_err();
    assert_eq!(open(&StoreKey::new([6; 32])), OpenError::WrongKey);
    let whole = fs::read(&path).unwrap();
    let mut spoiled = whole.clone();
    spoiled[PAGE / 2] ^= 1;
    fs::write(&path, &spoiled).unwrap();
    assert_eq!(open(&key()), OpenError::Damaged);
    let moved = folder.path().join("moved.db");
    fs::write(&moved, &whole).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(open(&key()), OpenError::Missing);
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    assert_eq!(open(&key()), OpenError::PlainSqlite);
    assert_eq!(
        Records::create(&path, &key()).unwrap_err(),
        OpenError::Exists
    );
    assert!(Records::open(&moved, &key()).is_ok());
}

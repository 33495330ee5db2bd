//! A small store with notes in it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses some of it, and a failing helper is a failing test"
)]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use vault::{Format, Store, StoreError, StoreKey, Synchronous};

pub(crate) const PAGE: usize = 8192;

pub(crate) const FIRST: &str = "
    CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL) STRICT;
    CREATE INDEX note_text ON note (substr(text, 1, 40));";

pub(crate) static NOTES: Format = Format {
    application_id: 0x434C_5401,
    migrations: &[FIRST],
    synchronous: Synchronous::Normal,
    meanwhile: None,
};

pub(crate) fn key() -> StoreKey {
    StoreKey::new([7; 32])
}

pub(crate) fn other_key() -> StoreKey {
    StoreKey::new([8; 32])
}

/// A closed store with `count` notes of a few kilobytes each.
pub(crate) fn filled(folder: &Path, count: usize) -> PathBuf {
    let path = folder.join("s.db");
    let store = Store::create(&path, &key(), &NOTES).unwrap();
    for number in 0..count {
        add(&store, &note(number)).unwrap();
    }
    store.close().unwrap();
    path
}

pub(crate) fn open(path: &Path, key: &StoreKey) -> Store {
    Store::open(path, key, &NOTES).unwrap()
}

pub(crate) fn note(number: usize) -> String {
    format!("note {number:06} ").repeat(200)
}

pub(crate) fn add(store: &Store, text: &str) -> Result<(), StoreError> {
    store.write(|step| {
        step.execute("INSERT INTO note (text) VALUES (?1)", [text])?;
        Ok(())
    })
}

/// Every note, oldest first.
pub(crate) fn all(store: &Store) -> Result<Vec<String>, StoreError> {
    store.read(|c| {
        let mut query = c.prepare("SELECT text FROM note ORDER BY id")?;
        let rows = query.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })
}

pub(crate) fn count(store: &Store) -> usize {
    let count: i64 = store
        .read(|c| {
            Ok(
                c.query_row("SELECT count(*) FROM note NOT INDEXED", [], |row| {
                    row.get(0)
                })?,
            )
        })
        .unwrap();
    usize::try_from(count).unwrap()
}

/// Flips one bit in the middle of a page; pages count from one.
pub(crate) fn spoil(path: &Path, page: usize) {
    let mut bytes = fs::read(path).unwrap();
    *bytes.get_mut((page - 1) * PAGE + 4000).unwrap() ^= 1;
    fs::write(path, bytes).unwrap();
}

/// Every file of the folder with a fingerprint of its bytes.
pub(crate) fn snapshot(folder: &Path) -> Vec<(PathBuf, u64)> {
    let fingerprint = |path: &Path| {
        let mut hasher = DefaultHasher::new();
        fs::read(path).unwrap().hash(&mut hasher);
        hasher.finish()
    };
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fingerprint(&path)))
        .collect();
    files.sort();
    files
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    snapshot(folder)
        .into_iter()
        .map(|(path, _)| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect()
}

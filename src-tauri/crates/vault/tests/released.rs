//! A database of a release must open for ever, with what was in it.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use common::{FIRST, NOTES, add, all, count, key, note, open};
use tempfile::TempDir;
use vault::{Format, Store};

/// Written once and never again: what a later program writes goes into a file of its own.
/// `CLINS_WRITE_FIXTURES=1 cargo test -p vault --test released` makes the one of this version when
/// it is not there.
const RELEASED: [&str; 1] = ["notes-1.db"];

static LATER: Format = Format {
    migrations: &[
        FIRST,
        "ALTER TABLE note ADD COLUMN tag TEXT NOT NULL DEFAULT 'none';",
    ],
    ..NOTES
};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn expected() -> Vec<String> {
    let long = "長い記事".repeat(5_000);
    (0..12).map(note).chain([long]).collect()
}

/// The copy that a test may change.
fn taken_out(name: &str, folder: &TempDir) -> PathBuf {
    static WRITTEN: Once = Once::new();
    if let (Ok(_), Some(newest)) = (std::env::var("CLINS_WRITE_FIXTURES"), RELEASED.last()) {
        WRITTEN.call_once(|| write(newest));
    }
    let path = folder.path().join(name);
    fs::copy(fixture(name), &path).unwrap();
    path
}

fn write(name: &str) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    let store = Store::create(&path, &key(), &NOTES).unwrap();
    for text in expected() {
        add(&store, &text).unwrap();
    }
    store.close().unwrap();
    assert!(
        !fixture(name).exists(),
        "a released file is never written again"
    );
    fs::copy(path, fixture(name)).unwrap();
}

#[test]
fn databases_of_every_release_open() {
    for name in RELEASED {
        let folder = TempDir::new().unwrap();
        let path = taken_out(name, &folder);
        assert_eq!(vault::verify(&path, &key(), &NOTES), Ok(()), "{name}");
        let store = open(&path, &key());
        assert_eq!(all(&store).unwrap(), expected(), "{name}");
        assert_eq!(store.examine(&mut |_| true).unwrap().bad, [], "{name}");
        add(&store, "and takes more").unwrap();
        store.close().unwrap();
        assert_eq!(count(&open(&path, &key())), expected().len() + 1, "{name}");
    }
}

#[test]
fn databases_of_every_release_are_brought_up() {
    for name in RELEASED {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&taken_out(name, &folder), &key(), &LATER).unwrap();
        let tagged: i64 = store
            .read(|c| {
                let tagged = "SELECT count(*) FROM note WHERE tag = 'none'";
                Ok(c.query_row(tagged, [], |row| row.get(0))?)
            })
            .unwrap();
        assert_eq!(usize::try_from(tagged).unwrap(), expected().len(), "{name}");
    }
}

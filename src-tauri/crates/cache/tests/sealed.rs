//! A changed bit of a body, of its seal or of what its version says is found; never shown.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a failing helper is a failing test"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cache::{Held, Records};
use record::vocabulary::Category;
use tempfile::TempDir;

use common::{PAGE, PERSON, document, documents, key, raw, scope};

type Whole = BTreeMap<Category, Held>;

/// Two conditions' pages and three documents, and what they are.
fn filled() -> (TempDir, PathBuf, Whole) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.db");
    let records = Records::create(&path, &key()).unwrap();
    records.store(&scope(0, "conditions")).unwrap();
    let three = ["d1", "d2", "d3"].map(|name| document(name, &format!("text of {name}")));
    records.store(&documents(0, three.to_vec())).unwrap();
    let whole = records.whole(PERSON).unwrap();
    drop(records);
    (folder, path, whole)
}

fn whole(path: &Path) -> Whole {
    let records = Records::open(path, &key()).unwrap();
    let whole = records.whole(PERSON).unwrap();
    for (category, held) in &whole {
        assert_eq!(held, &records.held(PERSON, *category).unwrap());
    }
    whole
}

fn damaged(whole: &Whole) -> Vec<&str> {
    let damaged = whole.values().flat_map(|held| &held.damaged);
    damaged.map(String::as_str).collect()
}

/// Runs this SQL on a copy of the store, pages whole and key right, and reads it.
fn after(path: &Path, sql: &str) -> Whole {
    let copy = path.with_extension("changed");
    fs::copy(path, &copy).unwrap();
    raw(&copy).execute_batch(sql).unwrap();
    whole(&copy)
}

/// Of the set d2.
const VERSION: &str = "(SELECT id FROM version WHERE received_set =
    (SELECT id FROM received_set WHERE key = 'd2'))";

/// One bit of a blob changed at this byte.
fn flipped(column: &str, byte: usize) -> String {
    let one = format!("substr({column}, {byte}, 1)");
    let other = format!(
        "CASE WHEN hex({one}) = '00' THEN x'01' WHEN hex({one}) = '01' THEN x'00' ELSE x'01' END"
    );
    format!(
        "CAST(substr({column}, 1, {byte} - 1) || {other} || substr({column}, {byte} + 1) AS BLOB)"
    )
}

#[test]
fn every_byte_of_a_packed_body_and_of_its_seal_counts() {
    let (_folder, path, sound) = filled();
    assert!(damaged(&sound).is_empty());
    let length: usize = raw(&path)
        .query_row(
            &format!("SELECT length(zstd) FROM body WHERE id = (SELECT body FROM part WHERE version = {VERSION})"),
            [],
            |row| row.get(0),
        )
        .unwrap();
    for byte in 1..=length {
        let change = flipped("zstd", byte);
        let sql = format!(
            "UPDATE body SET zstd = {change} WHERE id = (SELECT body FROM part WHERE version = {VERSION})"
        );
        assert_eq!(damaged(&after(&path, &sql)), ["d2"], "byte {byte}");
    }
    for byte in [1, 16, 32] {
        let change = flipped("seal", byte);
        let of = |table| format!("UPDATE {table} SET seal = {change} WHERE version = {VERSION};");
        let both = of("part") + &of("glance");
        assert_eq!(damaged(&after(&path, &both)), ["d2"], "byte {byte}");
        assert_eq!(after(&path, &of("glance")), sound, "the table is believed");
    }
}

#[test]
fn what_a_version_says_of_itself_cannot_be_changed_under_its_body() {
    let (_folder, path, sound) = filled();
    for (of_version, of_part) in [
        ("kind = 'deletion'", ""),
        ("origin = 'fhir_resu'", ""),
        ("profile = 'tesu'", ""),
        ("fetched_at = fetched_at + 1", ""),
        ("since_state = since_state - 1", ""),
        ("", "content_type = 'application/xml'"),
        ("", "sha256 = zeroblob(32)"),
        ("", "length = length + 1"),
    ] {
        let mut in_tables = String::new();
        for (table, by, change) in [("version", "id", of_version), ("part", "version", of_part)] {
            if !change.is_empty() {
                in_tables += &format!("UPDATE {table} SET {change} WHERE {by} = {VERSION};");
            }
        }
        let either = [of_version, of_part].concat();
        let at_a_glance = format!("UPDATE glance SET {either} WHERE version = {VERSION};");
        let changed = after(&path, &(in_tables + &at_a_glance));
        assert_eq!(damaged(&changed), ["d2"], "{either}");
        assert_eq!(after(&path, &at_a_glance), sound, "{either}");
    }
}

#[test]
fn a_body_of_another_set_is_not_taken_for_this_one() {
    let (_folder, path, _) = filled();
    let other = VERSION.replace("d2", "d3");
    // Whole as it is, with its hash, its length and its seal.
    let sql = ["part", "glance"].map(|table| {
        format!(
            "UPDATE {table} SET (sha256, length, seal, body) =
                 (SELECT sha256, length, seal, body FROM part WHERE version = {other})
             WHERE version = {VERSION};"
        )
    });
    assert_eq!(damaged(&after(&path, &sql.concat())), ["d2"]);
}

#[test]
fn a_flipped_bit_in_any_page_changes_nothing_that_is_read() {
    let (_folder, path, sound) = filled();
    let file = fs::read(&path).unwrap();
    let (mut told, mut unharmed) = (0, 0);
    for page in 0..file.len() / PAGE {
        for offset in [100, PAGE / 2, PAGE - 50] {
            let mut spoiled = file.clone();
            spoiled[page * PAGE + offset] ^= 0x04;
            fs::write(&path, &spoiled).unwrap();
            let read = Records::open(&path, &key()).map(|records| records.whole(PERSON));
            match read {
                Ok(Ok(whole)) => {
                    for (category, held) in &sound {
                        let now = &whole[category];
                        let mut sets = held.sets.clone();
                        sets.retain(|set| !now.damaged.contains(&set.key));
                        assert_eq!(now.sets, sets, "page {page}");
                    }
                    unharmed += 1;
                }
                _ => told += 1,
            }
        }
    }
    assert!(told > 0 && unharmed > 0, "{told} {unharmed}");
}

#[test]
fn bodies_of_earlier_releases_are_checked_by_what_was_received() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.db");
    let released = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/records-v2.db");
    fs::copy(released, &path).unwrap();
    let sound = whole(&path);
    assert!(damaged(&sound).is_empty());
    let sealed: i64 = raw(&path)
        .query_row("SELECT count(seal) FROM part", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sealed, 0);
    let sql = "UPDATE body SET zstd = (SELECT o.zstd FROM body o WHERE o.id <> body.id LIMIT 1)
        WHERE id = (SELECT body FROM glance WHERE key = 'd2')";
    assert_eq!(damaged(&after(&path, sql)), ["d2"]);
}

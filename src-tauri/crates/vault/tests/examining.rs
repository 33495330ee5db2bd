//! Every bad page is found, and called what it was.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;

use common::{PAGE, add, all, filled, key, note, open, spoil};
use tempfile::TempDir;
use vault::{OpenError, PageClass, Progress, Store, StoreError};

fn look(store: &Store) -> Vec<(u32, PageClass)> {
    let examination = store.examine(&mut |_| true).unwrap();
    let page = |bad: vault::BadPage| (bad.number, bad.class);
    examination.bad.into_iter().map(page).collect()
}

/// A store with a page of each class but `Unreached`; gives what SQLite says each page is.
fn varied(path: &Path) -> BTreeMap<u32, PageClass> {
    let store = open(path, &key());
    let kept = "keyed".repeat(10);
    store
        .write(|step| {
            step.execute_batch(
                "CREATE TABLE keyed (k TEXT PRIMARY KEY, v TEXT) STRICT, WITHOUT ROWID",
            )?;
            for number in 0..400 {
                let row = (format!("{kept}{number}"), "v".repeat(200));
                step.execute("INSERT INTO keyed VALUES (?1, ?2)", row)?;
            }
            for table in 0..100 {
                let pad = "d".repeat(100);
                step.execute_batch(&format!("CREATE TABLE t{table} (c TEXT DEFAULT '{pad}')"))?;
            }
            Ok(())
        })
        .unwrap();
    for length in [8_000, 8_077, 8_078, 9_000, 30_000, 100_000, 1_000_000] {
        add(&store, &"l".repeat(length)).unwrap();
    }
    let delete = "DELETE FROM note WHERE id BETWEEN 100 AND 200";
    store.write(|step| Ok(step.execute(delete, [])?)).unwrap();
    let known = store.read(|c| {
        let mut query = c.prepare("SELECT pageno, pagetype, name, path FROM dbstat")?;
        let rows = query.query_map([], |row| {
            let (page, kind, name): (u32, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let is_root = row.get::<_, String>(3)? == "/";
            let class = match (page, name.as_str(), kind.as_str()) {
                (1, ..) => PageClass::First,
                (.., "overflow") => PageClass::Overflow,
                (_, "sqlite_schema", _) => PageClass::Schema,
                (_, "note_text" | "keyed", _) => PageClass::Index,
                // A table of one page leaves nothing beside that page to tell what it was.
                (.., "leaf") if !is_root => PageClass::Leaf,
                _ => PageClass::Interior,
            };
            Ok((page, class))
        })?;
        Ok(rows.collect::<Result<BTreeMap<_, _>, _>>()?)
    });
    store.close().unwrap();
    let mut known = known.unwrap();
    let pages = u32::try_from(fs::metadata(path).unwrap().len() as usize / PAGE).unwrap();
    for page in 1..=pages {
        known.entry(page).or_insert(PageClass::Free);
    }
    known
}

#[test]
fn a_whole_store_has_no_bad_page() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 50);
    let store = open(&path, &key());
    add(&store, "in the log").unwrap();
    let mut looks = Vec::new();
    let examination = store
        .examine(&mut |progress| {
            looks.push(progress);
            true
        })
        .unwrap();
    let pages = fs::metadata(&path).unwrap().len() / PAGE as u64;
    assert_eq!((examination.pages, examination.bad), (pages, vec![]));
    assert_eq!(
        looks,
        [Progress {
            done: 0,
            total: pages
        }]
    );
}

#[test]
fn each_bad_page_is_called_what_sqlite_says_it_was() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 400);
    let known = varied(&path);
    let classes: HashSet<PageClass> = known.values().copied().collect();
    assert_eq!(classes.len(), 7, "{classes:?}");
    let whole = fs::read(&path).unwrap();
    let mut told = HashMap::new();
    for (page, class) in &known {
        let one_of = told.entry(*class).or_insert(0);
        if *one_of >= 4 {
            continue;
        }
        *one_of += 1;
        fs::write(&path, &whole).unwrap();
        spoil(&path, usize::try_from(*page).unwrap());
        match Store::open(&path, &key(), &common::NOTES) {
            Ok(store) => assert_eq!(look(&store), [(*page, *class)], "of {class:?}"),
            Err(error) => {
                assert_eq!(error, OpenError::Damaged);
                assert!(matches!(class, PageClass::First | PageClass::Schema));
            }
        }
    }
}

#[test]
fn many_bad_pages_do_not_hide_each_other() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 400);
    let known = varied(&path);
    let spoilt: Vec<(u32, PageClass)> = known
        .into_iter()
        .filter(|(page, class)| *class == PageClass::Leaf && page % 3 == 0)
        .collect();
    assert!(spoilt.len() > 20);
    for (page, _) in &spoilt {
        spoil(&path, usize::try_from(*page).unwrap());
    }
    assert_eq!(look(&open(&path, &key())), spoilt);
}

#[test]
fn what_lies_behind_a_bad_page_is_not_guessed() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 400);
    let known = varied(&path);
    let root: i64 = open(&path, &key())
        .read(|c| {
            let page = "SELECT rootpage FROM sqlite_schema WHERE name = 'note'";
            Ok(c.query_row(page, [], |row| row.get(0))?)
        })
        .unwrap();
    let root = u32::try_from(root).unwrap();
    let leaf = known.iter().filter(|(_, class)| **class == PageClass::Leaf);
    let leaf = *leaf.map(|(page, _)| page).min().unwrap();
    for page in [root, leaf] {
        spoil(&path, usize::try_from(page).unwrap());
    }
    let mut expected = [(root, PageClass::Interior), (leaf, PageClass::Unreached)];
    expected.sort_unstable_by_key(|(page, _)| *page);
    assert_eq!(look(&open(&path, &key())), expected);
}

#[test]
fn a_first_or_schema_page_that_goes_bad_while_open_is_told() {
    let folder = TempDir::new().unwrap();
    let path = filled(folder.path(), 3);
    let store = open(&path, &key());
    // Folded in now, so that the spoilt page is not written over by the examination.
    store.checkpoint().unwrap();
    spoil(&path, 1);
    assert_eq!(store.examine(&mut |_| true), Err(StoreError::Damaged));
}

#[test]
fn an_examination_can_be_stopped_and_the_store_goes_on() {
    let folder = TempDir::new().unwrap();
    let store = open(&filled(folder.path(), 10), &key());
    assert_eq!(store.examine(&mut |_| false), Err(StoreError::Stopped));
    add(&store, &note(10)).unwrap();
    let written_meanwhile = store.examine(&mut |_| {
        add(&store, "meanwhile").unwrap();
        store.checkpoint().unwrap();
        true
    });
    assert_eq!(written_meanwhile.unwrap().bad, []);
    assert_eq!(all(&store).unwrap().len(), 12);
}

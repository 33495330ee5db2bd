//! A store opens with its key or says exactly why not, and leaves the files alone.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failing helper is a failing test"
)]

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use vault::{Format, OpenError, Store, StoreError, StoreKey, Synchronous};

static ONE: Format = Format {
    application_id: 0x434C_5401,
    migrations: &["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"],
    synchronous: Synchronous::Full,
    meanwhile: None,
};
static TWO: Format = Format {
    migrations: &[
        "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
        "ALTER TABLE note ADD COLUMN tag TEXT NOT NULL DEFAULT 'none';",
    ],
    ..ONE
};
static BROKEN: Format = Format {
    migrations: &[
        "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
        "ALTER TABLE note ADD COLUMN tag TEXT; CREATE TABLE note (id INTEGER);",
    ],
    ..ONE
};
static OTHER: Format = Format {
    application_id: 0x434C_5402,
    ..ONE
};

fn key() -> StoreKey {
    StoreKey::new([7; 32])
}

fn filled(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("s.db");
    let store = Store::create(&path, &key(), &ONE).unwrap();
    add(&store, "first").unwrap();
    path
}

fn add(store: &Store, text: &str) -> Result<(), StoreError> {
    store.write(|step| {
        step.execute("INSERT INTO note (text) VALUES (?1)", [text])?;
        Ok(())
    })
}

fn count(store: &Store) -> i64 {
    store
        .read(|c| Ok(c.query_row("SELECT count(*) FROM note", [], |row| row.get(0))?))
        .unwrap()
}

/// Every file of the folder with a fingerprint of its bytes.
fn snapshot(folder: &Path) -> Vec<(PathBuf, u64)> {
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

/// Opening fails with `expected` and every file in the folder stays what it was.
fn refuses(path: &Path, key: &StoreKey, format: &'static Format, expected: OpenError) {
    let before = snapshot(path.parent().unwrap());
    assert_eq!(Store::open(path, key, format).unwrap_err(), expected);
    assert_eq!(snapshot(path.parent().unwrap()), before);
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    assert_eq!(count(&Store::open(&path, &key(), &ONE).unwrap()), 1);
    assert_eq!(
        snapshot(folder.path()).len(),
        1,
        "no draft or log is left behind"
    );
}

#[cfg(unix)]
#[test]
fn files_are_private_to_the_account() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("s.db");
    let store = Store::create(&path, &key(), &ONE).unwrap();
    add(&store, "x").unwrap();
    for (file, _) in snapshot(folder.path()) {
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", file.display());
    }
}

#[test]
fn a_store_is_never_made_over_anything() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    let before = snapshot(folder.path());
    assert_eq!(
        Store::create(&path, &key(), &ONE).unwrap_err(),
        OpenError::Exists
    );
    assert_eq!(snapshot(folder.path()), before);

    let lost = folder.path().join("lost.db");
    fs::write(folder.path().join("lost.db-wal"), b"log of a lost store").unwrap();
    assert_eq!(
        Store::create(&lost, &key(), &ONE).unwrap_err(),
        OpenError::Exists
    );
    assert!(!lost.exists());
}

#[test]
fn a_missing_store_is_not_made_by_opening() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("s.db");
    refuses(&path, &key(), &ONE, OpenError::Missing);
}

#[test]
fn foreign_files_are_told_apart_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("s.db");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1);")
        .unwrap();
    refuses(&path, &key(), &ONE, OpenError::PlainSqlite);
    for (bytes, expected) in [
        (Vec::new(), OpenError::NotAStore),
        (b"just a text".to_vec(), OpenError::NotAStore),
        (vec![0x5a; 20_000], OpenError::WrongKey),
    ] {
        fs::write(&path, bytes).unwrap();
        refuses(&path, &key(), &ONE, expected);
    }
    let directory = folder.path().join("d.db");
    fs::create_dir(&directory).unwrap();
    assert!(Store::open(&directory, &key(), &ONE).is_err());
}

#[test]
fn another_key_or_another_kind_does_not_open_it() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    refuses(&path, &StoreKey::new([8; 32]), &ONE, OpenError::WrongKey);
    refuses(&path, &key(), &OTHER, OpenError::NotAStore);
}

#[test]
fn another_key_does_not_disturb_a_log_that_is_still_needed() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    let copy = TempDir::new().unwrap();
    let store = Store::open(&path, &key(), &ONE).unwrap();
    add(&store, "only in the log").unwrap();
    for end in ["s.db", "s.db-wal"] {
        fs::copy(folder.path().join(end), copy.path().join(end)).unwrap();
    }
    let copied = copy.path().join("s.db");
    refuses(&copied, &StoreKey::new([8; 32]), &ONE, OpenError::WrongKey);
    assert_eq!(count(&Store::open(&copied, &key(), &ONE).unwrap()), 2);
}

#[test]
fn damage_is_told_from_a_wrong_key() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    let whole = fs::read(&path).unwrap();
    let mut flipped = whole.clone();
    flipped[200] ^= 1;
    fs::write(&path, &flipped).unwrap();
    assert_eq!(
        Store::open(&path, &key(), &ONE).unwrap_err(),
        OpenError::Damaged
    );
    fs::write(&path, &whole[..100]).unwrap();
    refuses(&path, &key(), &ONE, OpenError::Damaged);
    fs::write(&path, &whole).unwrap();
    assert_eq!(count(&Store::open(&path, &key(), &ONE).unwrap()), 1);
}

#[test]
fn an_older_schema_is_brought_up_and_a_newer_one_refused() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    let store = Store::open(&path, &key(), &TWO).unwrap();
    let tag: String = store
        .read(|c| Ok(c.query_row("SELECT tag FROM note", [], |row| row.get(0))?))
        .unwrap();
    assert_eq!(tag, "none");
    drop(store);
    refuses(&path, &key(), &ONE, OpenError::TooNew { found: 2 });
}

#[test]
fn a_migration_that_fails_leaves_nothing_of_itself() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    assert!(Store::open(&path, &key(), &BROKEN).is_err());
    let store = Store::open(&path, &key(), &ONE).unwrap();
    assert_eq!(count(&store), 1);
    let columns: i64 = store
        .read(|c| {
            Ok(
                c.query_row("SELECT count(*) FROM pragma_table_info('note')", [], |r| {
                    r.get(0)
                })?,
            )
        })
        .unwrap();
    assert_eq!(columns, 2);
}

#[test]
fn a_failing_step_keeps_nothing() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&filled(&folder), &key(), &ONE).unwrap();
    let failed: Result<(), _> = store.write(|step| {
        step.execute("INSERT INTO note (text) VALUES ('half')", [])?;
        Err(StoreError::Damaged)
    });
    assert_eq!(failed, Err(StoreError::Damaged));
    assert_eq!(count(&store), 1);
}

#[test]
fn a_full_disk_is_told_as_such() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&filled(&folder), &key(), &ONE).unwrap();
    // SQLite's own limit gives the same code as a full disk does.
    let full = store.write(|step| {
        step.query_row("PRAGMA max_page_count = 3", [], |_| Ok(()))?;
        step.execute("INSERT INTO note (text) VALUES (?1)", ["x".repeat(100_000)])?;
        Ok(())
    });
    assert_eq!(full, Err(StoreError::Full));
    assert_eq!(count(&store), 1);
}

#[test]
fn reading_goes_on_during_a_write() {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&filled(&folder), &key(), &ONE).unwrap();
    store
        .write(|step| {
            step.execute("INSERT INTO note (text) VALUES ('second')", [])?;
            assert_eq!(count(&store), 1, "the reader sees the state before");
            Ok(())
        })
        .unwrap();
    assert_eq!(count(&store), 2);
}

#[test]
fn a_bad_page_costs_what_lay_there_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    let store = Store::open(&path, &key(), &ONE).unwrap();
    let long = "y".repeat(100_000);
    add(&store, &"x".repeat(100_000)).unwrap();
    add(&store, &long).unwrap();
    drop(store);
    // Page 1 is the schema, 2 the table; the long texts fill what follows, one after the other.
    let mut bytes = fs::read(&path).unwrap();
    bytes[4 * 8192 + 100] ^= 1;
    fs::write(&path, bytes).unwrap();
    let store = Store::open(&path, &key(), &ONE).unwrap();
    let text = |id: i64| {
        store.read(|c| {
            Ok(
                c.query_row("SELECT text FROM note WHERE id = ?1", [id], |r| {
                    r.get::<_, String>(0)
                })?,
            )
        })
    };
    assert_eq!(text(2), Err(StoreError::Damaged));
    assert_eq!(text(1), Ok("first".to_owned()));
    assert_eq!(text(2), Err(StoreError::Damaged));
    assert_eq!(text(3), Ok(long));
    add(&store, "fourth").unwrap();
    assert_eq!(text(4), Ok("fourth".to_owned()));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_at_once() {
    let folder = TempDir::new().unwrap();
    let pipe = folder.path().join("pipe.db");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let (say, hear) = std::sync::mpsc::channel();
    std::thread::spawn(move || say.send(Store::open(&pipe, &key(), &ONE).map(drop)));
    // Opened for reading it would wait for somebody who writes.
    let said = hear.recv_timeout(std::time::Duration::from_secs(5));
    assert_eq!(said, Ok(Err(OpenError::NotAStore)));
    let socket = folder.path().join("socket.db");
    let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let refused = Store::open(&socket, &key(), &ONE).unwrap_err();
    assert_eq!(refused, OpenError::NotAStore);
}

#[test]
fn drafts_that_a_kill_left_go_and_the_store_stays() {
    let folder = TempDir::new().unwrap();
    let path = filled(&folder);
    // Killed after the store had got its name, and before that.
    let second_name = folder.path().join("s.db.0123456789abcdef.creating");
    fs::hard_link(&path, &second_name).unwrap();
    let half = folder.path().join("s.db.fedcba9876543210.creating");
    fs::write(&half, b"half").unwrap();
    let foreign = folder.path().join("s.db.notes.creating");
    fs::write(&foreign, b"somebody's").unwrap();
    assert_eq!(count(&Store::open(&path, &key(), &ONE).unwrap()), 1);
    assert!(path.exists() && !second_name.exists() && !half.exists());
    assert!(foreign.exists());
    fs::remove_file(&path).unwrap();
    fs::write(&half, b"half").unwrap();
    drop(Store::create(&path, &key(), &ONE).unwrap());
    assert!(!half.exists());
}

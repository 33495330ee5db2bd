//! Tampering with the chain is found, by somebody who holds the key too.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::path::{Path, PathBuf};

use audit::{Audit, Break, Head, HeadFit, Verification};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use common::{KEY, append, key};

/// Ten entries, then what somebody with the key does to the file.
fn after(tampering: impl FnOnce(&Connection)) -> (TempDir, Audit, Head) {
    let folder = TempDir::new().unwrap();
    let path: PathBuf = folder.path().join("audit.db");
    let audit = Audit::create(&path, &key()).unwrap();
    append(&audit, 1..=10).unwrap();
    let head = audit.head().unwrap();
    drop(audit);
    let raw = raw(&path);
    raw.execute_batch("DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_removed;")
        .unwrap();
    tampering(&raw);
    raw.close().unwrap();
    let audit = Audit::open(&path, &key()).unwrap();
    (folder, audit, head)
}

/// The file as any SQLCipher with the key opens it.
fn raw(path: &Path) -> Connection {
    let raw = Connection::open(path).unwrap();
    raw.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 8192;",
        hex::encode(KEY)
    ))
    .unwrap();
    raw
}

fn broken(at: u64, how: Break) -> Verification {
    Verification {
        start: 0,
        checked: at - 1,
        broken_at: Some(at),
        how: Some(how),
        since: Some(at),
        heads: vec![],
    }
}

#[test]
fn an_untouched_chain_is_whole() {
    let (_folder, audit, head) = after(|_| {});
    let found = audit.verify_against(&[Head::EMPTY, head]).unwrap();
    assert!(found.intact());
    assert_eq!((found.start, found.checked), (0, 10));
    assert_eq!(found.heads, [HeadFit::Fits, HeadFit::Fits]);
}

#[test]
fn a_change_is_found() {
    let (_folder, audit, _) = after(|raw| {
        let sql = "UPDATE entry SET text = replace(text, 'doctor', 'nobody') WHERE number = 4";
        assert_eq!(raw.execute(sql, []).unwrap(), 1);
    });
    assert_eq!(audit.verify().unwrap(), broken(4, Break::Changed));
}

#[test]
fn a_removal_is_found_even_when_the_rest_is_numbered_anew() {
    let (_folder, audit, _) = after(|raw| {
        raw.execute_batch("DELETE FROM entry WHERE number = 4")
            .unwrap();
    });
    assert_eq!(audit.verify().unwrap(), broken(4, Break::Missing));
    let (_folder, audit, _) = after(|raw| {
        raw.execute_batch(
            "DELETE FROM entry WHERE number = 4;
             UPDATE entry SET number = number - 1 WHERE number > 4;",
        )
        .unwrap();
    });
    assert_eq!(audit.verify().unwrap(), broken(4, Break::Moved));
}

#[test]
fn an_insertion_is_found() {
    let (_folder, audit, _) = after(|raw| {
        raw.execute_batch(
            "UPDATE entry SET number = -number WHERE number > 4;
             UPDATE entry SET number = -number + 1 WHERE number < 0;
             INSERT INTO entry SELECT 5, text, hash FROM entry WHERE number = 4;",
        )
        .unwrap();
    });
    assert_eq!(audit.verify().unwrap(), broken(5, Break::Moved));
}

#[test]
fn a_new_order_is_found() {
    let (_folder, audit, _) = after(|raw| {
        raw.execute_batch(
            "UPDATE entry SET number = -4 WHERE number = 4;
             UPDATE entry SET number = 4 WHERE number = 5;
             UPDATE entry SET number = 5 WHERE number = -4;",
        )
        .unwrap();
    });
    assert_eq!(audit.verify().unwrap(), broken(4, Break::Moved));
}

#[test]
fn a_cut_tail_is_found_with_a_head_kept_elsewhere() {
    let (_folder, audit, head) = after(|raw| {
        raw.execute_batch("DELETE FROM entry WHERE number > 7")
            .unwrap();
    });
    assert!(
        audit.verify().unwrap().intact(),
        "the chain alone cannot tell"
    );
    let found = audit.verify_against(&[head]).unwrap();
    assert_eq!(found.heads, [HeadFit::Beyond]);
    assert_eq!((found.broken_at, found.how), (Some(8), Some(Break::Cut)));
}

#[test]
fn a_chain_rewritten_with_the_key_is_found_with_a_head_kept_elsewhere() {
    let (_folder, audit, head) = after(|raw| {
        let mut texts: Vec<String> = raw
            .prepare("SELECT text FROM entry ORDER BY number")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        texts[3] = texts[3].replace("doctor", "nobody");
        raw.execute_batch("DELETE FROM entry").unwrap();
        let mut hash = [0_u8; 32];
        for (number, text) in (1..).zip(&texts) {
            hash = Sha256::new()
                .chain_update(hash)
                .chain_update(text)
                .finalize()
                .into();
            raw.execute(
                "INSERT INTO entry VALUES (?1, ?2, ?3)",
                (number, text, hash),
            )
            .unwrap();
        }
    });
    assert!(
        audit.verify().unwrap().intact(),
        "the chain alone cannot tell"
    );
    let found = audit.verify_against(&[head]).unwrap();
    assert_eq!(found.heads, [HeadFit::Differs]);
    assert_eq!((found.since, found.broken_at), (Some(1), Some(10)));
    assert_eq!(found.how, Some(Break::Rewritten));
    let earlier = audit.verify_against(&[Head::EMPTY, head]).unwrap();
    assert_eq!(
        earlier.since,
        Some(1),
        "an empty log says nothing of the place"
    );
}

#[test]
fn the_program_itself_cannot_change_or_remove() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("audit.db");
    append(&Audit::create(&path, &key()).unwrap(), 1..=2).unwrap();
    let raw = raw(&path);
    assert!(raw.execute("UPDATE entry SET text = '{}'", []).is_err());
    assert!(raw.execute("DELETE FROM entry", []).is_err());
}

//! Old rows go only as they were closed off, and the chain goes on from there without a gap.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::path::Path;

use audit::{Audit, AuditError, Break, Entry, EventKind, Filter, Head, HeadFit, Signer};
use jiff::Timestamp;
use rusqlite::Connection;
use tempfile::TempDir;

use common::{KEY, key, opening};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn closing() -> Entry {
    Entry {
        at: at(100),
        kind: EventKind::AuditRolledOver,
        ..opening(9)
    }
}

/// Ten rows, of seconds 1 to 10.
fn log(path: &Path) -> Audit {
    let audit = Audit::create(path, &key()).unwrap();
    for second in 1..=10 {
        let entry = Entry {
            at: at(second),
            ..opening(second)
        };
        audit.append(&entry).unwrap();
    }
    audit
}

fn signer() -> Signer {
    Signer::from_seed(&[4; 32]).unwrap()
}

/// Closes off what is older than second 5.
fn roll_over(audit: &Audit) -> Head {
    let due = audit.due(at(5)).unwrap().unwrap();
    assert_eq!((due.rows, due.through.number, due.oldest), (4, 4, at(1)));
    let sealed = signer().sign("pc-1", due.through, at(100)).unwrap();
    audit.roll_over(&closing(), due.through, &sealed).unwrap();
    due.through
}

#[test]
fn rows_that_were_closed_off_go_and_the_rest_is_whole() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("audit.db");
    let audit = log(&path);
    let before = audit.head().unwrap();
    let third = audit.entries(&Filter {
        before: Some(4),
        limit: 1,
        ..Filter::default()
    });
    let third = third.unwrap()[0].head;
    assert_eq!(audit.due(at(1)).unwrap(), None, "nothing is old enough");
    let through = roll_over(&audit);
    drop(audit);

    let audit = Audit::open(&path, &key()).unwrap();
    let found = audit.verify_against(&[third, through, before]).unwrap();
    assert!(found.intact(), "{found:?}");
    assert_eq!((found.start, found.checked), (4, 7));
    assert_eq!(
        found.heads,
        [HeadFit::BeforeStart, HeadFit::Fits, HeadFit::Fits]
    );
    let start = audit.start().unwrap().unwrap();
    assert_eq!(start.head, through);
    assert!(start.sealed.unwrap().is_of(&signer().key().unwrap()));
    let left = audit
        .entries(&Filter {
            limit: 99,
            ..Filter::default()
        })
        .unwrap();
    assert_eq!(left.len(), 7);
    assert_eq!(
        left[0].entry.reason.as_ref().unwrap().text,
        Some(through.to_string())
    );
    // Once more, later.
    audit.append(&closing()).unwrap();
    let due = audit.due(at(8)).unwrap().unwrap();
    let sealed = signer().sign("pc-1", due.through, at(200)).unwrap();
    audit.roll_over(&closing(), due.through, &sealed).unwrap();
    let found = audit.verify_against(&[before]).unwrap();
    assert!(found.intact(), "{found:?}");
    assert_eq!(found.start, 7);
}

#[test]
fn the_newest_row_and_rows_that_are_not_there_are_not_closed_off() {
    let folder = TempDir::new().unwrap();
    let audit = log(&folder.path().join("audit.db"));
    let head = audit.head().unwrap();
    let other = Head {
        number: 3,
        hash: [0; 32],
    };
    for through in [head, other, Head::EMPTY] {
        let sealed = signer().sign("pc-1", through, at(100)).unwrap();
        let refused = audit.roll_over(&closing(), through, &sealed);
        assert_eq!(refused.unwrap_err(), AuditError::NotDue);
    }
    assert_eq!(audit.head().unwrap(), head, "nothing was written");
}

#[test]
fn a_row_dated_too_early_by_a_wrong_clock_does_not_make_its_neighbours_old() {
    let folder = TempDir::new().unwrap();
    let audit = log(&folder.path().join("audit.db"));
    audit
        .append(&Entry {
            at: Timestamp::UNIX_EPOCH,
            ..opening(1)
        })
        .unwrap();
    let due = audit.due(at(5)).unwrap().unwrap();
    assert_eq!(due.through.number, 4);
}

/// What somebody with the key does to the file.
fn tamper(path: &Path, sql: &str) {
    let raw = Connection::open(path).unwrap();
    raw.execute_batch(&format!(
        "PRAGMA key = \"x'{}'\"; PRAGMA cipher_page_size = 8192;
         DROP TRIGGER entry_is_never_removed; DROP TRIGGER start_head_never_goes_back; {sql}",
        hex::encode(KEY)
    ))
    .unwrap();
}

#[test]
fn a_beginning_that_was_cut_off_by_hand_is_found() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("audit.db");
    drop(log(&path));
    tamper(&path, "DELETE FROM entry WHERE number <= 4;");
    let found = Audit::open(&path, &key()).unwrap().verify().unwrap();
    assert_eq!(
        (found.broken_at, found.how),
        (Some(1), Some(Break::Missing))
    );
}

#[test]
fn a_start_that_no_row_speaks_of_is_found() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("audit.db");
    let audit = log(&path);
    let fourth = audit.entries(&Filter {
        before: Some(5),
        limit: 1,
        ..Filter::default()
    });
    let fourth = fourth.unwrap()[0].head;
    drop(audit);
    tamper(
        &path,
        &format!(
            "DELETE FROM entry WHERE number <= 4;
             INSERT INTO start_head VALUES (1, 4, x'{}', '');",
            hex::encode(fourth.hash)
        ),
    );
    let audit = Audit::open(&path, &key()).unwrap();
    let found = audit.verify().unwrap();
    assert_eq!(found.how, Some(Break::StartUnproven));
    assert_eq!(found.broken_at, Some(4));
    assert_eq!(audit.start().unwrap().unwrap().sealed, None);
}

//! The count of answers kept outside the store that counts them.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use audit::Audit;
use common::{append, key};

#[test]
fn the_mark_never_goes_back_and_outlives_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.db");
    let log = Audit::create(&path, &key()).unwrap();
    assert_eq!(log.commit_mark().unwrap(), None);
    for (noted, expected) in [(0, 0), (7, 7), (5, 7), (7, 7), (8, 8)] {
        log.note_commits(noted).unwrap();
        assert_eq!(log.commit_mark().unwrap(), Some(expected));
    }
    append(&log, 1..=2).unwrap();
    assert!(log.note_commits(-1).is_ok(), "less than the mark");
    drop(log);
    let log = Audit::open(&path, &key()).unwrap();
    assert_eq!(log.commit_mark().unwrap(), Some(8));
    assert!(log.verify().unwrap().intact(), "the chain is not concerned");
}

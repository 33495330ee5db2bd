//! What is appended is kept, listed and encrypted; a failing store says so.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use std::fs;

use audit::{
    Audit, AuditError, ConsentNote, EventKind, Filter, Head, OpenError, Purpose, Reason, StoreKey,
};
use tempfile::TempDir;

use common::{append, key, opening};

#[test]
fn entries_come_back_newest_first_and_filtered() {
    let folder = TempDir::new().unwrap();
    let audit = Audit::create(&folder.path().join("audit.db"), &key()).unwrap();
    assert_eq!(audit.head().unwrap(), Head::EMPTY);
    append(&audit, 1..=10).unwrap();
    let persons = |filter: Filter| -> Vec<i64> {
        let found = audit.entries(&filter).unwrap();
        found
            .iter()
            .map(|stored| stored.entry.person.unwrap())
            .collect()
    };
    let limit = 3;
    assert_eq!(
        persons(Filter {
            limit,
            ..Filter::default()
        }),
        [10, 9, 8]
    );
    assert_eq!(
        persons(Filter {
            limit,
            before: Some(8),
            ..Filter::default()
        }),
        [7, 6, 5]
    );
    assert_eq!(
        persons(Filter {
            limit,
            person: Some(4),
            ..Filter::default()
        }),
        [4]
    );
    let account = Some("doctor1".to_owned());
    assert_eq!(
        persons(Filter {
            limit: 9,
            account,
            ..Filter::default()
        }),
        [10, 7, 4, 1]
    );
    let newest = audit
        .entries(&Filter {
            limit: 1,
            ..Filter::default()
        })
        .unwrap();
    assert_eq!(newest[0].entry, opening(10));
    assert_eq!(newest[0].head, audit.head().unwrap());
}

#[test]
fn the_kept_text_is_stable() {
    let folder = TempDir::new().unwrap();
    let audit = Audit::create(&folder.path().join("audit.db"), &key()).unwrap();
    let text = r#"{"format":2,"number":1,"at":"1970-01-01T00:00:00Z","kind":"open_patient","outcome":"ok","actor":{"account":"doctor1","display_name":"検査 医師","role":"doctor","staff_number":"0042"},"session":"sitting-1","purpose":"normal","reason":null,"person":1,"chart_number":"MARKER000001","arrived":true,"shown":[{"category":"condition","version":"1","origin":"cache","age_seconds":90,"items":[{"resource":"Bundle","id":"condition","version":"7"}]}],"consent":[{"category":"condition","state":"given","until":"1970-01-01T00:10:00Z"}],"clock":{"offset_ms":-120,"in_doubt":false},"program_version":"0.1.0","pc":"pc-1"}"#;
    use sha2::Digest;
    let mut bytes = vec![0; 32];
    bytes.extend_from_slice(text.as_bytes());
    let expected: [u8; 32] = sha2::Sha256::digest(&bytes).into();
    assert_eq!(audit.append(&opening(1)).unwrap().hash, expected);
}

#[test]
fn names_of_purposes_are_what_is_stored() {
    for purpose in Purpose::ALL {
        let stored = serde_json::to_string(purpose).unwrap();
        assert_eq!(stored, format!("\"{}\"", purpose.as_str()));
    }
}

#[test]
fn reasons_are_cut_and_consents_of_the_first_format_say_their_end() {
    let long = "理".repeat(10_000);
    let reason = Reason::new("other", Some(&long));
    assert_eq!(reason.text.unwrap().chars().count(), Reason::LONGEST);
    let note = |state: &str| ConsentNote {
        category: "condition".to_owned(),
        state: state.to_owned(),
        until: None,
    };
    let end = jiff::Timestamp::from_second(600).unwrap();
    let given = note("given until 1970-01-01T00:10:00Z");
    assert!(given.is_given() && given.on_record());
    assert_eq!(given.end(), Some(end));
    let expired = note("expired at 1970-01-01T00:10:00Z");
    assert!(!expired.is_given() && expired.on_record());
    assert_eq!(expired.end(), Some(end));
    assert!(note("refused").on_record());
    assert!(!note("not asked").on_record() && !note("no card").on_record());
}

#[test]
fn names_of_kinds_are_what_is_stored() {
    for kind in EventKind::ALL {
        let stored = serde_json::to_string(kind).unwrap();
        assert_eq!(stored, format!("\"{}\"", kind.as_str()));
        assert_eq!(EventKind::from_name(kind.as_str()), Some(*kind));
    }
}

#[test]
fn no_plain_marker_lies_in_any_file() {
    let folder = TempDir::new().unwrap();
    let audit = Audit::create(&folder.path().join("audit.db"), &key()).unwrap();
    append(&audit, 1..=200).unwrap();
    let mut files = 0;
    for file in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        files += 1;
        for marker in [
            b"MARKER0".as_slice(),
            b"open_patient",
            b"doctor1",
            b"SQLite format",
        ] {
            assert!(!bytes.windows(marker.len()).any(|window| window == marker));
        }
    }
    assert!(files >= 3, "the log files were looked at too");
}

#[test]
fn another_key_does_not_open_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("audit.db");
    drop(Audit::create(&path, &key()).unwrap());
    assert_eq!(
        Audit::open(&path, &StoreKey::new([9; 32])).unwrap_err(),
        OpenError::WrongKey
    );
    assert_eq!(Audit::create(&path, &key()).unwrap_err(), OpenError::Exists);
}

#[test]
fn a_store_that_cannot_be_written_fails_the_append() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("audit.db");
    let audit = Audit::create(&path, &key()).unwrap();
    append(&audit, 1..=40).unwrap();
    drop(audit);
    // The page that the next append must read is spoiled.
    let mut bytes = fs::read(&path).unwrap();
    for at in (8192..bytes.len()).step_by(8192) {
        bytes[at + 100] ^= 1;
    }
    fs::write(&path, bytes).unwrap();
    let audit = Audit::open(&path, &key()).unwrap();
    assert!(matches!(
        audit.append(&opening(41)),
        Err(AuditError::Store(_))
    ));
    assert_eq!(audit.verify().unwrap().broken_at, Some(1));
}

//! What is sealed opens with the private key alone, once, and is never lost.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a failing helper is a failing test"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use cache::{FetchedSets, Inbox, InboxError, KeptReason, Records, StoreError};
use hpke::kem::X25519HkdfSha256;
use hpke::{Kem, Serializable};
use record::vocabulary::Category;
use tempfile::TempDir;

use common::{PERSON, document, documents, key, scope};

type Keys = ([u8; 32], [u8; 32]);

/// Private and public.
fn keys(seed: u8) -> Keys {
    let (private, public) = X25519HkdfSha256::derive_keypair(&[seed; 32]);
    (private.to_bytes().into(), public.to_bytes().into())
}

fn inbox() -> (TempDir, Inbox, Keys) {
    let folder = TempDir::new().unwrap();
    let inbox = Inbox::create(&folder.path().join("inbox")).unwrap();
    (folder, inbox, keys(1))
}

fn files(folder: &TempDir) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder.path().join("inbox"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn flip(path: &Path, position: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[position] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn refuse(_: FetchedSets) -> Result<(), StoreError> {
    panic!("nothing may be handed over");
}

#[test]
fn what_was_sealed_comes_back_in_order_and_the_files_go() {
    let (_folder, inbox, (private, public)) = inbox();
    let late = documents(20, vec![document("d1", "one"), document("d2", "")]);
    let early = scope(10, "first");
    inbox.seal(&public, &late).unwrap();
    inbox.seal(&public, &early).unwrap();
    assert_eq!(inbox.pending(), Ok(2));
    let mut came = Vec::new();
    let report = inbox.open_all(&private, |fetched| {
        came.push(fetched);
        Ok(())
    });
    assert_eq!(came, [early, late]);
    let report = report.unwrap();
    assert_eq!((report.taken_in, report.kept.len()), (2, 0));
    assert_eq!(inbox.pending(), Ok(0));
}

#[test]
fn a_sealed_answer_moves_into_the_records() {
    let (folder, inbox, (private, public)) = inbox();
    let records = Records::create(&folder.path().join("records.db"), &key()).unwrap();
    inbox.seal(&public, &scope(0, "prefetched")).unwrap();
    let report = inbox
        .open_all(&private, |fetched| records.store(&fetched).map(drop))
        .unwrap();
    assert_eq!(report.taken_in, 1);
    let held = records.held(PERSON, Category::Condition).unwrap();
    assert_eq!(held.sets[0].parts[0].bytes, b"prefetched");
}

#[test]
fn files_and_names_tell_nothing_and_are_private() {
    let (folder, inbox, (_, public)) = inbox();
    inbox
        .seal(&public, &scope(0, &"ZEBRAMARK ".repeat(100)))
        .unwrap();
    let file = files(&folder).remove(0);
    let bytes = fs::read(&file).unwrap();
    for marker in [
        b"ZEBRAMARK".as_slice(),
        b"Condition",
        b"fhir_rest",
        b"condition",
    ] {
        assert!(!bytes.windows(marker.len()).any(|window| window == marker));
    }
    let name = file.file_stem().unwrap().to_str().unwrap();
    assert!(
        name.chars().all(|c| c.is_ascii_hexdigit() || c == '-'),
        "{name}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0);
    }
}

#[test]
fn another_key_opens_nothing_and_everything_stays() {
    let (folder, inbox, (private, public)) = inbox();
    inbox.seal(&public, &scope(0, "a")).unwrap();
    for key in [keys(2).0, public] {
        let report = inbox.open_all(&key, refuse).unwrap();
        assert_eq!(report.taken_in, 0);
        assert_eq!(report.kept[0].reason, KeptReason::OtherKey);
    }
    assert_eq!(files(&folder).len(), 1);
    assert_eq!(inbox.open_all(&private, |_| Ok(())).unwrap().taken_in, 1);
}

#[test]
fn a_damaged_file_stays_and_is_reported_and_the_others_come() {
    let (folder, inbox, (private, public)) = inbox();
    for second in 0..4 {
        inbox.seal(&public, &scope(second, "a")).unwrap();
    }
    let all = files(&folder);
    flip(&all[0], 200);
    let cut = fs::read(&all[1]).unwrap();
    fs::write(&all[1], &cut[..60]).unwrap();
    fs::write(&all[2], b"").unwrap();
    let report = inbox.open_all(&private, |_| Ok(())).unwrap();
    assert_eq!(report.taken_in, 1);
    let reasons: Vec<_> = report.kept.iter().map(|kept| kept.reason).collect();
    assert_eq!(reasons, [KeptReason::Damaged; 3]);
    assert_eq!(files(&folder), all[..3]);
}

#[test]
fn every_flipped_byte_is_noticed() {
    let (folder, inbox, (private, public)) = inbox();
    inbox.seal(&public, &scope(0, "a")).unwrap();
    let file = files(&folder).remove(0);
    for position in 0..fs::read(&file).unwrap().len() {
        flip(&file, position);
        assert_eq!(
            inbox.open_all(&private, refuse).unwrap().kept.len(),
            1,
            "{position}"
        );
        flip(&file, position);
    }
    assert_eq!(inbox.open_all(&private, |_| Ok(())).unwrap().taken_in, 1);
}

#[test]
fn foreign_and_newer_files_are_left_alone() {
    let (folder, inbox, (private, public)) = inbox();
    inbox.seal(&public, &scope(0, "a")).unwrap();
    let file = files(&folder).remove(0);
    let mut newer = fs::read(&file).unwrap();
    newer[8] = 2;
    fs::write(&file, newer).unwrap();
    fs::write(file.with_file_name("zz.sealed"), b"somebody else's file").unwrap();
    fs::write(file.with_file_name("unfinished.draft"), b"CLVINBOX").unwrap();
    let report = inbox.open_all(&private, refuse).unwrap();
    let reasons: Vec<_> = report.kept.iter().map(|kept| kept.reason).collect();
    assert_eq!(reasons, [KeptReason::TooNew, KeptReason::NotSealed]);
    assert_eq!(files(&folder).len(), 3);
}

#[test]
fn a_file_stays_until_its_answer_is_stored() {
    let (_folder, inbox, (private, public)) = inbox();
    inbox.seal(&public, &scope(0, "a")).unwrap();
    let report = inbox.open_all(&private, |_| Err(StoreError::Full)).unwrap();
    assert_eq!(
        report.kept[0].reason,
        KeptReason::NotStored(StoreError::Full)
    );
    assert_eq!(inbox.pending(), Ok(1));
}

#[test]
fn what_cannot_be_sealed_leaves_nothing() {
    let (folder, inbox, _) = inbox();
    assert_eq!(inbox.seal(&[0; 32], &scope(0, "a")), Err(InboxError::Key));
    assert!(files(&folder).is_empty());
    assert!(Inbox::open(&folder.path().join("nowhere")).is_err());
    assert!(Inbox::create(&folder.path().join("inbox")).is_err());
}

//! The chain written out is checked without the store and without its key.
#![allow(clippy::unwrap_used, reason = "a failing helper is a failing test")]

mod common;

use audit::{Audit, Break, ChainFile, Head, HeadFit, Signer, verify_chain};
use jiff::Timestamp;
use tempfile::TempDir;

use common::{append, key};

fn signer(seed: u8) -> Signer {
    Signer::from_seed(&[seed; 32]).unwrap()
}

/// Ten rows as a file, and the head they end with.
fn file() -> (String, Head) {
    let folder = TempDir::new().unwrap();
    let audit = Audit::create(&folder.path().join("audit.db"), &key()).unwrap();
    append(&audit, 1..=10).unwrap();
    let head = audit.head().unwrap();
    let signed = signer(4).sign("pc-1", head, Timestamp::UNIX_EPOCH).unwrap();
    append(&audit, 11..=11).unwrap();
    let mut out = Vec::new();
    assert_eq!(audit.write_chain(&signed, &mut out).unwrap(), 10);
    (String::from_utf8(out).unwrap(), head)
}

fn check(text: &str, known: &[Head]) -> ChainFile {
    let key = Some(signer(4).key().unwrap());
    verify_chain(&mut text.as_bytes(), key, known).unwrap()
}

#[test]
fn an_untouched_file_is_whole_and_signed() {
    let (text, head) = file();
    let found = check(&text, &[head]);
    assert!(found.verification.intact() && found.signed);
    assert_eq!(found.verification.checked, 10);
    assert_eq!(found.verification.heads, [HeadFit::Fits, HeadFit::Fits]);
    let other = signer(5).key().unwrap();
    let found = verify_chain(&mut text.as_bytes(), Some(other), &[]).unwrap();
    assert!(found.verification.intact() && !found.signed);
}

#[test]
fn a_change_a_cut_and_rubbish_are_named_by_their_place() {
    let (text, head) = file();
    let lines: Vec<&str> = text.lines().collect();
    let changed = text.replacen("MARKER000004", "MARKER000005", 1);
    let found = check(&changed, &[]).verification;
    assert_eq!(
        (found.broken_at, found.how),
        (Some(4), Some(Break::Changed))
    );
    let mut cut = lines.clone();
    cut.drain(8..=10);
    let found = check(&cut.join("\n"), &[head]).verification;
    assert_eq!((found.broken_at, found.how), (Some(8), Some(Break::Cut)));
    let mut rubbish = lines;
    rubbish[3] = "{}";
    let found = check(&rubbish.join("\n"), &[]).verification;
    assert_eq!(
        (found.broken_at, found.how),
        (Some(3), Some(Break::Unreadable))
    );
}

#[test]
fn another_file_is_no_chain() {
    for text in ["", "{}", "rubbish", "{\"format\":\"other\"}"] {
        assert!(verify_chain(&mut text.as_bytes(), None, &[]).is_err());
    }
}

//! `clins audit verify` of an exported chain, as people call it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use audit::{Actor, Audit, Entry, EventKind, Outcome, Purpose, Signer, StoreKey};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

fn entry(account: &str) -> Entry {
    Entry {
        at: Timestamp::UNIX_EPOCH,
        kind: EventKind::SignIn,
        outcome: Outcome::Ok,
        actor: Some(Actor {
            account: account.to_owned(),
            display_name: "架空 医師".to_owned(),
            role: Some("doctor".to_owned()),
            staff_number: None,
        }),
        session: None,
        purpose: Purpose::Normal,
        reason: None,
        person: None,
        chart_number: None,
        arrived: None,
        shown: Vec::new(),
        consent: Vec::new(),
        clock: None,
        program_version: "0.1.0".to_owned(),
        pc: "pc-1".to_owned(),
    }
}

/// A chain of nine rows, the head after the sixth, and the key that signed both.
fn exported(folder: &Path) -> String {
    let audit = Audit::create(&folder.join("audit.db"), &StoreKey::new([3; 32])).unwrap();
    let signer = Signer::from_seed(&[4; 32]).unwrap();
    let sign = |audit: &Audit| {
        let head = audit.head().unwrap();
        signer.sign("pc-1", head, Timestamp::UNIX_EPOCH).unwrap()
    };
    let mut kept = String::new();
    for number in 1..=9 {
        audit.append(&entry(&format!("doctor{number}"))).unwrap();
        if number == 6 || number == 9 {
            kept.push_str(&sign(&audit).to_line().unwrap());
            kept.push('\n');
        }
    }
    fs::write(folder.join("kept.heads"), kept).unwrap();
    let mut out = Vec::new();
    audit.write_chain(&sign(&audit), &mut out).unwrap();
    fs::write(folder.join("log.chain"), out).unwrap();
    signer.key().unwrap().to_string()
}

fn verify(folder: &Path, more: &[&str]) -> (Option<i32>, Value) {
    let Output { status, stdout, .. } = Command::new(env!("CARGO_BIN_EXE_clins"))
        .args(["audit", "verify", "--json"])
        .arg(folder.join("log.chain"))
        .arg("--heads")
        .arg(folder.join("kept.heads"))
        .args(more)
        .output()
        .unwrap();
    (
        status.code(),
        serde_json::from_slice(&stdout).unwrap_or_default(),
    )
}

#[test]
fn a_whole_chain_is_0_and_a_changed_or_cut_one_is_1_with_its_place() {
    let folder = TempDir::new().unwrap();
    let key = exported(folder.path());
    let (code, said) = verify(folder.path(), &["--key", &key]);
    assert_eq!(
        (code, &said["intact"], &said["checked"]),
        (Some(0), &Value::Bool(true), &9.into())
    );
    assert_eq!(said["heads"][0]["standing"], "fits");
    let (code, said) = verify(folder.path(), &["--key", &"0".repeat(64)]);
    assert_eq!((code, &said["signed"]), (Some(1), &Value::Bool(false)));

    let file = folder.path().join("log.chain");
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.replacen("doctor4", "doctor5", 1)).unwrap();
    let (code, said) = verify(folder.path(), &[]);
    assert_eq!(
        (code, &said["broken_at"], &said["how"]),
        (Some(1), &4.into(), &"changed".into())
    );

    let lines: Vec<&str> = whole.lines().collect();
    fs::write(&file, lines[..6].join("\n")).unwrap();
    let (code, said) = verify(folder.path(), &[]);
    assert_eq!(
        (code, &said["broken_at"], &said["how"]),
        (Some(1), &6.into(), &"cut".into())
    );
}

#[test]
fn what_is_no_chain_or_not_there_is_2() {
    let folder = TempDir::new().unwrap();
    exported(folder.path());
    fs::write(folder.path().join("log.chain"), "rubbish").unwrap();
    assert_eq!(verify(folder.path(), &[]).0, Some(2));
    fs::remove_file(folder.path().join("log.chain")).unwrap();
    assert_eq!(verify(folder.path(), &[]).0, Some(2));
    let bare = Command::new(env!("CARGO_BIN_EXE_clins"))
        .args(["audit", "verify"])
        .output();
    assert_eq!(bare.unwrap().status.code(), Some(2));
}

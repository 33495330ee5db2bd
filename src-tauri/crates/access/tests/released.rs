//! Files of released versions, which must be read for ever. Run with `CLINS_WRITE_FIXTURES=1` a
//! missing one is written; one that is there never changes.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::PathBuf;

use access::{
    Accounts, ClinicalKeys, DataKeys, Enrolment, Grants, MachineSecret, ProvedBy, RecoveryFile,
    RecoveryKey, Role, SignInRefused, SiteFile, SiteKey, Tries, Verified, Wraps,
};
use common::{DOCTOR_PASSWORD, MemorySecrets, hex};

fn recovery() -> RecoveryKey {
    RecoveryKey::parse(include_str!("fixtures/wraps-1.recovery.txt")).unwrap()
}

fn clinical() -> ClinicalKeys {
    let wraps = Wraps::from_bytes(include_bytes!("fixtures/wraps-1.json")).unwrap();
    wraps.open_with_recovery(&recovery()).unwrap()
}

fn machine() -> MachineSecret {
    let secret: Vec<u8> = (0..32).collect();
    MachineSecret::open(&MemorySecrets::with(&secret), "p1").unwrap()
}

fn fixture(name: &str, make: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    if std::env::var_os("CLINS_WRITE_FIXTURES").is_some() && !path.exists() {
        std::fs::write(&path, make()).unwrap();
    }
    std::fs::read(path).unwrap()
}

fn text(name: &str, make: impl FnOnce() -> String) -> String {
    let text = String::from_utf8(fixture(name, || make().into_bytes())).unwrap();
    text.trim().to_owned()
}

#[test]
fn reads_the_recovery_file_of_format_two() {
    let bytes = fixture("recovery-2.json", || {
        let file = RecoveryFile::new(&machine(), &clinical(), &recovery()).unwrap();
        file.to_bytes().unwrap()
    });
    let file = RecoveryFile::from_bytes(&bytes).unwrap();
    let recovered = file.open(&recovery()).unwrap();
    assert!(common::same(&recovered.clinical, &clinical()));
    let found = recovered.machine.unwrap();
    assert_eq!(found.desk_key(), machine().desk_key());
    assert_eq!(found.check(), file.check().unwrap());
}

/// A change here would tell every site that its keyring entry was exchanged.
#[test]
fn the_check_value_of_a_known_secret_does_not_change() {
    let check = serde_json::to_string(&machine().check()).unwrap();
    assert_eq!(text("machine-1.check.txt", || check.clone()), check);
}

#[test]
fn reads_the_data_keys_of_format_one() {
    let made = || {
        let first = DataKeys::first(&clinical()).unwrap();
        first.begin_rotation().unwrap()
    };
    let bytes = fixture("data-keys-1.json", || made().to_bytes().unwrap());
    let keys = DataKeys::from_bytes(&clinical(), &bytes).unwrap();
    let shown: Vec<String> = keys
        .candidates()
        .map(|key| format!("{} {}", key.generation(), hex(key.key())))
        .collect();
    let shown = shown.join("\n");
    assert_eq!(text("data-keys-1.keys.txt", || shown.clone()), shown);
    let first = include_str!("fixtures/wraps-1.records-key.txt").trim();
    assert!(shown.ends_with(&format!("1 {first}")));
}

/// Written by the first release with second factors and roles; must be read for ever.
#[test]
fn reads_the_account_file_of_format_two() {
    let bytes = fixture("accounts-2.json", || {
        let mut accounts = common::accounts();
        let mut verified = common::verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 0).unwrap();
        let codes = enrolled(&mut accounts, &mut verified);
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        std::fs::write(path.join("accounts-2.code.txt"), codes).unwrap();
        accounts.to_bytes().unwrap()
    });
    let mut accounts = Accounts::from_bytes(&bytes).unwrap();
    let held = accounts.find("yamada").unwrap();
    assert_eq!((held.roles(), held.codes_left()), (&[Role::Doctor][..], 10));
    let mut verified = common::verify(&mut accounts, "yamada", DOCTOR_PASSWORD, 1).unwrap();
    let code = include_str!("fixtures/accounts-2.code.txt").trim();
    let tries = Tries::default();
    let by = accounts.verify_code(&mut verified, code, &machine(), tries, common::at(1));
    assert_eq!(by, Ok(ProvedBy::OneTimeCode));
    // What is sealed opens with the same machine secret: a wrong code is wrong and not unreadable.
    let wrong = accounts.verify_code(&mut verified, "123456", &machine(), tries, common::at(1));
    assert_eq!(wrong, Err(SignInRefused::WrongCredentials));
}

fn enrolled(accounts: &mut Accounts, verified: &mut Verified) -> String {
    let enrolment = Enrolment::new(verified).unwrap();
    let phone = common::phone::Phone::scan(&enrolment);
    let code = phone.code(common::at(0));
    let codes = accounts.enrol(verified, &enrolment, &code, &machine(), common::at(0));
    codes.unwrap().first().unwrap().to_string()
}

/// As a PC of the first release with several PCs reads it.
#[test]
fn reads_the_site_file_of_format_one() {
    let bytes = fixture("site-1.json", || {
        let mut grants = Grants::default();
        grants.set(Role::Nurse, ["condition".to_owned()]).unwrap();
        let (accounts, now) = (common::accounts(), common::at(0));
        let file = SiteFile::make(&machine(), 7, &accounts, &grants, b"{}", now);
        file.unwrap().to_bytes().unwrap()
    });
    let file = SiteFile::from_bytes(&bytes).unwrap();
    let key = SiteKey::of(&machine()).unwrap();
    assert_eq!(
        text("site-1.key.txt", || key.to_printable().to_string()),
        *key.to_printable()
    );
    let content = file.open(None, &key).unwrap().unwrap();
    assert_eq!(file.version(), 7);
    assert!(content.grants.allows(Role::Nurse, "condition"));
    let mut accounts = Accounts::new(common::CHEAP).unwrap();
    accounts.take_in(&content, &key, &machine()).unwrap();
    assert_eq!(accounts.iter().count(), 4);
}

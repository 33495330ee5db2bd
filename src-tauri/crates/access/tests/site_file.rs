//! The site file: made on one PC, taken in by another; rolled back, foreign and tampered ones.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{
    Accounts, Grants, MachineSecret, Rights, Role, SiteFile, SiteFileFault, SiteKey, Tries,
};
use common::{DOCTOR_PASSWORD, accounts, at, machine, personal, verify};

fn grants() -> Grants {
    let mut grants = Grants::default();
    grants
        .set(Role::Nurse, ["drug_allergy".to_owned()])
        .unwrap();
    grants
}

fn made(machine: &MachineSecret, version: u64, accounts: &Accounts) -> SiteFile {
    SiteFile::make(machine, version, accounts, &grants(), b"rules", at(0)).unwrap()
}

/// The other PC: its own secret, and an administrator of its own from its first run.
fn other_pc() -> (MachineSecret, Accounts) {
    let mut accounts = Accounts::new(common::CHEAP).unwrap();
    let own = personal(
        "local",
        ("管理 五郎", "K9"),
        &[Role::Admin],
        "iwa-6-kage-wo",
    );
    accounts.add(&own, at(0)).unwrap();
    (machine(), accounts)
}

#[test]
fn the_other_pc_lets_the_same_people_in_with_the_same_rights() {
    let (home, (there, mut theirs)) = (machine(), other_pc());
    let file = made(&home, 1, &accounts());
    let read = SiteFile::from_bytes(&file.to_bytes().unwrap()).unwrap();
    let typed = SiteKey::of(&home).unwrap().to_printable().to_lowercase();
    let key = SiteKey::parse(&typed).unwrap();
    let content = read.open(None, &key).unwrap().unwrap();
    assert_eq!(
        (&content.grants, content.rules.as_slice()),
        (&grants(), &b"rules"[..])
    );
    theirs.take_in(&content, &key, &there).unwrap();
    assert!(verify(&mut theirs, "yamada", DOCTOR_PASSWORD, 1).is_ok());
    let own = verify(&mut theirs, "local", "iwa-6-kage-wo", 1);
    assert!(own.is_err(), "who is not in the file is out");
    let kept = SiteKey::open(&key.seal(&there).unwrap(), &there).unwrap();
    assert_eq!(
        kept.to_printable(),
        SiteKey::of(&home).unwrap().to_printable()
    );
    assert!(
        read.open(Some(&read.known()), &key).unwrap().is_none(),
        "nothing new"
    );
}

#[test]
fn older_foreign_and_tampered_files_are_refused() {
    let home = machine();
    let key = SiteKey::of(&home).unwrap();
    let (first, second) = (made(&home, 1, &accounts()), made(&home, 2, &accounts()));
    let fault = |file: &SiteFile, known: &SiteFile, key: &SiteKey| {
        let opened = file.open(Some(&known.known()), key);
        opened.map(drop).unwrap_err()
    };
    assert_eq!(fault(&first, &second, &key), SiteFileFault::Older);
    let forked = made(&home, 2, &accounts());
    assert_eq!(fault(&forked, &second, &key), SiteFileFault::Older);
    let stranger = machine();
    let foreign = made(&stranger, 9, &accounts());
    assert_eq!(fault(&foreign, &second, &key), SiteFileFault::Foreign);
    let theirs = SiteKey::of(&stranger).unwrap();
    let opened = second.open(None, &theirs).map(drop);
    assert_eq!(opened.unwrap_err(), SiteFileFault::Key);

    let text = String::from_utf8(second.to_bytes().unwrap()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    for field in ["version", "made_at", "sealed", "signature"] {
        let mut changed = value.clone();
        let place = changed.get_mut(field).unwrap();
        *place = match field {
            "version" => 3.into(),
            "made_at" => "2026-11-22T00:00:00Z".into(),
            _ => {
                let text = place.as_str().unwrap();
                let swapped = if text.starts_with('A') { "B" } else { "A" };
                format!("{swapped}{}", text.get(1..).unwrap()).into()
            }
        };
        let file = SiteFile::from_bytes(changed.to_string().as_bytes()).unwrap();
        assert_eq!(
            fault(&file, &first, &key),
            SiteFileFault::Damaged,
            "{field}"
        );
    }
    let newer = text.replacen(r#""format":1"#, r#""format":2"#, 1);
    assert_eq!(
        SiteFile::from_bytes(newer.as_bytes()),
        Err(SiteFileFault::TooNew { found: 2 })
    );
    for damaged in ["", "{}", text.get(..text.len() / 2).unwrap()] {
        assert_eq!(
            SiteFile::from_bytes(damaged.as_bytes()),
            Err(SiteFileFault::Damaged)
        );
    }
}

#[test]
fn nobody_without_the_site_key_reads_who_works_there() {
    let home = machine();
    let text = String::from_utf8(made(&home, 1, &accounts()).to_bytes().unwrap()).unwrap();
    assert!(!text.contains("yamada") && !text.contains("山田") && !text.contains("rules"));
}

/// Carries file after file from the first PC to that one, as a site does.
fn files_from_home(there: &MachineSecret) -> impl FnMut(&mut Accounts, &Accounts, u64) {
    let home = machine();
    let key = SiteKey::of(&home).unwrap();
    let mut known = None;
    move |theirs, ours, version| {
        let file = made(&home, version, ours);
        let content = file.open(known.as_ref(), &key).unwrap().unwrap();
        theirs.take_in(&content, &key, there).unwrap();
        known = Some(file.known());
    }
}

#[test]
fn a_password_changed_on_the_other_pc_stays_until_a_newer_one_comes() {
    let (there, mut theirs) = other_pc();
    let mut ours = accounts();
    let mut take = files_from_home(&there);
    take(&mut theirs, &ours, 1);
    let mut verified = verify(&mut theirs, "yamada", DOCTOR_PASSWORD, 5).unwrap();
    let own = "betsu-no-7-pass";
    theirs.set_password(&mut verified, own, at(5)).unwrap();
    take(&mut theirs, &ours, 2);
    assert!(verify(&mut theirs, "yamada", own, 6).is_ok());
    ours.issue_password("yamada", "kashita-8-pass", at(7))
        .unwrap();
    take(&mut theirs, &ours, 3);
    assert!(verify(&mut theirs, "yamada", own, 8).is_err());
    assert!(verify(&mut theirs, "yamada", "kashita-8-pass", 8).is_ok());
}

#[test]
fn whoever_left_is_out_and_a_lock_out_is_not_lifted_by_a_new_file() {
    let (there, mut theirs) = other_pc();
    let mut ours = accounts();
    let mut take = files_from_home(&there);
    take(&mut theirs, &ours, 1);
    for _ in 0..5 {
        verify(&mut theirs, "uketsuke", "wrong", 1).unwrap_err();
    }
    let left = Rights {
        roles: vec![Role::Doctor],
        emergency: false,
        deputy: false,
        disabled: true,
    };
    ours.change("yamada", &left).unwrap();
    take(&mut theirs, &ours, 2);
    assert!(verify(&mut theirs, "yamada", DOCTOR_PASSWORD, 2).is_err());
    let tried = theirs.verify_password("uketsuke", common::DESK_PASSWORD, Tries::default(), at(2));
    assert!(tried.is_err());
}

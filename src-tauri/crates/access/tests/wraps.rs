//! What opens the clinical keys, and what does not.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{
    AccessError, Accounts, ClinicalKeys, MachineSecret, PasswordCost, RecoveryKey, Role, Wraps,
};
use common::{CHEAP, DESK_PASSWORD, DOCTOR_PASSWORD, accounts, hex, machine, refused, same};
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, Serializable as _};

struct Site {
    machine: MachineSecret,
    accounts: Accounts,
    keys: ClinicalKeys,
    recovery: RecoveryKey,
    wraps: Wraps,
}

fn site(cost: PasswordCost) -> Site {
    let machine = machine();
    let accounts = accounts();
    let keys = ClinicalKeys::generate().unwrap();
    let recovery = RecoveryKey::generate().unwrap();
    let mut wraps = Wraps::new(&keys, &recovery).unwrap();
    let doctor = accounts.find("yamada").unwrap().clinical().unwrap();
    wraps
        .add(doctor, DOCTOR_PASSWORD, &keys, &machine, cost)
        .unwrap();
    Site {
        machine,
        accounts,
        keys,
        recovery,
        wraps,
    }
}

#[test]
fn the_doctors_password_opens_at_the_standard_cost() {
    let site = site(PasswordCost::STANDARD);
    let wraps = Wraps::from_bytes(&site.wraps.to_bytes().unwrap()).unwrap();
    let doctor = site.accounts.find("yamada").unwrap().clinical().unwrap();
    assert!(wraps.holds("Yamada"));
    let opened = wraps.open(doctor, DOCTOR_PASSWORD, &site.machine).unwrap();
    assert!(same(&opened, &site.keys));
    assert_eq!(
        refused(wraps.open(doctor, "wrong", &site.machine)),
        AccessError::WrongKey
    );
}

#[test]
fn the_doctors_password_does_not_open_on_another_pc_but_the_recovery_key_does() {
    let site = site(CHEAP);
    let doctor = site.accounts.find("yamada").unwrap().clinical().unwrap();
    let elsewhere = machine();
    let refusal = refused(site.wraps.open(doctor, DOCTOR_PASSWORD, &elsewhere));
    assert_eq!(refusal, AccessError::WrongKey);

    let typed = site.recovery.to_printable().to_lowercase();
    let recovery = RecoveryKey::parse(&typed).unwrap();
    let keys = site.wraps.open_with_recovery(&recovery).unwrap();
    assert!(same(&keys, &site.keys));
    let mut wraps = Wraps::new(&keys, &recovery).unwrap();
    wraps
        .add(doctor, DOCTOR_PASSWORD, &keys, &elsewhere, CHEAP)
        .unwrap();
    assert!(same(
        &wraps.open(doctor, DOCTOR_PASSWORD, &elsewhere).unwrap(),
        &site.keys
    ));

    let other = RecoveryKey::generate().unwrap();
    assert_eq!(
        refused(site.wraps.open_with_recovery(&other)),
        AccessError::WrongKey
    );
}

#[test]
fn only_doctors_can_be_given_a_wrap() {
    for account in accounts().iter() {
        assert_eq!(
            account.clinical().is_some(),
            account.roles() == [Role::Doctor]
        );
    }
}

/// The desk's password, the opened keyring and every file of the profile in one hand.
#[test]
fn a_desk_account_cannot_open_anything_clinical() {
    let site = site(CHEAP);
    let Site {
        machine,
        accounts,
        keys,
        wraps,
        ..
    } = &site;
    let desk = accounts.find("uketsuke").unwrap();
    assert!(
        desk.clinical().is_none(),
        "the API gives the desk nothing to ask with"
    );
    assert!(!wraps.holds("uketsuke"));

    // Around the API: the desk's role edited in the account file, under its own password.
    let text = String::from_utf8(accounts.to_bytes().unwrap()).unwrap();
    let forged = text.replace(r#"["desk"]"#, r#"["doctor"]"#);
    assert_ne!(forged, text);
    let forged = Accounts::from_bytes(forged.as_bytes()).unwrap();
    let desk = forged.find("uketsuke").unwrap().clinical().unwrap();
    let doctor = forged.find("yamada").unwrap().clinical().unwrap();
    assert_eq!(
        refused(wraps.open(desk, DESK_PASSWORD, machine)),
        AccessError::NoWrap
    );
    assert_eq!(
        refused(wraps.open(doctor, DESK_PASSWORD, machine)),
        AccessError::WrongKey
    );

    // The doctor's wrap moved under the desk's name: not even the doctor's password opens it there.
    let text = String::from_utf8(wraps.to_bytes().unwrap()).unwrap();
    let moved = Wraps::from_bytes(text.replace("yamada", "uketsuke").as_bytes()).unwrap();
    for password in [DESK_PASSWORD, DOCTOR_PASSWORD] {
        assert_eq!(
            refused(moved.open(desk, password, machine)),
            AccessError::WrongKey
        );
    }

    // Every key of machine scope, and the sealed parts of every wrap under each of them.
    let held = [
        machine.desk_key(),
        machine.audit_key(),
        machine.certificate_key(),
    ];
    let clinical = [keys.records_key(), keys.notes_key(), keys.sealing_private()];
    for key in &held {
        assert!(clinical.iter().all(|secret| secret != key));
    }
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let sealed = [
        json.pointer("/recovery/sealed").unwrap(),
        json.pointer("/accounts/yamada/sealed").unwrap(),
    ];
    for blob in sealed {
        use base64::Engine as _;
        let blob = base64::engine::general_purpose::STANDARD
            .decode(blob.as_str().unwrap())
            .unwrap();
        for purpose in ["wrap/recovery", "wrap/password/yamada", "certificate"] {
            assert_eq!(
                machine.open_file(purpose, &blob).map(|_| ()).unwrap_err(),
                AccessError::WrongKey
            );
        }
        for secret in &clinical {
            assert!(!blob.windows(32).any(|part| part == secret.as_slice()));
        }
    }
}

#[test]
fn wraps_refuse_other_clinical_keys_and_an_exchanged_public_key() {
    let mut site = site(CHEAP);
    let doctor = site.accounts.find("yamada").unwrap().clinical().unwrap();
    let other = ClinicalKeys::generate().unwrap();
    let refusal = site
        .wraps
        .add(doctor, DOCTOR_PASSWORD, &other, &site.machine, CHEAP);
    assert_eq!(refused(refusal), AccessError::OtherClinicalKeys);

    let foreign = Wraps::new(&other, &site.recovery).unwrap();
    let mut json = serde_json::to_value(&site.wraps).unwrap();
    let public = serde_json::to_value(&foreign)
        .unwrap()
        .get("sealing_public")
        .unwrap()
        .clone();
    *json.get_mut("sealing_public").unwrap() = public;
    let exchanged = Wraps::from_bytes(json.to_string().as_bytes()).unwrap();
    let refusal = refused(exchanged.open(doctor, DOCTOR_PASSWORD, &site.machine));
    assert_eq!(refusal, AccessError::OtherClinicalKeys);
    let refusal = refused(exchanged.open_with_recovery(&site.recovery));
    assert_eq!(refusal, AccessError::OtherClinicalKeys);

    site.wraps.remove("YAMADA");
    let refusal = refused(site.wraps.open(doctor, DOCTOR_PASSWORD, &site.machine));
    assert_eq!(refusal, AccessError::NoWrap);
}

#[test]
fn the_sealing_pair_is_one_for_hpke() {
    let keys = ClinicalKeys::generate().unwrap();
    let private =
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(keys.sealing_private().as_slice())
            .unwrap();
    assert_eq!(
        X25519HkdfSha256::sk_to_pk(&private).to_bytes().as_slice(),
        keys.sealing_public().as_slice()
    );
    assert_eq!(
        private.to_bytes().as_slice(),
        keys.sealing_private().as_slice()
    );
}

#[test]
fn the_file_tells_newer_versions_from_damage() {
    let site = site(CHEAP);
    let text = String::from_utf8(site.wraps.to_bytes().unwrap()).unwrap();
    let newer = text.replacen(r#""format":1"#, r#""format":7"#, 1);
    assert_eq!(
        refused(Wraps::from_bytes(newer.as_bytes())),
        AccessError::TooNew { found: 7 }
    );
    for damaged in [
        text.replacen(r#""format":1"#, r#""format":1,"more":1"#, 1),
        text.replacen(r#""sealing_public":""#, r#""sealing_public":"AAAA"#, 1),
        text.replacen(r#""sealed":""#, r#""sealed":"*"#, 1),
        String::new(),
    ] {
        assert_eq!(
            refused(Wraps::from_bytes(damaged.as_bytes())),
            AccessError::Unreadable
        );
    }
    // A cost that would ask for all memory of the PC is refused, not tried.
    let doctor = site.accounts.find("yamada").unwrap().clinical().unwrap();
    let greedy = text.replacen(r#""memory_kib":64"#, r#""memory_kib":4294967295"#, 1);
    assert_ne!(greedy, text);
    let greedy = Wraps::from_bytes(greedy.as_bytes()).unwrap();
    let refusal = refused(greedy.open(doctor, DOCTOR_PASSWORD, &site.machine));
    assert_eq!(refusal, AccessError::KeyDerivation);
}

#[test]
fn nothing_secret_can_be_printed() {
    let site = site(CHEAP);
    assert_eq!(format!("{:?}", site.keys), "ClinicalKeys(..)");
    assert_eq!(format!("{:?}", site.machine), "MachineSecret(..)");
    assert_eq!(format!("{:?}", site.recovery), "RecoveryKey(..)");
    assert!(format!("{:?}", site.wraps).contains("bytes)"));
}

/// Written by the first release; must be read for ever.
#[test]
fn reads_the_wraps_of_format_one() {
    let wraps = Wraps::from_bytes(include_bytes!("fixtures/wraps-1.json")).unwrap();
    let recovery = RecoveryKey::parse(include_str!("fixtures/wraps-1.recovery.txt")).unwrap();
    let keys = wraps.open_with_recovery(&recovery).unwrap();
    assert_eq!(
        hex(keys.records_key()),
        include_str!("fixtures/wraps-1.records-key.txt").trim()
    );
}

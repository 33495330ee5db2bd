//! A copied profile folder on another PC, and the printed recovery key.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use access::{
    AccessError, ClinicalKeys, KeyringFault, MachineSecret, RecoveryFile, RecoveryKey, Wraps,
};
use common::{
    CHEAP, DESK_PASSWORD, DOCTOR_PASSWORD, MemorySecrets, accounts, hex, machine, refused, same,
};

/// What a profile folder and a sheet of paper hold; the keyring stayed on the other PC.
struct Copied {
    machine: MachineSecret,
    keys: ClinicalKeys,
    recovery: RecoveryKey,
    wraps: Vec<u8>,
    file: Vec<u8>,
}

fn copied() -> Copied {
    let machine = machine();
    let keys = ClinicalKeys::generate().unwrap();
    let recovery = RecoveryKey::generate().unwrap();
    let mut wraps = Wraps::new(&keys, &recovery).unwrap();
    let accounts = accounts();
    let doctor = accounts.find("yamada").unwrap().clinical().unwrap();
    wraps
        .add(doctor, DOCTOR_PASSWORD, &keys, &machine, CHEAP)
        .unwrap();
    let file = RecoveryFile::new(&machine, &keys, &recovery).unwrap();
    Copied {
        wraps: wraps.to_bytes().unwrap(),
        file: file.to_bytes().unwrap(),
        machine,
        keys,
        recovery,
    }
}

#[test]
fn the_recovery_key_opens_everything_on_another_pc() {
    let site = copied();
    let file = RecoveryFile::from_bytes(&site.file).unwrap();
    assert_eq!(file.check(), Some(site.machine.check()));
    let typed = site.recovery.to_printable().to_lowercase();
    let recovered = file.open(&RecoveryKey::parse(&typed).unwrap()).unwrap();
    assert!(same(&recovered.clinical, &site.keys));
    let machine = recovered.machine.unwrap();
    assert_eq!(machine.desk_key(), site.machine.desk_key());
    assert_eq!(machine.audit_key(), site.machine.audit_key());

    // From now on this PC is as the other was: the doctor signs in with the password again.
    let keyring = MemorySecrets::default();
    machine.adopt(&keyring, "p1").unwrap();
    let check = file.check();
    let opened = MachineSecret::open_known(&keyring, "p1", check.as_ref()).unwrap();
    let accounts = accounts();
    let doctor = accounts.find("yamada").unwrap().clinical().unwrap();
    let wraps = Wraps::from_bytes(&site.wraps).unwrap();
    let keys = wraps.open(doctor, DOCTOR_PASSWORD, &opened).unwrap();
    assert!(same(&keys, &site.keys));
}

#[test]
fn another_recovery_key_opens_nothing() {
    let site = copied();
    let file = RecoveryFile::from_bytes(&site.file).unwrap();
    let other = RecoveryKey::generate().unwrap();
    assert_eq!(refused(file.open(&other)), AccessError::WrongKey);
}

/// The recovery file, every key of this PC and every password of the desk in one hand.
#[test]
fn without_the_recovery_key_the_file_gives_nothing_away() {
    use base64::Engine as _;
    let site = copied();
    let json: serde_json::Value = serde_json::from_slice(&site.file).unwrap();
    let sealed = base64::engine::general_purpose::STANDARD
        .decode(json["sealed"].as_str().unwrap())
        .unwrap();
    for purpose in ["recovery-file/v2", "wrap/recovery", "wrap/password/yamada"] {
        let opened = site.machine.open_file(purpose, &sealed).map(|_| ());
        assert_eq!(refused(opened), AccessError::WrongKey);
    }
    let secrets = [
        site.keys.records_key(),
        site.keys.notes_key(),
        site.keys.sealing_private(),
        site.machine.desk_key(),
        site.machine.audit_key(),
        site.machine.certificate_key(),
    ];
    for secret in secrets {
        assert!(!sealed.windows(32).any(|part| part == secret));
    }
    // Its sealed part put where a wrap stands does not open either, not even with the right key.
    let wraps = String::from_utf8(site.wraps.clone()).unwrap();
    let mut moved: serde_json::Value = serde_json::from_str(&wraps).unwrap();
    moved["recovery"]["sealed"] = json["sealed"].clone();
    moved["recovery"]["salt"] = json["salt"].clone();
    let moved = Wraps::from_bytes(moved.to_string().as_bytes()).unwrap();
    assert_eq!(
        refused(moved.open_with_recovery(&site.recovery)),
        AccessError::WrongKey
    );
    let accounts = accounts();
    let doctor = accounts.find("yamada").unwrap().clinical().unwrap();
    let wraps = Wraps::from_bytes(&site.wraps).unwrap();
    assert_eq!(
        refused(wraps.open(doctor, DESK_PASSWORD, &site.machine)),
        AccessError::WrongKey
    );
}

#[test]
fn damage_and_exchanged_parts_are_noticed() {
    let site = copied();
    let text = String::from_utf8(site.file.clone()).unwrap();
    let newer = text.replacen("\"format\":2", "\"format\":3", 1);
    assert_eq!(
        refused(RecoveryFile::from_bytes(newer.as_bytes())),
        AccessError::TooNew { found: 3 }
    );
    for damaged in [
        String::new(),
        "{}".to_owned(),
        text.replacen("\"format\":2", "\"format\":0", 1),
        text.replacen("\"format\":2", "\"format\":1", 1),
        text.replacen("\"check\":\"", "\"check\":\"AAAA", 1),
        text.replacen("\"salt\"", "\"more\":1,\"salt\"", 1),
        text.chars().take(text.len() / 2).collect(),
    ] {
        assert_eq!(
            refused(RecoveryFile::from_bytes(damaged.as_bytes())),
            AccessError::Unreadable,
            "{damaged}"
        );
    }
    let other: serde_json::Value = serde_json::from_slice(&copied().file).unwrap();
    for (part, expected) in [
        ("sealing_public", AccessError::OtherClinicalKeys),
        ("check", AccessError::Unreadable),
        ("salt", AccessError::WrongKey),
        ("sealed", AccessError::WrongKey),
    ] {
        let mut json: serde_json::Value = serde_json::from_slice(&site.file).unwrap();
        json[part] = other[part].clone();
        let file = RecoveryFile::from_bytes(json.to_string().as_bytes()).unwrap();
        assert_eq!(refused(file.open(&site.recovery)), expected, "{part}");
    }
}

/// `recovery.json` as first-run set-up of the first release wrote it.
#[test]
fn a_file_of_the_first_format_brings_the_clinical_keys_back() {
    let bytes = include_bytes!("fixtures/wraps-1.json");
    let file = RecoveryFile::from_bytes(bytes).unwrap();
    let recovery = RecoveryKey::parse(include_str!("fixtures/wraps-1.recovery.txt")).unwrap();
    assert_eq!(file.check(), None);
    let recovered = file.open(&recovery).unwrap();
    assert!(recovered.machine.is_none());
    assert_eq!(
        hex(recovered.clinical.records_key()),
        include_str!("fixtures/wraps-1.records-key.txt").trim()
    );
    assert_eq!(
        RecoveryFile::from_bytes(&file.to_bytes().unwrap()).unwrap(),
        file
    );

    // The next time the key is typed on the PC that still has its secret, it becomes one of today.
    let machine = machine();
    let anew = RecoveryFile::new(&machine, &recovered.clinical, &recovery).unwrap();
    let again = anew.open(&recovery).unwrap();
    assert!(same(&again.clinical, &recovered.clinical));
    assert_eq!(again.machine.unwrap().desk_key(), machine.desk_key());
}

#[test]
fn nothing_secret_is_printed() {
    let site = copied();
    let file = RecoveryFile::from_bytes(&site.file).unwrap();
    let recovered = file.open(&site.recovery).unwrap();
    assert_eq!(
        format!("{recovered:?}"),
        "Recovered { machine: Some(MachineSecret(..)), clinical: ClinicalKeys(..) }"
    );
    assert!(format!("{file:?}").contains("bytes)"));
    assert_eq!(
        KeyringFault::Changed.to_string(),
        "the entry is another secret than this profile's"
    );
}

//! The printed recovery key opens a profile whose machine secret is not there, and nothing else
//! does; nothing that lies in a keyring is replaced.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::common::{
    Clinic, FailingKeyring, MemoryKeyring, PASSWORD, Pc, RICH, audited, call, copy_folder, files,
    refusal, section, sign_in, viewer_on,
};
use access::{MachineSecret, RecoveryFile, RecoveryKey, SecretError, SecretStore};
use serde_json::{Value, json};
use viewer::{CommandError, ErrorCode, Seat, Viewer};

fn facts(profile: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(profile.join("profile.json")).unwrap()).unwrap()
}

fn entry(profile: &Path) -> String {
    format!("machine-{}", facts(profile)["id"].as_str().unwrap())
}

async fn recover(seat: &Seat, key: &str) -> Result<Value, CommandError> {
    call(seat, "recover", json!({"recovery_key": key})).await
}

/// A program on this profile once the one before has really ended.
async fn again(profile: &Path, keyring: Arc<dyn SecretStore + Send + Sync>) -> Viewer {
    for _ in 0..200 {
        let viewer = viewer_on(profile.to_owned(), keyring.clone());
        match call(&viewer.seat(), "start_state", json!({})).await {
            Err(error) if error.code == ErrorCode::ProfileInUse => {}
            Err(error) => panic!("{error}"),
            Ok(_) => return viewer,
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the profile stayed locked");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_opens_a_copied_profile_on_another_pc() {
    let (clinic, rich) = Clinic::with(RICH).await;
    let Clinic {
        mut service,
        pc,
        viewer: first,
        seat,
    } = clinic;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(first).await;
    service.stop().await;

    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copied");
    copy_folder(&pc.profile(), &copy);
    let keyring = Arc::new(MemoryKeyring::default());
    let before = files(&copy);
    let other = viewer_on(copy.clone(), keyring.clone());
    let seat = other.seat();
    assert_eq!(
        refusal(&seat, "start_state", json!({})).await,
        ErrorCode::KeyMissing
    );

    // Not this site's key, and a key that was mistyped: nothing changes.
    let strange = RecoveryKey::generate().unwrap().to_printable();
    let mut typed = pc.recovery_key.clone();
    typed.replace_range(0..1, if typed.starts_with('7') { "8" } else { "7" });
    for (typed, problem) in [
        (strange.as_str(), "wrong"),
        (typed.as_str(), "group"),
        ("", "length"),
    ] {
        let refused = recover(&seat, typed).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::RecoveryKey);
        assert_eq!(refused.fields["problem"], problem, "{refused}");
    }
    assert_eq!(files(&copy), before);
    assert!(keyring.get(&entry(&copy)).unwrap().is_none());

    let state = recover(&seat, &pc.recovery_key).await.unwrap();
    assert_eq!(state["needs_set_up"], false);
    assert_eq!(state["secret_in_file"], false);
    // Every password works as before, and what was held is readable without the service.
    sign_in(&seat, "doctor").await;
    let patient = call(&seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    let diseases = section(&patient, "condition");
    assert_eq!(diseases["held"], "items", "{diseases:#}");
    call(&seat, "sign_out", json!({})).await.unwrap();
    assert!(audited(&seat).await.contains(&"recovered".to_owned()));
    drop((seat, other));

    let third = again(&copy, keyring).await;
    sign_in(&third.seat(), "doctor").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lies_in_the_keyring_under_our_name_is_told_and_left() {
    let (pc, first) = Pc::set_up().await;
    pc.close(first).await;
    let name = entry(&pc.profile());
    for (lies_there, code) in [
        (vec![7; 32], ErrorCode::KeyChanged),
        (b"a note of somebody".to_vec(), ErrorCode::KeyForeign),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copied");
        copy_folder(&pc.profile(), &copy);
        let keyring = Arc::new(MemoryKeyring::default());
        keyring.set(&name, &lies_there).unwrap();
        let program = viewer_on(copy.clone(), keyring.clone());
        let seat = program.seat();
        assert_eq!(refusal(&seat, "start_state", json!({})).await, code);
        recover(&seat, &pc.recovery_key).await.unwrap();
        sign_in(&seat, "doctor").await;
        drop((seat, program));
        let kept = keyring.get(&name).unwrap().unwrap();
        assert_eq!(*kept, lies_there, "left as it was");
        // The secret has a name of its own now, under which the next start finds it.
        sign_in(&again(&copy, keyring).await.seat(), "doctor").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keyring_is_to_be_unlocked_and_a_missing_one_gives_way_to_a_file() {
    let (pc, first) = Pc::set_up().await;
    pc.close(first).await;
    let before = files(&pc.profile());
    let locked = viewer_on(pc.profile(), Arc::new(FailingKeyring(SecretError::Locked)));
    let refused = recover(&locked.seat(), &pc.recovery_key).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::KeyringLocked);
    assert_eq!(files(&pc.profile()), before);
    drop(locked);

    let none = viewer_on(
        pc.profile(),
        Arc::new(FailingKeyring(SecretError::Unavailable)),
    );
    let seat = none.seat();
    assert_eq!(
        refusal(&seat, "start_state", json!({})).await,
        ErrorCode::KeyringUnavailable
    );
    let state = recover(&seat, &pc.recovery_key).await.unwrap();
    assert_eq!(state["secret_in_file"], true);
    sign_in(&seat, "doctor").await;
}

/// As a program of an earlier version left it: no check value, and a recovery file that holds the
/// clinical keys only.
fn make_old(pc: &Pc) {
    let place = pc.profile().join("profile.json");
    let mut facts = facts(&pc.profile());
    facts.as_object_mut().unwrap().remove("machine_check");
    std::fs::write(place, facts.to_string()).unwrap();
    let file = pc.profile().join("recovery.json");
    let key = RecoveryKey::parse(&pc.recovery_key).unwrap();
    let new = RecoveryFile::from_bytes(&std::fs::read(&file).unwrap()).unwrap();
    let clinical = new.open(&key).unwrap().clinical;
    let wraps = access::Wraps::new(&clinical, &key).unwrap();
    std::fs::write(file, wraps.to_bytes().unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_of_an_earlier_version_learns_what_recovery_needs() {
    let (pc, first) = Pc::set_up().await;
    pc.close(first).await;
    make_old(&pc);
    let name = entry(&pc.profile());

    // The wrong secret is told although the profile knows no check value; its recovery file cannot
    // bring the secret back, and says so.
    let keyring = Arc::new(MemoryKeyring::default());
    keyring.set(&name, &[7; 32]).unwrap();
    let program = viewer_on(pc.profile(), keyring);
    let refused = recover(&program.seat(), &pc.recovery_key)
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::RecoveryFile);
    assert_eq!(refused.fields["detail"], "first_format");
    drop(program);

    let program = pc.start_when_free().await;
    let seat = program.seat();
    call(&seat, "start_state", json!({})).await.unwrap();
    let facts = facts(&pc.profile());
    let machine = MachineSecret::open(pc.keyring.as_ref(), facts["id"].as_str().unwrap()).unwrap();
    assert_eq!(
        facts["machine_check"],
        serde_json::to_value(machine.check()).unwrap()
    );
    // Typing the recovery key for another account renews the file.
    sign_in(&seat, "admin").await;
    call(
        &seat,
        "create_account",
        json!({"account": "second", "display_name": "第二 医師", "staff_number": "0003",
               "roles": ["doctor"], "password": PASSWORD, "recovery_key": pc.recovery_key}),
    )
    .await
    .unwrap();
    let file = std::fs::read(pc.profile().join("recovery.json")).unwrap();
    let file = RecoveryFile::from_bytes(&file).unwrap();
    assert_eq!(file.check(), Some(machine.check()));
    let key = RecoveryKey::parse(&pc.recovery_key).unwrap();
    assert!(file.open(&key).unwrap().machine.is_some());
}

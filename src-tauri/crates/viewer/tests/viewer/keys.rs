//! Keys and stores: what opens what, and that nothing is ever made over what does not open.

use std::sync::Arc;

use crate::common::{
    Clinic, FailingKeyring, MemoryKeyring, Pc, RICH, Service, call, files, refusal, sign_in, until,
    viewer_on,
};
use access::{MachineSecret, SecretError, SecretStore};
use cache::{Inbox, OpenError, Records, StoreKey};
use serde_json::json;
use viewer::ErrorCode;

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_that_does_not_answer_is_explained_and_nothing_is_made_anew() {
    let (pc, viewer) = Pc::set_up().await;
    pc.close(viewer).await;
    let before = files(&pc.profile());
    let cases: [(Arc<dyn SecretStore + Send + Sync>, ErrorCode); 7] = [
        (
            Arc::new(FailingKeyring(SecretError::Locked)),
            ErrorCode::KeyringLocked,
        ),
        (
            Arc::new(FailingKeyring(SecretError::Unavailable)),
            ErrorCode::KeyringUnavailable,
        ),
        (
            Arc::new(FailingKeyring(SecretError::Foreign)),
            ErrorCode::KeyForeign,
        ),
        (
            Arc::new(FailingKeyring(SecretError::OpenToOthers { mode: 0o644 })),
            ErrorCode::KeyFileOpen,
        ),
        (
            Arc::new(FailingKeyring(SecretError::Io(std::io::ErrorKind::Other))),
            ErrorCode::KeyFileUnreadable,
        ),
        (
            Arc::new(FailingKeyring(SecretError::Failed)),
            ErrorCode::KeyringFailed,
        ),
        (Arc::new(MemoryKeyring::default()), ErrorCode::KeyMissing),
    ];
    for (keyring, code) in cases {
        let seat = pc.start_with(keyring).seat();
        assert_eq!(refusal(&seat, "start_state", json!({})).await, code);
        assert_eq!(files(&pc.profile()), before);
    }
    let seat = pc.start().seat();
    assert_eq!(
        call(&seat, "start_state", json!({})).await.unwrap()["needs_set_up"],
        false
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_profile_does_not_open_with_the_keyring_of_another_pc() {
    let (pc, viewer) = Pc::set_up().await;
    pc.close(viewer).await;
    let (other, other_viewer) = Pc::set_up_elsewhere().await;
    other.close(other_viewer).await;
    let copy = tempfile::tempdir().unwrap();
    for name in ["profile.json", "desk.db", "records.db", "audit.db"] {
        std::fs::copy(pc.profile().join(name), copy.path().join(name)).unwrap();
    }
    let seat = viewer_on(copy.path().to_owned(), other.keyring.clone()).seat();
    assert_eq!(
        refusal(&seat, "start_state", json!({})).await,
        ErrorCode::KeyMissing
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_and_missing_stores_are_told_and_left_as_they_are() {
    let (pc, viewer) = Pc::set_up().await;
    pc.close(viewer).await;
    let desk = pc.profile().join("desk.db");
    let kept = std::fs::read(&desk).unwrap();

    let mut plain = b"SQLite format 3\0".to_vec();
    plain.resize(8192, 0);
    std::fs::write(&desk, &plain).unwrap();
    let seat = pc.start().seat();
    assert_eq!(
        refusal(&seat, "start_state", json!({})).await,
        ErrorCode::StoreForeign
    );
    assert_eq!(std::fs::read(&desk).unwrap(), plain);

    // Without a second copy that could take its place.
    std::fs::remove_dir_all(pc.profile().join("second")).unwrap();
    std::fs::remove_file(&desk).unwrap();
    let seat = pc.start().seat();
    assert_eq!(
        refusal(&seat, "start_state", json!({})).await,
        ErrorCode::StoreUnreadable
    );
    assert!(!desk.exists(), "no new store was made");

    std::fs::write(&desk, kept).unwrap();
    let seat = pc.start().seat();
    assert!(call(&seat, "start_state", json!({})).await.is_ok());
}

/// The attacker has the receptionist's password, the keyring of the PC and every file.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_desk_has_in_hand_opens_no_clinical_byte() {
    let service = Service::start().await;
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    service.connect(&seat).await;
    sign_in(&seat, "desk").await;
    until(&seat, "consent_board", json!({}), |board| {
        let rows = board["rows"].as_array().unwrap();
        rows.iter()
            .any(|row| row["chart_number"] == RICH && row["records"] == "complete")
    })
    .await;
    let facts: serde_json::Value =
        serde_json::from_slice(&std::fs::read(pc.profile().join("profile.json")).unwrap()).unwrap();
    let machine = MachineSecret::open(pc.keyring.as_ref(), facts["id"].as_str().unwrap()).unwrap();
    let keys = [
        machine.desk_key(),
        machine.audit_key(),
        machine.certificate_key(),
    ];
    let inbox = Inbox::open(&pc.profile().join("inbox")).unwrap();
    let sealed = inbox.pending().unwrap();
    assert!(sealed > 0, "something clinical is there to be opened");
    for key in &keys {
        let opened = Records::open(&pc.profile().join("records.db"), &StoreKey::new(**key));
        assert_eq!(opened.err(), Some(OpenError::WrongKey));
        let taken = inbox
            .open_all(key, |_| panic!("a clinical byte was opened"))
            .unwrap();
        assert_eq!(
            (taken.taken_in, inbox.pending().unwrap() >= sealed),
            (0, true)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_of_the_profile_shows_a_plain_word() {
    let (clinic, _) = Clinic::with(RICH).await;
    let Clinic {
        service,
        pc,
        viewer: _viewer,
        seat: _seat,
    } = clinic;
    let key =
        std::fs::read_to_string(&service.running.as_ref().unwrap().started().client_key).unwrap();
    let secret_line = key.lines().nth(1).unwrap().to_owned();
    let markers = [
        "牧野",
        "マキノ",
        "糖尿病性腎症",
        "セファゾリン",
        RICH,
        crate::common::PASSWORD,
        &secret_line,
    ];
    for (name, bytes) in files(&pc.profile()) {
        for marker in markers {
            let found = bytes
                .windows(marker.len())
                .any(|window| window == marker.as_bytes());
            assert!(!found, "{marker} stands in {name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_any_keyring_the_secret_lies_in_a_private_file_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile");
    let start = || {
        let keyring = FailingKeyring(SecretError::Unavailable);
        viewer_on(profile.clone(), Arc::new(keyring))
    };
    let viewer = start();
    let seat = viewer.seat();
    call(
        &seat,
        "set_up",
        json!({"account": "admin", "display_name": "管理 一郎", "staff_number": "0001",
               "password": crate::common::PASSWORD, "reading_after_end": "never"}),
    )
    .await
    .unwrap();
    let state = call(&seat, "start_state", json!({})).await.unwrap();
    assert_eq!(state["secret_in_file"], true);
    #[cfg(unix)]
    for entry in std::fs::read_dir(profile.join("secret")).unwrap() {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    drop((seat, viewer));
    for _ in 0..200 {
        let again = start().seat();
        match call(&again, "start_state", json!({})).await {
            Ok(state) => {
                assert_eq!(state["secret_in_file"], true);
                sign_in(&again, "admin").await;
                return;
            }
            Err(error) => assert_eq!(error.code, ErrorCode::ProfileInUse),
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the profile stayed locked");
}

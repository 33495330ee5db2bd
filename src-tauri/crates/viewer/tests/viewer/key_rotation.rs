//! Another key for the records store, while the day goes on; a change that is cut short anywhere
//! leaves a store that opens.

use crate::common::{Pc, audited, call, sign_in, until};
use access::{DataKeys, RecoveryFile, RecoveryKey};
use cache::{OpenError, Records, StoreKey};
use serde_json::{Value, json};
use viewer::Seat;

/// The keys of the records store as they are kept in the profile's file.
fn kept_keys(pc: &Pc) -> Option<DataKeys> {
    let clinical = clinical(pc);
    let bytes = std::fs::read(pc.profile().join("records.keys")).ok()?;
    Some(DataKeys::from_bytes(&clinical, &bytes).unwrap())
}

fn clinical(pc: &Pc) -> access::ClinicalKeys {
    let file = std::fs::read(pc.profile().join("recovery.json")).unwrap();
    let file = RecoveryFile::from_bytes(&file).unwrap();
    let key = RecoveryKey::parse(&pc.recovery_key).unwrap();
    file.open(&key).unwrap().clinical
}

/// A PC whose program ended when the new key was written down and nothing was changed yet.
async fn begun() -> (Pc, DataKeys) {
    let (pc, viewer) = Pc::set_up().await;
    pc.close(viewer).await;
    let begun = DataKeys::first(&clinical(&pc))
        .unwrap()
        .begin_rotation()
        .unwrap();
    std::fs::write(pc.profile().join("records.keys"), begun.to_bytes().unwrap()).unwrap();
    (pc, begun)
}

async fn rotated(seat: &Seat) -> Value {
    until(seat, "upkeep", json!({}), |upkeep| {
        upkeep["rotation"]["planned"] == false && upkeep["rotation"]["last_at"].is_string()
    })
    .await
}

/// Nothing of the profile opens with the first key any more, and no file of a rotation is left.
fn assert_under_new_key(pc: &Pc) {
    let profile = pc.profile();
    let keys = kept_keys(pc).unwrap();
    assert_eq!(keys.current().generation(), 2);
    assert!(keys.former().is_none());
    let new = StoreKey::new(*keys.current().key());
    for path in [
        profile.join("records.db"),
        profile.join("second/records.db"),
    ] {
        let old = Records::open(&path, &pc.records_key()).err();
        assert_eq!(old, Some(OpenError::WrongKey), "{}", path.display());
        assert!(Records::open(&path, &new).is_ok(), "{}", path.display());
    }
    for folder in [profile.clone(), profile.join("second")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let left = [".former", ".next", ".aside"];
            assert!(!left.iter().any(|end| name.contains(end)), "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_planned_change_is_carried_out_by_the_next_clinical_session() {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    let planned = call(&seat, "plan_key_rotation", json!({})).await.unwrap();
    assert_eq!(planned["rotation"]["planned"], true);
    call(&seat, "sign_out", json!({})).await.unwrap();
    assert!(kept_keys(&pc).is_none(), "nobody with the clinical key yet");

    sign_in(&seat, "doctor").await;
    let done = rotated(&seat).await;
    assert_eq!(done["rotation"]["fault"], Value::Null);
    assert_eq!(done["standing"], json!({"state": "whole"}));
    call(&seat, "sign_out", json!({})).await.unwrap();
    let kinds = audited(&seat).await;
    for kind in ["key_rotation_planned", "key_rotated"] {
        assert_eq!(kinds.iter().filter(|k| *k == kind).count(), 1, "{kinds:?}");
    }
    drop(seat);
    pc.close(viewer).await;
    assert_under_new_key(&pc);

    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    call(&seat, "todays_patients", json!({})).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_cut_short_before_the_swap_did_not_happen() {
    let (pc, _) = begun().await;
    std::fs::write(pc.profile().join("records.db.next-making"), b"half").unwrap();

    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let session = call(&seat, "session", json!({})).await.unwrap();
    assert_eq!(session["copy"], json!({"state": "whole"}));
    drop(seat);
    pc.close(viewer).await;
    let keys = kept_keys(&pc).unwrap();
    assert_eq!(
        (keys.current().generation(), keys.former().is_none()),
        (1, true)
    );
    pc.records();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_cut_short_after_the_swap_is_finished_at_the_next_sign_in() {
    let (pc, begun) = begun().await;
    let store = pc.records();
    store
        .rotate(&StoreKey::new(*begun.current().key()), &mut |_| true)
        .unwrap();
    store.close().unwrap();

    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    rotated(&seat).await;
    drop(seat);
    pc.close(viewer).await;
    assert_under_new_key(&pc);
}

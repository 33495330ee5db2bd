//! The keyring goes away while people are signed in: the service ends, the session is locked, or
//! somebody deletes the entry.

use std::sync::Arc;

use access::{SecretError, SecretStore as _};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat, Viewer};

use crate::common::{
    LosableKeyring, PASSWORD, Pc, RICH, Service, call, files, person, refusal, section, sign_in,
    until,
};

/// A clinic whose keyring can go, the doctor signed in and everything of one patient fetched.
struct Open {
    pc: Pc,
    keyring: Arc<LosableKeyring>,
    viewer: Viewer,
    seat: Seat,
    who: Value,
    _service: Service,
}

async fn open() -> Open {
    let service = Service::start().await;
    let (pc, viewer) = Pc::set_up().await;
    pc.close(viewer).await;
    let keyring = Arc::new(LosableKeyring::of(pc.keyring.entries()));
    let viewer = pc.start_with(keyring.clone());
    let seat = viewer.seat();
    call(&seat, "start_state", json!({})).await.unwrap();
    service.connect(&seat).await;
    sign_in(&seat, "doctor").await;
    let who = person(&seat, RICH).await;
    let complete = |patient: &Value| patient["complete"] == true;
    until(&seat, "open_patient", json!({"person": who}), complete).await;
    Open {
        pc,
        keyring,
        viewer,
        seat,
        who,
        _service: service,
    }
}

impl Open {
    /// Everything that a day asks of the program, with nothing of the keyring there.
    async fn works_on(&self) {
        let reads = async |seat: &Seat| {
            let opened = call(seat, "open_patient", json!({"person": self.who})).await;
            assert_eq!(section(&opened.unwrap(), "condition")["held"], "items");
        };
        reads(&self.seat).await;
        call(&self.seat, "lock", json!({})).await.unwrap();
        let password = json!({"password": PASSWORD});
        call(&self.seat, "unlock", password).await.unwrap();
        reads(&self.seat).await;
        // The next one at this screen, and back.
        sign_in(&self.seat, "desk").await;
        call(&self.seat, "consent_board", json!({})).await.unwrap();
        sign_in(&self.seat, "doctor").await;
        reads(&self.seat).await;
    }

    /// The program ends.
    async fn end(self) -> (Pc, Arc<LosableKeyring>) {
        drop(self.seat);
        self.pc.close(self.viewer).await;
        (self.pc, self.keyring)
    }
}

/// What the program says when it is started and the keyring is as it is now.
async fn refused_at_a_start(pc: &Pc, keyring: &Arc<LosableKeyring>) -> ErrorCode {
    let before = files(&pc.profile());
    let seat = pc.start_with(keyring.clone()).seat();
    let told = refusal(&seat, "start_state", json!({})).await;
    let sign_in = json!({"account": "doctor", "password": PASSWORD});
    assert_eq!(refusal(&seat, "sign_in", sign_in).await, told);
    assert_eq!(files(&pc.profile()), before, "nothing is made over");
    told
}

/// What the auditor is told of the heads in the keyring.
async fn head_in_keyring(viewer: &Viewer) -> Value {
    let seat = viewer.seat();
    sign_in(&seat, "auditor").await;
    let found = call(&seat, "verify_audit", json!({})).await.unwrap();
    assert_eq!(found["intact"], true, "{found:#}");
    let heads = found["heads"].as_array().unwrap();
    let kept = heads.iter().find(|head| head["place"] == "keyring");
    kept.unwrap()["standing"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keyring_that_goes_stops_nobody_at_work_and_is_named_at_the_next_start() {
    let open = open().await;
    let held = open.keyring.kept.entries();
    let cases = [
        (SecretError::Unavailable, ErrorCode::KeyringUnavailable),
        (SecretError::Locked, ErrorCode::KeyringLocked),
        (SecretError::Failed, ErrorCode::KeyringFailed),
    ];
    for (fault, _) in cases {
        open.keyring.answers(Some(fault));
        open.works_on().await;
        assert_eq!(head_in_keyring(&open.viewer).await, "unreachable");
    }
    open.keyring.answers(None);
    open.works_on().await;
    let (pc, keyring) = open.end().await;
    for (fault, code) in cases {
        keyring.answers(Some(fault));
        assert_eq!(refused_at_a_start(&pc, &keyring).await, code);
    }
    // It comes back as it was: what said so goes on, with no other start.
    let seat = pc.start_with(keyring.clone()).seat();
    refusal(&seat, "start_state", json!({})).await;
    keyring.answers(None);
    sign_in(&seat, "doctor").await;
    let now = keyring.kept.entries();
    assert!(held.keys().eq(now.keys()), "nothing was put beside it");
    for (name, secret) in &held {
        let head = name.starts_with("audit-head-");
        assert!(head || now.get(name) == Some(secret), "the secret stayed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_is_deleted_meanwhile_is_never_made_anew() {
    let open = open().await;
    for name in open.keyring.kept.entries().keys() {
        open.keyring.delete(name).unwrap();
    }
    open.works_on().await;
    let (pc, keyring) = open.end().await;
    let told = refused_at_a_start(&pc, &keyring).await;
    assert_eq!(told, ErrorCode::KeyMissing);
    assert_eq!(keyring.kept.len(), 0, "no secret was put in its place");
    // The printed recovery key puts back the one that opens what is held.
    let seat = pc.start_with(keyring.clone()).seat();
    let printed = json!({"recovery_key": pc.recovery_key});
    call(&seat, "recover", printed).await.unwrap();
    sign_in(&seat, "doctor").await;
    assert_eq!(keyring.kept.len(), 1);
}

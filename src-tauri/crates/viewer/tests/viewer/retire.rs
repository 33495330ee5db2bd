//! このPCの利用を終える: refused until what is here was exported, and then nothing here opens any more
//! while the copy opens elsewhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::common::control::revise;
use crate::common::{
    Clinic, MemoryKeyring, PASSWORD, Pc, RICH, Service, audited, call, copy_folder, person,
    refusal, section, sign_in, until, viewer_on,
};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat, Viewer};

/// A PC with a patient's records, the service gone, and an empty stick.
struct Stage {
    pc: Pc,
    viewer: Viewer,
    service: Service,
    stick: tempfile::TempDir,
}

impl Stage {
    async fn set() -> Self {
        let (clinic, _) = Clinic::with(RICH).await;
        let Clinic {
            mut service,
            pc,
            viewer,
            seat,
        } = clinic;
        all_quiet(&seat).await;
        // Nothing more comes: the answers of this day are what there is.
        service.stop().await;
        call(&seat, "sign_out", json!({})).await.unwrap();
        Self {
            pc,
            viewer,
            service,
            stick: tempfile::tempdir().unwrap(),
        }
    }

    /// An administrator plans the copy, and a doctor's session makes it.
    async fn export(&self, seat: &Seat) -> PathBuf {
        sign_in(seat, "admin").await;
        let folder = self.stick.path().display().to_string();
        let planned = call(seat, "export_profile", json!({"folder": folder})).await;
        assert_eq!(planned.unwrap()["planned"], folder);
        sign_in(seat, "doctor").await;
        for _ in 0..600 {
            if let Some(made) = made_in(self.stick.path()) {
                call(seat, "sign_out", json!({})).await.unwrap();
                sign_in(seat, "admin").await;
                until(seat, "retirement", json!({}), |view| {
                    view["last"]["folder"] == made.display().to_string()
                        && !has(view, "clinical_session")
                })
                .await;
                return made;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("no copy was made");
    }

    fn request(&self) -> Value {
        json!({"word": "利用終了", "password": PASSWORD, "certificate_folder": "",
               "recovery_key": self.pc.recovery_key})
    }
}

fn has(view: &Value, obstacle: &str) -> bool {
    let obstacles = view["obstacles"].as_array().unwrap();
    obstacles.iter().any(|one| one == obstacle)
}

/// The newest finished copy.
fn made_in(stick: &Path) -> Option<PathBuf> {
    let mut made: Vec<PathBuf> = std::fs::read_dir(stick)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && path.extension().is_none())
        .collect();
    made.sort();
    made.pop()
}

/// Waits until nothing is being fetched.
async fn all_quiet(seat: &Seat) {
    until(seat, "service_status", json!({}), |status| {
        status["waiting"] == 0
    })
    .await;
}

/// Names of everything in a profile folder.
fn left_in(profile: &Path) -> Vec<String> {
    let above = format!("{}/", profile.display());
    let mut left: Vec<String> = crate::common::files(profile)
        .into_keys()
        .filter_map(|path| Some(path.strip_prefix(&above)?.to_owned()))
        .collect();
    left.sort();
    left
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_until_everything_is_exported_then_keys_and_files_go_and_the_copy_opens_elsewhere()
{
    let stage = Stage::set().await;
    let seat = stage.viewer.seat();
    sign_in(&seat, "admin").await;
    let view = call(&seat, "retirement", json!({})).await.unwrap();
    assert_eq!(view["obstacles"], json!(["not_exported"]));
    let refused = call(&seat, "retire", stage.request()).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::RetirementRefused);
    assert_eq!(refused.fields["why"], "not_exported");

    let copy = stage.export(&seat).await;
    let view = call(&seat, "retirement", json!({})).await.unwrap();
    assert_eq!(view["obstacles"], json!([]), "{view:#}");
    assert!(view["last"]["commits"].as_i64().unwrap() > 0);
    assert!(
        !copy.join("client.sealed").exists(),
        "the certificate travels"
    );
    std::fs::write(stage.pc.profile().join("notes.txt"), "不明").unwrap();
    let done = call(&seat, "retire", stage.request()).await.unwrap();
    let text = done["text"].as_str().unwrap();
    assert!(
        text.contains("admin（管理 一郎）") && text.contains("触れていない"),
        "{text}"
    );
    assert_eq!(
        std::fs::read_to_string(done["saved"].as_str().unwrap()).unwrap(),
        text
    );
    assert_eq!(stage.pc.keyring.len(), 0);
    assert_eq!(
        left_in(&stage.pc.profile()),
        ["notes.txt", "profile.lock", "retired.json"]
    );
    let start = call(&seat, "start_state", json!({})).await.unwrap();
    assert_eq!(start["retired"]["text"], text);
    assert_eq!(
        refusal(&seat, "accounts", json!({})).await,
        ErrorCode::NotSignedIn
    );

    let elsewhere = Elsewhere::with(&copy);
    let seat = elsewhere.viewer.seat();
    assert_eq!(
        refusal(&seat, "start_state", json!({})).await,
        ErrorCode::KeyMissing
    );
    let typed = json!({"recovery_key": stage.pc.recovery_key});
    call(&seat, "recover", typed).await.unwrap();
    let kinds = audited(&seat).await;
    for kind in ["retirement_begun", "export_planned", "profile_exported"] {
        assert!(kinds.contains(&kind.to_owned()), "{kind}: {kinds:?}");
    }
    sign_in(&seat, "doctor").await;
    let session = call(&seat, "session", json!({})).await.unwrap();
    assert_eq!(session["copy"], json!({"state": "whole"}));
    let rich = json!({"person": person(&seat, RICH).await});
    let patient = call(&seat, "open_patient", rich).await.unwrap();
    assert!(
        section(&patient, "condition")
            .to_string()
            .contains("糖尿病性腎症")
    );
}

/// The copy on another PC, whose keyring holds nothing.
struct Elsewhere {
    _folder: tempfile::TempDir,
    viewer: Viewer,
}

impl Elsewhere {
    fn with(copy: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let profile = folder.path().join("profile");
        copy_folder(copy, &profile);
        Self {
            _folder: folder,
            viewer: viewer_on(profile, Arc::new(MemoryKeyring::default())),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_words_keys_and_copies_are_refused_and_nothing_is_touched() {
    let stage = Stage::set().await;
    let seat = stage.viewer.seat();
    let copy = stage.export(&seat).await;
    let with = |field: &str, value: &str| {
        let mut request = stage.request();
        request[field] = json!(value);
        request
    };
    let another = access::RecoveryKey::generate()
        .unwrap()
        .to_printable()
        .to_string();
    let inside = stage.pc.profile().display().to_string();
    let cases = [
        (with("word", "利用"), ErrorCode::ConfirmationWord),
        (
            with("password", "kasumi-4417-aka"),
            ErrorCode::WrongCredentials,
        ),
        (with("recovery_key", &another), ErrorCode::RecoveryKey),
        (with("recovery_key", "7KQ2M"), ErrorCode::RecoveryKey),
        (
            with("certificate_folder", &inside),
            ErrorCode::FolderUnusable,
        ),
    ];
    for (request, code) in cases {
        assert_eq!(refusal(&seat, "retire", request).await, code);
    }
    let records = copy.join("records.db");
    let sound = std::fs::read(&records).unwrap();
    let mut damaged = sound.clone();
    let last = damaged.len() - 100;
    damaged[last] ^= 1;
    std::fs::write(&records, &damaged).unwrap();
    let refused = call(&seat, "retire", stage.request()).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.fields["problem"].as_str()),
        (ErrorCode::ExportUnusable, "damaged")
    );
    std::fs::write(&records, &sound).unwrap();
    let facts = std::fs::read_to_string(copy.join("profile.json")).unwrap();
    let mut another: Value = serde_json::from_str(&facts).unwrap();
    another["id"] = json!("another");
    for (wrong, problem) in [(another.to_string(), "other"), (String::new(), "damaged")] {
        std::fs::write(copy.join("profile.json"), wrong).unwrap();
        let refused = call(&seat, "retire", stage.request()).await.unwrap_err();
        assert_eq!(
            (refused.code, refused.fields["problem"].as_str()),
            (ErrorCode::ExportUnusable, problem)
        );
    }
    std::fs::write(copy.join("profile.json"), facts).unwrap();
    let hidden = stage.stick.path().join("hidden.away");
    std::fs::rename(&copy, &hidden).unwrap();
    let refused = call(&seat, "retire", stage.request()).await.unwrap_err();
    assert_eq!(
        (refused.code, refused.fields["problem"].as_str()),
        (ErrorCode::ExportUnusable, "missing")
    );

    sign_in(&seat, "doctor").await;
    assert_eq!(
        refusal(&seat, "retire", stage.request()).await,
        ErrorCode::NotPermitted
    );
    let session = call(&seat, "session", json!({})).await.unwrap();
    assert_eq!(session["copy"], json!({"state": "whole"}));
    assert_eq!(stage.pc.keyring.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_stored_after_the_copy_makes_it_stale_until_it_is_made_anew() {
    let mut stage = Stage::set().await;
    let seat = stage.viewer.seat();
    stage.export(&seat).await;
    sign_in(&seat, "doctor").await;
    let rich = json!({"person": person(&seat, RICH).await});
    let version = |patient: &Value| section(patient, "condition")["version"].clone();
    let before = version(&call(&seat, "open_patient", rich.clone()).await.unwrap());
    stage.service.restart().await;
    revise(&stage.service.control(), RICH, "condition").await;
    until(&seat, "open_patient", rich, |patient| {
        version(patient) != before
    })
    .await;
    all_quiet(&seat).await;
    stage.service.stop().await;
    sign_in(&seat, "admin").await;
    let stale = until(&seat, "retirement", json!({}), |view| {
        !has(view, "clinical_session")
    })
    .await;
    assert_eq!(stale["obstacles"][0], "stored_since");
    let refused = call(&seat, "retire", stage.request()).await.unwrap_err();
    assert_eq!(refused.fields["why"], "stored_since");

    std::fs::remove_dir_all(made_in(stage.stick.path()).unwrap()).unwrap();
    stage.export(&seat).await;
    call(&seat, "retire", stage.request()).await.unwrap();
    assert_eq!(stage.pc.keyring.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_written_after_the_copy_makes_it_stale_and_the_copy_holds_every_note() {
    let stage = Stage::set().await;
    let seat = stage.viewer.seat();
    let without = stage.export(&seat).await;
    assert!(!without.join("notes.db").exists(), "nothing was ever noted");
    sign_in(&seat, "doctor").await;
    let rich = person(&seat, RICH).await;
    let open = json!({"person": rich});
    call(&seat, "open_patient", open.clone()).await.unwrap();
    let note = json!({"person": rich, "text": "健診の腎機能を確認"});
    call(&seat, "write_note", note).await.unwrap();
    sign_in(&seat, "admin").await;
    let view = until(&seat, "retirement", json!({}), |view| {
        !has(view, "clinical_session")
    })
    .await;
    assert_eq!(view["obstacles"], json!(["stored_since"]));
    let refused = call(&seat, "retire", stage.request()).await.unwrap_err();
    assert_eq!(refused.fields["why"], "stored_since");

    std::fs::remove_dir_all(without).unwrap();
    let copy = stage.export(&seat).await;
    let view = call(&seat, "retirement", json!({})).await.unwrap();
    assert_eq!(view["last"]["nowhere_else"]["notes"], 1);
    // Somebody takes the notes out of the copy.
    let hidden = stage.stick.path().join("hidden.db");
    std::fs::rename(copy.join("notes.db"), &hidden).unwrap();
    let refused = call(&seat, "retire", stage.request()).await.unwrap_err();
    assert_eq!(refused.fields["why"], "stored_since");
    std::fs::rename(&hidden, copy.join("notes.db")).unwrap();
    call(&seat, "retire", stage.request()).await.unwrap();
    assert!(!stage.pc.profile().join("notes.db").exists());
    assert!(!stage.pc.profile().join("second/notes.db").exists());

    let elsewhere = tempfile::tempdir().unwrap();
    let profile = elsewhere.path().join("profile");
    copy_folder(&copy, &profile);
    let other = viewer_on(profile, Arc::new(MemoryKeyring::default()));
    let seat = other.seat();
    let key = json!({"recovery_key": stage.pc.recovery_key});
    call(&seat, "recover", key).await.unwrap();
    sign_in(&seat, "doctor").await;
    call(&seat, "open_patient", open.clone()).await.unwrap();
    let view = call(&seat, "notes", open).await.unwrap();
    assert_eq!(view["drafts"][0]["text"], "健診の腎機能を確認");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_this_pc_lost_is_told_and_what_lies_aside_is_taken_along() {
    let mut stage = Stage::set().await;
    stage.pc.close(stage.viewer).await;
    let store = stage.pc.profile().join("records.db");
    let older = std::fs::read(&store).unwrap();

    // More is stored, then the older file is put back, and nothing else holds the rest.
    stage.viewer = stage.pc.start_when_free().await;
    stage.service.restart().await;
    let seat = stage.viewer.seat();
    sign_in(&seat, "doctor").await;
    let rich = json!({"person": person(&seat, RICH).await});
    let as_of = |patient: &Value| section(patient, "condition")["as_of"].clone();
    let before = as_of(&call(&seat, "open_patient", rich.clone()).await.unwrap());
    revise(&stage.service.control(), RICH, "condition").await;
    until(&seat, "open_patient", rich, |p| as_of(p) != before).await;
    all_quiet(&seat).await;
    stage.service.stop().await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    stage.pc.close(stage.viewer).await;
    std::fs::write(&store, older).unwrap();
    let _ = std::fs::remove_file(stage.pc.profile().join("second/records.db"));
    let damaged = stage.pc.profile().join("records.db.damaged-1");
    std::fs::write(&damaged, "put aside").unwrap();

    stage.viewer = stage.pc.start_when_free().await;
    let seat = stage.viewer.seat();
    let copy = stage.export(&seat).await;
    let aside = std::fs::read(copy.join("aside/records.db.damaged-1"));
    assert_eq!(aside.unwrap(), b"put aside");
    let view = call(&seat, "retirement", json!({})).await.unwrap();
    assert_eq!(view["obstacles"], json!(["answers_missing"]), "{view:#}");
    let refused = call(&seat, "retire", stage.request()).await.unwrap_err();
    assert_eq!(refused.fields["why"], "answers_missing");

    let mut request = stage.request();
    request["without_missing"] = json!(true);
    std::fs::write(&damaged, "put aside since").unwrap();
    let refused = call(&seat, "retire", request.clone()).await.unwrap_err();
    assert_eq!(refused.fields["why"], "stored_since");
    std::fs::write(&damaged, "put aside").unwrap();
    let done = call(&seat, "retire", request).await.unwrap();
    let text = done["text"].as_str().unwrap();
    assert!(text.contains("失われていた回答 Lost before: "), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_cannot_be_made_says_why_and_leaves_no_half_of_one() {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    let plan = |folder: &Path| json!({"folder": folder.display().to_string()});
    let refused = refusal(&seat, "export_profile", plan(&pc.profile())).await;
    assert_eq!(refused, ErrorCode::FolderUnusable);
    let stick = tempfile::tempdir().unwrap();
    let gone = stick.path().join("gone");
    std::fs::create_dir(&gone).unwrap();
    call(&seat, "export_profile", plan(&gone)).await.unwrap();
    std::fs::remove_dir(&gone).unwrap();
    // The doctor's sitting makes the copy, in its own time.
    let reading = viewer.seat();
    sign_in(&reading, "doctor").await;
    let failed = until(&seat, "retirement", json!({}), |view| {
        view["planned"] == Value::Null
    })
    .await;
    assert_eq!(failed["fault"], "folder_unusable");
    assert_eq!(failed["last"], Value::Null);
    assert_eq!(std::fs::read_dir(stick.path()).unwrap().count(), 0);
}

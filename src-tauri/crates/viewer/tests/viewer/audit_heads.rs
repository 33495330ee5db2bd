//! Heads of the audit log kept elsewhere find what was put back to an older state.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use viewer::ErrorCode;

use crate::common::{Clinic, Pc, call, copy_folder, refusal, sign_in};

/// Asks the administrator's screen to keep heads in this folder, and waits until one is.
async fn keep_heads_in(clinic: &Clinic, folder: &Path) -> PathBuf {
    let seat = clinic.viewer.seat();
    sign_in(&seat, "admin").await;
    let keeping = json!({"folder": folder.to_str().unwrap(), "keep_years": 5});
    call(&seat, "set_audit_keeping", keeping).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    for _ in 0..600 {
        let file = fs::read_dir(folder).unwrap().next();
        if let Some(file) = file {
            return file.unwrap().path();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no head was kept");
}

fn standing<'a>(verification: &'a Value, place: &str) -> &'a Value {
    let heads = verification["heads"].as_array().unwrap();
    &heads.iter().find(|head| head["place"] == place).unwrap()["standing"]
}

async fn verify(viewer: &viewer::Viewer) -> Value {
    let seat = viewer.seat();
    sign_in(&seat, "auditor").await;
    let found = call(&seat, "verify_audit", json!({})).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_audit_file_and_an_older_profile_are_found_by_the_heads_that_did_not_go_back() {
    let clinic = Clinic::open().await;
    let heads = tempfile::tempdir().unwrap();
    let older = tempfile::tempdir().unwrap();
    keep_heads_in(&clinic, heads.path()).await;
    let whole = verify(&clinic.viewer).await;
    assert_eq!(whole["intact"], true, "{whole:#}");
    assert_eq!(standing(&whole, "keyring"), "fits");
    assert_eq!(standing(&whole, "folder"), "fits");
    assert_ne!(
        standing(&whole, "records"),
        "closed",
        "the doctor is signed in"
    );
    let Clinic {
        service,
        pc,
        viewer,
        seat,
    } = clinic;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(viewer).await;
    copy_folder(&pc.profile(), older.path());

    // A day goes on, and its heads are kept.
    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    let file = fs::read_dir(heads.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let lines = || fs::read_to_string(&file).unwrap().lines().count();
    let before = lines();
    sign_in(&seat, "admin").await;
    let keeping = json!({"folder": heads.path().to_str().unwrap(), "keep_years": 5});
    call(&seat, "set_audit_keeping", keeping).await.unwrap();
    for _ in 0..600 {
        if lines() > before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(lines() > before, "a head was kept");
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(viewer).await;
    let newer = tempfile::tempdir().unwrap();
    copy_folder(&pc.profile(), newer.path());

    // The audit file alone, then the whole profile.
    for whole_profile in [false, true] {
        fs::remove_dir_all(pc.profile()).unwrap();
        copy_folder(
            if whole_profile {
                older.path()
            } else {
                newer.path()
            },
            &pc.profile(),
        );
        for end in ["", "-wal", "-shm"] {
            let name = format!("audit.db{end}");
            let _ = fs::remove_file(pc.profile().join(&name));
            let _ = fs::copy(older.path().join(&name), pc.profile().join(&name));
        }
        let viewer = pc.start_when_free().await;
        let found = verify(&viewer).await;
        assert_eq!(found["intact"], false, "{found:#}");
        // What was put back goes on, and may reach the number that a head knows otherwise.
        for place in ["folder", "keyring"] {
            let standing = standing(&found, place);
            assert!(standing == "beyond" || standing == "differs", "{found:#}");
        }
        let seat = viewer.seat();
        sign_in(&seat, "auditor").await;
        let nothing = json!({"reason": "  "});
        assert_eq!(
            refusal(&seat, "accept_audit_heads", nothing).await,
            ErrorCode::BadRequest
        );
        call(&seat, "sign_out", json!({})).await.unwrap();
        drop(seat);
        pc.close(viewer).await;
    }
    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "auditor").await;
    let reason = json!({"reason": "停電の後に控えから戻した"});
    let anew = call(&seat, "accept_audit_heads", reason).await.unwrap();
    assert_eq!(anew["intact"], true, "{anew:#}");
    let names = fs::read_dir(heads.path()).unwrap();
    let names: Vec<String> = names
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 2, "the former heads are kept aside: {names:?}");
    drop(service);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_checks_a_profile_that_nobody_has_open_and_says_so_in_it() {
    let (pc, viewer) = Pc::set_up().await;
    assert_eq!(
        viewer.verify_audit().await.unwrap_err().code,
        ErrorCode::ProfileInUse
    );
    pc.close(viewer).await;
    let viewer = pc.start_when_free().await;
    pc.close(viewer).await;
    let outside = pc.start();
    let found = outside.verify_audit().await.unwrap();
    assert!(found.intact && found.checked > 4);
    drop(outside);
    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "auditor").await;
    let page = call(
        &seat,
        "audit_entries",
        json!({"limit": 9, "kinds": ["audit_verified"]}),
    );
    assert_eq!(page.await.unwrap()["entries"][0]["reason"], "command_line");
}

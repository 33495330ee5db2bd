//! Another user of the same PC: what lies in a profile is its owner's alone.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use crate::common::{Clinic, Pc, RICH, call, files, refusal, sign_in, viewer_on};
use access::SecretError;
use serde_json::json;
use viewer::ErrorCode;

const PROFILE: &str = "CLINS_PROFILE_OF_ANOTHER";
/// Nobody, on every system that has one.
const NOBODY: &str = "65534";

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Everything in a folder with what it is, folders first.
fn everything(folder: &Path) -> Vec<(PathBuf, bool)> {
    let mut found = vec![(folder.to_owned(), true)];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(everything(&path)),
            false => found.push((path, false)),
        }
    }
    found
}

/// Runs a program as nobody; none where this test may not.
fn as_nobody(program: &Path, arguments: &[&str], profile: &Path) -> Option<Output> {
    if fs::metadata("/proc/self").is_ok_and(|own| own.uid() != 0) {
        return None;
    }
    let as_them = ["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"];
    let mut them = Command::new("setpriv");
    them.args(as_them).arg(program).args(arguments);
    let done = them
        .env(PROFILE, profile)
        .env("HOME", "/nonexistent")
        .output();
    done.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_file_of_a_profile_is_its_owners_alone() {
    let (clinic, _who) = Clinic::with(RICH).await;
    let profile = clinic.pc.profile();
    let found = everything(&profile);
    assert!(found.len() > 10, "a profile at work: {found:?}");
    for (path, folder) in &found {
        let wanted = if *folder { 0o700 } else { 0o600 };
        assert_eq!(mode(path), wanted, "{}", path.display());
    }
    // Others get no further than to the folder, and nothing of it is read.
    fs::set_permissions(clinic.pc.folder.path(), Permissions::from_mode(0o755)).unwrap();
    for (path, _) in &found {
        let program = Path::new(if path.is_dir() { "ls" } else { "cat" });
        let path = path.to_str().unwrap();
        let Some(read) = as_nobody(program, &[path], &profile) else {
            println!(
                "skipped: only the administrator of a PC, with `setpriv`, becomes another user"
            );
            return;
        };
        assert!(!read.status.success(), "{path}");
        assert_eq!(read.stdout, b"", "{path}");
    }
    call(&clinic.seat, "todays_patients", json!({}))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn another_users_program_is_told_that_the_profile_cannot_be_read_and_changes_nothing() {
    let (pc, viewer) = Pc::set_up().await;
    pc.close(viewer).await;
    fs::set_permissions(pc.folder.path(), Permissions::from_mode(0o755)).unwrap();
    let before = files(&pc.profile());
    let own = std::env::current_exe().unwrap();
    let reachable = as_nobody(Path::new("ls"), &[own.to_str().unwrap()], &pc.profile());
    if !reachable.is_some_and(|done| done.status.success()) {
        println!("skipped: nobody cannot start this program");
        return;
    }
    let part = ["--exact", "other_users::as_the_other_user", "--nocapture"];
    let done = as_nobody(&own, &part, &pc.profile()).unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}");
    assert!(said.contains("CHECKED"), "{said}");
    assert_eq!(files(&pc.profile()), before);
    let seat = pc.start().seat();
    sign_in(&seat, "doctor").await;
}

/// What the other user's program does.
#[tokio::test(flavor = "multi_thread")]
async fn as_the_other_user() {
    let Some(profile) = std::env::var_os(PROFILE).map(PathBuf::from) else {
        return;
    };
    let theirs = Arc::new(crate::common::FailingKeyring(SecretError::Unavailable));
    let seat = viewer_on(profile.clone(), theirs).seat();
    for command in ["start_state", "sign_in", "set_up", "recover"] {
        let request = json!({"account": "admin", "password": "kasumi-4417-aoi",
            "display_name": "他 人", "staff_number": "1", "reading_after_end": "never",
            "recovery_key": "x"});
        let error = call(&seat, command, request).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::ProfileUnreadable, "{command}");
        assert_eq!(error.fields["detail"], "permission denied", "{command}");
    }
    fs::read_dir(&profile).unwrap_err();
    println!("CHECKED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_was_opened_to_others_is_closed_again_at_the_next_start() {
    let (pc, viewer) = Pc::set_up().await;
    pc.close(viewer).await;
    fs::set_permissions(pc.profile(), Permissions::from_mode(0o777)).unwrap();
    let seat = pc.start().seat();
    call(&seat, "start_state", json!({})).await.unwrap();
    assert_eq!(mode(&pc.profile()), 0o700);

    let other = pc.start().seat();
    let refused = refusal(&other, "start_state", json!({})).await;
    assert_eq!(refused, ErrorCode::ProfileInUse, "one program at a time");
    sign_in(&seat, "doctor").await;
}

//! A profile set up through the ordinary commands, on a real simulator.

pub(crate) mod clinic;
pub(crate) mod control;
pub(crate) mod first_run;
pub(crate) mod keyring;
pub(crate) mod phone;
pub(crate) mod service;
pub(crate) mod stored;
pub(crate) mod ward;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use access::SecretStore;
use serde_json::{Value, json};
use viewer::{CommandError, ErrorCode, ProfileKind, Seat, Viewer, ViewerOptions};

pub(crate) use clinic::Clinic;
use first_run::FirstRun;
pub(crate) use keyring::{FailingKeyring, LosableKeyring, MemoryKeyring};
pub(crate) use service::Service;
pub(crate) use ward::Ward;

pub(crate) const PASSWORD: &str = "kasumi-4417-aoi";

/// 患者番号 of somebody of whom everything is registered.
pub(crate) const RICH: &str = "000999739";

/// 患者番号 of somebody who has a letter with a PDF and a text, and the plan and the summary that go
/// with it.
pub(crate) const REFERRED: &str = "000100717";

/// A clinic PC: a profile folder and the keyring that belongs to it.
pub(crate) struct Pc {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) keyring: Arc<MemoryKeyring>,
    pub(crate) recovery_key: String,
}

impl Pc {
    /// Set up with an administrator and an account of every other role. It is made once for all
    /// tests and copied: hashing a dozen passwords each time would be most of what they do.
    pub(crate) async fn set_up() -> (Self, Viewer) {
        Self::after(first_run::made().await).await
    }

    /// Another PC, set up as the first one and with keys of its own.
    pub(crate) async fn set_up_elsewhere() -> (Self, Viewer) {
        Self::after(first_run::made_elsewhere().await).await
    }

    async fn after(first: &FirstRun) -> (Self, Viewer) {
        let pc = Self {
            folder: tempfile::tempdir().unwrap(),
            keyring: Arc::new(MemoryKeyring::of(first.keyring.clone())),
            recovery_key: first.recovery_key.clone(),
        };
        first.write_to(pc.folder.path());
        let viewer = pc.start();
        call(&viewer.seat(), "start_state", json!({}))
            .await
            .unwrap();
        (pc, viewer)
    }

    /// The program started again on this PC.
    pub(crate) fn start(&self) -> Viewer {
        self.start_with(self.keyring.clone())
    }

    /// The program started on this profile with another keyring.
    pub(crate) fn start_with(&self, keyring: Arc<dyn SecretStore + Send + Sync>) -> Viewer {
        viewer_on(self.profile(), keyring)
    }

    /// The program started again once the former one has really ended: its tasks give the profile
    /// back a moment after the last handle is dropped.
    pub(crate) async fn start_when_free(&self) -> Viewer {
        for _ in 0..200 {
            let viewer = self.start();
            match call(&viewer.seat(), "start_state", json!({})).await {
                Err(error) if error.code == ErrorCode::ProfileInUse => {}
                _ => return viewer,
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the profile stayed locked after the program had ended");
    }

    /// Waits until the program has really ended and given the profile back.
    pub(crate) async fn close(&self, viewer: Viewer) {
        drop(viewer);
        for _ in 0..600 {
            let lock = std::fs::File::open(self.profile().join("profile.lock")).unwrap();
            if lock.try_lock().is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the profile stayed locked");
    }

    pub(crate) fn profile(&self) -> PathBuf {
        self.folder.path().join("profile")
    }

    /// The key of the records store, as the printed recovery key opens it.
    pub(crate) fn records_key(&self) -> cache::StoreKey {
        let bytes = std::fs::read(self.profile().join("recovery.json")).unwrap();
        let key = access::RecoveryKey::parse(&self.recovery_key).unwrap();
        let file = access::RecoveryFile::from_bytes(&bytes).unwrap();
        cache::StoreKey::new(*file.open(&key).unwrap().clinical.records_key())
    }
}

/// The program on a profile.
pub(crate) fn viewer_on(profile: PathBuf, keyring: Arc<dyn SecretStore + Send + Sync>) -> Viewer {
    let mut options = ViewerOptions::new(profile, ProfileKind::Demo);
    options.keyring = keyring;
    // Everybody signs in again and again here; what a password really costs is tested in `access`.
    options.password_cost = access::PasswordCost::explicit(256, 1, 1);
    Viewer::new(options)
}

pub(crate) async fn call(
    seat: &Seat,
    command: &str,
    request: Value,
) -> Result<Value, CommandError> {
    let answer = seat.call(command, &request.to_string()).await?;
    Ok(serde_json::from_str(&answer).unwrap())
}

pub(crate) async fn refusal(seat: &Seat, command: &str, request: Value) -> ErrorCode {
    call(seat, command, request).await.unwrap_err().code
}

/// Answers the session.
pub(crate) async fn sign_in(seat: &Seat, account: &str) -> Value {
    let request = json!({"account": account, "password": PASSWORD});
    let step = call(seat, "sign_in", request).await.unwrap();
    assert_eq!(step["step"], "signed_in", "{account}");
    step["session"].clone()
}

/// Asks again until `fits` says so; fails with the last answer after a long while.
pub(crate) async fn until(
    seat: &Seat,
    command: &str,
    request: Value,
    fits: impl Fn(&Value) -> bool,
) -> Value {
    let mut last = Value::Null;
    for _ in 0..600 {
        last = call(seat, command, request.clone()).await.unwrap();
        if fits(&last) {
            return last;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{command} never answered as expected; last: {last:#}");
}

/// The person with this chart number in today's list.
pub(crate) async fn person(seat: &Seat, chart_number: &str) -> Value {
    let of = |list: &Value| {
        list["patients"]
            .as_array()
            .unwrap()
            .iter()
            .find_map(|patient| {
                (patient["identity"]["chart_number"] == chart_number)
                    .then(|| patient["identity"]["person"].clone())
            })
    };
    let list = until(seat, "todays_patients", json!({}), |list| {
        of(list).is_some()
    })
    .await;
    of(&list).unwrap()
}

/// The request that opens whoever has this chart number: found by searching, both items confirmed.
pub(crate) async fn found(seat: &Seat, chart_number: &str) -> Value {
    let found = call(seat, "find_person", json!({"text": chart_number}))
        .await
        .unwrap();
    let identity = &found["people"][0]["identity"];
    json!({"person": identity["person"], "confirmed": {
        "name": identity["name"], "birth_date": identity["birth_date"]}})
}

/// One section of an opened patient.
pub(crate) fn section<'a>(patient: &'a Value, category: &str) -> &'a Value {
    patient["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|section| section["category"] == category)
        .unwrap()
}

/// The sections asked about at the card reader: not 文書, which few patients have.
pub(crate) fn of_the_card(patient: &Value) -> impl Iterator<Item = &Value> {
    let sections = patient["sections"].as_array().unwrap();
    sections.iter().filter(|s| s["category"] != "document")
}

pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// Every file of a profile with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.display().to_string(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// Copies a folder with everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// The kinds of all entries of the audit log, the newest first.
pub(crate) async fn audited(seat: &Seat) -> Vec<String> {
    sign_in(seat, "auditor").await;
    let mut kinds = Vec::new();
    let mut before = Value::Null;
    loop {
        let request = json!({"limit": 500, "before": before});
        let page = call(seat, "audit_entries", request).await.unwrap();
        let entries = page["entries"].as_array().unwrap();
        let kind = |entry: &Value| entry["kind"].as_str().unwrap().to_owned();
        kinds.extend(entries.iter().map(kind));
        let Some(last) = entries.last() else {
            break;
        };
        before = last["number"].clone();
    }
    call(seat, "sign_out", json!({})).await.unwrap();
    kinds
}

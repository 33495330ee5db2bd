//! What unit tests of this room stand on.

use std::sync::Arc;
use std::time::Duration;

use access::{SecretError, SecretStore};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::clinical::Clinical;
use crate::error::ErrorCode;
use crate::options::{ProfileKind, ViewerOptions};
use crate::seat::Seat;
use crate::viewer::Viewer;

pub(crate) const PASSWORD: &str = "kasumi-4417-aoi";

/// A PC without a keyring: the secret lies in a file.
struct NoKeyring;

impl SecretStore for NoKeyring {
    fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        Err(SecretError::Unavailable)
    }

    fn set(&self, _: &str, _: &[u8]) -> Result<(), SecretError> {
        Err(SecretError::Unavailable)
    }
}

/// What administrators issue here.
pub(crate) const ISSUED: &str = "hajimete-4417-no";

/// A new profile with its administrator `admin`; nobody is signed in.
pub(crate) async fn set_up(folder: &tempfile::TempDir) -> (Viewer, Seat) {
    let (viewer, seat, _) = first_run(folder).await;
    (viewer, seat)
}

/// The same with `doctor`, who is signed in: the clinical stores are open.
pub(crate) async fn with_doctor(folder: &tempfile::TempDir) -> (Viewer, Seat) {
    let (viewer, seat, recovery_key) = first_run(folder).await;
    sign_in(&seat).await;
    let doctor = json!({"account": "doctor", "display_name": "山手 医", "staff_number": "0002",
        "roles": ["doctor"], "password": ISSUED, "recovery_key": recovery_key});
    call(&seat, "create_account", doctor).await.unwrap();
    let first = json!({"account": "doctor", "password": ISSUED});
    call(&seat, "sign_in", first).await.unwrap();
    let own = json!({"password": PASSWORD});
    call(&seat, "set_first_password", own).await.unwrap();
    (viewer, seat)
}

/// The program on this profile.
pub(crate) fn start(folder: &tempfile::TempDir) -> Viewer {
    let mut options = ViewerOptions::new(folder.path().join("profile"), ProfileKind::Demo);
    options.keyring = Arc::new(NoKeyring);
    Viewer::new(options)
}

/// The profile and its recovery key.
async fn first_run(folder: &tempfile::TempDir) -> (Viewer, Seat, Value) {
    let viewer = start(folder);
    let seat = viewer.seat();
    let request = json!({"account": "admin", "display_name": "管理 一郎",
        "staff_number": "0001", "password": PASSWORD, "reading_after_end": "never"});
    let made = call(&seat, "set_up", request).await.unwrap();
    (viewer, seat, made["recovery_key"].clone())
}

/// Calls a command of a seat.
pub(crate) async fn call(seat: &Seat, command: &str, request: Value) -> Result<Value, ErrorCode> {
    let answer = seat.call(command, &request.to_string()).await;
    let answer = answer.map_err(|error| error.code)?;
    Ok(serde_json::from_str(&answer).unwrap())
}

/// The administrator signs in.
pub(crate) async fn sign_in(seat: &Seat) {
    let request = json!({"account": "admin", "password": PASSWORD});
    call(seat, "sign_in", request).await.unwrap();
}

/// Waits until nobody but so many of the test hold the clinical stores: work of the program that has
/// begun ends its step first.
pub(crate) async fn alone(open: &Arc<Clinical>, holders: usize) {
    while Arc::strong_count(open) > holders {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

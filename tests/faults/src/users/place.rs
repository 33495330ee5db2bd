//! A profile on a PC without a keyring: its secret lies in a file of its owner.

use std::path::Path;
use std::sync::Arc;

use access::{SecretError, SecretStore};
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use viewer::{ErrorCode, ProfileKind, Seat, Viewer, ViewerOptions};
use zeroize::Zeroizing;

const PASSWORD: &str = "kasumi-4417-aoi";
const ISSUED: &str = "hajimete-4417-no";
/// Besides the administrator; each is called as its role.
const ROLES: [&str; 3] = ["desk", "doctor", "auditor"];

struct NoKeyring;

impl SecretStore for NoKeyring {
    fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        Err(SecretError::Unavailable)
    }

    fn set(&self, _: &str, _: &[u8]) -> Result<(), SecretError> {
        Err(SecretError::Unavailable)
    }
}

/// The program on this profile.
pub(super) fn viewer_on(profile: &Path) -> Viewer {
    let mut options = ViewerOptions::new(profile.to_owned(), ProfileKind::Demo);
    options.keyring = Arc::new(NoKeyring);
    Viewer::new(options)
}

/// A command; the code when it is refused.
pub(super) async fn call(seat: &Seat, command: &str, request: Value) -> Result<Value, ErrorCode> {
    let answer = seat.call(command, &request.to_string()).await;
    let answer = answer.map_err(|error| error.code)?;
    serde_json::from_str(&answer).map_err(|_| ErrorCode::Internal)
}

/// Sits down with the own password.
pub(super) async fn sign_in(seat: &Seat, account: &str) -> Result<(), ErrorCode> {
    let request = json!({"account": account, "password": PASSWORD});
    call(seat, "sign_in", request).await.map(drop)
}

/// Opens the locked screen.
pub(super) async fn unlock(seat: &Seat) -> Result<(), ErrorCode> {
    let request = json!({"password": PASSWORD});
    call(seat, "unlock", request).await.map(drop)
}

/// First run, with an account of each role.
pub(super) async fn set_up(viewer: &Viewer) -> Result<()> {
    let seat = viewer.seat();
    let first = json!({"account": "admin", "display_name": "管理 一郎", "staff_number": "0001",
        "password": PASSWORD, "reading_after_end": "never"});
    let made = told(&seat, "set_up", first).await?;
    sign_in(&seat, "admin")
        .await
        .map_err(|code| anyhow::anyhow!("{code:?}"))?;
    for role in ROLES {
        let new = json!({"account": role, "display_name": "花子", "staff_number": "0002",
            "roles": [role], "password": ISSUED, "recovery_key": made.get("recovery_key")});
        told(&seat, "create_account", new).await?;
    }
    for role in ROLES {
        told(
            &seat,
            "sign_in",
            json!({"account": role, "password": ISSUED}),
        )
        .await?;
        told(&seat, "set_first_password", json!({"password": PASSWORD})).await?;
    }
    told(&seat, "sign_out", json!({})).await.map(drop)
}

async fn told(seat: &Seat, command: &str, request: Value) -> Result<Value> {
    let answer = seat.call(command, &request.to_string()).await;
    let answer = answer.with_context(|| format!("`{command}` was refused"))?;
    Ok(serde_json::from_str(&answer)?)
}

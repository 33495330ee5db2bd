use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;
use viewer::request::SignInRequest;
use viewer::view::SignInStep;
use viewer::{ProfileKind, Seat, Viewer, ViewerOptions};

/// A seat at the profile in `folder`.
pub(crate) fn take(folder: &Path, kind: ProfileKind) -> Seat {
    Viewer::new(ViewerOptions::new(folder.to_owned(), kind)).seat()
}

/// Calls a command with typed request and response.
pub(crate) async fn call<A: DeserializeOwned>(
    seat: &Seat,
    command: &str,
    request: &impl Serialize,
) -> anyhow::Result<A> {
    let request = serde_json::to_string(request)?;
    let answer = seat
        .call(command, &request)
        .await
        .with_context(|| format!("`{command}` was not done"))?;
    Ok(serde_json::from_str(&answer)?)
}

/// Signs in with a password alone; a person with a second factor has to be asked, and is not here.
pub(crate) async fn sign_in(seat: &Seat, request: &SignInRequest) -> anyhow::Result<()> {
    match call(seat, "sign_in", request).await? {
        SignInStep::SignedIn { .. } => Ok(()),
        SignInStep::SecondFactor {} => bail!("the account has a second factor"),
        SignInStep::NewPassword { .. } => bail!("the account has to set its own password first"),
        SignInStep::EnrolSecondFactor {} => bail!("the account has to enrol a second factor first"),
        SignInStep::ClinicalKey { .. } => {
            bail!("the account has to be given the clinical key first")
        }
    }
}

/// Reads JSON from standard input, where passwords do not show in a process list.
pub(crate) fn read_stdin<T: DeserializeOwned>() -> anyhow::Result<T> {
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .context("reading standard input")?;
    serde_json::from_str(&text).context("standard input is not the JSON this command takes")
}

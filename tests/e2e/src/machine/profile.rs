use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::AsyncWriteExt;

use super::accounts::Accounts;
use super::desktop::Desktop;
use super::places::Places;
use super::simulator::Facts;

/// A profile folder, made and connected with the `clins` program as a person would.
#[derive(Clone)]
pub(crate) struct Profile {
    folder: PathBuf,
    recovery_key: String,
}

impl Profile {
    /// First run: demo profile with its accounts.
    pub(crate) async fn set_up(places: &Places, desktop: &Desktop, folder: &Path) -> Result<Self> {
        let input = std::fs::read_to_string(places.accounts()).context("reading the accounts")?;
        let mut command = desktop.command(places.program("clins"));
        command.args(["set-up", "--demo", "--profile"]).arg(folder);
        let output = run(command, &input).await.context("clins set-up")?;
        let told: serde_json::Value =
            serde_json::from_str(&output).context("reading what clins set-up said")?;
        let recovery_key = told.get("recovery_key").and_then(|key| key.as_str());
        let recovery_key = recovery_key.context("clins set-up gave no recovery key")?;
        Ok(Self::of(folder, recovery_key))
    }

    /// One that lies in this folder already.
    pub(super) fn of(folder: &Path, recovery_key: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            recovery_key: recovery_key.to_owned(),
        }
    }

    /// Points it at a service.
    pub(crate) async fn connect(
        &self,
        places: &Places,
        desktop: &Desktop,
        accounts: &Accounts,
        service: &Facts,
    ) -> Result<()> {
        let mut command = desktop.command(places.program("clins"));
        command
            .args(["connect", "--profile"])
            .arg(&self.folder)
            .args(["--url", &service.base_url, "--ca", &service.ca])
            .args([
                "--certificate",
                &service.client_certificate,
                "--key",
                &service.client_key,
            ]);
        run(command, &accounts.with_role("admin")?.credentials())
            .await
            .context("clins connect")?;
        Ok(())
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// As it was printed.
    pub(crate) fn recovery_key(&self) -> &str {
        &self.recovery_key
    }

    /// The same profile in a copy of its folder, as on another PC.
    pub(crate) fn copied_to(&self, folder: &Path) -> Result<Self> {
        for file in self.files()?.keys() {
            let place = file
                .strip_prefix(&self.folder)
                .context("copying the profile")?;
            let copy = folder.join(place);
            std::fs::create_dir_all(copy.parent().context("copying the profile")?)
                .context("copying the profile")?;
            std::fs::copy(file, copy).context("copying the profile")?;
        }
        Ok(self.at(folder))
    }

    /// The same profile in this folder, where the program has put a copy.
    pub(crate) fn at(&self, folder: &Path) -> Self {
        Self::of(folder, &self.recovery_key)
    }

    /// Every file with its length: to see that nothing was deleted.
    pub(crate) fn files(&self) -> Result<BTreeMap<PathBuf, u64>> {
        let mut found = BTreeMap::new();
        list(&self.folder, &mut found)?;
        Ok(found)
    }
}

fn list(folder: &Path, found: &mut BTreeMap<PathBuf, u64>) -> Result<()> {
    for entry in std::fs::read_dir(folder).context("listing the profile")? {
        let path = entry.context("listing the profile")?.path();
        if path.is_dir() {
            list(&path, found)?;
        } else {
            let length = std::fs::metadata(&path).map_or(0, |file| file.len());
            found.insert(path, length);
        }
    }
    Ok(())
}

/// Runs a short program with this input; its standard output, or what it said went wrong.
pub(crate) async fn run(mut command: tokio::process::Command, input: &str) -> Result<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("starting it")?;
    if let Some(mut pipe) = child.stdin.take() {
        // A program that refuses early does not read: its own words say why.
        let _ = pipe.write_all(input.as_bytes()).await;
    }
    let output = tokio::time::timeout(Duration::from_secs(60), child.wait_with_output())
        .await
        .context("it took longer than a minute")??;
    if !output.status.success() {
        bail!(
            "{}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

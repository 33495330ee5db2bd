use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::desktop::Desktop;
use super::group::Group;
use super::http;
use super::places::Places;

/// What `clins simulate` says about itself.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Facts {
    pub(crate) base_url: String,
    pub(crate) ca: String,
    pub(crate) client_certificate: String,
    pub(crate) client_key: String,
    control: String,
}

impl Facts {
    /// The same service with another of the client certificates in the state folder, and the key of
    /// this name.
    pub(crate) fn with_certificate(&self, certificate: &str, key: &str) -> Self {
        let state = Path::new(&self.ca).parent().unwrap_or(Path::new(""));
        let file = |name: String| state.join(name).to_string_lossy().into_owned();
        Self {
            client_certificate: file(format!("{certificate}.pem")),
            client_key: file(format!("{key}.key")),
            ..self.clone()
        }
    }
}

/// The service simulator, a process of its own.
pub(crate) struct Simulator {
    group: Group,
    facts: Facts,
    state: PathBuf,
    log: PathBuf,
}

impl Simulator {
    /// Starts it on any free port; its certificates and revisions stay in `state`.
    pub(crate) async fn start(
        places: &Places,
        desktop: &Desktop,
        state: &Path,
        log: &Path,
    ) -> Result<Self> {
        let (group, facts) = launch(places, desktop, "127.0.0.1:0", state, log).await?;
        Ok(Self {
            group,
            facts,
            state: state.to_owned(),
            log: log.to_owned(),
        })
    }

    pub(crate) fn facts(&self) -> &Facts {
        &self.facts
    }

    /// `127.0.0.1:PORT`.
    pub(crate) fn address(&self) -> Result<String> {
        let after = self
            .facts
            .base_url
            .rsplit_once(':')
            .context("the base URL names no port")?
            .1;
        let port = after.split('/').next().unwrap_or(after);
        Ok(format!("127.0.0.1:{port}"))
    }

    /// Kills the process: from now on connections are refused.
    pub(crate) async fn kill(&mut self) {
        self.group.pull_the_plug().await;
    }

    /// Starts it again on the same port with the same certificates.
    pub(crate) async fn start_again(&mut self, places: &Places, desktop: &Desktop) -> Result<()> {
        let (group, facts) =
            launch(places, desktop, &self.address()?, &self.state, &self.log).await?;
        self.group = group;
        self.facts = facts;
        Ok(())
    }

    /// Plays these faults from now on; none: behaves again.
    pub(crate) async fn play(&self, faults: &[&str]) -> Result<()> {
        let body = serde_json::json!(faults).to_string();
        http::send("PUT", &self.facts.control, "/faults", &body)
            .await
            .context("switching faults")?;
        Ok(())
    }

    /// The consent of the patient with this chart number for a category becomes this one, for a day.
    pub(crate) async fn consent(&self, chart: &str, category: &str, flag: &str) -> Result<()> {
        let body = serde_json::json!({ "chart_number": chart, "category": category, "flag": flag });
        http::send("POST", &self.facts.control, "/consent", &body.to_string())
            .await
            .context("changing a consent")?;
        Ok(())
    }

    /// A facility registers something new of a category for the patient with this chart number.
    pub(crate) async fn revise(&self, chart_number: &str, category: &str) -> Result<()> {
        let body = serde_json::json!({ "chart_number": chart_number, "category": category });
        http::send("POST", &self.facts.control, "/revise", &body.to_string())
            .await
            .context("revising a set")?;
        Ok(())
    }
}

async fn launch(
    places: &Places,
    desktop: &Desktop,
    listen: &str,
    state: &Path,
    log: &Path,
) -> Result<(Group, Facts)> {
    let mut command = desktop.command(places.program("clins"));
    command
        .args(["simulate", "--listen", listen, "--clinic"])
        .arg(places.clinic())
        .arg("--state")
        .arg(state)
        .stdout(Stdio::piped());
    let mut group = Group::start(&mut command, log)?;
    let output = group
        .child()
        .stdout
        .take()
        .context("reading the simulator")?;
    let mut lines = BufReader::new(output).lines();
    let line = tokio::time::timeout(Duration::from_secs(60), lines.next_line())
        .await
        .context("waiting for the simulator")??
        .context("the simulator ended before it was ready")?;
    // Whatever else it prints must not block it.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    let facts = serde_json::from_str(&line).context("reading what the simulator said")?;
    Ok((group, facts))
}

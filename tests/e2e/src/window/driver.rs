use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

use crate::machine::desktop::Desktop;
use crate::machine::group::Group;

/// A WebKitWebDriver of our own. Dropping it ends it, the window it opened and the web processes.
pub(crate) struct Driver {
    group: Group,
    port: u16,
}

impl Driver {
    /// Starts it inside a desktop session; what it opens is in that session too.
    pub(crate) async fn start(desktop: &Desktop, log: &Path) -> Result<Self> {
        let port = free_port().await?;
        let mut command = desktop.command("WebKitWebDriver");
        command
            .args([&format!("--port={port}"), "--host=127.0.0.1"])
            .stdout(Stdio::null());
        let group = Group::start(&mut command, log)?;
        wait_for(port).await?;
        Ok(Self { group, port })
    }

    /// Lets it start a program and take over its window.
    pub(crate) async fn open(&self, program: &Path, arguments: &[&OsStr]) -> Result<Client> {
        let arguments: Vec<_> = arguments
            .iter()
            .map(|text| text.to_string_lossy())
            .collect();
        let options = json!({ "binary": program, "args": arguments });
        let capabilities = json!({ "webkitgtk:browserOptions": options });
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().cloned().unwrap_or_default())
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .context("opening the window")
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.group.id()
    }
}

async fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .context("finding a port")?;
    Ok(listener.local_addr().context("finding a port")?.port())
}

async fn wait_for(port: u16) -> Result<()> {
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("WebKitWebDriver does not answer")
}

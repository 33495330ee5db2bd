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
use crate::machine::places::Places;

/// The running viewer under automation. Dropping it ends driver, window and web processes.
pub(crate) struct Window {
    pub(super) client: Client,
    _driver: Group,
}

impl Window {
    /// Starts WebKitWebDriver inside the desktop session and lets it start the viewer.
    pub(crate) async fn open(
        places: &Places,
        desktop: &Desktop,
        profile: &Path,
        log: &Path,
    ) -> Result<Self> {
        let port = free_port().await?;
        let mut command = desktop.command("WebKitWebDriver");
        command
            .args([&format!("--port={port}"), "--host=127.0.0.1"])
            .stdout(Stdio::null());
        let driver = Group::start(&mut command, log)?;
        wait_for(port).await?;
        let options =
            json!({ "binary": places.program("clins-viewer"), "args": ["--profile", profile] });
        let capabilities = json!({ "webkitgtk:browserOptions": options });
        let session = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().cloned().unwrap_or_default())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await;
        Ok(Self {
            client: session.context("opening the window")?,
            _driver: driver,
        })
    }

    /// Closes it as a person does, so that stores are closed in order.
    pub(crate) async fn close(&self) -> Result<()> {
        let closed =
            tokio::time::timeout(Duration::from_secs(10), self.client.clone().close()).await;
        closed
            .context("the window does not close")?
            .context("closing the window")
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

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::Client;

use super::driver::Driver;
use crate::machine::desktop::Desktop;
use crate::machine::places::Places;
use crate::machine::processes;

/// The running viewer under automation. Dropping it ends driver, window and web processes.
pub(crate) struct Window {
    pub(super) client: Client,
    driver: Driver,
}

impl Window {
    /// Starts WebKitWebDriver inside the desktop session and lets it start the viewer.
    pub(crate) async fn open(
        places: &Places,
        desktop: &Desktop,
        profile: &Path,
        log: &Path,
    ) -> Result<Self> {
        let driver = Driver::start(desktop, log).await?;
        let viewer = places.program("clins-viewer");
        let client = driver
            .open(&viewer, &["--profile".as_ref(), profile.as_os_str()])
            .await?;
        Ok(Self { client, driver })
    }

    /// The process of it that runs this program.
    pub(crate) fn process(&self, program: &str) -> Result<u32> {
        let all = processes::started_by(self.driver.process())?;
        let found = processes::called(&all, program);
        found.with_context(|| format!("the window has no process {program}"))
    }

    /// Closes it as a person does, so that stores are closed in order, and waits until its program has let
    /// go of the profile.
    pub(crate) async fn close(&self) -> Result<()> {
        let program = self.process("clins-viewer")?;
        let closed =
            tokio::time::timeout(Duration::from_secs(10), self.client.clone().close()).await;
        closed
            .context("the window does not close")?
            .context("closing the window")?;
        self.has_let_go(program).await
    }
}

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

/// A library that puts the calendar clock of a program ahead: for what grows old.
#[derive(Clone, Debug)]
pub(crate) struct ClockAhead {
    library: PathBuf,
    seconds: u64,
}

impl ClockAhead {
    /// Builds it in `folder` with the C compiler that built the stores.
    pub(crate) async fn by(seconds: u64, folder: &Path) -> Result<Self> {
        let library = folder.join("clock_ahead.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("native/clock_ahead.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .arg(source)
            .stdin(Stdio::null())
            .status()
            .await
            .context("building the clock")?;
        ensure!(built.success(), "cc does not build the clock");
        Ok(Self { library, seconds })
    }

    /// Lets a program and what it starts live by this clock.
    pub(crate) fn put_on(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", &self.library)
            .env("CLINS_CLOCK_AHEAD", self.seconds.to_string());
    }
}

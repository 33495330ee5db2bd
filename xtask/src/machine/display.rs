use std::time::Duration;

use anyhow::{Context, Result};

use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::running::Running;

/// A virtual screen, gone when dropped.
pub(crate) struct Display {
    number: u32,
    _server: Running,
}

impl Display {
    /// Starts Xvfb on the first free display number.
    pub(crate) fn start(root: &Root) -> Result<Self> {
        let arguments = [
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1400x900x24",
            "-nolisten",
            "tcp",
            "-noreset",
        ];
        let mut server = Run::new(root, "xvfb", "Xvfb")?
            .args(arguments)
            .quiet()
            .start()?;
        let line = server.line(Duration::from_secs(20), |line| {
            line.trim().parse::<u32>().is_ok()
        })?;
        let number = line
            .trim()
            .parse()
            .context("reading Xvfb's display number")?;
        println!("   virtual display :{number}, 1400x900");
        Ok(Self {
            number,
            _server: server,
        })
    }

    /// A run on this display, in Japanese, with the window open to automation.
    pub(crate) fn under(&self, run: Run) -> Run {
        run.env("DISPLAY", format!(":{}", self.number))
            .env("LANG", "ja_JP.UTF-8")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("GDK_BACKEND", "x11")
            .without_env("LC_ALL")
            .without_env("WAYLAND_DISPLAY")
            .without_env("DBUS_SESSION_BUS_ADDRESS")
    }
}

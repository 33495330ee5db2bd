use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
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

/// A run that reaches the screen of the person at this PC from any home and runtime folder.
pub(crate) fn of_the_person(mut run: Run) -> Run {
    let variable = |name| std::env::var_os(name);
    if let Some(socket) = wayland_socket(variable("WAYLAND_DISPLAY"), variable("XDG_RUNTIME_DIR")) {
        run = run.env("WAYLAND_DISPLAY", socket);
    }
    if let Some(file) = x_authority(variable("XAUTHORITY"), variable("HOME")) {
        run = run.env("XAUTHORITY", file);
    }
    run
}

/// The name of a Wayland display is looked up in the runtime folder; a whole path is not.
fn wayland_socket(display: Option<OsString>, runtime: Option<OsString>) -> Option<PathBuf> {
    let display = display.filter(|name| !name.is_empty())?;
    Some(runtime.map_or_else(
        || PathBuf::from(&display),
        |folder| Path::new(&folder).join(&display),
    ))
}

/// What lets a program onto the X display lies in the home unless it is named.
fn x_authority(named: Option<OsString>, home: Option<OsString>) -> Option<PathBuf> {
    let in_home = |home: &OsStr| Path::new(home).join(".Xauthority");
    named
        .map(PathBuf::from)
        .or_else(|| home.as_deref().map(in_home))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screen_is_named_so_that_another_home_finds_it() {
        let text = |text: &str| Some(OsString::from(text));
        let path = |path: &str| Some(PathBuf::from(path));
        let socket = wayland_socket(text("wayland-0"), text("/run/user/1000"));
        assert_eq!(socket, path("/run/user/1000/wayland-0"));
        let socket = wayland_socket(text("/tmp/wayland-1"), text("/run/user/1000"));
        assert_eq!(socket, path("/tmp/wayland-1"));
        assert_eq!(wayland_socket(None, text("/run/user/1000")), None);
        assert_eq!(x_authority(text("/run/x"), text("/home/a")), path("/run/x"));
        assert_eq!(
            x_authority(None, text("/home/a")),
            path("/home/a/.Xauthority")
        );
    }
}

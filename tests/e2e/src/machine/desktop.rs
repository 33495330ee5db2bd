use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

use super::clock_ahead::ClockAhead;
use super::group::Group;
use super::small_disk::SmallDisk;

/// How the keyring stands when the person sits down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keyring {
    /// Made on first use, open.
    Unlocked,
    /// The keyring of this home, not opened, and nobody there to answer the dialog.
    Locked,
    /// There is a session bus, and no service on it answers for secrets.
    Absent,
    /// There is not even a session bus.
    NoBus,
}

/// A session bus that starts nothing by itself: no dialog comes up that would wait for ever for
/// somebody to unlock the keyring.
const BUS_WITHOUT_SERVICES: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Runs a program whose memory may be left in a file when it crashes, as far as the system allows.
const WITH_DUMPS: &str = r#"ulimit -c "$(ulimit -Hc)"; exec "$0" "$@""#;

/// One person's desktop session: own home, own session bus, own keyring.
pub(crate) struct Desktop {
    home: PathBuf,
    runtime: PathBuf,
    address: String,
    clock: Option<ClockAhead>,
    /// Windows are drawn in layers, as everywhere but here.
    layers: bool,
    /// What every program is started under; empty: nothing.
    under: Vec<String>,
    // Dropped in this order: the keyring before its bus.
    _keyring: Option<Group>,
    _bus: Option<Group>,
}

impl Desktop {
    /// Starts a session in `home` (made when missing); keyrings lie in the home and stay there.
    pub(crate) async fn start(home: &Path, keyring: Keyring, log: &Path) -> Result<Self> {
        let runtime = home.join("run");
        for folder in [home, &runtime, &home.join("tmp")] {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .context("making a home")?;
        }
        let mut desktop = Self {
            home: home.to_owned(),
            runtime,
            address: "unix:path=/nonexistent".to_owned(),
            clock: None,
            layers: false,
            under: Vec::new(),
            _keyring: None,
            _bus: None,
        };
        if keyring != Keyring::NoBus {
            desktop.start_bus(keyring, log).await?;
        }
        if matches!(keyring, Keyring::Unlocked | Keyring::Locked) {
            desktop.start_keyring(keyring, log).await?;
        }
        Ok(desktop)
    }

    /// A command that runs inside this session.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = match self.under.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(program);
                command
            }
            None => Command::new(program),
        };
        command
            .current_dir(&self.home)
            .env("HOME", &self.home)
            .env("XDG_RUNTIME_DIR", &self.runtime)
            .env("XDG_DATA_HOME", self.home.join("data"))
            .env("XDG_CONFIG_HOME", self.home.join("config"))
            .env("XDG_CACHE_HOME", self.home.join("cache"))
            .env("XDG_STATE_HOME", self.home.join("state"))
            .env("TMPDIR", self.home.join("tmp"))
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            // Nothing of the machine's own session may lock a window of ours.
            .env("DBUS_SYSTEM_BUS_ADDRESS", &self.address)
            .env("LANG", "ja_JP.UTF-8")
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env_remove("GNOME_KEYRING_CONTROL")
            .stdin(Stdio::null());
        // Where there is no graphics card a page in layers is drawn more slowly, by the processor.
        if !self.layers {
            command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        }
        if let Some(clock) = &self.clock {
            clock.put_on(&mut command);
        }
        command
    }

    /// Where its session bus, which is its system bus too, is found.
    pub(crate) fn bus(&self) -> &str {
        &self.address
    }

    /// Lets everything that is started from now on live by this clock.
    pub(crate) fn live_by(&mut self, clock: ClockAhead) {
        self.clock = Some(clock);
    }

    /// Windows that are started from now on are drawn in layers: without them a driver waits for its
    /// second picture for ever, and a window without a driver stays white.
    pub(crate) fn draw_in_layers(&mut self) {
        self.layers = true;
    }

    /// What is started from now on leaves a dump when it crashes, unless it forbids that itself.
    pub(crate) fn let_dumps_be_left(&mut self) {
        self.under = ["sh", "-c", WITH_DUMPS].map(str::to_owned).to_vec();
    }

    /// What is started from now on sees this disk.
    pub(crate) fn see(&mut self, disk: &SmallDisk) {
        self.under = disk.entrance();
    }

    /// Where everything lies that a program of this session writes without being told a place.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    async fn start_bus(&mut self, keyring: Keyring, log: &Path) -> Result<()> {
        let mut command = self.command("dbus-daemon");
        command
            .args(["--nofork", "--nopidfile", "--nosyslog", "--print-address=1"])
            .arg(format!(
                "--address=unix:path={}/bus",
                self.runtime.display()
            ))
            .stdout(Stdio::piped());
        if keyring == Keyring::Unlocked {
            command.arg("--session");
        } else {
            let file = self.runtime.join("bus.conf");
            std::fs::write(&file, BUS_WITHOUT_SERVICES).context("writing the bus's rules")?;
            command.arg(format!("--config-file={}", file.display()));
        }
        let mut bus = Group::start(&mut command, log)?;
        let output = bus
            .child()
            .stdout
            .take()
            .context("reading the bus address")?;
        let mut lines = BufReader::new(output).lines();
        let line = tokio::time::timeout(Duration::from_secs(10), lines.next_line()).await;
        self.address = line
            .context("waiting for the session bus")??
            .context("the session bus ended")?;
        self._bus = Some(bus);
        Ok(())
    }

    async fn start_keyring(&mut self, keyring: Keyring, log: &Path) -> Result<()> {
        let mut command = self.command("gnome-keyring-daemon");
        command
            .args(["--foreground", "--components=secrets"])
            .stdout(Stdio::null());
        if keyring == Keyring::Unlocked {
            command.arg("--unlock").stdin(Stdio::piped());
        }
        let mut daemon = Group::start(&mut command, log)?;
        if let Some(mut input) = daemon.child().stdin.take() {
            input
                .write_all(b"keyring-of-this-test")
                .await
                .context("unlocking the keyring")?;
        }
        self._keyring = Some(daemon);
        for _ in 0..100 {
            if self.secrets_answer().await {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        bail!("the keyring does not answer")
    }

    async fn secrets_answer(&self) -> bool {
        let asked = self
            .command("dbus-send")
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
            ])
            .args([
                "org.freedesktop.DBus.NameHasOwner",
                "string:org.freedesktop.secrets",
            ])
            .output()
            .await;
        asked.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("boolean true"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn look_up(desktop: &Desktop) -> Option<String> {
        let mut command = desktop.command("secret-tool");
        command
            .args(["lookup", "purpose", "test"])
            .kill_on_drop(true);
        let output = tokio::time::timeout(Duration::from_secs(10), command.output())
            .await
            .ok()?
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (!text.is_empty()).then_some(text)
    }

    /// The journeys about keyrings prove something only if the kinds differ.
    #[tokio::test]
    async fn a_keyring_opens_only_in_its_own_unlocked_session() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("log");
        let own = folder.path().join("own");
        {
            let desktop = Desktop::start(&own, Keyring::Unlocked, &log).await.unwrap();
            let mut store = desktop.command("secret-tool");
            store
                .args(["store", "--label=test", "purpose", "test"])
                .stdin(Stdio::piped());
            let mut child = store.spawn().unwrap();
            child
                .stdin
                .take()
                .unwrap()
                .write_all("かぎ".as_bytes())
                .await
                .unwrap();
            assert!(child.wait().await.unwrap().success());
            assert_eq!(look_up(&desktop).await.as_deref(), Some("かぎ"));
        }
        let again = Desktop::start(&own, Keyring::Unlocked, &log).await.unwrap();
        assert_eq!(
            look_up(&again).await.as_deref(),
            Some("かぎ"),
            "the keyring stays in the home"
        );
        drop(again);
        let locked = Desktop::start(&own, Keyring::Locked, &log).await.unwrap();
        assert_eq!(look_up(&locked).await, None);
        drop(locked);
        let other = Desktop::start(&folder.path().join("other"), Keyring::Unlocked, &log)
            .await
            .unwrap();
        assert_eq!(look_up(&other).await, None);
        drop(other);
        let bare = Desktop::start(&own, Keyring::Absent, &log).await.unwrap();
        assert_eq!(look_up(&bare).await, None);
        assert!(!bare.secrets_answer().await);
    }
}

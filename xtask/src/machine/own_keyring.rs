use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::running::Running;

/// Sockets lie in the runtime folder (`keyring/control`), and a socket's path must not exceed 107
/// bytes.
const LONGEST: usize = 90;

/// A session bus with an open keyring of its own. Neither tests nor the demo may touch the keyring
/// of the person at this PC, and a locked one must not stop them.
pub(crate) struct OwnKeyring {
    home: PathBuf,
    address: String,
    // Dropped in this order: the keyring before its bus.
    _daemon: Running,
    _bus: Running,
}

impl OwnKeyring {
    /// Starts both in `home`, which is made anew.
    pub(crate) fn start(root: &Root, name: &str, home: &Path) -> Result<Self> {
        if home.exists() {
            std::fs::remove_dir_all(home).context("removing the former keyring")?;
        }
        let runtime = runtime(home);
        ensure!(
            runtime.as_os_str().len() <= LONGEST,
            "the path {} is too long for the sockets of a keyring: put the project elsewhere",
            runtime.display()
        );
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&runtime)
            .context("making the folder of the keyring")?;
        std::fs::set_permissions(home, PermissionsExt::from_mode(0o700))
            .context("making the folder of the keyring")?;
        let own = |name: &str, program: &str| -> Result<Run> {
            Ok(within(home, Run::new(root, name, program)?).env("HOME", home))
        };
        let mut bus = own(&format!("{name}-bus"), "dbus-daemon")?
            .args(["--session", "--nofork", "--nopidfile", "--nosyslog"])
            .args(["--print-address=1"])
            .without_env("DBUS_SESSION_BUS_ADDRESS")
            .quiet()
            .start()?;
        let address = bus.line(Duration::from_secs(20), |line| line.starts_with("unix:"))?;
        let mut daemon = own(&format!("{name}-keyring"), "gnome-keyring-daemon")?
            .args(["--unlock", "--foreground", "--components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", &address)
            .quiet()
            .start()?;
        daemon.say("keyring-of-this-run")?;
        daemon.close_input();
        let keyring = Self {
            home: home.to_owned(),
            address,
            _daemon: daemon,
            _bus: bus,
        };
        keyring.wait_until_it_answers()?;
        Ok(keyring)
    }

    /// A run that finds this keyring and no other; its home stays the person's.
    pub(crate) fn with(&self, run: Run) -> Run {
        within(&self.home, run).env("DBUS_SESSION_BUS_ADDRESS", &self.address)
    }

    /// The same, and `HOME` too is the keyring's.
    pub(crate) fn at_home(&self, run: Run) -> Run {
        self.with(run).env("HOME", &self.home)
    }

    fn wait_until_it_answers(&self) -> Result<()> {
        for _ in 0..200 {
            let output = Command::new("dbus-send")
                .arg(format!("--bus={}", self.address))
                .args(["--print-reply", "--dest=org.freedesktop.DBus"])
                .args(["/org/freedesktop/DBus"])
                .args(["org.freedesktop.DBus.NameHasOwner"])
                .args(["string:org.freedesktop.secrets"])
                .output()
                .context("asking the session bus for its keyring")?;
            if String::from_utf8_lossy(&output.stdout).contains("boolean true") {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the keyring made for this run does not answer")
    }
}

fn runtime(home: &Path) -> PathBuf {
    home.join("run")
}

/// A run with the folders of this home.
fn within(home: &Path, run: Run) -> Run {
    run.env("XDG_RUNTIME_DIR", runtime(home))
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .without_env("GNOME_KEYRING_CONTROL")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_open_and_what_is_put_into_it_stays_in_its_home() {
        let root = Root::find().unwrap();
        let home = root.join("target/keyring/test");
        let keyring = OwnKeyring::start(&root, "test-keyring", &home).unwrap();
        let tool = |name: &str| Run::new(&root, name, "secret-tool").unwrap().quiet();
        let store = tool("test-keyring-store")
            .args(["store", "--label=probe", "purpose", "probe"])
            .input("kagi");
        keyring.with(store).done().unwrap();
        let lookup = tool("test-keyring-lookup").args(["lookup", "purpose", "probe"]);
        let found = keyring.at_home(lookup).done().unwrap();
        assert!(found.output.contains("kagi"), "{}", found.output);
        assert!(home.join("data/keyrings/login.keyring").is_file());
    }
}

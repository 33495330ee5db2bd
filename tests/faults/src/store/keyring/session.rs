use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::step::STEP;

/// Seconds after which a step is ended; one that waits for a stopped service is ended sooner.
const LIMIT: u32 = 60;
const PATIENCE: u32 = 5;

/// `timeout` answers so when it ended what it started.
const TIMED_OUT: i32 = 124;

/// How the session stands in which the program asks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Session {
    Open,
    Locked,
    /// A bus on which nobody answers for secrets.
    Bare,
    NoBus,
    /// The service is there and does not go on.
    Stopped,
}

/// What came of it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) answer: String,
    pub(super) files: usize,
    /// Files that are not as they were before the program asked.
    pub(super) changed: Option<String>,
    /// Why the way out leads nowhere.
    pub(super) stuck: Option<String>,
}

/// A home, a runtime folder and a profile.
struct Seat(TempDir);

/// Starts the service; `$keyring` is its process.
const UNLOCKED: &str = "printf test-pass | gnome-keyring-daemon --unlock --foreground \
                        --components=secrets >/dev/null 2>&1 & keyring=$!; answers";
const LOCKED: &str =
    "gnome-keyring-daemon --start --foreground --components=secrets >/dev/null 2>&1 & answers";

/// Waits until somebody answers for secrets.
const ANSWERS: &str = "answers() { for i in $(seq 100); do \
    dbus-send --session --print-reply --dest=org.freedesktop.DBus /org/freedesktop/DBus \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null \
    | grep -q 'boolean true' && return; sleep 0.1; done; exit 9; }";

impl Session {
    /// Makes a profile, brings the state about by these steps, asks, and takes the way out.
    pub(super) fn asked(self, before: &[&str], way_out: &[&str]) -> Result<Asked> {
        let seat = Seat::new()?;
        let made = seat.within(&[&["make"], before].concat(), UNLOCKED, LIMIT)?;
        ensure!(made.status.success(), "making it: {}", said(&made));
        let files = seat.files()?;
        let asked = match self {
            Self::Open => seat.within(&["ask"], UNLOCKED, LIMIT)?,
            Self::Locked => seat.within(&["ask"], LOCKED, LIMIT)?,
            Self::Bare => seat.within(&["ask"], "true", LIMIT)?,
            Self::NoBus => seat.alone("ask")?,
            Self::Stopped => {
                let stopped =
                    format!("{UNLOCKED}; kill -s STOP $keyring; trap 'kill -s KILL $keyring' EXIT");
                seat.within(&["ask"], &stopped, PATIENCE)?
            }
        };
        let changed = difference(&files, &seat.files()?);
        let out = seat.within(way_out, UNLOCKED, LIMIT)?;
        let printed = String::from_utf8_lossy(&asked.stdout);
        let answer = printed
            .lines()
            .find_map(|line| line.strip_prefix("ANSWER "));
        let answer = match (answer, asked.status.code()) {
            (Some(answer), _) => answer.to_owned(),
            (None, Some(TIMED_OUT)) => "nothing".to_owned(),
            (None, _) => bail!("asking: {}", said(&asked)),
        };
        Ok(Asked {
            answer,
            files: files.len(),
            changed,
            stuck: (!out.status.success()).then(|| said(&out)),
        })
    }
}

impl Seat {
    fn new() -> Result<Self> {
        let folder = TempDir::new()?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700))?;
        for name in ["home", "run"] {
            fs::DirBuilder::new()
                .mode(0o700)
                .create(folder.path().join(name))?;
        }
        // A bus that starts nothing by itself.
        let rules = format!(
            "<busconfig><type>session</type><listen>unix:dir={}</listen><policy context=\"default\">\
             <allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>\
             <allow own=\"*\"/></policy></busconfig>",
            folder.path().join("run").display()
        );
        fs::write(folder.path().join("bus.conf"), rules)?;
        Ok(Self(folder))
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("HOME", self.0.path().join("home"))
            .env("XDG_RUNTIME_DIR", self.0.path().join("run"))
            .stdin(Stdio::null());
        for other in [
            "XDG_DATA_HOME",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "DBUS_SESSION_BUS_ADDRESS",
            "GNOME_KEYRING_CONTROL",
            "DISPLAY",
            "WAYLAND_DISPLAY",
        ] {
            command.env_remove(other);
        }
        command
    }

    /// The steps one after the other in a session that `first` sets up.
    fn within(&self, steps: &[&str], first: &str, seconds: u32) -> Result<Output> {
        let mut script = format!("{ANSWERS}\n{first}\n");
        for step in steps {
            script.push_str(&format!(
                "{STEP}={step} timeout {seconds} \"$0\" --helper keyring --folder \"$1\" || exit $?\n"
            ));
        }
        let config = self.0.path().join("bus.conf");
        let mut command = self.command("dbus-run-session");
        command
            .arg(format!("--config-file={}", config.display()))
            .args(["--", "sh", "-c", &script])
            .arg(std::env::current_exe()?)
            .arg(self.0.path());
        command.output().context("dbus-run-session")
    }

    /// One step without any session.
    fn alone(&self, step: &str) -> Result<Output> {
        let mut command = self.command("timeout");
        command.arg(LIMIT.to_string()).arg(std::env::current_exe()?);
        command
            .args(["--helper", "keyring", "--folder"])
            .arg(self.0.path());
        command
            .env(STEP, step)
            .output()
            .context("asking without a session")
    }

    /// What every file of the profile and of the keyring holds.
    fn files(&self) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
        let mut found = BTreeMap::new();
        for folder in ["profile", "home"] {
            collect(&self.0.path().join(folder), &mut found)?;
        }
        Ok(found)
    }
}

fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.is_file() {
            found.insert(path.clone(), Sha256::digest(fs::read(&path)?).to_vec());
        }
    }
    Ok(())
}

/// The files that differ; none when all are the same.
fn difference(
    before: &BTreeMap<PathBuf, Vec<u8>>,
    after: &BTreeMap<PathBuf, Vec<u8>>,
) -> Option<String> {
    let other = |(path, hash): (&PathBuf, &Vec<u8>), of: &BTreeMap<_, _>| {
        (of.get(path) != Some(hash)).then(|| path.display().to_string())
    };
    let gone = before.iter().filter_map(|file| other(file, after));
    let new = after.iter().filter_map(|file| other(file, before));
    let all: Vec<_> = gone.chain(new).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn said(output: &Output) -> String {
    let (out, error) = (&output.stdout, &output.stderr);
    let text = [String::from_utf8_lossy(out), String::from_utf8_lossy(error)].join(" ");
    format!("{}: {}", output.status, text.trim())
}

//! The real keyring of the operating system: gnome-keyring behind its own D-Bus session, with its
//! own home, so that nothing of the person who runs the tests is touched.
//!
//! The library connects once per process, so each step runs in a process of its own: this binary
//! starts itself again with `CLINS_KEYRING_STEP` set.
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use access::{AccessError, KeyringFault, MachineSecret, OsKeyring, SecretError, SecretStore as _};

const STEP: &str = "CLINS_KEYRING_STEP";
const LIMIT: Duration = Duration::from_secs(60);

/// A home and a runtime folder for one keyring.
struct Seat {
    folder: tempfile::TempDir,
}

impl Seat {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "run"] {
            let path = folder.path().join(name);
            fs::create_dir(&path).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        }
        Self { folder }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env("HOME", self.folder.path().join("home"))
            .env("XDG_RUNTIME_DIR", self.folder.path().join("run"))
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("GNOME_KEYRING_CONTROL")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    /// Runs steps one after the other, each in a process, in one session with a keyring daemon
    /// that was started with `daemon`.
    fn session(&self, daemon: &str, steps: &[&str]) {
        installed("gnome-keyring-daemon", "gnome-keyring");
        self.bus(&[], &format!("{daemon} >/dev/null"), steps);
    }

    /// The same with a bus started with `options`, and anything run before the steps.
    fn bus(&self, options: &[&str], first: &str, steps: &[&str]) {
        let mut script = format!("set -e\n{first}\n");
        for step in steps {
            script.push_str(&format!(
                "{STEP}={step} \"$0\" --exact one_step --nocapture\n"
            ));
        }
        let mut command = self.command(&installed("dbus-run-session", "dbus"));
        command.args(options).args(["--", "sh", "-c", &script]);
        command.arg(std::env::current_exe().unwrap());
        self.finish(command);
    }

    /// Waits with a hard limit; past it the whole process group that was started is ended. What the
    /// processes print is shown only when something failed.
    fn finish(&self, mut command: Command) {
        let printed = self.folder.path().join("printed");
        let output = fs::File::create(&printed).unwrap();
        command
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output);
        let mut child = command.process_group(0).spawn().unwrap();
        let started = Instant::now();
        let status = loop {
            match child.try_wait().unwrap() {
                Some(status) => break status.to_string(),
                None if started.elapsed() > LIMIT => {
                    let group = format!("-{}", child.id());
                    let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
                    let _ = child.wait();
                    break format!("no end after {LIMIT:?}");
                }
                None => std::thread::sleep(Duration::from_millis(20)),
            }
        };
        let printed = String::from_utf8_lossy(&fs::read(printed).unwrap()).into_owned();
        assert!(
            status == "exit status: 0",
            "{command:?}: {status}\n{printed}"
        );
    }

    fn unlocked(&self, steps: &[&str]) {
        let daemon =
            "printf test-pass | gnome-keyring-daemon --unlock --components=secrets --daemonize";
        self.session(daemon, steps);
    }

    fn locked(&self, steps: &[&str]) {
        self.session(
            "gnome-keyring-daemon --start --components=secrets --daemonize",
            steps,
        );
    }

    fn keyring_files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = self.folder.path().join("home/.local/share/keyrings");
        let mut files: Vec<_> = fs::read_dir(folder)
            .map(|entries| entries.map(|entry| entry.unwrap().path()).collect())
            .unwrap_or_default();
        files.sort();
        files
            .into_iter()
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect()
    }
}

/// Where a program is, or a failure that says what to install.
fn installed(program: &str, package: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
        .unwrap_or_else(|| {
            panic!(
                "`{program}` is not installed (package {package}); `cargo xtask test` installs it"
            )
        })
}

#[test]
fn keeps_the_secret_across_processes_and_sessions() {
    let seat = Seat::new();
    seat.unlocked(&["absent", "create", "open", "create-again"]);
    assert!(!seat.keyring_files().is_empty());
    seat.unlocked(&["open", "foreign"]);
}

/// Another keyring of the same kind: an exchanged entry, a lost one, and what comes back.
#[test]
fn an_exchanged_secret_is_told_and_a_recovered_one_is_taken_in() {
    let seat = Seat::new();
    seat.unlocked(&["create", "changed", "lost", "open", "destroyed", "absent"]);
}

#[test]
fn a_locked_keyring_is_told_and_nothing_is_written() {
    let seat = Seat::new();
    seat.unlocked(&["create"]);
    let before = seat.keyring_files();
    seat.locked(&["locked"]);
    assert!(before == seat.keyring_files(), "a keyring file changed");
    seat.unlocked(&["open"]);
}

#[test]
fn a_keyring_that_was_never_unlocked_takes_nothing() {
    let seat = Seat::new();
    seat.locked(&["refused"]);
    assert!(seat.keyring_files().iter().all(|(path, _)| {
        path.extension()
            .is_none_or(|extension| extension != "keyring")
    }));
}

#[test]
fn no_bus_is_no_keyring() {
    let seat = Seat::new();
    let mut command = seat.command(&std::env::current_exe().unwrap());
    command
        .env(STEP, "unavailable")
        .args(["--exact", "one_step", "--nocapture"]);
    seat.finish(command);
}

/// A bus that knows no keyring and may start none.
#[test]
fn a_bus_without_a_keyring_service_is_no_keyring() {
    let seat = Seat::new();
    let config = seat.folder.path().join("bus.conf");
    let run = seat.folder.path().join("run").display().to_string();
    let rules = r#"<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>"#;
    let policy = format!(r#"<policy context="default">{rules}<allow own="*"/></policy>"#);
    let text = format!(
        "<busconfig><type>session</type><listen>unix:dir={run}</listen>{policy}</busconfig>"
    );
    fs::write(&config, text).unwrap();
    seat.bus(
        &["--config-file", config.to_str().unwrap()],
        "true",
        &["unavailable"],
    );
}

/// What a started process does; nothing when the variable is not set.
#[test]
fn one_step() {
    let Ok(step) = std::env::var(STEP) else {
        return;
    };
    let store = OsKeyring::new();
    let create = || MachineSecret::create(&store, "test").map(|_| ());
    let open = || MachineSecret::open(&store, "test").map(|machine| *machine.desk_key());
    let known = |machine: &MachineSecret| {
        MachineSecret::open_known(&store, "test", Some(&machine.check())).map(|_| ())
    };
    let kept = Path::new(&std::env::var_os("HOME").unwrap()).join("desk-key");
    match step.as_str() {
        "absent" => {
            assert_eq!(store.get("machine-test"), Ok(None));
            assert_eq!(open(), Err(AccessError::MachineSecretMissing));
        }
        "create" => {
            assert_eq!(create(), Ok(()));
            fs::write(kept, open().unwrap().as_slice()).unwrap();
        }
        "create-again" => assert_eq!(create(), Err(AccessError::MachineSecretExists)),
        "open" => assert_eq!(open().unwrap().as_slice(), fs::read(kept).unwrap()),
        "foreign" => {
            store.set("machine-test", b"not ours").unwrap();
            assert_eq!(open(), Err(AccessError::Secret(SecretError::Foreign)));
        }
        "changed" => {
            let machine = MachineSecret::open(&store, "test").unwrap();
            let ours = store.get("machine-test").unwrap().unwrap();
            store.set("machine-test", &[7; 32]).unwrap();
            assert_eq!(known(&machine), Err(KeyringFault::Changed));
            assert_eq!(machine.adopt(&store, "test"), Err(KeyringFault::Changed));
            assert_eq!(machine.destroy(&store, "test"), Err(KeyringFault::Changed));
            assert_eq!(*store.get("machine-test").unwrap().unwrap(), [7; 32]);
            store.set("machine-test", &ours).unwrap();
            assert_eq!(known(&machine), Ok(()));
        }
        "lost" => {
            let machine = MachineSecret::open(&store, "test").unwrap();
            store.delete("machine-test").unwrap();
            assert_eq!(known(&machine), Err(KeyringFault::Absent));
            assert_eq!(machine.adopt(&store, "test"), Ok(()));
            assert_eq!(known(&machine), Ok(()));
        }
        "destroyed" => {
            let machine = MachineSecret::open(&store, "test").unwrap();
            assert_eq!(machine.destroy(&store, "test"), Ok(()));
            assert_eq!(machine.destroy(&store, "test"), Ok(()));
        }
        "locked" => {
            assert_eq!(store.delete("machine-test"), Err(SecretError::Locked));
            assert_eq!(open(), Err(AccessError::Secret(SecretError::Locked)));
            assert_eq!(create(), Err(AccessError::Secret(SecretError::Locked)));
            assert_eq!(
                store.set("machine-test", &[1; 32]),
                Err(SecretError::Locked)
            );
        }
        "refused" => {
            let refused = [SecretError::Locked, SecretError::Unavailable];
            assert!(matches!(create(), Err(AccessError::Secret(why)) if refused.contains(&why)));
        }
        "unavailable" => {
            assert_eq!(open(), Err(AccessError::Secret(SecretError::Unavailable)));
            assert_eq!(create(), Err(AccessError::Secret(SecretError::Unavailable)));
        }
        other => panic!("no step {other}"),
    }
}

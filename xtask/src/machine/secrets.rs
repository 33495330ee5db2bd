use std::path::Path;

use anyhow::{Context, Result};

use crate::run::process::Run;
use crate::run::root::Root;

/// Runs the rest of its arguments on a session bus of their own with an unlocked keyring.
const SCRIPT: &str = r#"
printf xtask-keyring | gnome-keyring-daemon --unlock --foreground --components=secrets >/dev/null 2>&1 &
keyring=$!
for i in 1 2 3 4 5 6 7 8 9 10; do
  printf probe | secret-tool store --label=probe purpose probe 2>/dev/null && break
  sleep 0.3
done
"$@"
code=$?
kill "$keyring" 2>/dev/null
exit "$code"
"#;

/// A run of `program` with its own session bus, home and unlocked gnome-keyring: tests must never
/// touch the keyring of the person at this PC.
pub(crate) fn with_own_keyring(root: &Root, name: &str, program: &Path) -> Result<Run> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    let home = root.join("target/keyring").join(name);
    if home.exists() {
        std::fs::remove_dir_all(&home).context("removing the former test keyring")?;
    }
    let runtime = home.join("run");
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&runtime)
        .context("making the test keyring")?;
    std::fs::set_permissions(&runtime, PermissionsExt::from_mode(0o700))
        .context("making the test keyring")?;
    Ok(Run::new(root, name, "dbus-run-session")?
        .args(["--", "sh", "-c", SCRIPT, "sh"])
        .args([program])
        .env("XDG_RUNTIME_DIR", &runtime)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyring_is_open_and_the_exit_code_comes_through() {
        let root = Root::find().unwrap();
        let run = with_own_keyring(&root, "test-keyring", Path::new("secret-tool")).unwrap();
        let finished = run
            .args(["lookup", "purpose", "probe"])
            .quiet()
            .run()
            .unwrap();
        assert!(finished.output.contains("probe"), "{}", finished.output);
        let run = with_own_keyring(&root, "test-keyring-code", Path::new("false")).unwrap();
        assert_eq!(run.quiet().run().unwrap().status.code(), Some(1));
    }
}

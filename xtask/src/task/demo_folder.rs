use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::run::root::Root;

/// Where one demo keeps its profile, its service and its keyring; named after the process that shows
/// it. It stays when the demo ends, to be looked at, and goes when the next one starts.
pub(super) struct DemoFolder(PathBuf);

impl DemoFolder {
    /// A fresh one. Removes those of demos that are over.
    pub(super) fn make(root: &Root) -> Result<Self> {
        let all = root.join("target/demo");
        std::fs::create_dir_all(&all).context("making target/demo")?;
        remove_leftovers(&all, |process| {
            process != std::process::id() && shows_a_demo(process)
        })?;
        let own = all.join(std::process::id().to_string());
        std::fs::create_dir(&own).context("making the demo folder")?;
        Ok(Self(own))
    }

    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

/// Removes the folders named after a process that is not `alive`.
fn remove_leftovers(all: &Path, alive: impl Fn(u32) -> bool) -> Result<()> {
    for entry in std::fs::read_dir(all).context("looking for former demos")? {
        let entry = entry.context("looking for former demos")?;
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.parse().ok());
        if process.is_some_and(|process| !alive(process)) {
            std::fs::remove_dir_all(entry.path())
                .with_context(|| format!("removing {}", entry.path().display()))?;
            println!("   removed what an earlier demo left: {}", name.display());
        }
    }
    Ok(())
}

/// Whether this process is another run of ours: its id may belong to somebody else by now.
fn shows_a_demo(process: u32) -> bool {
    std::fs::read_link(format!("/proc/{process}/exe"))
        .ok()
        .and_then(|program| program.file_name()?.to_str().map(str::to_owned))
        // Built again meanwhile, it is called "xtask (deleted)".
        .is_some_and(|name| name.starts_with("xtask"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_of_demos_that_are_over_go() {
        let all = Root::find().unwrap().join("target/test-demo");
        for name in ["11", "12", "kept"] {
            std::fs::create_dir_all(all.join(name).join("profile")).unwrap();
        }
        remove_leftovers(&all, |process| process == 12).unwrap();
        let left = ["11", "12", "kept"].map(|name| all.join(name).exists());
        assert_eq!(left, [false, true, true]);
        std::fs::remove_dir_all(all).unwrap();
    }

    #[test]
    fn another_program_does_not_show_a_demo() {
        assert!(shows_a_demo(std::process::id()));
        let mut other = std::process::Command::new("sleep")
            .arg("5")
            .spawn()
            .unwrap();
        assert!(!shows_a_demo(other.id()));
        other.kill().unwrap();
        other.wait().unwrap();
        assert!(!shows_a_demo(other.id()));
    }
}

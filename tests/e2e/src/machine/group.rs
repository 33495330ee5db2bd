use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::process::{Child, Command};

/// A program of ours in its own process group. Dropping it ends the group, by its id.
pub(crate) struct Group {
    child: Child,
    id: u32,
}

impl Group {
    /// Starts a program; its words go to a log file, its standard output only if nobody took it.
    pub(crate) fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let name = command
            .as_std()
            .get_program()
            .to_string_lossy()
            .into_owned();
        let file = File::options()
            .create(true)
            .append(true)
            .open(log)
            .context("opening a log")?;
        let child = command
            .stderr(Stdio::from(file))
            .process_group(0)
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        let id = child
            .id()
            .with_context(|| format!("{name} ended at once"))?;
        Ok(Self { child, id })
    }

    /// The process that leads it.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Ends it as a pulled plug does: at once, with no chance to tidy up.
    pub(crate) async fn pull_the_plug(&mut self) {
        signal("KILL", self.id);
        let _ = self.child.wait().await;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        signal("TERM", self.id);
        let deadline = Instant::now() + Duration::from_secs(3);
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        signal("KILL", self.id);
        let _ = self.child.try_wait();
    }
}

fn signal(name: &str, group: u32) {
    let _ = std::process::Command::new("sh")
        .args(["-c", &format!("kill -s {name} -- -{group}")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

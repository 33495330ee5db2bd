use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::root::Root;
use super::running::{Logged, Running};

/// An external program to run: in its own process group, with a hard time limit, its output kept in
/// `target/logs/<name>.log`.
pub(crate) struct Run {
    name: String,
    command: Command,
    limit: Duration,
    log: PathBuf,
    quiet: bool,
    input: Option<String>,
}

/// What a finished program said.
pub(crate) struct Finished {
    /// How it ended.
    pub(crate) status: ExitStatus,
    /// Everything it printed, both channels, in order.
    pub(crate) output: String,
    pub(super) name: String,
    pub(super) log: PathBuf,
}

impl Run {
    pub(crate) fn new(root: &Root, name: &str, program: impl AsRef<OsStr>) -> Result<Self> {
        let mut command = Command::new(program);
        command.current_dir(root.path());
        Ok(Self {
            name: name.to_owned(),
            command,
            limit: Duration::from_mins(5),
            log: root.log(name)?,
            quiet: false,
            input: None,
        })
    }

    pub(crate) fn args<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub(crate) fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn minutes(mut self, minutes: u64) -> Self {
        self.limit = Duration::from_mins(minutes);
        self
    }

    /// Keeps the output in the log only.
    pub(crate) fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }

    /// Text for its standard input, which then closes.
    pub(crate) fn input(mut self, text: impl Into<String>) -> Self {
        self.input = Some(text.into());
        self
    }

    /// Runs it to its end; an error only when it cannot be started or exceeds its limit.
    pub(crate) fn run(mut self) -> Result<Finished> {
        let limit = self.limit;
        let input = self.input.take();
        let mut running = self.start()?;
        if let Some(text) = input {
            running.say(&text)?;
        }
        running.close_input();
        running.wait(limit)
    }

    /// Runs it and takes any bad exit for an error.
    pub(crate) fn done(self) -> Result<Finished> {
        let finished = self.run()?;
        if !finished.status.success() {
            bail!(
                "{} ended with {} (see {})",
                finished.name,
                finished.status,
                finished.log.display()
            );
        }
        Ok(finished)
    }

    /// Starts it and returns at once.
    pub(crate) fn start(mut self) -> Result<Running> {
        let log =
            File::create(&self.log).with_context(|| format!("making {}", self.log.display()))?;
        let (output, writer) = std::io::pipe().context("making a pipe")?;
        self.command
            .stdin(Stdio::piped())
            .stdout(writer.try_clone().context("making a pipe")?)
            .stderr(writer)
            .process_group(0);
        let program = self.command.get_program().to_owned();
        let child = self
            .command
            .spawn()
            .with_context(|| format!("starting {}", program.to_string_lossy()))?;
        Ok(Running::new(
            Logged {
                name: self.name,
                log: self.log,
                quiet: self.quiet,
            },
            child,
            output,
            log,
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    fn root() -> Root {
        Root::find().unwrap()
    }

    #[test]
    fn a_program_that_hangs_is_ended_with_its_children() {
        let started = Instant::now();
        let mut run = Run::new(&root(), "test-hang", "sh")
            .unwrap()
            .args(["-c", "sleep 77.25 & echo $!; wait"])
            .quiet();
        run.limit = Duration::from_secs(1);
        assert!(run.run().is_err());
        assert!(started.elapsed() < Duration::from_secs(20));
        let child = std::fs::read_to_string(root().log("test-hang").unwrap()).unwrap();
        let left =
            std::fs::read_to_string(format!("/proc/{}/cmdline", child.trim())).unwrap_or_default();
        assert!(!left.contains("77.25"), "its child still runs");
    }

    #[test]
    fn input_and_output_are_passed_on() {
        let run = Run::new(&root(), "test-cat", "sh").unwrap();
        let finished = run
            .args(["-c", "cat; exit 3"])
            .quiet()
            .input("はい\n")
            .run()
            .unwrap();
        assert_eq!(finished.output, "はい\n");
        assert_eq!(finished.status.code(), Some(3));
    }
}

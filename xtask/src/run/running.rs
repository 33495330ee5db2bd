use std::fs::File;
use std::io::{BufRead, BufReader, PipeReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::deadline;
use super::guardian;
use super::process::Finished;

/// Under which name a program is spoken of, where its words are kept, and whether they are shown.
pub(super) struct Logged {
    pub(super) name: String,
    pub(super) log: PathBuf,
    pub(super) quiet: bool,
}

/// A program that is running. Dropping it ends its whole process group.
pub(crate) struct Running {
    name: String,
    log: PathBuf,
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    output: String,
}

impl Running {
    /// Takes over a child that leads its own process group; its words come from `output`.
    pub(super) fn new(about: Logged, mut child: Child, output: PipeReader, log: File) -> Self {
        guardian::started(child.id());
        let input = child.stdin.take();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            copy(output, log, about.quiet, |line| sender.send(line).is_ok())
        });
        Self {
            name: about.name,
            log: about.log,
            child,
            input,
            lines,
            output: String::new(),
        }
    }

    /// Writes to its standard input.
    pub(crate) fn say(&mut self, text: &str) -> Result<()> {
        let input = self.input.as_mut().context("its input is closed")?;
        input
            .write_all(text.as_bytes())
            .with_context(|| format!("writing to {}", self.name))
    }

    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// The first line it prints that `wanted` accepts.
    pub(crate) fn line(
        &mut self,
        limit: Duration,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<String> {
        let limit = deadline::within(limit);
        let deadline = Instant::now() + limit;
        loop {
            match self
                .lines
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            {
                Ok(line) => {
                    self.keep(&line);
                    if wanted(&line) {
                        return Ok(line);
                    }
                }
                Err(RecvTimeoutError::Timeout) => bail!("{} said nothing in {limit:?}", self.name),
                Err(RecvTimeoutError::Disconnected) => {
                    bail!(
                        "{} ended before it was ready (see {})",
                        self.name,
                        self.log.display()
                    )
                }
            }
        }
    }

    /// Waits for its end, at most so long.
    pub(crate) fn wait(mut self, limit: Duration) -> Result<Finished> {
        let limit = deadline::within(limit);
        let deadline = Instant::now() + limit;
        let status = loop {
            if let Some(status) = self.child.try_wait().context("waiting for a program")? {
                break status;
            }
            if Instant::now() >= deadline {
                bail!(
                    "{} took longer than {} s and was ended (see {})",
                    self.name,
                    limit.as_secs(),
                    self.log.display()
                );
            }
            match self.lines.recv_timeout(Duration::from_millis(50)) {
                Ok(line) => self.keep(&line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(Duration::from_millis(20))
                }
            }
        };
        // What is still in the pipe; a stray child that holds it open is not waited for long.
        let drained = Instant::now() + Duration::from_secs(30);
        while Instant::now() < drained
            && let Ok(line) = self.lines.recv_timeout(Duration::from_secs(2))
        {
            self.keep(&line);
        }
        Ok(Finished {
            status,
            output: std::mem::take(&mut self.output),
            name: self.name.clone(),
            log: self.log.clone(),
        })
    }

    fn keep(&mut self, line: &str) {
        self.output.push_str(line);
        self.output.push('\n');
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = self.child.id();
        let alive = |child: &mut Child| matches!(child.try_wait(), Ok(None));
        signal("TERM", group);
        let deadline = Instant::now() + Duration::from_secs(8);
        while alive(&mut self.child) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
        signal("KILL", group);
        let _ = self.child.wait();
        guardian::ended(group);
    }
}

/// Sends a signal to one process group, by its id. The shell's own `kill`, in the form dash knows:
/// no further package.
fn signal(name: &str, group: u32) {
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -s {name} -- -{group}")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

fn copy(output: PipeReader, mut log: File, quiet: bool, mut keep: impl FnMut(String) -> bool) {
    let mut reader = BufReader::new(output);
    let mut bytes = Vec::new();
    while matches!(reader.read_until(b'\n', &mut bytes), Ok(read) if read > 0) {
        let _ = log.write_all(&bytes);
        let line = String::from_utf8_lossy(&bytes)
            .trim_end_matches(['\n', '\r'])
            .to_owned();
        bytes.clear();
        if !quiet {
            println!("   {line}");
        }
        // Nobody listening any more is no reason to stop reading: the program would block.
        let _ = keep(line);
    }
}

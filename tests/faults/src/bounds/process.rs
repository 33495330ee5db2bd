//! A process, and what it cost by the word of the system.
#![expect(
    unsafe_code,
    reason = "the standard library waits for a process without telling what it cost"
)]

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// When a process is ended: what takes so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);
/// How much a process may ask for: what takes so much has failed, and must not take the machine.
const ROOM: libc::rlim_t = 3 << 30;
/// How often it is looked at.
const PAUSE: Duration = Duration::from_micros(500);

/// What a process cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// From its start to its end.
    pub(super) wall: Duration,
    /// Of a processor: what else the machine does is not in it.
    pub(super) busy: Duration,
    /// The most memory it held at once, in bytes.
    pub(super) memory: u64,
    /// It ended by itself, and said 0 (all read) or 1 (not all readable).
    pub(super) ended: bool,
}

/// Runs the program to its end.
pub(super) fn run(program: &Path, arguments: &[&str], file: &Path) -> Result<Cost> {
    let mut command = Command::new(program);
    command.args(arguments).arg(file);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(Stdio::null());
    // SAFETY: setrlimit may be called between fork and exec; nothing is allocated.
    unsafe {
        command.pre_exec(|| {
            let room = libc::rlimit {
                rlim_cur: ROOM,
                rlim_max: ROOM,
            };
            match libc::setrlimit(libc::RLIMIT_AS, &raw const room) {
                0 => Ok(()),
                _ => Err(std::io::Error::last_os_error()),
            }
        });
    }
    let started = Instant::now();
    let mut child = command.spawn().context("starting a process")?;
    let id = libc::pid_t::try_from(child.id())?;
    let mut killed = false;
    loop {
        let mut status = 0;
        // SAFETY: a structure of numbers, for which zeros are values.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: both places live through the call. The child is waited for nowhere else.
        let found = unsafe { libc::wait4(id, &raw mut status, libc::WNOHANG, &raw mut usage) };
        let wall = started.elapsed();
        match found {
            0 if !killed && wall > PATIENCE => {
                child.kill()?;
                killed = true;
            }
            0 => std::thread::sleep(PAUSE),
            _ if found == id => {
                return Ok(Cost {
                    wall,
                    busy: span(usage.ru_utime)? + span(usage.ru_stime)?,
                    memory: u64::try_from(usage.ru_maxrss)? * 1024,
                    ended: libc::WIFEXITED(status) && libc::WEXITSTATUS(status) <= 1,
                });
            }
            _ => bail!("a process cannot be waited for"),
        }
    }
}

fn span(time: libc::timeval) -> Result<Duration> {
    let seconds = Duration::from_secs(u64::try_from(time.tv_sec)?);
    Ok(seconds + Duration::from_micros(u64::try_from(time.tv_usec)?))
}

//! The same scripts on a real file system that has room for so many kilobytes and no more.
//!
//! A small tmpfs is mounted in a mount namespace of its own, which ends with the process: nothing is
//! left on the machine, and without the right to mount a user namespace gives it.

use std::env;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use tempfile::TempDir;

use super::Run;
use super::dice::Dice;
use super::errors::copy;
use super::report::Report;
use super::script::Script;

/// Size of the file system in kilobytes.
const ROOM: u64 = 6 * 1024;
/// Kilobytes by which the free room grows from one run to the next.
const STEP: u64 = 4;
/// Of so many steps a quick run takes one.
const QUICK: u64 = 8;
/// The file that takes the room.
const FILLER: &str = "filler";

/// Starts a process with a file system of its own and takes over what it found.
pub(super) fn run(run: Run) -> Result<Report> {
    let mut report = Report::default();
    let Some(flags) = ["-m", "-rm"].into_iter().find(|flags| can_mount(flags)) else {
        report.figure("skipped: neither mount nor a user namespace is allowed here".to_owned());
        return Ok(report);
    };
    let place = TempDir::new()?;
    let done = Command::new("unshare")
        .arg(flags)
        .arg(env::current_exe()?)
        .args(["--helper", "small-disk", "--folder"])
        .arg(place.path())
        .args(["--seed", &run.seed.to_string()])
        .args(run.quick.then_some("--quick"))
        .output()?;
    for line in String::from_utf8_lossy(&done.stdout).lines() {
        match line.split_once(' ') {
            Some(("FIGURE", rest)) => report.figure(rest.to_owned()),
            Some(("FAILURE", rest)) => report.failures.push(rest.to_owned()),
            Some(("PASSED", rest)) => report.passed = rest.parse()?,
            _ => bail!("the process said: {line}"),
        }
    }
    ensure!(done.status.success(), "the process ended: {}", done.status);
    Ok(report)
}

/// The process with the small file system: mounts it and runs every script.
pub(super) fn within(place: &Path, run: Run) -> Result<()> {
    mount(place)?;
    let mut report = Report::default();
    for script in Script::ALL {
        let fixture = TempDir::new()?;
        script.prepare(fixture.path())?;
        let needed = each(script, fixture.path(), place, run, &mut report)?;
        report.figure(format!(
            "{script}: runs full below {needed} kB of free room"
        ));
    }
    for figure in &report.figures {
        println!("FIGURE {figure}");
    }
    for failure in &report.failures {
        println!("FAILURE {failure}");
    }
    println!("PASSED {}", report.passed);
    Ok(())
}

fn can_mount(flags: &str) -> bool {
    TempDir::new().is_ok_and(|place| {
        Command::new("unshare")
            .arg(flags)
            .args(["mount", "-t", "tmpfs", "-o", "size=64k", "none"])
            .arg(place.path())
            .output()
            .is_ok_and(|done| done.status.success())
    })
}

fn mount(place: &Path) -> Result<()> {
    let done = Command::new("mount")
        .args(["-t", "tmpfs", "-o", &format!("size={ROOM}k"), "none"])
        .arg(place)
        .status()?;
    ensure!(done.success(), "mount: {done}");
    Ok(())
}

/// Answers the first free room, in kilobytes, with which the script ran to its end.
fn each(
    script: Script,
    fixture: &Path,
    place: &Path,
    run: Run,
    report: &mut Report,
) -> Result<u64> {
    let step = if run.quick { STEP * QUICK } else { STEP };
    let mut free = if script.needs_no_room() {
        0
    } else {
        Dice::new(run.seed, 3).below(step / STEP) * STEP
    };
    let mut ran = None;
    loop {
        let trial = trial(script, free, fixture, place)?;
        report.case(&format!("{script}, {free} kB free"), trial.wrong);
        if trial.full {
            ran.take();
        } else {
            ran.get_or_insert(free);
        }
        if let Some(needed) = ran.filter(|_| free >= script.tried_up_to()) {
            return Ok(needed);
        }
        free += step;
        ensure!(free < ROOM, "{script} never ran to its end");
    }
}

struct Trial {
    /// The script failed for want of room.
    full: bool,
    wrong: Option<String>,
}

fn trial(script: Script, free: u64, fixture: &Path, place: &Path) -> Result<Trial> {
    let folder = place.join("stores");
    fs::create_dir(&folder)?;
    copy(fixture, &folder)?;
    let mut stage = script.begin(&folder)?;
    let filler = place.join(FILLER);
    fill_but(&filler, free)?;
    let went = catch_unwind(AssertUnwindSafe(|| script.go(&mut stage, &folder)));
    let meanwhile = stage.complaint();
    fs::remove_file(&filler)?;
    let full = !matches!(went, Ok(Ok(())));
    let wrong = match went {
        Err(_) => Some("panic".to_owned()),
        Ok(Err(error)) if script.needs_no_room() => Some(format!("needs room: {error:#}")),
        Ok(_) => meanwhile
            .map(|wrong| format!("while the disk is full: {wrong}"))
            .or_else(|| {
                stage
                    .complaint()
                    .map(|wrong| format!("afterwards: {wrong}"))
            })
            .or_else(|| {
                let again = script.go(&mut stage, &folder).err();
                again.map(|error| format!("fails when there is room again: {error:#}"))
            })
            .or_else(|| stage.complaint_after_restart(&folder)),
    };
    fs::remove_dir_all(&folder).context("clear")?;
    Ok(Trial { full, wrong })
}

/// Takes all the room there is, then gives back so many kilobytes.
fn fill_but(filler: &Path, free: u64) -> Result<()> {
    let mut file = File::create(filler)?;
    let block = [0x55; 4096];
    loop {
        match file.write(&block) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::StorageFull => break,
            Err(error) => return Err(error.into()),
        }
    }
    let size = file.metadata()?.len();
    file.set_len(size.saturating_sub(free * 1024))?;
    Ok(())
}

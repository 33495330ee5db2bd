//! The n-th call of SQLite to the file system fails, for every n until a run has no fault left.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::Run;
use super::dice::Dice;
use super::report::Report;
use super::script::Script;
use super::shim::{self, Failure, Fault};

/// No script makes more calls than this.
const MOST: u64 = 5_000;
/// Of so many n a quick run takes one, where there are many.
const QUICK_STEP: u64 = 80;

/// Every script with every kind of failure.
pub(super) fn run(run: Run) -> Result<Report> {
    shim::put_in_place()?;
    let mut report = Report::default();
    for script in Script::ALL {
        let fixture = folder()?;
        script.prepare(fixture.path())?;
        let mut reached = Vec::new();
        let mut kept = 0;
        for failure in Failure::ALL {
            let last = each(script, failure, fixture.path(), run, &mut report, &mut kept)?;
            reached.push(format!("{failure} {last}"));
        }
        report.figure(format!(
            "{script}: last n that failed: {}; {kept} steps kept though reported as failed",
            reached.join(", ")
        ));
    }
    Ok(report)
}

/// In memory where there is such a place: what fails here is not the real disk.
fn folder() -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() {
        TempDir::new_in(memory)?
    } else {
        TempDir::new()?
    })
}

/// Answers the last n that failed.
fn each(
    script: Script,
    failure: Failure,
    fixture: &Path,
    run: Run,
    report: &mut Report,
    kept: &mut usize,
) -> Result<u64> {
    let step = match (run.quick, script) {
        (false, _) => 1,
        (true, Script::FirstStart | Script::Patient) => QUICK_STEP,
        (true, _) => QUICK_STEP / 8,
    };
    let mut n = 1 + Dice::new(run.seed, 2).below(step);
    let mut last = 0;
    while n < MOST {
        let trial = trial(script, Fault { n, failure }, fixture)?;
        report.case(&format!("{script}, {failure}, n = {n}"), trial.wrong);
        *kept += usize::from(trial.kept);
        if !trial.failed {
            break;
        }
        last = n;
        n += step;
    }
    Ok(last)
}

struct Trial {
    /// The n-th call came and failed.
    failed: bool,
    /// The step was reported as failed, yet it was kept.
    kept: bool,
    wrong: Option<String>,
}

fn trial(script: Script, fault: Fault, fixture: &Path) -> Result<Trial> {
    let folder = folder()?;
    copy(fixture, folder.path())?;
    let mut stage = script.begin(folder.path())?;
    shim::armed(fault);
    let went = catch_unwind(AssertUnwindSafe(|| script.go(&mut stage, folder.path())));
    // With a fault that lasts, the disk is still failing: reading must go on.
    let meanwhile = stage.complaint();
    let failed = shim::lift() >= fault.n;
    let kept = stage.holds_more_than_reported();
    let wrong = match went {
        Err(_) => Some("panic".to_owned()),
        // An entry whose sync failed may be there or not; of an answer it is known.
        Ok(Err(_)) if kept && script == Script::Patient => {
            Some("kept though reported as failed".to_owned())
        }
        Ok(Err(error)) if !failed => Some(format!("failed without a fault: {error:#}")),
        Ok(_) => meanwhile
            .map(|wrong| format!("while the disk fails: {wrong}"))
            .or_else(|| {
                stage
                    .complaint()
                    .map(|wrong| format!("afterwards: {wrong}"))
            })
            .or_else(|| {
                let again = script.go(&mut stage, folder.path()).err();
                again.map(|error| format!("fails when the disk is well again: {error:#}"))
            })
            .or_else(|| stage.complaint_after_restart(folder.path()))
            .or_else(|| leftovers(folder.path())),
    };
    Ok(Trial {
        failed,
        kept,
        wrong,
    })
}

/// Files that are neither a store nor belong to one.
pub(super) fn leftovers(folder: &Path) -> Option<String> {
    let names = fs::read_dir(folder).ok()?.flatten().map(|e| e.file_name());
    let left: Vec<_> = names
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".db"))
        .collect();
    (!left.is_empty()).then(|| format!("left behind: {}", left.join(", ")))
}

/// Copies the files of a folder.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name())).context("copy")?;
    }
    Ok(())
}

//! What somebody with the key of the log does to it, and a rotting disk: is it found, and is the place
//! named? Works on the file itself, as any SQLCipher with the key opens it.

mod blow;
mod heads;
mod log;

use std::fs;

use anyhow::{Result, ensure};
use audit::{Audit, Head, Verification};
use tempfile::TempDir;

use self::blow::{Blow, Place};
use self::log::{Log, key};
use super::Run;
use super::dice::Dice;
use super::report::Report;

/// Rows of the log that is tampered with.
const ROWS: u64 = 120;

/// Tampers in every way at random places, and rolls back what can be rolled back.
pub(super) fn run(run: Run) -> Result<Report> {
    let tries = if run.quick { 6 } else { 200 };
    let mut report = Report::default();
    let log = Log::make(ROWS)?;
    ensure!(
        log.check(&[log.newest()])?.intact(),
        "the log itself is whole"
    );
    for (at, blow) in Blow::ALL.into_iter().enumerate() {
        let mut dice = Dice::new(run.seed, 40 + at as u64);
        let (mut found, mut placed) = (0, 0);
        for number in 0..tries {
            let copy = log.copy()?;
            let place = blow.strike(copy.path(), &log, &mut dice)?;
            let seen = seen(&copy, &log, blow)?;
            found += usize::from(!seen.intact());
            placed += usize::from(names(&seen, place));
            let wrong = complaint(&seen, place);
            report.case(&format!("{blow}, try {number}"), wrong);
        }
        report.figure(format!(
            "{blow}: {found} of {tries} found, {placed} with their place{}",
            blow.needs()
        ));
    }
    heads::run(&log, run.seed, tries, &mut report)?;
    heads::spoil(&log, run.seed, tries, &mut report)?;
    Ok(report)
}

/// A log that is untouched passes before anything is said of one that is not.
fn seen(copy: &TempDir, log: &Log, blow: Blow) -> Result<Verification> {
    let known: Vec<Head> = if blow.needs_a_head() {
        log.heads()
    } else {
        Vec::new()
    };
    let file = copy.path().join("audit.db");
    match Audit::open(&file, &key()) {
        Ok(audit) => Ok(audit.verify_against(&known)?),
        // A first page that is spoiled is found by not opening at all.
        Err(_) => Ok(Verification {
            start: 0,
            checked: 0,
            broken_at: Some(0),
            how: Some(audit::Break::Unreadable),
            since: Some(0),
            heads: Vec::new(),
        }),
    }
}

/// Whether the place lies in what the check names.
fn names(seen: &Verification, place: Place) -> bool {
    match (place, seen.since, seen.broken_at) {
        (Place::Row(row), Some(since), Some(until)) => (since..=until).contains(&row),
        (Place::Anywhere, _, Some(_)) => true,
        (_, _, None) | (Place::Row(_), None, _) => false,
    }
}

fn complaint(seen: &Verification, place: Place) -> Option<String> {
    if seen.intact() {
        return match place {
            Place::Row(row) => Some(format!("not found at row {row}")),
            // A page that no row lies in: free, or of an index.
            Place::Anywhere => None,
        };
    }
    (!names(seen, place)).then(|| format!("{place:?} told as {seen:?}"))
}

/// Copies every file of a log.
fn copy_files(from: &std::path::Path, to: &std::path::Path) -> Result<()> {
    for file in fs::read_dir(from)? {
        let file = file?;
        fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

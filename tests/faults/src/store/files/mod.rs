//! Something else lies under the name of the records: each time one typed answer, nothing deleted
//! or changed, and a way out that works.

mod case;
mod ground;
mod print;

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use cache::{OpenError, Records};
use tempfile::TempDir;

use self::case::{CASES, Case, Expected};
use self::ground::Ground;
use self::print::print;
use super::Run;
use super::answers::slots;
use super::clinic::Kind;
use super::look::{self, Seen};
use super::report::Report;

/// No file may hold the program up for longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Every case, also in a quick run: they are few.
pub(super) fn run(_run: Run) -> Result<Report> {
    let mut report = Report::default();
    let ground = Ground::make()?;
    let mut told = Vec::new();
    for case in CASES {
        let folder = TempDir::new()?;
        (case.make)(&ground, folder.path())?;
        let (answer, wrong) = trial(case, &ground, folder.path())?;
        told.push(format!("{}: {answer}; {}", case.name, case.way_out.name()));
        report.case(case.name, wrong);
    }
    report.figure(format!(
        "{} files that are not what they are called, {} with a typed answer, untouched and with a way out",
        CASES.len(),
        report.passed
    ));
    report.figures.extend(told);
    Ok(report)
}

/// Answers what was said, and what is wrong with that.
fn trial(case: &Case, ground: &Ground, folder: &Path) -> Result<(String, Option<String>)> {
    let path = Kind::Records.path(folder);
    let before = print(folder)?;
    let Some(opened) = open_in_time(&path) else {
        print::free(&path);
        return Ok(("no answer".to_owned(), Some("it never answers".to_owned())));
    };
    let (said, wrong) = match (&opened, case.expected) {
        (Err(error), Expected::Refused(expected)) => {
            let wrong = (*error != expected).then(|| format!("{error:?}, not {expected:?}"));
            (format!("{error}"), wrong)
        }
        (Err(OpenError::Io(_)), Expected::NotReachable) => ("not reachable".to_owned(), None),
        (Err(error), _) => (format!("{error}"), Some(format!("refused: {error:?}"))),
        (Ok(records), Expected::Opens) => {
            let worst = (0..slots(ground.count))
                .map(|slot| look::at(records, slot, ground.count))
                .max();
            match worst {
                Some(Seen::Right) | None => ("opens whole".to_owned(), None),
                Some(Seen::Told(_)) => ("opens, damage is told".to_owned(), None),
                Some(worse) => ("opens".to_owned(), Some(format!("{worse:?}"))),
            }
        }
        (Ok(_), expected) => (
            "opens".to_owned(),
            Some(format!("opened, not {expected:?}")),
        ),
    };
    let refused = opened.is_err();
    drop(opened);
    let after = print(folder)?;
    let wrong = wrong
        .or_else(|| (refused && after != before).then(|| "files changed".to_owned()))
        .or_else(|| made_over(&path, folder, &after))
        .or_else(|| case.way_out.complaint(ground, folder));
    Ok((said, wrong))
}

/// A store must never be made over what lies there.
fn made_over(path: &Path, folder: &Path, before: &print::Print) -> Option<String> {
    if before.is_empty() {
        return None;
    }
    let made = Records::create(path, &Kind::Records.key());
    match made {
        Err(OpenError::Exists) => {}
        other => return Some(format!("making one over it: {:?}", other.err())),
    }
    let names = |print: &print::Print| print.keys().cloned().collect::<Vec<_>>();
    let after = print(folder).ok()?;
    (names(&after) != names(before)).then(|| "files came or went".to_owned())
}

fn open_in_time(path: &Path) -> Option<Result<Records, OpenError>> {
    let path = PathBuf::from(path);
    let (say, hear) = mpsc::channel();
    thread::spawn(move || {
        // Nobody may be listening any more.
        let _ = say.send(Records::open(&path, &Kind::Records.key()));
    });
    hear.recv_timeout(PATIENCE).ok()
}

//! A process that stores without end is killed at random moments.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::Run;
use super::answers;
use super::clinic::{Clinic, Kind};
use super::dice::Dice;
use super::errors::leftovers;
use super::report::Report;
use super::{entries, look};

const KILLS: usize = 1_000;
const QUICK_KILLS: usize = 40;
/// Kills after which a new folder is begun, so that making stores is hit as well.
const KILLS_PER_FOLDER: usize = 20;
/// Sections that are looked at after every kill; all are when a folder is done.
const LOOKED_AT: i64 = 16;
/// Longest time a process lives, in microseconds: mostly counted from when it says that the stores
/// are open, so that the kill meets it writing; every fourth time from its start.
const LONGEST: u64 = 160_000;

/// What the process reported before it was killed, over its lives in one folder.
#[derive(Clone, Copy, Debug, Default)]
struct Reported {
    opened: bool,
    answers: i64,
    entries: u64,
}

#[derive(Debug, Default)]
struct Sum {
    kills: usize,
    before_opened: usize,
    answers: i64,
    entries: u64,
    unreported: i64,
}

/// Kills, opens and looks.
pub(super) fn run(run: Run) -> Result<Report> {
    let mut report = Report::default();
    let mut dice = Dice::new(run.seed, 1);
    let mut sum = Sum::default();
    let kills = if run.quick { QUICK_KILLS } else { KILLS };
    while sum.kills < kills {
        let folder = TempDir::new()?;
        let mut reported = Reported::default();
        for turn in 1..=KILLS_PER_FOLDER {
            let opened_before = reported.opened;
            let life = Duration::from_micros(dice.below(LONGEST));
            let writing = dice.below(4) > 0;
            live_and_die(folder.path(), life, writing, &mut reported)?;
            sum.kills += 1;
            sum.before_opened += usize::from(!opened_before && !reported.opened);
            let all = turn == KILLS_PER_FOLDER || sum.kills == kills;
            let wrong = complaint(folder.path(), &mut reported, all, &mut sum);
            report.case(&format!("kill {}", sum.kills), wrong);
            if sum.kills == kills {
                break;
            }
        }
        sum.answers += reported.answers;
        sum.entries += reported.entries;
    }
    report.figure(format!(
        "{} kills ({} before the stores were made): {} answers and {} audit entries reported, \
         {} found beyond those",
        sum.kills, sum.before_opened, sum.answers, sum.entries, sum.unreported
    ));
    Ok(report)
}

/// The process that is killed: reports each step after it was done.
pub(super) fn write_without_end(folder: &Path) -> Result<()> {
    let clinic = Clinic::open_or_create(folder)?;
    println!("opened");
    for n in clinic.records.commits()?.. {
        clinic.records.store(&answers::answer(n))?;
        println!("answer {}", n + 1);
        println!("entry {}", entries::append(&clinic.audit)?);
    }
    Ok(())
}

fn live_and_die(
    folder: &Path,
    life: Duration,
    writing: bool,
    reported: &mut Reported,
) -> Result<()> {
    let mut child = Command::new(env::current_exe()?)
        .args(["--helper", "writer", "--folder"])
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("no pipe")?);
    let mut line = String::new();
    if writing && lines.read_line(&mut line)? > 0 {
        reported.note(line.trim_end())?;
        line.clear();
    }
    let killed = thread::spawn(move || {
        thread::sleep(life);
        child.kill()?;
        child.wait()
    });
    // What lies in the pipe is read after the kill as well: it was reported.
    while lines.read_line(&mut line)? > 0 {
        if let Some(said) = line.strip_suffix('\n') {
            reported.note(said)?;
        }
        line.clear();
    }
    killed.join().ok().context("the killer died")??;
    Ok(())
}

impl Reported {
    fn note(&mut self, said: &str) -> Result<()> {
        match said.split_once(' ') {
            None if said == "opened" => self.opened = true,
            Some(("answer", n)) => self.answers = n.parse()?,
            Some(("entry", n)) => self.entries = n.parse()?,
            _ => anyhow::bail!("the process said {said}"),
        }
        Ok(())
    }
}

/// What is wrong after a kill. Learns what was kept without having been reported.
fn complaint(folder: &Path, reported: &mut Reported, all: bool, sum: &mut Sum) -> Option<String> {
    for kind in Kind::ALL {
        match kind.opens(folder) {
            Ok(()) => {}
            // Killed before it was made; making it now must be possible.
            Err(cache::OpenError::Missing) if !reported.opened => {}
            Err(error) => return Some(format!("{kind:?} does not open: {error}")),
        }
    }
    let clinic = match Clinic::open_or_create(folder) {
        Ok(clinic) => clinic,
        Err(error) => return Some(format!("does not open: {error}")),
    };
    reported.opened = true;
    let commits = match clinic.records.commits() {
        Ok(commits) => commits,
        Err(error) => return Some(format!("commits are not readable: {error}")),
    };
    if commits < reported.answers || commits > reported.answers + 1 {
        return Some(format!("{commits} commits, {} reported", reported.answers));
    }
    sum.unreported += commits - reported.answers;
    reported.answers = commits;
    let sections = answers::slots(commits);
    let first = if all {
        0
    } else {
        (sections - LOOKED_AT).max(0)
    };
    let wrong = look::complaint(&clinic.records, first..sections + 1, commits)
        .or_else(|| entries::complaint(&clinic.audit, reported.entries));
    if let Ok(head) = clinic.audit.head() {
        reported.entries = head.number;
    }
    drop(clinic);
    // Opening took away what the kill left of a store being made.
    wrong.or_else(|| leftovers(folder)).or_else(|| {
        let unclean = Kind::ALL
            .into_iter()
            .find_map(|k| k.integrity(folder).err());
        unclean.map(|error| format!("{error:#}"))
    })
}

use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::answers;
use super::clinic::{Clinic, Kind};
use super::errors::copy;
use super::rotation::Turn;
use super::{entries, look};

/// Patients that are there before a script begins.
const PATIENTS: i64 = 2;
/// Entries of the log that are there before a script begins.
const ENTRIES: u64 = 20;
/// Entries that a script appends.
const APPENDED: u64 = 3;

/// What the program does while the disk fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// Makes every store.
    FirstStart,
    /// Opens every store as a crash left it: with logs, and without their index.
    Open,
    /// Opens the stores that the release before left, for the first time.
    OpenEarlier,
    /// Stores one patient of 183 kB, each section with its checkpoint.
    Patient,
    /// Appends to the audit log.
    Append,
    /// Gives a store another key.
    Rotation,
    /// Closes every store.
    Close,
}

impl Script {
    pub(super) const ALL: [Self; 7] = [
        Self::FirstStart,
        Self::Open,
        Self::OpenEarlier,
        Self::Patient,
        Self::Append,
        Self::Rotation,
        Self::Close,
    ];
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FirstStart => "first start",
            Self::Open => "opening",
            Self::OpenEarlier => "opening after an upgrade",
            Self::Patient => "one patient",
            Self::Append => "audit append",
            Self::Rotation => "key rotation",
            Self::Close => "close",
        })
    }
}

/// What a script works on.
#[derive(Debug)]
pub(super) enum Stage {
    Clinic(Box<Work>),
    Turn(Box<Turn>),
}

/// A clinic on which a script runs, and what the script was told is kept.
#[derive(Debug)]
pub(super) struct Work {
    clinic: Option<Clinic>,
    /// Answers that were stored.
    answers: i64,
    /// Entries that were appended.
    entries: u64,
}

impl Script {
    /// Makes the folder in which the script begins.
    pub(super) fn prepare(self, folder: &Path) -> Result<()> {
        match self {
            Self::FirstStart => return Ok(()),
            Self::Rotation => return Turn::prepare(folder),
            Self::Open => return as_after_a_crash(folder),
            Self::OpenEarlier => return as_of_the_release_before(folder),
            Self::Patient | Self::Append | Self::Close => {}
        }
        fill(folder).map(drop)
    }

    /// Opens what the script works on.
    pub(super) fn begin(self, folder: &Path) -> Result<Stage> {
        let nothing = Work {
            clinic: None,
            answers: 0,
            entries: 0,
        };
        Ok(match self {
            Self::FirstStart => Stage::Clinic(Box::new(nothing)),
            Self::Open | Self::OpenEarlier => Stage::Clinic(Box::new(Work {
                answers: answers::of_patients(PATIENTS),
                entries: ENTRIES,
                ..nothing
            })),
            Self::Rotation => Stage::Turn(Box::new(Turn::begin(folder)?)),
            Self::Patient | Self::Append | Self::Close => {
                let work = Work {
                    clinic: Some(Clinic::open(folder)?),
                    answers: answers::of_patients(PATIENTS),
                    entries: ENTRIES,
                };
                if self == Self::Close {
                    work.leave_something_in_the_logs()?;
                }
                Stage::Clinic(Box::new(work))
            }
        })
    }

    /// Must succeed on a full disk.
    pub(super) fn needs_no_room(self) -> bool {
        matches!(self, Self::Open | Self::OpenEarlier)
    }

    /// Kilobytes of free room up to which it is tried although it ran to its end with less: with some
    /// of them it begins to write and cannot finish.
    pub(super) fn tried_up_to(self) -> u64 {
        match self {
            Self::OpenEarlier => 512,
            _ => 0,
        }
    }

    /// Runs it, or what is left of it after it failed.
    pub(super) fn go(self, stage: &mut Stage, folder: &Path) -> Result<()> {
        match stage {
            Stage::Clinic(work) => work.go(self, folder),
            Stage::Turn(turn) => turn.go(folder),
        }
    }
}

impl Stage {
    /// What is wrong with what the open stores show.
    pub(super) fn complaint(&self) -> Option<String> {
        match self {
            Self::Clinic(work) => work.complaint(),
            Self::Turn(turn) => turn.complaint(),
        }
    }

    /// A step that was reported as failed was kept all the same.
    pub(super) fn holds_more_than_reported(&self) -> bool {
        match self {
            Self::Clinic(work) => work.holds_more_than_reported(),
            Self::Turn(_) => false,
        }
    }

    /// Closes the stores, opens them again and says what is wrong with what they show then.
    pub(super) fn complaint_after_restart(self, folder: &Path) -> Option<String> {
        match self {
            Self::Clinic(work) => work.complaint_after_restart(folder),
            Self::Turn(turn) => turn.complaint_after_restart(folder),
        }
    }
}

impl Work {
    fn go(&mut self, script: Script, folder: &Path) -> Result<()> {
        match script {
            Script::FirstStart => {
                // A store is open once in a process: one that opened on a failing disk as the only
                // connection keeps every other out.
                self.clinic = None;
                self.clinic = Some(Clinic::open_or_create(folder)?);
            }
            Script::Open | Script::OpenEarlier => {
                self.clinic = None;
                self.clinic = Some(Clinic::open(folder)?);
            }
            Script::Patient => {
                let clinic = self.clinic.as_ref().context("no clinic")?;
                while self.answers < answers::of_patients(PATIENTS + 1) {
                    clinic.records.store(&answers::answer(self.answers))?;
                    self.answers += 1;
                }
            }
            Script::Append => {
                let clinic = self.clinic.as_ref().context("no clinic")?;
                while self.entries < ENTRIES + APPENDED {
                    self.entries = entries::append(&clinic.audit)?;
                }
            }
            Script::Close => {
                if let Some(clinic) = self.clinic.take() {
                    clinic.records.close()?;
                }
            }
            Script::Rotation => {}
        }
        Ok(())
    }

    /// Without this, closing would have nothing to write.
    fn leave_something_in_the_logs(&self) -> Result<()> {
        let clinic = self.clinic.as_ref().context("no clinic")?;
        for slot in 0..answers::slots(self.answers) {
            let (person, category) = answers::section(slot);
            let Some(state) = clinic.records.state(person, category)? else {
                continue;
            };
            let at = answers::moment(self.answers);
            clinic
                .records
                .record_reading("reader", person, category, &state.version, at)?;
        }
        clinic.desk.put_blob("settings", &[7; 30_000])?;
        Ok(())
    }

    /// What is wrong with what the open stores show.
    fn complaint(&self) -> Option<String> {
        self.clinic.as_ref().and_then(|clinic| self.judge(clinic))
    }

    /// A step that was reported as failed was kept all the same.
    fn holds_more_than_reported(&self) -> bool {
        self.clinic.as_ref().is_some_and(|clinic| {
            let more = clinic.records.commits().is_ok_and(|n| n > self.answers);
            more || clinic.audit.head().is_ok_and(|h| h.number > self.entries)
        })
    }

    /// Closes the stores, opens them again and says what is wrong with what they show then.
    fn complaint_after_restart(mut self, folder: &Path) -> Option<String> {
        self.clinic = None;
        let clinic = match Clinic::open(folder) {
            Ok(clinic) => clinic,
            Err(error) => return Some(format!("does not open: {error}")),
        };
        self.judge(&clinic).or_else(|| {
            drop(clinic);
            Kind::ALL
                .into_iter()
                .find_map(|kind| kind.integrity(folder).err())
                .map(|error| format!("{error:#}"))
        })
    }

    /// What was reported is there. The step during which the disk failed may be there as well, but
    /// then whole.
    fn judge(&self, clinic: &Clinic) -> Option<String> {
        let commits = match clinic.records.commits() {
            Ok(commits) => commits,
            Err(error) => return Some(format!("commits are not readable: {error}")),
        };
        if commits < self.answers {
            return Some(format!("{commits} commits, {} reported", self.answers));
        }
        let sections = 0..answers::slots(self.answers);
        let one_more = look::complaint(&clinic.records, sections.clone(), self.answers + 1);
        if one_more.is_some() {
            let wrong = look::complaint(&clinic.records, sections, self.answers);
            if wrong.is_some() {
                return wrong;
            }
        }
        entries::complaint(&clinic.audit, self.entries)
    }
}

/// Makes the stores with what is in them before a script begins.
fn fill(folder: &Path) -> Result<Clinic> {
    let clinic = Clinic::open_or_create(folder)?;
    for n in 0..answers::of_patients(PATIENTS) {
        clinic.records.store(&answers::answer(n))?;
    }
    for _ in 0..ENTRIES {
        entries::append(&clinic.audit)?;
    }
    Ok(clinic)
}

/// What the last migration made, undone. The parts have no seals then, as those of that release.
const BEFORE_THE_LAST: &str = "
DROP VIEW newest_part;
DROP TABLE glance;
ALTER TABLE part DROP COLUMN seal;
PRAGMA user_version = 2;
";

fn as_of_the_release_before(folder: &Path) -> Result<()> {
    drop(fill(folder)?);
    Kind::Records.raw(folder)?.execute_batch(BEFORE_THE_LAST)?;
    Ok(())
}

fn as_after_a_crash(folder: &Path) -> Result<()> {
    let there = TempDir::new()?;
    let clinic = fill(there.path())?;
    copy(there.path(), folder)?;
    drop(clinic);
    for kind in Kind::ALL {
        let index = format!("{}-shm", kind.path(folder).display());
        fs::remove_file(index)?;
    }
    Ok(())
}

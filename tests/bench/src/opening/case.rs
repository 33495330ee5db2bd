use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use record::vocabulary::PersonId;

use super::audit_row::audit_row;
use super::ours::{self, Ours};
use super::plain::{self, Plain};
use super::random::Random;
use super::view;
use crate::figures::Figures;
use crate::report::Case;

/// What is timed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    /// Everything held, checked and unpacked.
    Reading,
    /// The same, and the audit row on the disk before the answer leaves.
    ReadingAndAudit,
    /// From the store to what a screen draws, nothing kept ready in memory.
    ToTheView,
}

impl What {
    pub(crate) const ALL: [Self; 3] = [Self::Reading, Self::ReadingAndAudit, Self::ToTheView];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::ReadingAndAudit => "reading + audit",
            Self::ToTheView => "to the view",
        }
    }
}

/// Filled stores.
pub(crate) struct Bench {
    pub(crate) ours: Ours,
    pub(crate) plain: Plain,
    pub(crate) patients: usize,
    pub(crate) opens: usize,
    pub(crate) bytes_per_patient: u64,
}

impl Bench {
    /// Opens patients in random order, each on both sides right after each other, the first side
    /// changing from patient to patient: what else the machine does hits both.
    pub(crate) fn run(&mut self, what: What) -> Result<Case> {
        let mut random = Random::new(1);
        let (mut ours, mut plain) = (Vec::new(), Vec::new());
        let warm_up = self.opens / 10;
        for number in 0..warm_up + self.opens {
            let person = PersonId(i64::try_from(random.below(self.patients))?);
            let (our_time, plain_time) = if number % 2 == 0 {
                let first = self.open_ours(what, person)?;
                (first, self.open_plain(what, person)?)
            } else {
                let first = self.open_plain(what, person)?;
                (self.open_ours(what, person)?, first)
            };
            if number >= warm_up {
                ours.push(our_time);
                plain.push(plain_time);
            }
        }
        Ok(Case {
            patients: self.patients,
            opens: self.opens,
            bytes_per_patient: self.bytes_per_patient,
            what: what.name(),
            figures: Figures::of(ours, plain).context("nothing was opened")?,
        })
    }

    fn open_ours(&self, what: What, person: PersonId) -> Result<Duration> {
        let Ours { records, audit } = &self.ours;
        let read = || ours::read(records, person);
        match what {
            What::Reading => time(read),
            What::ReadingAndAudit => {
                let row = audit_row(person);
                time(|| beside(|| Ok(audit.append(&row).map(drop)?), read))
            }
            What::ToTheView => time(|| Ok(view::sections(&read()?))),
        }
    }

    fn open_plain(&mut self, what: What, person: PersonId) -> Result<Duration> {
        let Plain { parts, log, .. } = &mut self.plain;
        let read = || plain::read(parts, person);
        match what {
            What::Reading | What::ToTheView => time(read),
            What::ReadingAndAudit => {
                let row = audit_row(person);
                time(|| beside(move || log.append(&serde_json::to_string(&row)?), read))
            }
        }
    }
}

/// Reads while another thread writes; done when both are.
fn beside<T>(
    write: impl FnOnce() -> Result<()> + Send,
    read: impl FnOnce() -> Result<T>,
) -> Result<T> {
    thread::scope(|scope| {
        let writing = scope.spawn(write);
        let answer = read();
        writing
            .join()
            .map_err(|_| anyhow!("the writing thread panicked"))??;
        answer
    })
}

/// Until the answer is in hand; giving its memory back is not counted.
fn time<T>(work: impl FnOnce() -> Result<T>) -> Result<Duration> {
    let start = Instant::now();
    let answer = black_box(work()?);
    let taken = start.elapsed();
    drop(answer);
    Ok(taken)
}

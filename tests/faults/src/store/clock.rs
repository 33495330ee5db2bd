//! The PC's clock jumps while it is in use. The stores read no clock, so the moments that come with
//! the answers are wrong. Whatever came with the newest moment stays newest, and no as-of goes back.
//!
//! Which of two answers is newer in truth cannot be known here. The caller must not store under a
//! clock that jumped, and must mark an as-of that lies in the future as 時計に疑い (clock in doubt).

use anyhow::Result;
use cache::{FetchedSets, Records};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::Run;
use super::answers::{answer, moment};
use super::clinic::Kind;
use super::dice::Dice;
use super::report::Report;

const ROUNDS: usize = 200;
const QUICK_ROUNDS: usize = 20;
const DAY: SignedDuration = SignedDuration::from_hours(24);
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Answers for one section under jumping clocks, in every order.
pub(super) fn run(run: Run) -> Result<Report> {
    let mut report = Report::default();
    let mut dice = Dice::new(run.seed, 6);
    let folder = TempDir::new()?;
    let records = Records::create(&Kind::Records.path(folder.path()), &Kind::Records.key())?;
    let rounds = if run.quick { QUICK_ROUNDS } else { ROUNDS };
    let mut late = 0;
    for round in 0..rounds {
        let mut desk = Section::new(i64::try_from(round)?);
        let mut wrong = None;
        for step in 0..6 {
            let jump = *dice
                .pick(&[SignedDuration::ZERO, -DAY, YEAR, DAY, -YEAR])
                .unwrap_or(&SignedDuration::ZERO);
            desk.clock = desk.clock.saturating_add(jump)?;
            desk.clock = desk.clock.saturating_add(SignedDuration::from_mins(1))?;
            late += usize::from(desk.newest.is_some_and(|(at, _)| desk.clock < at));
            wrong = wrong.or(desk.take(&records, step)?);
        }
        report.case(&format!("round {round}"), wrong);
    }
    report.figure(format!(
        "{rounds} sections of 6 answers under jumps of a day and a year: {late} came with a moment \
         before the newest; order or as-of wrong in {}",
        report.failures.len()
    ));
    Ok(report)
}

struct Section {
    number: i64,
    clock: Timestamp,
    /// The newest moment and which answer had it.
    newest: Option<(Timestamp, i64)>,
}

impl Section {
    fn new(number: i64) -> Self {
        Self {
            number,
            clock: moment(0),
            newest: None,
        }
    }

    /// Stores the next answer at the clock's moment; says what is wrong with what is shown then.
    fn take(&mut self, records: &Records, step: i64) -> Result<Option<String>> {
        let came = FetchedSets {
            fetched_at: self.clock,
            ..self.bytes(step)
        };
        let stored = records.store(&came)?;
        if self.newest.is_none_or(|(at, _)| self.clock >= at) {
            self.newest = Some((self.clock, step));
        }
        let held = records.held(came.person, came.category)?;
        let Some((at, newest)) = self.newest else {
            return Ok(None);
        };
        let expected = self.bytes(newest);
        let shown = held.sets.first();
        Ok(if held.as_of != Some(at) {
            Some(format!("as of {:?}, not {at}", held.as_of))
        } else if shown.map(|set| &set.parts) != expected.sets.first().map(|set| &set.parts) {
            Some(format!("answer {newest} is not the one shown"))
        } else if held.version.as_ref() != Some(&stored.version) {
            Some("another state than was reported".to_owned())
        } else {
            None
        })
    }

    /// Other bytes for each step, one section for each number.
    fn bytes(&self, step: i64) -> FetchedSets {
        let slot_of_scopes = self.number * 32;
        let mut answer = answer(slot_of_scopes);
        for part in answer.sets.iter_mut().flat_map(|set| &mut set.parts) {
            part.bytes.truncate(200);
            part.bytes
                .extend_from_slice(format!(" step {step}").as_bytes());
        }
        answer
    }
}

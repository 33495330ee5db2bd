//! The PC's clock jumps while it is in use. The stores read no clock: an answer comes with a moment, and
//! with a word on whether the service told the time. Whatever the moments say, the answer that came
//! last is what is shown; by a told moment nothing claims to be of later, and without one no as-of goes
//! back.

use anyhow::{Context, Result};
use cache::{FetchedSets, Records, ToldBy};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::Run;
use super::answers::{answer, moment};
use super::clinic::Kind;
use super::dice::Dice;
use super::report::Report;

const ROUNDS: usize = 200;
const QUICK_ROUNDS: usize = 20;
const STEPS: i64 = 8;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const SMALL: SignedDuration = SignedDuration::from_mins(4);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Answers for one section under jumping clocks, in every order.
pub(super) fn run(run: Run) -> Result<Report> {
    let mut report = Report::default();
    let mut dice = Dice::new(run.seed, 6);
    let folder = TempDir::new()?;
    let records = Records::create(&Kind::Records.path(folder.path()), &Kind::Records.key())?;
    let rounds = if run.quick { QUICK_ROUNDS } else { ROUNDS };
    let mut behind = 0;
    for round in 0..rounds {
        let mut section = Section::new(i64::try_from(round)?);
        let mut wrong = None;
        for step in 0..STEPS {
            let jumps = [SignedDuration::ZERO, -SMALL, SMALL, -DAY, DAY, YEAR, -YEAR];
            let jump = dice.pick(&jumps).copied().unwrap_or_default();
            let told = dice.pick(&[ToldBy::Trusted, ToldBy::OwnClock]).copied();
            section.pass(jump)?;
            let at = section.moment(told.context("no die")?);
            behind += usize::from(section.shown.is_some_and(|shown| at.0 < shown));
            wrong = wrong.or(section.take(&records, at, step)?);
        }
        report.case(&format!("round {round}"), wrong);
    }
    report.figure(format!(
        "{rounds} sections of {STEPS} answers under jumps of minutes, a day and a year, half of them \
         without a told time: {behind} came with a moment before what was shown; order or as-of wrong \
         in {}",
        report.failures.len()
    ));
    Ok(report)
}

struct Section {
    number: i64,
    /// What the PC says.
    clock: Timestamp,
    /// What it is.
    truth: Timestamp,
    /// The as-of that is shown.
    shown: Option<Timestamp>,
}

impl Section {
    fn new(number: i64) -> Self {
        Self {
            number,
            clock: moment(0),
            truth: moment(0),
            shown: None,
        }
    }

    /// A minute passes, and the clock jumps.
    fn pass(&mut self, jump: SignedDuration) -> Result<()> {
        self.truth = self.truth.saturating_add(MINUTE)?;
        self.clock = self.clock.saturating_add(MINUTE)?.saturating_add(jump)?;
        Ok(())
    }

    /// The moment that an answer gets now.
    fn moment(&self, told: ToldBy) -> (Timestamp, ToldBy) {
        match told {
            ToldBy::Trusted => (self.truth, told),
            ToldBy::OwnClock => (self.clock, told),
        }
    }

    /// Stores the next answer; says what is wrong with what is shown then.
    fn take(
        &mut self,
        records: &Records,
        (at, told): (Timestamp, ToldBy),
        step: i64,
    ) -> Result<Option<String>> {
        let came = FetchedSets {
            fetched_at: at,
            ..self.bytes(step)
        };
        let stored = records.store_live(&came, told)?;
        let expected = match (told, self.shown) {
            (ToldBy::OwnClock, Some(shown)) => at.max(shown),
            _ => at,
        };
        self.shown = Some(expected);
        let held = records.held_with_earlier(came.person, came.category)?;
        let shown = held.sets.first();
        let steps = shown.map(|set| {
            std::iter::once(&set.parts).chain(set.earlier.iter().map(|earlier| &earlier.parts))
        });
        let in_order = steps
            .into_iter()
            .flatten()
            .zip((0..=step).rev())
            .all(|(parts, step)| {
                self.bytes(step)
                    .sets
                    .first()
                    .is_some_and(|set| set.parts == *parts)
            });
        let later = records
            .versions(came.person, came.category)?
            .iter()
            .any(|line| line.confirmed_at > expected);
        Ok(if held.as_of != Some(expected) {
            Some(format!("as of {:?}, not {expected}", held.as_of))
        } else if !in_order {
            Some(format!(
                "answer {step} is not the one shown, or the history is out of order"
            ))
        } else if later {
            Some("a version claims to be of later".to_owned())
        } else if !shown.is_some_and(|set| set.returned) {
            Some("what came is said to be no longer given".to_owned())
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

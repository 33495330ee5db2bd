//! One random bit of a store's files flips. What is shown then is right or is said not to be, and
//! reading is possible again: from the same file, or from the second copy.

mod class;
mod outcome;
mod state;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use cache::{OpenError, Records, Standing};
use jiff::Timestamp;
use tempfile::TempDir;

use self::class::{Class, Spot};
use self::outcome::{Outcome, Outcomes};
use self::state::State;
use super::Run;
use super::answers::{moment, slots};
use super::clinic::Kind;
use super::dice::Dice;
use super::look::{self, Seen};
use super::report::Report;

const COPIES: usize = 2_000;
const QUICK_COPIES: usize = 64;

/// Flips, opens and looks.
pub(super) fn run(run: Run) -> Result<Report> {
    let mut report = Report::default();
    let mut dice = Dice::new(run.seed, 4);
    let mut outcomes: BTreeMap<Class, Outcomes> = BTreeMap::new();
    let states = state::all()?;
    let spots: Vec<_> = states.iter().map(class::spots).collect::<Result<_>>()?;
    let copies = if run.quick { QUICK_COPIES } else { COPIES };
    for copy in 0..copies {
        let turn = copy % states.len();
        let (state, spots) = states.get(turn).zip(spots.get(turn)).context("no state")?;
        let classes: Vec<_> = spots.keys().copied().collect();
        let class = *dice.pick(&classes).context("no class")?;
        let spot = spots.get(&class).and_then(|all| dice.pick(all));
        let spot = spot.context("no spot")?;
        let (byte, bit) = (spot.start + dice.below(spot.length), dice.below(8));
        let outcome = trial(state, spot, byte, bit)?;
        let name = format!(
            "{}, {class}, {}byte {byte}, bit {bit}",
            state.name, spot.file
        );
        report.case(&name, outcome.wrong());
        outcomes.entry(class).or_default().add(&outcome);
    }
    let mut sum = Outcomes::default();
    for (class, found) in &outcomes {
        report.figure(format!("{class}: {found}"));
        sum.join(found);
    }
    report.figure(format!("together: {sum}"));
    Ok(report)
}

fn trial(state: &State, spot: &Spot, byte: u64, bit: u64) -> Result<Outcome> {
    let folder = TempDir::new()?;
    let path = Kind::Records.path(folder.path());
    for (end, bytes) in &state.files {
        let mut bytes = bytes.clone();
        if *end == spot.file {
            let at = bytes.get_mut(usize::try_from(byte)?).context("no byte")?;
            *at ^= 1 << bit;
        }
        fs::write(folder.path().join(format!("records.db{end}")), bytes)?;
    }
    let copy = folder.path().join("records.copy");
    fs::write(&copy, &state.copy)?;
    guarded(&path, &copy, state)
}

/// Opens as the program does, with the number of answers that was kept outside the file.
fn guarded(path: &Path, copy: &Path, state: &State) -> Result<Outcome> {
    let key = Kind::Records.key();
    let opened = match Records::open_guarded(path, copy, &key, Some(state.count)) {
        Ok(opened) => opened,
        Err(_) => return Ok(Outcome::NoReading),
    };
    let commits = match opened.standing {
        Standing::Whole => state.count,
        // What is behind is said to be: it must be right as of its own moment.
        Standing::Behind { lost } => state.count - lost,
        Standing::SecondCopy { as_of, .. } => {
            return Ok(second_copy(&opened.records, as_of, state));
        }
    };
    let worst = (0..slots(commits))
        .map(|slot| look::at(&opened.records, slot, commits))
        .max()
        .unwrap_or(Seen::Right);
    let behind = commits < state.count;
    Ok(match worst {
        Seen::Wrong(what) => Outcome::ShownWrong(what),
        Seen::Silent(what) => Outcome::SilentlyOlder(what),
        Seen::Right if behind => {
            drop(opened);
            let folder = path.parent().context("no folder")?;
            let sound = Kind::Records.integrity(folder).is_ok();
            Outcome::Behind { sound }
        }
        Seen::Right => Outcome::Right,
        Seen::Told(_) => {
            drop(opened);
            let (count, why) = (Some(state.count), OpenError::Damaged);
            match Records::open_second_copy(path, copy, &key, count, why) {
                Err(_) => Outcome::NoReading,
                Ok(opened) => match opened.standing {
                    Standing::SecondCopy { as_of, .. } => {
                        match second_copy(&opened.records, as_of, state) {
                            Outcome::SecondCopy => Outcome::Told,
                            other => other,
                        }
                    }
                    _ => Outcome::ShownWrong("a second copy that is none".to_owned()),
                },
            }
        }
    })
}

fn second_copy(records: &Records, as_of: Option<Timestamp>, state: &State) -> Outcome {
    let wrong = look::complaint(records, 0..slots(state.copy_count), state.copy_count);
    match wrong {
        Some(wrong) => Outcome::ShownWrong(wrong),
        None if as_of != Some(moment(state.copy_count - 1)) => {
            Outcome::SilentlyOlder("the second copy's moment".to_owned())
        }
        None => Outcome::SecondCopy,
    }
}

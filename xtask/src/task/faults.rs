use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::{e2e, ready};
use crate::machine::system::Purpose;
use crate::run::build;
use crate::run::plan::{Needs, Plan};
use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::tally::Tally;

/// How long the run may take; it prints how far it is.
const MINUTES: u64 = 60;
const MEMORY_MINUTES: u64 = 10;
const RACE_MINUTES: u64 = 20;
const MATRIX_MINUTES: u64 = 15;

#[derive(Args)]
pub(crate) struct FaultsArguments {
    /// Only this part (`reading`, `bounds`, `memory`, `race`, `matrix`, `store`, or one of the parts of the stores:
    /// `faults --help`); `markers` with its day in the real window.
    part: Option<String>,
    /// A tenth of the cases: to see that it works.
    #[arg(long)]
    quick: bool,
    /// Repeats a run of the stores or of the race.
    #[arg(long)]
    seed: Option<u64>,
}

/// The part whose time counts: it needs programs as they are shipped.
const BOUNDS: &str = "bounds";

/// The parts that need the real window.
const MEMORY: &str = "memory";
const RACE: &str = "race";
const MATRIX: &str = "matrix";

/// The part that has a journey of the whole program besides, and that journey.
const MARKERS: &str = "markers";
const MARKED_DAY: &str = "nothing_of_a_day_stands_readable";

/// Builds the programs of the faults and runs them. All but the day in the real window, and the search in
/// memory, the race and the matrix, which have to be asked for by name, needs no screen and no system library.
pub(crate) fn faults(root: &Root, arguments: &FaultsArguments) -> Result<bool> {
    let part = arguments.part.as_deref();
    let mut plan = Plan::default();
    if part == Some(MEMORY) {
        ready::for_building(&mut plan, root, Purpose::Test);
        ready::development(&mut plan, root);
        plan.check("names, password and keys in memory", MEMORY_MINUTES, || {
            in_the_window(root, MEMORY, MEMORY_MINUTES, Vec::new())
        });
    } else if part == Some(RACE) {
        ready::for_building(&mut plan, root, Purpose::Test);
        ready::development(&mut plan, root);
        plan.check("1,000 switches of patient", RACE_MINUTES, || {
            in_the_window(root, RACE, RACE_MINUTES, arguments.told_to_the_race())
        });
    } else if part == Some(MATRIX) {
        ready::for_building(&mut plan, root, Purpose::Test);
        ready::development(&mut plan, root);
        plan.check("every command, caller and mode", MATRIX_MINUTES, || {
            in_the_window(root, MATRIX, MATRIX_MINUTES, Vec::new())
        });
    } else if part != Some(BOUNDS) {
        plan.prepare("build of the faults", Needs::Network, 20, || {
            build::cargo(root, "build-faults")?
                .args(["build", "-p", "faults"])
                .done()?;
            Ok(())
        });
        plan.check("damaged and hostile answers, stores", MINUTES, || {
            run(root, "faults", root.built("faults"), arguments.told())
        });
    }
    if part.is_none_or(|part| part == BOUNDS) {
        plan.prepare("release build of `clins`", Needs::Network, 60, || {
            build::cargo(root, "build-bounds")?
                .args(["build", "--release", "-p", "clins", "-p", "faults"])
                .done()?;
            Ok(())
        });
        plan.check("time and memory for answers of 10 MB", MINUTES, || {
            let quick = arguments.quick.then(|| "--quick".to_owned());
            let told = [BOUNDS.to_owned()].into_iter().chain(quick);
            run(root, "bounds", root.released("faults"), told.collect())
        });
    }
    // Last: where it cannot be prepared, everything before it was run.
    if part.is_none_or(|part| part == MARKERS) {
        ready::for_building(&mut plan, root, Purpose::Test);
        ready::development(&mut plan, root);
        plan.check("a marked day in the real window", e2e::MINUTES, || {
            e2e::journeys(root, Some(MARKED_DAY))
        });
    }
    let sum = plan.run();
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}

impl FaultsArguments {
    /// What the program of the faults is told.
    fn told(&self) -> Vec<String> {
        let quick = self.quick.then(|| "--quick".to_owned());
        let part = self.part.clone().into_iter();
        part.chain(quick).chain(self.told_seed()).collect()
    }

    fn told_to_the_race(&self) -> Vec<String> {
        let quick = self.quick.then(|| "--switches=100".to_owned());
        quick.into_iter().chain(self.told_seed()).collect()
    }

    fn told_seed(&self) -> Option<String> {
        self.seed.map(|seed| format!("--seed={seed}"))
    }
}

/// A part of the end-to-end program, on a display of its own.
fn in_the_window(root: &Root, part: &str, minutes: u64, told: Vec<String>) -> Result<Tally> {
    let (_display, run) = ready::end_to_end(root, part, minutes)?;
    let file = root.join(&format!("target/e2e/{part}.json"));
    let run = run.args([part, "--json"]).args([file]).args(told);
    let finished = run.run()?;
    Ok(Tally::of_plain(&finished.output).with_exit(finished.status.success()))
}

fn run(root: &Root, name: &str, program: PathBuf, told: Vec<String>) -> Result<Tally> {
    let finished = Run::new(root, name, program)?
        .minutes(MINUTES)
        .args(told)
        .run()?;
    Ok(Tally::of_plain(&finished.output).with_exit(finished.status.success()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn part_seed_and_form_are_handed_on() {
        let arguments = FaultsArguments {
            part: Some("crash".to_owned()),
            quick: true,
            seed: Some(7),
        };
        assert_eq!(arguments.told(), ["crash", "--quick", "--seed=7"]);
        assert_eq!(arguments.told_to_the_race(), ["--switches=100", "--seed=7"]);
    }
}

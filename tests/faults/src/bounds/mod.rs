//! What do the worst answers of 10 MB cost? Each is taken to each door of the reader in a process of
//! its own, whose time and memory the system tells.
//!
//! The memory is judged in every build; the time, that of the processor, only in one with optimisation.
//! The time on the clock stands behind it: on a machine that does nothing else they are one.

mod door;
mod inputs;
mod process;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use self::door::Door;
use self::process::Cost;
use self::table::Row;
use crate::Tally;

/// Bytes of each answer.
const SIZE: usize = 10_000_000;
/// Longest time of the processor for a process that takes such an answer to a door.
const LONGEST: Duration = Duration::from_secs(1);
/// Most memory of it.
const MOST: u64 = 256 << 20;
/// A sheet stands beside the answer it is made of, so that it has twice of both.
const SHEET: (Duration, u64) = (Duration::from_secs(2), 512 << 20);
/// Without optimisation nothing is said about time.
const JUDGES_TIME: bool = !cfg!(debug_assertions);

/// What a process of its own is told.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct BoundsArguments {
    /// Takes the answer in `--answer` to this door.
    #[arg(long, hide = true, requires = "answer")]
    door: Option<String>,
    /// Makes this one in `--answer`.
    #[arg(long, hide = true, requires = "answer", conflicts_with = "door")]
    make: Option<String>,
    #[arg(long, hide = true)]
    answer: Option<PathBuf>,
}

impl BoundsArguments {
    /// When this process is one that the run started: does its work and answers how it ended.
    pub(crate) fn helper(&self) -> Option<ExitCode> {
        let answer = self.answer.as_deref()?;
        let done = match (&self.door, &self.make) {
            (Some(door), _) => Door::named(door)
                .context("no such door")
                .and_then(|door| door.take(answer)),
            (None, Some(name)) => inputs::make(name, SIZE, answer),
            (None, None) => return None,
        };
        Some(match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                println!("FAILED: {error:#}");
                ExitCode::FAILURE
            }
        })
    }
}

/// Takes each answer to each door. The short form takes few answers, and counts where the long one
/// runs `clins check`, which need not be built for it.
pub(crate) fn run(quick: bool) -> Tally {
    println!("\nbounds: answers of 10 MB within {LONGEST:?} and 256 MiB");
    let mut tally = Tally::default();
    if let Err(error) = all(quick, &mut tally) {
        println!("   FAILED: {error:#}");
        tally.failed += 1;
    }
    println!("   {} passed, {} failed", tally.passed, tally.failed);
    tally
}

fn all(quick: bool, tally: &mut Tally) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let answer = folder.path().join("answer");
    let program = std::env::current_exe()?;
    let clins = (!quick).then(|| program.with_file_name("clins"));
    if let Some(clins) = clins.as_deref().filter(|clins| !clins.is_file()) {
        bail!("{} is not built", clins.display());
    }
    for input in inputs::all(quick) {
        process::run(&program, &["--make", &input, "--answer"], &answer)?;
        let costs = costs(&program, clins.as_deref(), &answer)?;
        let row = Row::of(&input, &costs);
        println!("   {row}");
        for (door, cost) in &costs {
            match complaint(door, cost) {
                None => tally.passed += 1,
                Some(wrong) => {
                    tally.failed += 1;
                    println!("   FAILED: {input}: {door}: {wrong}");
                }
            }
        }
        std::fs::remove_file(&answer)?;
    }
    Ok(())
}

/// What each door costs.
fn costs(program: &Path, clins: Option<&Path>, answer: &Path) -> Result<Vec<(String, Cost)>> {
    let mut costs = Vec::new();
    for door in Door::all() {
        let name = door.name();
        let cost = match (door, clins) {
            (Door::Check, Some(clins)) => process::run(clins, &["check"], answer)?,
            _ => process::run(program, &["--door", &name, "--answer"], answer)?,
        };
        costs.push((name, cost));
    }
    Ok(costs)
}

fn complaint(door: &str, cost: &Cost) -> Option<String> {
    let (longest, most) = match Door::named(door) {
        Some(Door::Sheet) => SHEET,
        _ => (LONGEST, MOST),
    };
    if !cost.ended {
        return Some(format!("died or was ended after {:.1?}", cost.wall));
    }
    let slow = JUDGES_TIME && cost.busy > longest;
    (slow || cost.memory > most).then(|| format!("{:.2?} and {} MiB", cost.busy, cost.memory >> 20))
}

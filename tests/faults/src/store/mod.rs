//! What becomes of the stores when the process is killed, the disk fails, fills up or rots, a
//! foreign file lies under their name, or the clock jumps?
//!
//! Works through the doors of `cache` and `audit` on real files, in real processes, with real
//! SQLCipher. Each part prints its figures and what failed with the seed that repeats it.

mod answers;
mod bits;
mod clinic;
mod clock;
mod crash;
mod dice;
mod entries;
mod errors;
mod files;
mod full_disk;
mod keyring;
mod look;
mod marked_day;
mod report;
mod rotation;
mod script;
mod shim;
mod tampering;

pub(crate) use dice::Dice;

use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use clap::ValueEnum;

use self::report::Report;
use crate::{Part, Tally};

/// Failures of one part that are told; more of them say nothing new.
const TOLD: usize = 10;

/// What the parts of the stores want to know.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct StoreArguments {
    /// Repeats a run of the stores.
    #[arg(long)]
    seed: Option<u64>,
    /// Does the work of a process that the test starts.
    #[arg(long, hide = true, requires = "folder")]
    helper: Option<Helper>,
    #[arg(long, hide = true)]
    folder: Option<PathBuf>,
}

/// Processes that the test starts.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Helper {
    /// Stores without end, to be killed.
    Writer,
    /// Has a small file system of its own.
    SmallDisk,
    /// Asks a keyring.
    Keyring,
}

/// What a part does.
type Work = fn(Run) -> Result<Report>;

/// How a part is to be run.
#[derive(Clone, Copy, Debug)]
struct Run {
    quick: bool,
    seed: u64,
}

impl StoreArguments {
    /// When this process is one that the test started: does its work and answers how it ended.
    pub(crate) fn helper(&self, quick: bool) -> Option<ExitCode> {
        let folder = self.folder.as_deref()?;
        let run = Run {
            quick,
            seed: self.seed.unwrap_or_default(),
        };
        let done = match self.helper? {
            Helper::Writer => crash::write_without_end(folder),
            Helper::SmallDisk => full_disk::within(folder, run),
            Helper::Keyring => keyring::step(folder),
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

/// Runs the part, or every part of the stores.
pub(crate) fn run(part: Option<Part>, quick: bool, arguments: &StoreArguments) -> Tally {
    let seed = arguments
        .seed
        .unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let run = Run { quick, seed };
    let parts: [(Part, Work); 9] = [
        (Part::Crash, crash::run),
        (Part::Errors, errors::run),
        (Part::FullDisk, full_disk::run),
        (Part::Bits, bits::run),
        (Part::Files, files::run),
        (Part::Clock, clock::run),
        (Part::Markers, marked_day::run),
        (Part::Keyring, keyring::run),
        (Part::Audit, tampering::run),
    ];
    let mut sum = Tally::default();
    for (name, work) in parts {
        if part.is_none_or(|asked| asked == Part::Store || asked == name) {
            let found = one(name, work, run);
            sum.passed += found.passed;
            sum.failed += found.failed;
        }
    }
    sum
}

fn one(part: Part, work: Work, run: Run) -> Tally {
    let value = part.to_possible_value();
    let name = value.as_ref().map_or("", |value| value.get_name());
    println!("\n{name} (seed {})", run.seed);
    let started = Instant::now();
    let report = work(run).unwrap_or_else(|error| Report {
        failures: vec![format!("{error:#}")],
        ..Report::default()
    });
    for line in &report.figures {
        println!("   {line}");
    }
    for failure in report.failures.iter().take(TOLD) {
        println!("   FAILED: {failure}");
    }
    if !report.failures.is_empty() {
        let quick = if run.quick { " --quick" } else { "" };
        println!("   again: faults {name} --seed {}{quick}", run.seed);
    }
    println!(
        "   {} passed, {} failed in {:.1} s",
        report.passed,
        report.failures.len(),
        started.elapsed().as_secs_f64()
    );
    Tally {
        passed: report.passed,
        failed: report.failures.len(),
    }
}

//! `faults`: the long runs of damaged and hostile answers, and of stores that crash, fill up and
//! rot. Prints how far it is and ends with `N passed, N failed`.
#![expect(clippy::print_stdout, reason = "a program for a terminal")]

mod reading;
mod store;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};

/// Runs every part, or one.
#[derive(Parser)]
struct Arguments {
    /// Only this part.
    part: Option<Part>,
    /// A tenth of the cases or fewer: to see that it works.
    #[arg(long)]
    quick: bool,
    #[command(flatten)]
    store: store::StoreArguments,
}

/// What can be put to the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The reader of answers.
    Reading,
    /// The stores: every part below.
    Store,
    /// Killed at random moments of writing.
    Crash,
    /// The n-th write, fsync or open fails.
    Errors,
    /// A real file system runs full.
    FullDisk,
    /// One bit of a file flips.
    Bits,
    /// Other files under a store's name.
    Files,
    /// The clock jumps.
    Clock,
    /// Nothing readable lies in any file.
    Markers,
}

/// Cases that went well, and those that did not.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(code) = arguments.store.helper(arguments.quick) {
        return code;
    }
    let mut sum = Tally::default();
    if matches!(arguments.part, None | Some(Part::Reading)) {
        let found = reading::run(arguments.quick);
        sum.passed += found.passed;
        sum.failed += found.failed;
    }
    if arguments.part != Some(Part::Reading) {
        let found = store::run(arguments.part, arguments.quick, &arguments.store);
        sum.passed += found.passed;
        sum.failed += found.failed;
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 && sum.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

//! `faults`: the long runs of damaged and hostile answers. Prints how far it is and ends with
//! `N passed, N failed`.
#![expect(clippy::print_stdout, reason = "a program for a terminal")]

mod reading;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};

/// Runs every part, or one.
#[derive(Parser)]
struct Arguments {
    /// Only this part.
    part: Option<Part>,
    /// A tenth of the cases: to see that it works.
    #[arg(long)]
    quick: bool,
}

/// What can be put to the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The reader of answers.
    Reading,
}

/// Cases that went well, and those that did not.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut sum = Tally::default();
    if arguments.part.is_none_or(|part| part == Part::Reading) {
        let found = reading::run(arguments.quick);
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

//! `faults`: the long runs of damaged, hostile and heavy answers, and of stores that crash, fill up
//! and rot. Prints how far it is and ends with `N passed, N failed`.
#![expect(clippy::print_stdout, reason = "a program for a terminal")]

mod bounds;
mod consent;
mod keys;
mod reading;
mod store;
#[cfg(unix)]
mod users;

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
    bounds: bounds::BoundsArguments,
    #[command(flatten)]
    store: store::StoreArguments,
    #[command(flatten)]
    keys: keys::KeysArguments,
    #[cfg(unix)]
    #[command(flatten)]
    users: users::UsersArguments,
}

/// What can be put to the test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The reader of answers.
    Reading,
    /// Time and memory for answers of 10 MB; only when asked for by name. In the long form `clins` is
    /// to lie beside this program.
    Bounds,
    /// Consents under jumping clocks.
    Consent,
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
    /// The keyring is locked, lost, exchanged, gone.
    Keyring,
    /// The audit log is tampered with and put back to older states.
    Audit,
    /// Two windows, two programs, two users of one PC.
    #[cfg(unix)]
    Users,
}

/// Cases that went well, and those that did not.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let helper = arguments.store.helper(arguments.quick);
    if let Some(code) = helper
        .or_else(|| arguments.bounds.helper())
        .or_else(|| arguments.keys.helper())
    {
        return code;
    }
    #[cfg(unix)]
    if let Some(code) = arguments.users.helper() {
        return code;
    }
    let mut sum = Tally::default();
    let mut add = |found: Tally| {
        sum.passed += found.passed;
        sum.failed += found.failed;
    };
    match arguments.part {
        Some(Part::Bounds) => add(bounds::run(arguments.quick)),
        Some(Part::Consent) => add(consent::run(arguments.quick)),
        Some(Part::Reading) => add(reading::run(arguments.quick)),
        #[cfg(unix)]
        Some(Part::Users) => add(users::run(arguments.quick)),
        part => {
            if part.is_none() {
                add(reading::run(arguments.quick));
                add(consent::run(arguments.quick));
                #[cfg(unix)]
                add(users::run(arguments.quick));
            }
            add(store::run(part, arguments.quick, &arguments.store));
        }
    }
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 && sum.passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

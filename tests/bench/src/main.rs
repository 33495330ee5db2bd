//! How fast is it, beside the plainest thing that does the same? Prints figures and judges none:
//! what is fast enough is for the reader of `docs/bench.md`.
//!
//! Drives the rooms `cache`, `record` and `audit` as the viewer does, on invented patients; nothing
//! depends on it. Measure release builds on a machine that does nothing else.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal: figures on stdout, progress on stderr"
)]

mod figures;
mod opening;
mod reading;
mod report;

use anyhow::Result;
use clap::{Parser, Subcommand};

use opening::CoreArguments;
use reading::ReadingArguments;

/// Measures the viewer.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Opening a cached patient in the core, beside plain SQLite reading the same bytes.
    Core(CoreArguments),
    /// Reading an answer to its view, beside `serde_json::Value` of the same bytes.
    Reading(ReadingArguments),
}

fn main() -> Result<()> {
    match Arguments::parse().what {
        What::Core(arguments) => {
            let report = opening::measure(&arguments)?;
            println!("{report}");
            if let Some(file) = &arguments.json {
                report.write(file)?;
            }
        }
        What::Reading(arguments) => {
            let report = reading::measure(&arguments)?;
            println!("{report}");
            if let Some(file) = &arguments.json {
                report.write(file)?;
            }
        }
    }
    Ok(())
}

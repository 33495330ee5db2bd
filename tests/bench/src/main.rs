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

mod arguments;
mod figures;
mod opening;
mod reading;
mod report;
mod store;

use anyhow::Result;
use clap::{Parser, Subcommand};

use arguments::FillArguments;
use reading::ReadingArguments;
use store::MemoryArguments;

/// Measures the viewer.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Opening a cached patient in the core, beside plain SQLite reading the same bytes.
    Core(FillArguments),
    /// Reading an answer to its view, beside `serde_json::Value` of the same bytes.
    Reading(ReadingArguments),
    /// The stores by themselves at 1,000 to 100,000 patients, beside plain SQLite and SQLCipher.
    Store(FillArguments),
    /// How much memory one store takes: asked by `store`.
    #[command(hide = true)]
    StoreMemory(MemoryArguments),
}

fn main() -> Result<()> {
    match Arguments::parse().what {
        What::Core(arguments) => {
            let report = opening::measure(&arguments)?;
            println!("{report}");
            if let Some(file) = &arguments.common.json {
                report.write(file)?;
            }
        }
        What::Store(arguments) => {
            let report = store::measure(&arguments)?;
            println!("{report}");
            if let Some(file) = &arguments.common.json {
                report.write(file)?;
            }
        }
        What::StoreMemory(arguments) => println!("{}", store::print_memory(&arguments)?),
        What::Reading(arguments) => {
            let report = reading::measure(&arguments)?;
            println!("{report}");
            if let Some(file) = &arguments.common.json {
                report.write(file)?;
            }
        }
    }
    Ok(())
}

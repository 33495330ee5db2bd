//! `cargo xtask …`: the commands of the README and of CI.
//!
//! Must build on a machine that has nothing but Rust, so it uses no room and no system library; it
//! calls the built programs instead. Everything it starts ends with it.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal: it tells what it is doing"
)]

mod check;
mod machine;
mod run;
mod task;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use run::root::Root;

/// The commands of this project.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build, start the service simulator with the sample clinic and open the viewer on it.
    Demo(task::demo::DemoArguments),
    /// Run everything that CI runs; ends with `N passed, N failed`.
    Test,
    /// The end-to-end journeys in the real window.
    E2e(task::e2e::E2eArguments),
    /// The long runs of damaged and hostile answers; ends with `N passed, N failed`.
    Faults(task::faults::FaultsArguments),
    /// Measure speed in release builds.
    Bench(task::bench::BenchArguments),
    /// One picture of every screen.
    Screens(task::screens::ScreensArguments),
    /// Regenerate the TypeScript types and the table of who may call what.
    Bindings,
    /// The guideline's requirements, and whether what shows each is there.
    Guideline,
    /// Build the programs as they are shipped.
    Package,
}

fn main() -> ExitCode {
    let done = Root::find().and_then(|root| match Arguments::parse().task {
        Task::Demo(arguments) => task::demo::demo(&root, &arguments),
        Task::Test => task::test::test(&root),
        Task::E2e(arguments) => task::e2e::e2e(&root, &arguments),
        Task::Faults(arguments) => task::faults::faults(&root, &arguments),
        Task::Bench(arguments) => task::bench::bench(&root, &arguments),
        Task::Screens(arguments) => task::screens::screens(&root, &arguments),
        Task::Bindings => task::bindings::bindings(&root),
        Task::Guideline => task::guideline::guideline(&root),
        Task::Package => task::package::package(&root),
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

//! The command line. Thin: parses arguments, calls a command of the viewer or a room, prints the
//! answer as JSON on standard output; words for people go to standard error.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line prints"
)]

mod audit;
mod check;
mod connect;
mod files;
mod received;
mod render;
mod seat;
mod set_up;
#[cfg(feature = "development")]
mod simulate;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

/// CLINS Viewer on the command line.
#[derive(Parser)]
#[command(name = "clins", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say whether answers can be read and whether anything in them is lost. Exit code: 0 all can, 1
    /// some cannot, 2 not done (wrong usage, or the output cannot be written).
    Check(check::Check),
    /// Write one answer as a static HTML page, for testing. Exit code: 0 the answer can be read, 1 it
    /// cannot (the page says why), 2 not done.
    Render(render::Render),
    /// The audit log.
    Audit(audit::AuditCommand),
    /// First-run set-up from JSON on standard input; prints the recovery key, once.
    SetUp(set_up::SetUp),
    /// Set where the service is and who we are to it; an administrator's sign-in on standard input.
    Connect(connect::Connect),
    /// Start the service simulator.
    #[cfg(feature = "development")]
    Simulate(simulate::Simulate),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Check(command) => judged(command.run()),
        Command::Render(command) => judged(command.run()),
        Command::Audit(command) => judged(command.run()),
        Command::SetUp(command) => done(command.run()),
        Command::Connect(command) => done(command.run()),
        #[cfg(feature = "development")]
        Command::Simulate(command) => done(command.run()),
    }
}

/// The exit code of a command that judges answers.
fn judged(all_readable: anyhow::Result<bool>) -> ExitCode {
    match all_readable {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            say(format_args!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Runs a command that does something, and says whether it was done.
fn done(command: impl Future<Output = anyhow::Result<()>>) -> ExitCode {
    let result = tokio::runtime::Runtime::new()
        .context("cannot start")
        .and_then(|runtime| runtime.block_on(command));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(format_args!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Words for people, on standard error; nobody listening there is no reason to fail.
fn say(words: impl Display) {
    let _ = writeln!(io::stderr(), "clins: {words}");
}

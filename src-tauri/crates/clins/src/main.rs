//! The command line. Thin: parses arguments, calls a command of the viewer or a room, prints the
//! answer as JSON on standard output; words for people go to standard error.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line prints"
)]

mod connect;
mod seat;
mod set_up;
#[cfg(feature = "development")]
mod simulate;

use std::process::ExitCode;

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
    /// First-run set-up from JSON on standard input; prints the recovery key, once.
    SetUp(set_up::SetUp),
    /// Set where the service is and who we are to it; an administrator's sign-in on standard input.
    Connect(connect::Connect),
    /// Start the service simulator.
    #[cfg(feature = "development")]
    Simulate(simulate::Simulate),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("clins: cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    let result = runtime.block_on(async {
        match arguments.command {
            Command::SetUp(command) => command.run().await,
            Command::Connect(command) => command.run().await,
            #[cfg(feature = "development")]
            Command::Simulate(command) => command.run().await,
        }
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clins: {error:#}");
            ExitCode::FAILURE
        }
    }
}

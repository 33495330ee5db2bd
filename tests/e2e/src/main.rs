//! The viewer as a person meets it: the real window, driven through WebKitWebDriver, on a profile
//! made with the `clins` program, against the service simulator as its own process.
//!
//! Depends on no room: it knows the programs, their screens and their files, nothing inside. Needs a
//! display (`cargo xtask e2e` brings one); session bus and keyring are its own.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal: it tells what passed"
)]

mod demo;
mod figures;
mod journeys;
mod machine;
mod memory;
mod paint;
mod race;
mod runner;
mod screens;
mod stage;
mod start_up;
mod sum;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use tokio::signal::unix::{SignalKind, signal};

use machine::places::Places;

/// End-to-end runs in the real window.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    mode: Mode,
}

#[derive(Subcommand)]
enum Mode {
    /// Every journey; ends with `N passed, N failed`.
    Run {
        /// Only journeys whose name holds this.
        only: Option<String>,
    },
    /// One picture of every screen.
    Screens {
        /// Where the pictures go.
        #[arg(long)]
        out: PathBuf,
        /// Only the parts of the album whose name holds this.
        only: Option<String>,
    },
    /// One patient painted live and again from the cache with the service stopped.
    DemoHeadless,
    /// Milliseconds from click to painted content, with the service up and in each kind of outage.
    Paint {
        /// How many openings of each patient in each.
        #[arg(long, default_value_t = 60)]
        runs: usize,
        /// Also write the figures to this file.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Names, password and keys in the memory of every process, before a lock and after it.
    Memory {
        /// Also write the counts to this file.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Every command as every caller in every mode; ends with `N passed, N failed`.
    Matrix {
        /// Also write the figures to this file.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Patients switched faster than answers come, and every frame searched for words of others.
    Race {
        /// How many switches.
        #[arg(long, default_value_t = 1000)]
        switches: usize,
        /// Repeats a run.
        #[arg(long)]
        seed: Option<u32>,
        /// Also write the figures to this file.
        #[arg(long)]
        json: Option<PathBuf>,
    },
    /// Start and memory beside an empty window.
    Start {
        /// How many starts of each.
        #[arg(long, default_value_t = 10)]
        runs: usize,
        /// Also write the figures to this file.
        #[arg(long)]
        json: Option<PathBuf>,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    // Whoever ends us by signal still gets everything ended that we started: the branch not taken is
    // dropped, and with it the guards.
    let ended = tokio::select! {
        ended = run(Arguments::parse().mode) => ended,
        ended = told_to_stop() => ended,
    };
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("e2e: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(mode: Mode) -> Result<bool> {
    let places = Places::find()?;
    match mode {
        Mode::Run { only } => runner::run(&places, only.as_deref()).await,
        Mode::Screens { out, only } => screens::take(&places, &out, only.as_deref())
            .await
            .map(|()| true),
        Mode::DemoHeadless => demo::headless(&places).await.map(|()| true),
        Mode::Paint { runs, json } => paint::measure(&places, runs, json.as_deref())
            .await
            .map(|()| true),
        Mode::Memory { json } => memory::run(&places, json.as_deref()).await,
        Mode::Matrix { json } => journeys::in_every_mode(&places, json.as_deref()).await,
        Mode::Race {
            switches,
            seed,
            json,
        } => race::run(&places, switches, seed, json.as_deref()).await,
        Mode::Start { runs, json } => start_up::measure(&places, runs, json.as_deref())
            .await
            .map(|()| true),
    }
}

async fn told_to_stop() -> Result<bool> {
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("listening for SIGINT")?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    anyhow::bail!("told to stop")
}

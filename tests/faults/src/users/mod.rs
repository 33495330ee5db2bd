//! Two windows, two programs, two users of one PC (R18): nobody is shown that something is locked, one
//! program at a time has a profile, and no other user of the PC reads or opens it.

mod others;
mod place;
mod programs;
mod windows;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::Tally;

/// Failures that are told.
const TOLD: usize = 10;

/// What a process that the test starts is to do.
#[derive(Args)]
pub(crate) struct UsersArguments {
    #[arg(long, hide = true, requires = "profile")]
    step: Option<Step>,
    #[arg(long, hide = true)]
    profile: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Step {
    /// Sets the profile up, and keeps it open until nobody speaks to it any more.
    Make,
    /// Opens it, and keeps it open as long.
    Enter,
    /// Tries to read each path that it is told.
    Read,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Make => "make",
            Self::Enter => "enter",
            Self::Read => "read",
        }
    }
}

impl UsersArguments {
    /// When this process is one that the test started: does its step.
    pub(crate) fn helper(&self) -> Option<ExitCode> {
        let profile = self.profile.as_deref()?;
        let done = match self.step? {
            Step::Make => programs::make(profile),
            Step::Enter => programs::enter(profile),
            Step::Read => others::read(profile),
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

/// What one of the three does; shorter when it is to be quick.
type Part = fn(bool) -> Result<Found>;

/// What one of the three found.
#[derive(Debug, Default)]
struct Found {
    figure: String,
    passed: usize,
    wrong: Vec<String>,
}

impl Found {
    fn case(&mut self, well: bool, wrong: impl FnOnce() -> String) {
        if well {
            self.passed += 1;
        } else {
            self.wrong.push(wrong());
        }
    }
}

/// All three, one after the other.
pub(crate) fn run(quick: bool) -> Tally {
    println!("\ntwo windows, two programs, two users");
    let parts: [(&str, Part); 3] = [
        ("windows", windows::run),
        ("programs", programs::run),
        ("users", others::run),
    ];
    let mut tally = Tally::default();
    for (name, part) in parts {
        let found = part(quick).unwrap_or_else(|error| Found {
            wrong: vec![format!("{error:#}")],
            ..Found::default()
        });
        println!("   {name}: {}", found.figure);
        for wrong in found.wrong.iter().take(TOLD) {
            println!("   FAILED: {name}: {wrong}");
        }
        tally.passed += found.passed;
        tally.failed += found.wrong.len();
    }
    println!("   {} passed, {} failed", tally.passed, tally.failed);
    tally
}

//! Several programs on one profile: one has it, the others are told so, and a killed one holds nothing.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tempfile::TempDir;

use super::place::{call, set_up, sign_in, viewer_on};
use super::{Found, Step};

const RIVALS: usize = 4;
const RACES: usize = 25;
const QUICK_RACES: usize = 3;
/// What a program says that has the profile.
const IN: &str = "IN";
/// What the others are told.
const IN_USE: &str = "profile_in_use";

/// A program that the test started, told to go on as long as it is spoken to.
pub(super) struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    pub(super) fn start(mut command: Command, step: Step, profile: &Path) -> Result<Self> {
        command
            .args(["--step", step.name(), "--profile"])
            .arg(profile);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = piped.stderr(Stdio::null()).spawn()?;
        let output = child.stdout.take().context("no output")?;
        let output = BufReader::new(output);
        Ok(Self { child, output })
    }

    /// The next thing that it says.
    pub(super) fn says(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }

    /// What it says when it is told all this and nothing more.
    pub(super) fn ends_after(mut self, told: &str) -> Result<String> {
        let mut input = self.child.stdin.take().context("no input")?;
        input.write_all(told.as_bytes())?;
        drop(input);
        let mut said = String::new();
        self.output.read_to_string(&mut said)?;
        self.child.wait()?;
        Ok(said)
    }

    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

/// This program itself.
pub(super) fn own() -> Result<Command> {
    Ok(Command::new(std::env::current_exe()?))
}

pub(super) fn run(quick: bool) -> Result<Found> {
    let place = TempDir::new()?;
    let profile = place.path().join("profile");
    let races = if quick { QUICK_RACES } else { RACES };
    let mut found = Found::default();
    let mut first = Program::start(own()?, Step::Make, &profile)?;
    ensure!(first.says()? == IN, "the profile was not made");
    let rivals = |found: &mut Found| -> Result<Vec<Program>> {
        let started = (0..RIVALS).map(|_| Program::start(own()?, Step::Enter, &profile));
        let mut has_it = Vec::new();
        for program in started.collect::<Result<Vec<_>>>()? {
            let mut program = program;
            match program.says()?.as_str() {
                IN => has_it.push(program),
                told => found.case(told == IN_USE, || format!("a second program: {told}")),
            }
        }
        Ok(has_it)
    };
    let beside = rivals(&mut found)?;
    found.case(beside.is_empty(), || {
        "two programs on one profile".to_owned()
    });
    first.kill()?;
    for race in 0..races {
        let mut has_it = rivals(&mut found)?;
        let count = has_it.len();
        found.case(count == 1, || format!("race {race}: {count} got in"));
        while let Some(program) = has_it.pop() {
            program.kill()?;
        }
    }
    let told = found.passed;
    tokio::runtime::Runtime::new()?.block_on(async {
        let seat = viewer_on(&profile).seat();
        let opened = call(&seat, "start_state", json!({})).await;
        let sits = sign_in(&seat, "doctor").await;
        found.case(opened.is_ok() && sits.is_ok(), || {
            format!("after the last kill: {opened:?} {sits:?}")
        });
    });
    found.figure = format!(
        "{races} races of {RIVALS} programs for one profile, the winner killed each time: one got in \
         each time, {} were told {IN_USE}, no lock was left behind",
        told - races - 1
    );
    Ok(found)
}

/// The program that sets the profile up.
pub(super) fn make(profile: &Path) -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let viewer = viewer_on(profile);
        set_up(&viewer).await?;
        stay()
    })
}

/// The program that opens it.
pub(super) fn enter(profile: &Path) -> Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let viewer = viewer_on(profile);
        match viewer.seat().call("start_state", "{}").await {
            Ok(_) => stay(),
            Err(error) => {
                let code = serde_json::to_value(error.code)?;
                println!("{}", code.as_str().unwrap_or_default());
                Ok(())
            }
        }
    })
}

/// As long as somebody speaks to it.
fn stay() -> Result<()> {
    println!("{IN}");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

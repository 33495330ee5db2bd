use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use super::ready;
use crate::machine::display::Display;
use crate::machine::system::Purpose;
use crate::run::build::{self, DEVELOPMENT};
use crate::run::plan::{Needs, Plan};
use crate::run::process::Run;
use crate::run::root::Root;
use crate::run::tally::Tally;

#[derive(Args)]
pub(crate) struct BenchArguments {
    /// Measure this part alone.
    #[arg(long)]
    only: Option<Part>,
    /// Few patients, openings and starts: to see that it works, not to quote.
    #[arg(long)]
    quick: bool,
    /// Also write the figures to this file.
    #[arg(long)]
    json: Option<PathBuf>,
}

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Opening a cached patient in the core.
    Core,
    /// Reading an answer to its view.
    Reading,
    /// The stores by themselves, beside plain SQLite and SQLCipher.
    Store,
    /// From click to painted content, with the service up and in each kind of outage.
    Window,
    /// Start and memory beside an empty window.
    Start,
}

/// Measures in release builds; what needs a screen, on a display of its own.
pub(crate) fn bench(root: &Root, arguments: &BenchArguments) -> Result<bool> {
    let json = arguments
        .json
        .as_ref()
        .map(std::path::absolute)
        .transpose()?;
    let parts = [
        Part::Core,
        Part::Reading,
        Part::Store,
        Part::Window,
        Part::Start,
    ];
    let parts = parts.map(|part| (part, part.file(root)));
    let parts = parts
        .iter()
        .filter(|(part, _)| arguments.only.is_none_or(|only| only == *part));
    let mut plan = Plan::default();
    ready::for_building(&mut plan, root, Purpose::Test);
    plan.prepare("release build", Needs::Network, 60, || released(root));
    for (part, file) in parts.clone() {
        plan.check(&format!("measuring: {}", part.name()), 60, || {
            part.measure(root, arguments.quick, file)
        });
    }
    if let Some(json) = &json {
        plan.check("one file of all figures", 1, || {
            join(parts, json).map(|()| Tally::of(true))
        });
    }
    Ok(plan.run().failed == 0)
}

fn released(root: &Root) -> Result<()> {
    build::cargo(root, "build-release")?
        .args(["build", "--release", "--workspace", "--exclude", "xtask"])
        .args(["--features", DEVELOPMENT])
        .done()?;
    Ok(())
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Reading => "reading",
            Self::Store => "store",
            Self::Window => "window",
            Self::Start => "start",
        }
    }

    /// Where its figures go.
    fn file(self, root: &Root) -> PathBuf {
        root.join("target/bench")
            .join(self.name())
            .with_extension("json")
    }

    /// The program that measures it and what it is told.
    fn program(self, quick: bool) -> (&'static str, &'static [&'static str]) {
        match (self, quick) {
            (Self::Core, false) => ("bench", &["core"]),
            (Self::Core, true) => ("bench", &["core", "--quick"]),
            (Self::Reading, false) => ("bench", &["reading"]),
            (Self::Reading, true) => ("bench", &["reading", "--quick"]),
            (Self::Store, false) => ("bench", &["store"]),
            (Self::Store, true) => ("bench", &["store", "--quick"]),
            (Self::Window, false) => ("e2e", &["paint", "--runs", "60"]),
            (Self::Window, true) => ("e2e", &["paint", "--runs", "5"]),
            (Self::Start, false) => ("e2e", &["start", "--runs", "10"]),
            (Self::Start, true) => ("e2e", &["start", "--runs", "2"]),
        }
    }

    /// Runs that program, which prints its table and writes its figures.
    fn measure(self, root: &Root, quick: bool, file: &Path) -> Result<Tally> {
        std::fs::create_dir_all(root.join("target/bench")).context("making target/bench")?;
        if file.exists() {
            std::fs::remove_file(file).context("removing the former figures")?;
        }
        let display = Display::start(root)?;
        let (program, arguments) = self.program(quick);
        let run = Run::new(
            root,
            &format!("bench-{}", self.name()),
            root.released(program),
        )?
        .minutes(60)
        .args(arguments)
        .args([Path::new("--json"), file]);
        display.under(run).done()?;
        Ok(Tally::of(true))
    }
}

/// Puts the figures of all parts that were measured now into one file, each under its name.
fn join<'a>(parts: impl Iterator<Item = &'a (Part, PathBuf)>, to: &Path) -> Result<()> {
    let mut all = serde_json::Map::new();
    for (part, file) in parts.filter(|(_, file)| file.exists()) {
        let text = std::fs::read_to_string(file).context("reading the figures of a part")?;
        let figures = serde_json::from_str(&text).context("reading the figures of a part")?;
        all.insert(part.name().to_owned(), figures);
    }
    let text = serde_json::to_string_pretty(&all).context("writing the figures")?;
    std::fs::write(to, text + "\n")
        .with_context(|| format!("writing the figures to {}", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_without_figures_is_left_out_of_the_one_file() {
        let folder = Root::find().unwrap().join("target/test-bench");
        std::fs::create_dir_all(&folder).unwrap();
        let parts = [Part::Core, Part::Start].map(|part| (part, folder.join(part.name())));
        std::fs::write(&parts[1].1, r#"{"runs":2}"#).unwrap();
        let all = folder.join("all.json");
        join(parts.iter(), &all).unwrap();
        let all = std::fs::read_to_string(all).unwrap();
        let all: serde_json::Value = serde_json::from_str(&all).unwrap();
        assert_eq!(all, serde_json::json!({ "start": { "runs": 2 } }));
        std::fs::remove_dir_all(folder).unwrap();
    }
}

//! From the start of the process to a field that takes a key, and memory, beside a window with one
//! field and nothing else on the same window library and renderer.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{Client, Locator};
use serde::Serialize;

use crate::figures::{self, percentile};
use crate::machine::desktop::Desktop;
use crate::machine::places::Places;
use crate::machine::processes;
use crate::stage::Stage;
use crate::window::driver::Driver;

/// One start, with its measuring and its end.
const LIMIT: Duration = Duration::from_secs(60);

/// Memory is read so long after the field took the key.
const SETTLED: Duration = Duration::from_secs(2);

#[derive(Serialize)]
struct Report {
    runs: usize,
    start_ms: Comparison,
    pss_mb: Comparison,
    /// Every start in its order.
    ours: Vec<Start>,
    empty: Vec<Start>,
}

/// Medians beside each other.
#[derive(Serialize)]
struct Comparison {
    ours: f64,
    empty: f64,
    ratio: f64,
    more: f64,
}

#[derive(Serialize)]
struct Start {
    /// From the request for a session until a key sent to the field stood in it.
    ms: f64,
    /// kB of PSS by program; the started one is "app".
    memory_kb: BTreeMap<String, u64>,
}

/// What is started.
struct Program {
    file: PathBuf,
    arguments: Vec<OsString>,
}

/// Starts the viewer, signed out on a profile that is set up, and the empty window in turn.
pub(crate) async fn measure(places: &Places, runs: usize, json: Option<&Path>) -> Result<()> {
    ensure!(runs > 0, "nothing to start");
    let mut stage = Stage::set(places, "start").await?;
    stage.desktop.draw_in_layers();
    let log = places.out()?.join("start.log");
    let profile = stage.profile.folder().as_os_str();
    let programs = [
        Program {
            file: places.program("clins-viewer"),
            arguments: vec!["--profile".into(), profile.to_owned()],
        },
        Program {
            file: places.program("empty-window"),
            arguments: Vec::new(),
        },
    ];
    let mut starts = [const { Vec::new() }; 2];
    // The first start of each reads files from the disk and is not counted.
    for run in 0..=runs {
        let mut turn: Vec<_> = programs.iter().zip(&mut starts).collect();
        if run % 2 == 1 {
            turn.reverse();
        }
        for (program, starts) in turn {
            let start = program.start(&stage.desktop, &log).await?;
            if run > 0 {
                starts.push(start);
            }
        }
    }
    let [ours, empty] = starts;
    let report = Report {
        runs,
        start_ms: Comparison::of(&ours, &empty, |start| start.ms)?,
        pss_mb: Comparison::of(&ours, &empty, Start::megabytes)?,
        ours,
        empty,
    };
    report.print();
    json.map_or(Ok(()), |file| figures::write(&report, file))
}

impl Program {
    /// One start in a driver of its own; nothing of it runs on afterwards.
    async fn start(&self, desktop: &Desktop, log: &Path) -> Result<Start> {
        let mut family = Vec::new();
        let measured = tokio::time::timeout(LIMIT, self.measured(desktop, log, &mut family)).await;
        // By now driver and window were dropped, in good order or not.
        let deadline = Instant::now() + Duration::from_secs(10);
        while family.iter().any(|id| processes::runs(*id)) {
            ensure!(Instant::now() < deadline, "{} runs on", self.name());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        match measured {
            Ok(start) => start.with_context(|| format!("starting {}", self.name())),
            Err(_) => bail!("{} took longer than {} s", self.name(), LIMIT.as_secs()),
        }
    }

    async fn measured(
        &self,
        desktop: &Desktop,
        log: &Path,
        family: &mut Vec<u32>,
    ) -> Result<Start> {
        let driver = Driver::start(desktop, log).await?;
        let arguments: Vec<&OsStr> = self.arguments.iter().map(OsString::as_os_str).collect();
        let asked = Instant::now();
        let client = driver.open(&self.file, &arguments).await?;
        until_a_key_is_taken(&client).await;
        let ms = asked.elapsed().as_secs_f64() * 1000.0;
        tokio::time::sleep(SETTLED).await;
        *family = processes::started_by(driver.process())?;
        let mut memory_kb = processes::memory(family)?;
        if let Some(own) = memory_kb.remove(&self.name()) {
            memory_kb.insert("app".to_owned(), own);
        }
        client.close().await.context("closing the window")?;
        Ok(Start { ms, memory_kb })
    }

    fn name(&self) -> String {
        let name = self.file.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    }
}

/// Sends keys until one can be read back as the field's value. For ever, if none is taken.
async fn until_a_key_is_taken(client: &Client) {
    while !takes_a_key(client).await.unwrap_or_default() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// An error is a field that is not there yet, or no longer the one it was.
async fn takes_a_key(client: &Client) -> Result<bool> {
    let field = client.find(Locator::Css("#account")).await?;
    field.send_keys("a").await?;
    let value = field.prop("value").await?;
    Ok(value.is_some_and(|value| !value.is_empty()))
}

impl Start {
    fn megabytes(&self) -> f64 {
        self.memory_kb.values().map(|kb| megabytes(*kb)).sum()
    }
}

#[expect(clippy::cast_precision_loss, reason = "no process has 2^52 kB")]
fn megabytes(kilobytes: u64) -> f64 {
    kilobytes as f64 / 1000.0
}

impl Comparison {
    fn of(ours: &[Start], empty: &[Start], figure: impl Fn(&Start) -> f64) -> Result<Self> {
        let median = |starts: &[Start]| {
            let figures: Vec<f64> = starts.iter().map(&figure).collect();
            percentile(&figures, 50)
        };
        let (ours, empty) = (median(ours)?, median(empty)?);
        Ok(Self {
            ours,
            empty,
            ratio: ours / empty,
            more: ours - empty,
        })
    }

    fn print(&self, what: &str, unit: &str) {
        println!(
            "{what:<24} {:>8.0} {unit} {:>8.0} {unit} {:>6.2} {:>8.0} {unit}",
            self.ours, self.empty, self.ratio, self.more
        );
    }
}

impl Report {
    fn print(&self) {
        println!("Medians of {} starts each, in turn.", self.runs);
        println!(
            "{:<24} {:>11} {:>11} {:>6} {:>11}",
            "", "ours", "empty", "ratio", "more"
        );
        self.start_ms.print("start to a taken key", "ms");
        self.pss_mb.print("memory (PSS)", "MB");
        let programs: BTreeSet<&String> = self
            .ours
            .iter()
            .flat_map(|start| start.memory_kb.keys())
            .collect();
        for program in programs {
            let of = |start: &Start| {
                start
                    .memory_kb
                    .get(program)
                    .map_or(0.0, |kb| megabytes(*kb))
            };
            if let Ok(comparison) = Comparison::of(&self.ours, &self.empty, of) {
                comparison.print(&format!("  {program}"), "MB");
            }
        }
    }
}

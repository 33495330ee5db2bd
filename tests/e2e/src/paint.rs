//! Milliseconds from click to painted content, as the screen measures them, while the service is up
//! and while it is not: opening a held patient must not wait for the network.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use crate::figures::{self, percentile};
use crate::machine::places::Places;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

/// Two patients in turn, so that each opening really changes the screen.
const PATIENTS: [&str; 2] = ["牧野 爛漫", "寺田 寅蔵"];

/// Openings under each state of the line that are not counted.
const WARM_UP: usize = 5;

/// How the service stands while patients are opened, and the faults that make it so. The last is the
/// first once more: how far the two differ is the noise of the others.
const LINES: &[(&str, &[&str])] = &[
    ("up", &[]),
    ("refused", &["down"]),
    ("blackholed", &["blackhole"]),
    ("dripping", &["drip"]),
    ("up again", &[]),
];

#[derive(Serialize)]
struct Report {
    runs: usize,
    warm_up: usize,
    lines: Vec<Line>,
}

/// What was measured under one state of the line.
#[derive(Serialize)]
struct Line {
    line: &'static str,
    p50_ms: f64,
    p99_ms: f64,
    /// Beside the first line, "up".
    ratio_p50: f64,
    ratio_p99: f64,
    /// What the service bar said when the last was opened; `None` without a bar.
    bar: Option<String>,
    /// Every opening in its order.
    opened_ms: Vec<f64>,
}

/// Opens held patients `runs` times under each state of the line.
pub(crate) async fn measure(places: &Places, runs: usize, json: Option<&Path>) -> Result<()> {
    ensure!(runs > 0, "nothing to open");
    let stage = Stage::set(places, "paint").await?;
    let window = stage.open_as("doctor").await?;
    for name in PATIENTS {
        window.open_patient(name).await?;
        window.all_fetched().await?;
    }
    println!("From click to painted content: {runs} openings each, two held patients in turn.");
    println!(
        "{:<12} {:>9} {:>6} {:>9} {:>6}  service bar at the end",
        "line", "p50", "ratio", "p99", "ratio"
    );
    let mut names = PATIENTS.iter().copied().cycle();
    let mut lines: Vec<Line> = Vec::new();
    for (name, faults) in LINES {
        stage.simulator.play(faults).await?;
        if faults.is_empty() {
            window.line_comes_back().await?;
        }
        let opened_ms = open(&window, &mut names, runs).await?;
        let (p50_ms, p99_ms) = (percentile(&opened_ms, 50)?, percentile(&opened_ms, 99)?);
        let up = lines.first();
        let line = Line {
            line: name,
            p50_ms,
            p99_ms,
            ratio_p50: up.map_or(1.0, |up| p50_ms / up.p50_ms),
            ratio_p99: up.map_or(1.0, |up| p99_ms / up.p99_ms),
            bar: reason(&window).await?,
            opened_ms,
        };
        line.print();
        lines.push(line);
    }
    window.close().await?;
    let report = Report {
        runs,
        warm_up: WARM_UP,
        lines,
    };
    json.map_or(Ok(()), |file| figures::write(&report, file))
}

/// Warms up and opens one patient after the other.
async fn open(
    window: &Window,
    names: &mut impl Iterator<Item = &'static str>,
    runs: usize,
) -> Result<Vec<f64>> {
    let mut opened_ms = Vec::with_capacity(WARM_UP + runs);
    for name in names.take(WARM_UP + runs) {
        opened_ms.push(window.open_patient(name).await?);
    }
    Ok(opened_ms.split_off(WARM_UP))
}

async fn reason(window: &Window) -> Result<Option<String>> {
    if !window.has(&test("service-bar")).await? {
        return Ok(None);
    }
    let reason = window.outage().await;
    reason.context("reading the service bar").map(Some)
}

impl Line {
    fn print(&self) {
        println!(
            "{:<12} {:>6.0} ms {:>6.2} {:>6.0} ms {:>6.2}  {}",
            self.line,
            self.p50_ms,
            self.ratio_p50,
            self.p99_ms,
            self.ratio_p99,
            self.bar.as_deref().unwrap_or("none")
        );
    }
}

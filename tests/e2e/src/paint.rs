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

/// Two held patients in turn, so that each opening really changes the screen: the widest record of the
/// sample clinic and an ordinary one. Their times are kept apart: a median of both together would only
/// say where the gap between them lies.
const PATIENTS: [(&str, &str); 2] = [("widest", "牧野 爛漫"), ("ordinary", "寺田 寅蔵")];

/// Openings under each state of the line, before the counted ones.
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
    rows: Vec<Row>,
}

/// What was measured of one patient under one state of the line.
#[derive(Serialize)]
struct Row {
    line: &'static str,
    patient: &'static str,
    p50_ms: f64,
    p99_ms: f64,
    /// Beside the same patient with the line "up".
    ratio_p50: f64,
    ratio_p99: f64,
    /// What the service bar said after the last opening; `None` without a bar.
    bar: Option<String>,
    /// Every opening in its order.
    opened_ms: Vec<f64>,
}

/// Opens each of the patients `runs` times under each state of the line.
pub(crate) async fn measure(places: &Places, runs: usize, json: Option<&Path>) -> Result<()> {
    ensure!(runs > 0, "nothing to open");
    let mut stage = Stage::set(places, "paint").await?;
    stage.desktop.draw_in_layers();
    let window = stage.open_as("doctor").await?;
    for (_, name) in PATIENTS {
        window.open_patient(name).await?;
        window.all_fetched().await?;
    }
    print_head(runs);
    let mut turn = PATIENTS.into_iter().cycle();
    let mut rows: Vec<Row> = Vec::new();
    for (line, faults) in LINES {
        // Each state meets a viewer that believes the line is up.
        stage.simulator.play(&[]).await?;
        window.line_comes_back().await?;
        stage.simulator.play(faults).await?;
        let opened = open(&window, &mut turn, runs).await?;
        let bar = reason(&window).await?;
        for (patient, _) in PATIENTS {
            let of_this = opened.iter().filter(|(of, _)| *of == patient);
            let opened_ms = of_this.map(|(_, ms)| *ms).collect();
            let up = rows.iter().find(|row| row.patient == patient);
            let row = Row::of(line, patient, opened_ms, bar.clone(), up)?;
            row.print();
            rows.push(row);
        }
    }
    window.close().await?;
    let report = Report {
        runs,
        warm_up: WARM_UP,
        rows,
    };
    json.map_or(Ok(()), |file| figures::write(&report, file))
}

/// Warms up and opens one patient after the other. Which patient, and its milliseconds.
async fn open(
    window: &Window,
    turn: &mut impl Iterator<Item = (&'static str, &'static str)>,
    runs: usize,
) -> Result<Vec<(&'static str, f64)>> {
    let mut opened = Vec::new();
    for (patient, name) in turn.take(WARM_UP + PATIENTS.len() * runs) {
        opened.push((patient, window.open_patient(name).await?));
    }
    Ok(opened.split_off(WARM_UP))
}

async fn reason(window: &Window) -> Result<Option<String>> {
    if !window.has(&test("service-bar")).await? {
        return Ok(None);
    }
    let reason = window.outage().await;
    reason.context("reading the service bar").map(Some)
}

impl Row {
    fn of(
        line: &'static str,
        patient: &'static str,
        opened_ms: Vec<f64>,
        bar: Option<String>,
        up: Option<&Self>,
    ) -> Result<Self> {
        let (p50_ms, p99_ms) = (percentile(&opened_ms, 50)?, percentile(&opened_ms, 99)?);
        Ok(Self {
            line,
            patient,
            p50_ms,
            p99_ms,
            ratio_p50: up.map_or(1.0, |up| p50_ms / up.p50_ms),
            ratio_p99: up.map_or(1.0, |up| p99_ms / up.p99_ms),
            bar,
            opened_ms,
        })
    }

    fn print(&self) {
        println!(
            "{:<12} {:<10} {:>6.0} ms {:>6.2} {:>6.0} ms {:>6.2}  {}",
            self.line,
            self.patient,
            self.p50_ms,
            self.ratio_p50,
            self.p99_ms,
            self.ratio_p99,
            self.bar.as_deref().unwrap_or("none")
        );
    }
}

fn print_head(runs: usize) {
    println!("From click to painted content: {runs} openings of each patient, in turn.");
    println!(
        "{:<12} {:<10} {:>9} {:>6} {:>9} {:>6}  service bar at the end",
        "line", "patient", "p50", "ratio", "p99", "ratio"
    );
}

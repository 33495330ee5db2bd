//! Milliseconds from click to painted content, as the screen measures them.

use anyhow::{Context, Result};
use serde_json::json;

use crate::machine::places::Places;
use crate::stage::Stage;

/// Two patients in turn, so that each opening really changes the screen.
const PATIENTS: [&str; 2] = ["牧野 爛漫", "寺田 寅蔵"];

/// How the service stands while patients are opened, and the faults that make it so.
const LINES: &[(&str, &[&str])] = &[
    ("up", &[]),
    ("refused", &["down"]),
    ("blackholed", &["blackhole"]),
    ("dripping", &["drip"]),
];

/// Opens held patients `runs` times under each state of the line.
pub(crate) async fn measure(places: &Places, runs: usize, as_json: bool) -> Result<()> {
    let stage = Stage::set(places, "paint").await?;
    let window = stage.open_as("doctor").await?;
    for name in PATIENTS {
        window.open_patient(name).await?;
        window.all_fetched().await?;
    }
    let mut figures = serde_json::Map::new();
    for (line, faults) in LINES {
        stage.simulator.play(faults).await?;
        let mut times = Vec::with_capacity(runs);
        for name in PATIENTS.iter().cycle().take(runs) {
            times.push(window.open_patient(name).await?);
        }
        times.sort_by(f64::total_cmp);
        let p50 = quantile(&times, 0.50)?;
        let p99 = quantile(&times, 0.99)?;
        if !as_json {
            println!("{line:10} p50 {p50:6.1} ms  p99 {p99:6.1} ms  ({runs} openings)");
        }
        figures.insert(
            (*line).to_owned(),
            json!({ "p50_ms": p50, "p99_ms": p99, "runs": runs }),
        );
    }
    if as_json {
        println!("{}", serde_json::Value::Object(figures));
    }
    window.close().await
}

fn quantile(sorted: &[f64], share: f64) -> Result<f64> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index of a short list"
    )]
    let index = ((sorted.len().saturating_sub(1)) as f64 * share).ceil() as usize;
    sorted.get(index).copied().context("nothing was measured")
}

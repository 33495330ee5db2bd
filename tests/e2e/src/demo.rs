//! The demo without a screen to look at: one patient, live and from the cache.

use anyhow::Result;

use crate::machine::places::Places;
use crate::stage::Stage;

const PATIENT: &str = "牧野 爛漫";

/// Prints both times and fails unless both were painted.
pub(crate) async fn headless(places: &Places) -> Result<()> {
    println!("setting up a demo profile, the service simulator and a desktop session");
    let mut stage = Stage::set(places, "demo").await?;
    println!("signing in by typing");
    let window = stage.open_as("doctor").await?;
    let clicked = std::time::Instant::now();
    window.open_patient(PATIENT).await?;
    window.all_fetched().await?;
    window.section_says("condition", "2型糖尿病性腎症").await?;
    let live = clicked.elapsed().as_secs_f64() * 1000.0;
    println!("live:   {live:.0} ms from the click until every section had come from the service");
    stage.simulator.kill().await;
    println!("the service simulator is stopped");
    let cached = window.open_patient(PATIENT).await?;
    window
        .section_holds("condition", &["2型糖尿病性腎症"])
        .await?;
    let reason = window.outage().await?;
    println!(
        "cached: {cached:.0} ms from the click to the painted frame, with the service stopped (bar: {reason})"
    );
    window.close().await
}

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::journeys::{JOURNEYS, Journey};
use crate::machine::places::Places;
use crate::stage::Stage;

/// Runs the journeys one after the other; prints each, and the sum as the last line.
pub(crate) async fn run(places: &Places, only: Option<&str>) -> Result<bool> {
    let chosen: Vec<&Journey> = JOURNEYS
        .iter()
        .filter(|journey| only.is_none_or(|part| journey.name.contains(part)))
        .collect();
    if chosen.is_empty() {
        bail!("no journey has such a name");
    }
    let mut failed = Vec::new();
    for (index, journey) in chosen.iter().enumerate() {
        let started = Instant::now();
        let done = walk(places, journey).await;
        let seconds = started.elapsed().as_secs_f64();
        let number = format!("{}/{}", index + 1, chosen.len());
        match done {
            Ok(()) => println!("{number} {} ... ok ({seconds:.1} s)", journey.name),
            Err(error) => {
                println!(
                    "{number} {} ... FAILED ({seconds:.1} s): {error:#}",
                    journey.name
                );
                failed.push(journey.name);
            }
        }
    }
    println!(
        "{} passed, {} failed",
        chosen.len() - failed.len(),
        failed.len()
    );
    Ok(failed.is_empty())
}

async fn walk(places: &Places, journey: &Journey) -> Result<()> {
    let limit = Duration::from_secs(journey.seconds);
    let mut stage = tokio::time::timeout(Duration::from_secs(90), Stage::set(places, journey.name))
        .await
        .unwrap_or_else(|_| bail!("the stage was not set in 90 s"))?;
    let ended = tokio::time::timeout(limit, (journey.walk)(&mut stage))
        .await
        .unwrap_or_else(|_| bail!("it took longer than {} s", limit.as_secs()));
    if ended.is_err() {
        // The stage still holds its windows.
        picture_of_the_display(&places.out()?.join(format!("{}.png", journey.name))).await;
    }
    ended
}

/// A picture taken from the display and not through the driver, which may be what hangs.
async fn picture_of_the_display(file: &Path) {
    // What was last painted may be the frame before.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut command = tokio::process::Command::new("import");
    command
        .args(["-window", "root"])
        .arg(file)
        .kill_on_drop(true);
    let _ = tokio::time::timeout(Duration::from_secs(10), command.status()).await;
}

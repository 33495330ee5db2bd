use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Error, Result, anyhow, bail};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::Offset;

use crate::journeys::{JOURNEYS, Journey};
use crate::machine::places::Places;
use crate::stage::Stage;

/// How long before midnight no journey begins.
const LATE: Duration = Duration::from_secs(120);

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
        let done = match walk(places, journey).await {
            Err(Stop::Undrawn(error)) => {
                println!(
                    "    {}: nothing is drawn, so once more: {error:#}",
                    journey.name
                );
                walk(places, journey).await
            }
            done => done,
        };
        let seconds = started.elapsed().as_secs_f64();
        let number = format!("{}/{}", index + 1, chosen.len());
        match done {
            Ok(()) => println!("{number} {} ... ok ({seconds:.1} s)", journey.name),
            Err(Stop::Failed(error) | Stop::Undrawn(error)) => {
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

/// Why a journey came to no end.
enum Stop {
    Failed(Error),
    /// The window was empty: the engine had stopped drawing, which no screen of ours looks like. Seen now and
    /// then on a display without graphics of its own. Walked once more, since nothing can be said of the
    /// program then; a program that leaves its window empty does so again.
    Undrawn(Error),
}

async fn walk(places: &Places, journey: &Journey) -> Result<(), Stop> {
    new_day_is_waited_for().await;
    let mut stage = set(places, journey).await.map_err(Stop::Failed)?;
    let limit = Duration::from_secs(journey.seconds);
    let ended = tokio::time::timeout(limit, (journey.walk)(&mut stage))
        .await
        .unwrap_or_else(|_| Err(anyhow!("it took longer than {} s", limit.as_secs())));
    let Err(error) = ended else {
        return Ok(());
    };
    // The stage still holds its windows.
    let out = places.out().map_err(Stop::Failed)?;
    let picture = out.join(format!("{}.png", journey.name));
    picture_of_the_display(&picture).await;
    if is_empty(&picture).await {
        Err(Stop::Undrawn(error))
    } else {
        Err(Stop::Failed(error))
    }
}

async fn set(places: &Places, journey: &Journey) -> Result<Stage> {
    tokio::time::timeout(Duration::from_secs(90), Stage::set(places, journey.name))
        .await
        .unwrap_or_else(|_| bail!("the stage was not set in 90 s"))
}

/// The visits of the sample clinic are of one day in Japan: a journey that begins shortly before midnight
/// would stand on two.
async fn new_day_is_waited_for() {
    let left = until_midnight(Timestamp::now());
    if left < LATE {
        println!("    waiting {} s for midnight in Japan", left.as_secs());
        tokio::time::sleep(left + Duration::from_secs(1)).await;
    }
}

fn until_midnight(now: Timestamp) -> Duration {
    let time = Offset::constant(9).to_datetime(now).time();
    let passed = Time::midnight().duration_until(time).unsigned_abs();
    Duration::from_hours(24).saturating_sub(passed)
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

/// Whether a window stands on the display with nothing in it: besides the display's ground there is one
/// colour. Without a window there is the ground alone.
async fn is_empty(picture: &Path) -> bool {
    let mut command = tokio::process::Command::new("identify");
    command
        .args(["-format", "%k"])
        .arg(picture)
        .kill_on_drop(true);
    let asked = tokio::time::timeout(Duration::from_secs(10), command.output()).await;
    matches!(asked, Ok(Ok(said)) if said.stdout.trim_ascii() == b"2")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_ends_at_midnight_in_japan() {
        for (now, seconds) in [
            ("2026-11-22T14:59:00Z", 60),
            ("2026-11-22T15:00:00Z", 86_400),
            ("2026-11-22T15:00:01Z", 86_399),
        ] {
            let left = until_midnight(now.parse().unwrap());
            assert_eq!(left, Duration::from_secs(seconds), "{now}");
        }
    }
}

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::Offset;

use crate::journeys::{JOURNEYS, Journey};
use crate::machine::places::Places;
use crate::stage::Stage;

/// How long before midnight no journey begins: longer than the longest of them takes.
const LATE: Duration = Duration::from_secs(180);

/// So many journeys of a run may be walked a second time, and are named at the end: the driver and the engine
/// behind it lose a click or a window now and then, and it can't be told from here which of them it was.
const WALKED_TWICE: usize = 2;

/// Never walked twice: a wrong patient, or a byte where it must not be, that shows once is there.
const WALKED_ONCE: [&str; 6] = [
    "no_late_answer_of_a_former_patient_is_painted",
    "an_answer_about_another_patient_is_never_shown",
    "no_clinical_byte_reaches_the_desk",
    "every_cell_of_the_matrix_is_tried",
    "a_locked_screen_shows_nobody_and_opens_again_where_it_was",
    "a_patient_is_found_by_any_writing_and_a_wrong_one_is_not_opened",
];

/// Runs the journeys one after the other; prints each, and the sum as the last line.
pub(crate) async fn run(places: &Places, only: Option<&str>) -> Result<bool> {
    let chosen: Vec<&Journey> = JOURNEYS
        .iter()
        .filter(|journey| only.is_none_or(|part| journey.name.contains(part)))
        .collect();
    if chosen.is_empty() {
        bail!("no journey has such a name");
    }
    let (mut failed, mut twice) = (Vec::new(), Vec::new());
    for (index, journey) in chosen.iter().enumerate() {
        let started = Instant::now();
        let mut done = walk(places, journey).await;
        if let Err(error) = &done
            && twice.len() < WALKED_TWICE
            && !WALKED_ONCE.contains(&journey.name)
        {
            keep_what_was_left(places, journey);
            println!("    {} stopped, once more: {error:#}", journey.name);
            twice.push(journey.name);
            done = walk(places, journey).await;
        }
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
    if !twice.is_empty() {
        println!("walked twice: {}", twice.join(", "));
    }
    println!(
        "{} passed, {} failed",
        chosen.len() - failed.len(),
        failed.len()
    );
    Ok(failed.is_empty())
}

/// The log and the picture of a walk that stopped, beside those of the next one.
fn keep_what_was_left(places: &Places, journey: &Journey) {
    let Ok(out) = places.out() else { return };
    for kind in ["log", "png"] {
        let left = out.join(format!("{}.{kind}", journey.name));
        // Without them the next walk is not worth less.
        let _ = std::fs::rename(&left, out.join(format!("{}-first.{kind}", journey.name)));
    }
}

async fn walk(places: &Places, journey: &Journey) -> Result<()> {
    new_day_is_waited_for().await;
    let mut stage = set(places, journey).await?;
    let limit = Duration::from_secs(journey.seconds);
    let ended = tokio::time::timeout(limit, (journey.walk)(&mut stage))
        .await
        .unwrap_or_else(|_| bail!("it took longer than {} s", limit.as_secs()));
    if ended.is_err() {
        // The stage still holds its windows.
        picture_of_the_display(&places.out()?.join(format!("{}.png", journey.name))).await;
    }
    ended
}

async fn set(places: &Places, journey: &Journey) -> Result<Stage> {
    tokio::time::timeout(Duration::from_secs(90), Stage::set(places, journey.name))
        .await
        .unwrap_or_else(|_| bail!("the stage was not set in 90 s"))
}

/// The visits of the sample clinic are of one day in Japan: a journey that begins shortly before midnight
/// would stand on two.
pub(crate) async fn new_day_is_waited_for() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_walked_once_is_a_journey() {
        for name in WALKED_ONCE {
            assert!(JOURNEYS.iter().any(|one| one.name == name), "{name}");
        }
    }

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

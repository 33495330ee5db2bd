//! One patient at a time: patients are switched as fast as nobody could, while every answer takes a way
//! of random length, and every frame is searched for words of anybody but the open patient.
//!
//! In the real window, on the real core. What happens on the page is in `page/`, in the page's own
//! language; here it is begun, joined with the driver's mouse and news of the service, and judged.

mod outcome;

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::SampleClinic;
use serde_json::json;

pub(crate) use self::outcome::Outcome;
use crate::figures;
use crate::machine::places::Places;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

/// What runs on the page, in the order in which it is read.
const PAGE: &str = concat!(
    include_str!("page/answers.js"),
    include_str!("page/words.js"),
    include_str!("page/watch.js"),
    include_str!("page/hand.js"),
    include_str!("page/learn.js"),
    include_str!("page/proof.js"),
    include_str!("page/race.js"),
);

/// Something new comes of one of these for somebody, in turn.
const CATEGORIES: [&str; 7] = [
    "condition",
    "drug_allergy",
    "other_allergy",
    "infection",
    "laboratory",
    "prescription",
    "checkup",
];

/// How it is raced.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Race {
    pub(crate) switches: usize,
    /// So many of today's list take part.
    pub(crate) patients: usize,
    /// Decides who is chosen when, what is opened, and how long each answer takes.
    pub(crate) seed: u32,
    /// After so long it is broken off.
    pub(crate) at_most: Duration,
}

/// More than come on any day of the sample.
const ALL: usize = 1000;

/// The longest that most answers and news are held up, in milliseconds.
const LONGEST_WAY: u32 = 400;

/// Races as often as asked, prints the figures, and tells whether nothing wrong was painted.
pub(crate) async fn run(
    places: &Places,
    switches: usize,
    seed: Option<u32>,
    json: Option<&Path>,
) -> Result<bool> {
    let mut stage = Stage::set(places, "race").await?;
    let race = Race {
        switches,
        patients: ALL,
        seed: seed.unwrap_or_else(any_seed),
        at_most: Duration::from_secs(15 * 60),
    };
    println!("   seed {} (repeats it: --seed {})", race.seed, race.seed);
    let outcome = race.on(&mut stage).await?;
    outcome.print();
    json.map_or(Ok(()), |file| figures::write(&outcome, file))?;
    let sum = outcome.judge(race);
    println!("\n{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}

/// Another one every time.
fn any_seed() -> u32 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(1, |now| now.subsec_nanos())
}

impl Race {
    /// Runs it in a window of its own.
    pub(crate) async fn on(self, stage: &mut Stage) -> Result<Outcome> {
        let charts = charts(stage)?;
        // Whatever comes anew during the race was there before for everybody, so that it is nobody's own.
        for chart in &charts {
            for category in CATEGORIES {
                stage.simulator.revise(chart, category).await?;
            }
        }
        let window = stage.open().await?;
        window.element(&test("sign-in")).await?;
        // Before anybody signs in: whoever listens to news of the core begins then.
        window.ask(PAGE, vec![]).await?;
        window.sign_in(stage.accounts.with_role("doctor")?).await?;
        window.element(&test("today-row")).await?;
        self.begin(&window).await?;
        self.watch(&window, stage, &charts).await
    }

    async fn begin(self, window: &Window) -> Result<()> {
        let plan = json!({
            "seed": self.seed,
            "switches": self.switches,
            "patients": self.patients,
            "longest": LONGEST_WAY,
        });
        let begun = window.ask("window.switching.begin(arguments[0])", vec![plan]);
        begun.await.context("beginning the race")?;
        Ok(())
    }

    /// Until it is done: meanwhile the driver's mouse chooses as well, and the service gives out
    /// something new.
    async fn watch(self, window: &Window, stage: &Stage, charts: &[String]) -> Result<Outcome> {
        let started = Instant::now();
        let mut news = charts.iter().cycle().zip(CATEGORIES.iter().cycle());
        let mut hundreds = 0;
        while started.elapsed() < self.at_most {
            tokio::time::sleep(Duration::from_millis(400)).await;
            let outcome = told(window).await?;
            if let Some(failed) = &outcome.failed {
                outcome.print();
                bail!("the page broke off while {failed}");
            }
            if outcome.stage == "done" {
                return Ok(outcome.with_seconds(started.elapsed().as_secs_f64()));
            }
            if outcome.stage == "racing" {
                if outcome.switches / 100 > hundreds {
                    hundreds = outcome.switches / 100;
                    println!("   … {} switches", outcome.switches);
                }
                let (chart, category) = news.next().context("nobody comes today")?;
                stage.simulator.revise(chart, category).await?;
                self.press(window).await?;
            }
        }
        bail!("the race takes longer than {} s", self.at_most.as_secs())
    }

    /// Chooses somebody with the driver's mouse; the list may move meanwhile.
    async fn press(self, window: &Window) -> Result<()> {
        let next = "return window.switching.next()";
        let next = window.ask(next, vec![]).await?;
        let next = next.as_str().context("nobody takes part")?;
        window
            .click(&format!("{}[data-person=\"{next}\"]", test("today-row")))
            .await
    }
}

/// How it stands.
async fn told(window: &Window) -> Result<Outcome> {
    let told = window.ask("return window.switching.told()", vec![]).await?;
    let told = told.as_str().context("the page tells nothing")?;
    serde_json::from_str(told).context("reading what the page told")
}

/// Chart numbers of whoever comes today; not of those whose sender takes everything back instead of
/// adding to it.
fn charts(stage: &Stage) -> Result<Vec<String>> {
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&stage.places.clinic())?.expand(today)?;
    let come = clinic.patients.into_iter();
    let come = come.filter(|one| one.arrival.is_some() && !one.withdraws);
    Ok(come.map(|one| one.chart_number).collect())
}

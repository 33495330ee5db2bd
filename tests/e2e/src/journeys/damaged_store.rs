//! The store of the records is damaged while the program is closed: the second copy is read, the
//! screen says so and of when it is, and the next sitting is whole again.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::{Value, json};

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

const NAME: &str = "牧野 爛漫";
const NUMBER: &str = "000999739";
const DISEASE: &str = "2型糖尿病性腎症";
/// The page without which nothing else of a store can be read.
const FIRST_PAGE: usize = 4096;

pub(super) async fn a_damaged_store_is_stood_in_for_and_says_so(stage: &mut Stage) -> Result<()> {
    let began = Timestamp::now();
    let window = stage.open_as("doctor").await?;
    window.open_patient(NAME).await?;
    window.all_fetched().await?;
    window.close().await?;
    stage.simulator.kill().await;
    let damaged = damage(stage).await?;

    let window = stage.open_as("doctor").await?;
    the_banner_tells_of_when(&window, began).await?;
    window.open_patient(NAME).await?;
    window
        .section_holds("condition", &[DISEASE, "予備の複製"])
        .await?;
    window
        .section_holds("drug_allergy", &["セファゾリンナトリウム"])
        .await?;
    let now = std::fs::read(store_of(stage)).context("reading the damaged store")?;
    ensure!(now == damaged, "the damaged store was touched");

    let window = stage.hide(&window).await?;
    window.sign_in(stage.accounts.with_role("doctor")?).await?;
    it_is_whole_again(&window, stage).await?;
    let aside = stage.profile.folder().join("records.db.damaged-1");
    let kept = std::fs::read(aside).context("looking for the damaged store")?;
    ensure!(kept == damaged, "the damaged store was not kept as it was");

    stage.start_service_again().await?;
    stage.simulator.revise(NUMBER, "condition").await?;
    window.line_comes_back().await?;
    window.open_patient(NAME).await?;
    window.news_are_laid_out("condition", "帯状疱疹").await
}

/// As on the next day: the copy of before is gone, and the first sitting makes another.
async fn the_copy_of_the_day_is_made(stage: &Stage) -> Result<()> {
    let copy = stage.profile.folder().join("second/records.db");
    std::fs::remove_file(&copy).context("there was no second copy")?;
    let window = stage.open_as("doctor").await?;
    window
        .until("the second copy to be made", async || Ok(copy.exists()))
        .await?;
    window.close().await
}

/// Damages the store, not its copy of the day. Answers what the file holds now.
pub(crate) async fn damage(stage: &Stage) -> Result<Vec<u8>> {
    the_copy_of_the_day_is_made(stage).await?;
    let store = store_of(stage);
    let mut bytes = std::fs::read(&store).context("reading the store")?;
    for byte in bytes.iter_mut().take(FIRST_PAGE) {
        *byte ^= 0x5A;
    }
    std::fs::write(store, &bytes).context("damaging the store")?;
    Ok(bytes)
}

fn store_of(stage: &Stage) -> PathBuf {
    stage.profile.folder().join("records.db")
}

/// In plain words, with the moment of the newest answer in the copy, which was received this day.
async fn the_banner_tells_of_when(window: &Window, began: Timestamp) -> Result<()> {
    let said = window.text(&standing("second_copy")).await?;
    let upkeep = window.invoke("upkeep", json!({})).await?;
    let upkeep = upkeep.map_err(|refused| anyhow::anyhow!("upkeep: {refused}"))?;
    let of = upkeep.pointer("/standing/as_of").and_then(Value::as_str);
    let of: Timestamp = of.context("the copy is of no moment")?.parse()?;
    ensure!(
        began <= of && of <= Timestamp::now(),
        "the copy is said to be of {of}"
    );
    let moment = Offset::constant(9).to_datetime(of);
    let moment = moment.strftime("%Y-%m-%d %H:%M").to_string();
    ensure!(
        said.contains("予備の複製を表示中") && said.contains(&moment) && said.contains("損傷"),
        "the banner does not say what is shown, or that it is of {moment}: {said}"
    );
    ensure!(
        !said.contains("含まれません"),
        "it says that something is lost: {said}"
    );
    Ok(())
}

async fn it_is_whole_again(window: &Window, stage: &Stage) -> Result<()> {
    window.open_patient(NAME).await?;
    window.section_holds("condition", &[DISEASE]).await?;
    let section = window.section("condition").await?;
    ensure!(
        !section.contains("予備の複製") && !window.has(&test("standing")).await?,
        "the second copy is still read: {section}"
    );
    ensure!(
        !stage.profile.folder().join("records.db.standin").exists(),
        "the stand-in is left"
    );
    Ok(())
}

fn standing(state: &str) -> String {
    format!("{}[data-standing=\"{state}\"]", test("standing"))
}

//! What changed: states of a section, what is no longer supplied, and what was read in an outage.

use anyhow::{Context, Result, ensure};

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

/// Everything about her is taken back by its sender.
const WITHDRAWN: &str = "渡邊 蕗";
const WITHDRAWN_NUMBER: &str = "000101424";

/// The service gives a set again without its entries, and the viewer has it before the outage.
pub(super) async fn something_is_no_longer_supplied(window: &Window, stage: &Stage) -> Result<()> {
    window.open_patient(WITHDRAWN).await?;
    window.all_fetched().await?;
    window.section_says("drug_allergy", "ポビドン").await?;
    stage.simulator.revise(WITHDRAWN_NUMBER, "").await?;
    // What was confirmed a moment ago is not asked for again: opened until it is.
    window
        .until("something to be no longer supplied", async || {
            window.open_patient("寺田 寅蔵").await?;
            window.open_patient(WITHDRAWN).await?;
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            let told = window.section("drug_allergy").await?;
            Ok(told.contains("提供されなくなった項目"))
        })
        .await
}

/// In the outage: what is no longer supplied is there by name and never among the current ones, and
/// the versions tell when it went.
pub(super) async fn what_vanished_and_its_versions_are_read(window: &Window) -> Result<()> {
    window.open_patient(WITHDRAWN).await?;
    window
        .section_holds("drug_allergy", &["提供されなくなった項目"])
        .await?;
    let button = window.open_history("drug_allergy").await?;
    let states = window.texts(&test("history-state")).await?;
    ensure!(
        states.len() >= 2,
        "{} versions are listed: {states:?}",
        states.len()
    );
    let newest = states.first().context("no newest version")?;
    ensure!(
        newest.contains("最新") && newest.contains("提供されなくなった"),
        "the newest version does not say what changed: {newest}"
    );
    let gone = format!("{}[data-kind=\"withdrawn\"]", test("comparison-row"));
    let row = window.text(&gone).await?;
    ensure!(
        row.contains("ポビドン") && row.contains("提供されなくなった"),
        "side by side the versions do not say what went: {row}"
    );
    window.escape_from("history-panel", &button).await
}

/// The line that appears after the outage leads to the list, and the list to the section.
pub(super) async fn the_list_of_changes_leads_to_the_section(
    window: &Window,
    name: &str,
    category: &str,
) -> Result<()> {
    let bar = window.text(&test("recovered-bar")).await?;
    ensure!(
        bar.contains("障害中に読んだ内容に変更があります"),
        "the line after the outage says: {bar}"
    );
    window.click(&test("open-recovered")).await?;
    let row = format!(
        "{}[data-category=\"{category}\"]",
        test("recovered-section")
    );
    window
        .until("the changed section in the list", async || {
            let patients = window.texts(&test("recovered-patient")).await?;
            Ok(patients.iter().any(|one| one.contains(name)) && window.has(&row).await?)
        })
        .await?;
    let words = window.text(&row).await?;
    ensure!(
        words.contains("追加"),
        "the list does not say what changed: {words}"
    );
    window.click(&row).await?;
    window.gone(&test("recovered-panel")).await?;
    window
        .until("that patient to be shown", async || {
            Ok(window.text(&test("identity")).await?.contains(name))
        })
        .await?;
    Ok(())
}

//! Reading beyond the everyday, and looking at it afterwards.

use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::machine::accounts::Account;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::{error, test};
use crate::window::sheets::ENTER;

const PATIENT: &str = "牧野 爛漫";
/// Her chart number.
const CHART: &str = "000999739";
const DISEASE: &str = "2型糖尿病性腎症";

pub(super) async fn a_refused_copy_is_read_in_an_emergency_and_somebody_looks_afterwards(
    stage: &mut Stage,
) -> Result<()> {
    let (window, doctor) = with_right(stage).await?;
    window.open_patient(PATIENT).await?;
    window.all_fetched().await?;
    stage
        .simulator
        .consent(CHART, "condition", "refused")
        .await?;
    let withheld = section("[data-reason=\"refused\"][data-held=\"nothing\"]");
    window.element(&withheld).await?;

    window
        .click(&format!("{withheld} {}", test("emergency-reading")))
        .await?;
    ensure!(
        window.text(&test("reading-panel")).await?.contains(PATIENT),
        "the dialog does not name the patient"
    );
    window.click(&test("reason-unconscious")).await?;
    window.fill(&test("proof"), "not-the-password-1").await?;
    window.click(&submit("reading")).await?;
    window.element(&error("wrong_credentials")).await?;
    window.fill(&test("proof"), &doctor.password).await?;
    window.click(&submit("reading")).await?;
    window.section_says("condition", DISEASE).await?;
    let line = line("person_reading");
    ensure!(
        window
            .text(&line)
            .await?
            .contains("緊急閲覧（院内保存分）中"),
        "no banner says it"
    );
    window.click(&test("end-reading")).await?;
    window.gone(&line).await?;
    window
        .element(&withheld)
        .await
        .context("it is withheld again")?;
    let auditor = stage.accounts.with_role("auditor")?;
    let window = stage.next(&window, auditor).await?;

    // It stays open until somebody has looked.
    window
        .click(&format!(
            "{}[data-open=\"true\"] {}",
            test("review-task"),
            test("review")
        ))
        .await?;
    window
        .fill(&test("review-text"), "記録と経過を確認した")
        .await?;
    window.click(&submit("review")).await?;
    let reviewed = window.text(&test("reviewed")).await?;
    ensure!(
        reviewed.contains("適切だった"),
        "the review says {reviewed}"
    );
    ensure!(
        !window.has(&test("own-review")).await?,
        "it was somebody else's"
    );
    window.gone(&test("open-tasks")).await
}

pub(super) async fn an_outage_reading_is_declared_by_the_keyboard_and_ends_with_the_return(
    stage: &mut Stage,
) -> Result<()> {
    let (window, doctor) = with_right(stage).await?;
    window.open_patient(PATIENT).await?;
    window.all_fetched().await?;
    ensure!(
        !window.has(&test("declare-outage")).await?,
        "it is offered while the service is there"
    );
    stage.simulator.kill().await;
    window.outage_for(&["refused"]).await?;
    window.element(&test("declare-outage")).await?;
    window.focus(&test("declare-outage")).await?;
    window.press(ENTER).await?;
    window.element(&test("declare-panel")).await?;
    window.focus(&test("reason-service")).await?;
    window.press(" ").await?;
    window.fill(&test("proof"), &doctor.password).await?;
    window.press(ENTER).await?;
    let line = line("outage_reading");
    window.element(&line).await?;
    let desk = stage.accounts.with_role("desk")?;
    let window = stage.next(&window, desk).await?;

    // Every screen says so; the desk's without a button.
    window.element(&line).await?;
    ensure!(
        !window.has(&test("end-outage")).await?,
        "the desk could end it"
    );
    let window = stage.next(&window, &doctor).await?;
    window.element(&line).await?;
    stage.start_service_again().await?;
    window.line_comes_back().await?;
    window.gone(&line).await
}

pub(super) async fn a_sealed_account_is_made_used_and_ended(stage: &mut Stage) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient(PATIENT).await?;
    window.all_fetched().await?;
    let admin = stage.accounts.with_role("admin")?.clone();
    let window = stage.next(&window, &admin).await?;
    window.click(&test("admin-tab-emergency")).await?;
    window.click(&test("make-sealed")).await?;
    window.fill(&test("sealed-name"), "sealed-1").await?;
    window.fill(&test("sealed-keeper"), "保管 太郎").await?;
    window.fill(&test("sealed-staff"), "0090").await?;
    window
        .fill(&test("sealed-key"), stage.profile.recovery_key())
        .await?;
    window.click(&submit("sealed")).await?;
    let secret = window.text(&test("sealed-secret")).await?;
    window.click(&test("secret-kept")).await?;
    window.click(&test("secret-done")).await?;
    window.gone(&test("sealed-secret")).await?;
    stage.simulator.kill().await;
    let sealed = Account::of("sealed-1", "doctor", &secret);
    let window = stage.next(&window, &sealed).await?;
    window.open_patient(PATIENT).await?;
    window.section_says("condition", DISEASE).await?;
    window.element(&line("emergency_account")).await?;
    let window = stage.next(&window, &admin).await?;

    window.element(&line("emergency_account")).await?;
    window.click(&test("admin-tab-emergency")).await?;
    // It stands above the button and moves it when it comes.
    window.element(&test("review-task")).await?;
    window.click(&test("return-to-normal")).await?;
    window.click(&test("return-yes")).await?;
    window.gone(&line("emergency_account")).await?;
    window.close().await?;
    let window = stage.open().await?;
    window
        .try_to_sign_in(&sealed.account, &sealed.password)
        .await?;
    window.element(&error("wrong_credentials")).await?;
    Ok(())
}

/// The doctor sits in this window and has the emergency right.
async fn with_right(stage: &Stage) -> Result<(Rc<Window>, Account)> {
    let doctor = stage.accounts.with_role("doctor")?.clone();
    let window = stage.open_as("admin").await?;
    let rights = json!({"account": doctor.account, "roles": ["doctor"], "emergency": true,
        "deputy": false, "disabled": false});
    window.answer("change_account", rights).await?;
    let window = stage.next(&window, &doctor).await?;
    Ok((window, doctor))
}

fn section(rest: &str) -> String {
    format!("{}[data-category=\"condition\"]{rest}", test("section"))
}

fn submit(form: &str) -> String {
    format!("{} {}", test(&format!("step-{form}")), test("step-submit"))
}

fn line(kind: &str) -> String {
    format!("{}[data-kind=\"{kind}\"]", test("emergency-line"))
}

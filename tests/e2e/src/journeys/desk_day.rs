//! A day at the desk, in the real window.

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::SampleClinic;
use serde_json::Value;

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;
use crate::window::sheets::ESCAPE;

const NOBODY_ELSE: &str = "見本 手入";

pub(super) async fn the_desk_works_a_day_with_the_keyboard(stage: &mut Stage) -> Result<()> {
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&stage.places.clinic())?.expand(today)?;
    let absent = clinic.patients.iter().find(|p| p.arrival.is_none());
    let absent = absent.context("everybody came today")?;
    let stated: Value = serde_json::from_str(absent.stated.json.get())?;
    let born = stated
        .get("birthDate")
        .and_then(Value::as_str)
        .context("no birth date")?;
    let clinical = clinic.clinical_strings();
    let window = stage.open_as("desk").await?;
    let complete = format!("{} .records .complete", test("board-row"));
    window.element(&complete).await?;
    let words = window.texts(&complete).await?;
    ensure!(words.iter().all(|word| word == "完了"), "{words:?}");

    // Somebody without the card, by number.
    window.click(&test("tool-number")).await?;
    let parts: Vec<&str> = absent.member_id.split(':').collect();
    for (field, part) in ["insurer", "symbol", "number", "branch"].iter().zip(&parts) {
        window.fill(&test(&format!("number-{field}")), part).await?;
    }
    window.fill(&test("number-birth"), born).await?;
    window
        .click(&format!("{} button[type=submit]", test("number-check")))
        .await?;
    let said = window.text(&test("tool-said")).await?;
    ensure!(said.contains("カードなし"), "the tool said {said}");
    window.with_keys(&test("number-birth"), ESCAPE).await?;

    // Somebody by hand, onto a list that lasts.
    window.click(&test("tool-lists")).await?;
    window.fill(&test("list-name"), "3階病棟").await?;
    window
        .click(&format!("{} button[type=submit]", test("make-list")))
        .await?;
    window.element(&test("named-list")).await?;
    window.with_keys(&test("list-name"), ESCAPE).await?;
    window.click(&test("tool-hand")).await?;
    window.fill(&test("person-name"), NOBODY_ELSE).await?;
    window.fill(&test("person-birth"), "昭和25年2月3日").await?;
    window
        .click(&format!("{} option[value=female]", test("person-gender")))
        .await?;
    window
        .click(&format!("{} button[type=submit]", test("add-person")))
        .await?;
    window.element(&test("tool-said")).await?;
    window.with_keys(&test("person-name"), ESCAPE).await?;

    // Each is on the board, and nothing of it is a clinical word.
    a_row_says(&window, &[NOBODY_ELSE]).await?;
    a_row_says(&window, &[&absent.chart_number, "番号で確認"]).await?;
    window.click(&test("tool-joins")).await?;
    window.element(&test("joins")).await?;
    let document = window.document().await?;
    let found = clinical
        .iter()
        .find(|word| document.contains(word.as_str()));
    ensure!(
        found.is_none(),
        "the desk's document holds a clinical word: {found:?}"
    );
    window.press(ESCAPE).await?;
    Ok(())
}

/// Waits until one row of the board says all of this.
async fn a_row_says(window: &Window, words: &[&str]) -> Result<()> {
    window
        .until(&format!("{} on the board", words.join(", ")), async || {
            let rows = window.texts(&test("board-row")).await?;
            Ok(rows
                .iter()
                .any(|row| words.iter().all(|word| row.contains(word))))
        })
        .await
}

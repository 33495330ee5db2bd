use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::SampleClinic;
use serde_json::Value;

use crate::stage::Stage;
use crate::window::dom::test;

pub(super) async fn an_administrator_checks_received_files(stage: &mut Stage) -> Result<()> {
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&stage.places.clinic())?.expand(today)?;
    let mut referrals = clinic.patients.iter().flat_map(|p| &p.records.referrals);
    let letter = referrals
        .next()
        .context("the sample clinic has no letter")?;
    let text = letter.json.get();
    let (whole, cut) = (
        stage.folder().join("letter.json"),
        stage.folder().join("cut.json"),
    );
    std::fs::write(&whole, text).context("writing a document")?;
    let half = text.as_bytes().get(..text.len() / 2).unwrap_or_default();
    std::fs::write(&cut, half).context("writing half a document")?;

    let window = stage.open_as("admin").await?;
    window.click(&test("admin-tab-answers")).await?;
    window.element(&test("answers-empty")).await?;
    window
        .choose_files(&test("answer-files"), &[&whole, &cut])
        .await?;
    window.element(&test("answers-clear")).await?;
    let row = |readable: bool| format!("{}[data-readable=\"{readable}\"]", test("answer-row"));
    let good = window.text(&row(true)).await?;
    ensure!(
        good.contains("letter.json") && good.contains("読めた"),
        "the whole document is told as: {good}"
    );
    let bad = window.text(&row(false)).await?;
    ensure!(
        bad.contains("cut.json") && bad.contains("読めない"),
        "half a document is told as: {bad}"
    );
    window
        .click(&format!("{} {}", row(false), test("answer-open")))
        .await?;
    let said = window.text(&test("answer-problem")).await?;
    ensure!(
        said.contains("途中で切れている"),
        "no reason is told: {said}"
    );

    let shown = window.document().await?;
    let words = clinic.clinical_strings();
    let in_file: Vec<_> = words.iter().filter(|word| text.contains(*word)).collect();
    ensure!(
        in_file.len() > 10,
        "the letter holds too few words to look for"
    );
    let names = names(text)?;
    ensure!(!names.is_empty(), "the letter names nobody");
    for word in in_file.into_iter().chain(&names) {
        ensure!(!shown.contains(word.as_str()), "the screen repeats {word}");
    }
    window.click(&test("admin-tab-settings")).await?;
    window.click(&test("admin-tab-answers")).await?;
    window.element(&test("answers-empty")).await?;
    let left = window.document().await?;
    ensure!(!left.contains("letter.json"), "a report is left behind");
    Ok(())
}

/// What the letter calls its patient.
fn names(letter: &str) -> Result<Vec<String>> {
    let letter: Value = serde_json::from_str(letter).context("reading the letter")?;
    let list = |value: &Value, at: &str| value.pointer(at).and_then(Value::as_array).cloned();
    let entries = list(&letter, "/entry").unwrap_or_default();
    let patients = entries.iter().filter(|entry| {
        let kind = entry.pointer("/resource/resourceType");
        kind.and_then(Value::as_str) == Some("Patient")
    });
    let names = patients.filter_map(|entry| list(entry, "/resource/name"));
    let text = |name: Value| Some(name.get("text")?.as_str()?.to_owned());
    Ok(names.flatten().filter_map(text).collect())
}

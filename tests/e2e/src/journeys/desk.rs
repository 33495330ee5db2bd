use anyhow::{Context, Result, bail, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::SampleClinic;
use serde_json::{Value, json};

use crate::stage::Stage;
use crate::window::dom::test;
use crate::window::sheets::ESCAPE;

pub(super) async fn no_clinical_word_reaches_the_desk(stage: &mut Stage) -> Result<()> {
    let clinical = SampleClinic::load(&stage.places.clinic())?
        .expand(Offset::constant(9).to_datetime(Timestamp::now()).date())?
        .clinical_strings();
    ensure!(
        clinical.len() > 100,
        "the list of clinical words is too short to prove anything"
    );
    // A doctor was here before, in the same window: nothing of that may be left either.
    let window = stage.open_as("doctor").await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    let seen = window.document().await?;
    ensure!(
        clinical.iter().any(|word| seen.contains(word.as_str())),
        "the doctor's screen holds no clinical word: the search finds nothing"
    );
    let window = stage.hide(&window).await?;
    window.sign_in(stage.accounts.with_role("desk")?).await?;
    window.fill(&test("find-text"), "マキノ").await?;
    window.element(&test("find-row")).await?;
    let document = window.document().await?;
    let found = clinical
        .iter()
        .find(|word| document.contains(word.as_str()));
    ensure!(
        found.is_none(),
        "the desk's search holds the clinical word {}",
        found.map_or("", String::as_str)
    );
    window.press(ESCAPE).await?;
    window.click(&format!("{} td", test("board-row"))).await?;
    let rows = window.texts(&test("board-row")).await?.len();
    for row in 0..rows {
        let document = window.document().await?;
        if let Some(word) = clinical
            .iter()
            .find(|word| document.contains(word.as_str()))
        {
            bail!("the desk's document holds the clinical word {word} (row {row})");
        }
        window.press("\u{e015}").await?;
    }
    Ok(())
}

/// Her newest checkup.
fn key_of_a_report(stage: &Stage) -> Result<String> {
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&stage.places.clinic())?.expand(today)?;
    let patient = clinic.by_chart_number("000999739").context("she is gone")?;
    let report = patient.records.checkups.first().context("no checkup")?;
    Ok(report.identifier.clone())
}

pub(super) async fn the_core_refuses_what_a_role_may_not(stage: &mut Stage) -> Result<()> {
    let mut doctor = stage.open_as("doctor").await?;
    let (_, person) = doctor.row_of("牧野 爛漫").await?;
    let person: i64 = person.parse().context("reading the person's number")?;
    let report = key_of_a_report(stage)?;
    doctor.open_patient("牧野 爛漫").await?;
    doctor.all_fetched().await?;
    let calls = [
        ("todays_patients", json!({})),
        ("open_patient", json!({ "person": person })),
        (
            "patient_section",
            json!({ "person": person, "category": "condition" }),
        ),
        (
            "section_sheet",
            json!({ "person": person, "category": "condition" }),
        ),
        (
            "section_history",
            json!({ "person": person, "category": "condition" }),
        ),
        ("recovery_changes", json!({})),
        (
            "document_sheet",
            json!({ "person": person, "category": "checkup", "key": report }),
        ),
    ];
    for (command, payload) in &calls {
        let answer = doctor.invoke(command, payload.clone()).await?;
        ensure!(answer.is_ok(), "the doctor may not {command}: {answer:?}");
    }
    for role in ["desk", "admin", "auditor"] {
        doctor = stage.next(&doctor, stage.accounts.with_role(role)?).await?;
        for (command, payload) in &calls {
            let Err(refusal) = doctor.invoke(command, payload.clone()).await? else {
                bail!("{command} answered somebody signed in as {role}");
            };
            let code = refusal.get("code").and_then(Value::as_str);
            ensure!(
                code == Some("not_permitted"),
                "{command} as {role} was refused with {refusal}"
            );
        }
    }
    Ok(())
}

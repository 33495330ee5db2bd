use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::{Document, SampleClinic};
use serde_json::Value;

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

const NAME: &str = "齋藤 一郎";

/// His chart number.
const NUMBER: &str = "000100717";

pub(super) async fn a_letter_is_read_whole_with_and_without_the_service(
    stage: &mut Stage,
) -> Result<()> {
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&stage.places.clinic())?.expand(today)?;
    let patient = clinic.by_chart_number(NUMBER).context("he is gone")?;
    let sent = &patient.records.referrals;

    let window = stage.open_as("doctor").await?;
    window.open_patient(NAME).await?;
    window.all_fetched().await?;
    let live = read(&window, sent).await?;

    stage.simulator.kill().await;
    window.outage_for(&["refused"]).await?;
    window.open_patient("寺田 寅蔵").await?;
    window.open_patient(NAME).await?;
    let cached = read(&window, sent).await?;
    ensure!(live == cached, "without the service something else is told");

    // Whoever hides the screen leaves nothing of the letter on it.
    window.click(&test("tab-document")).await?;
    let letter = sent.first().context("he has no letter")?;
    window.open_document(&letter.identifier).await?;
    let window = stage.hide(&window).await?;
    let left = window.document().await?;
    for word in words(letter)? {
        ensure!(!left.contains(&word), "{word} is left on the hidden screen");
    }
    Ok(())
}

/// The list, then every document of it from its beginning to its end. Answers what they told.
async fn read(window: &Window, sent: &[Document]) -> Result<Vec<String>> {
    window.click(&test("tab-document")).await?;
    let list = format!("{} {}", test("documents"), test("document-table"));
    window.element(&list).await?;
    let mut told = Vec::new();
    for document in sent {
        let row = format!(
            "{}[data-key=\"{}\"][data-state=\"current\"]",
            test("document-row"),
            document.identifier
        );
        let row = window.text(&row).await?;
        for part in [&*document.title, &*document.date, "高知中央"] {
            ensure!(row.contains(part), "the list does not say {part}: {row}");
        }
        let button = window.open_document(&document.identifier).await?;
        let name = window.text("#document-name").await?;
        ensure!(name == document.title, "{name} opened");
        let words = words(document)?;
        ensure!(words.len() > 10, "{name} holds too few words to look for");
        window
            .sheet_holds(words.iter().map(String::as_str))
            .await
            .with_context(|| name.clone())?;
        told.push(window.texts(&test("sheet")).await?.join("\n"));
        if document.type_code == "57133-1" {
            letter(window).await?;
        }
        window.escape_from("document-view", &button).await?;
    }
    Ok(told)
}

/// What a letter has that others may not have.
async fn letter(window: &Window) -> Result<()> {
    let sections = window.text(&test("sheet-sections")).await?;
    for title in ["紹介目的", "傷病名・主訴", "投薬指示", "臨床経過"] {
        ensure!(sections.contains(title), "no section {title}: {sections}");
    }
    let narratives = window.texts(&test("narrative")).await?;
    ensure!(
        narratives.iter().any(|text| text.contains("退院後の外来")),
        "no narrative says why he was sent"
    );
    let cards = test("sheet-card");
    for kind in [
        "Condition",
        "AllergyIntolerance",
        "MedicationRequest",
        "Observation",
    ] {
        let card = format!("{cards}[data-resource=\"{kind}\"]");
        ensure!(window.has(&card).await?, "the letter has no {kind}");
    }
    let other = window.texts(&test("sheet-other-item")).await?;
    ensure!(
        other.iter().any(|item| item.contains("入退院支援の対象")),
        "what has no place is not told: {other:?}"
    );
    Ok(())
}

/// What stands in a document for a reader, found without the viewer: paragraphs, names, free text.
fn words(document: &Document) -> Result<BTreeSet<String>> {
    let tree: Value = serde_json::from_str(document.json.get()).context("reading the document")?;
    let mut found = BTreeSet::new();
    collect(&tree, &mut found);
    Ok(found)
}

fn collect(node: &Value, found: &mut BTreeSet<String>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), member) {
                    ("div", Value::String(html)) => {
                        let pieces = html.split('<').filter_map(|piece| piece.split_once('>'));
                        let texts = pieces.map(|(_, text)| text.trim().to_owned());
                        found.extend(texts.filter(|text| !text.is_empty()));
                    }
                    ("text" | "description" | "title", Value::String(text)) => {
                        found.insert(text.clone());
                    }
                    _ => collect(member, found),
                }
            }
        }
        _ => {}
    }
}

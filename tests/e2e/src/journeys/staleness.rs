use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::machine::clock_ahead::ClockAhead;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

const NAME: &str = "牧野 爛漫";
const NUMBER: &str = "000999739";
/// Two hours and a half.
pub(crate) const LATER: u64 = 9_000;

pub(super) async fn a_copy_that_grew_old_says_so_in_words_and_colours(
    stage: &mut Stage,
) -> Result<()> {
    limits_are_set(stage).await?;
    let window = stage.open_as("doctor").await?;
    window.open_patient(NAME).await?;
    window.all_fetched().await?;
    for category in ["condition", "laboratory", "drug_allergy"] {
        says(&window, category, "fresh", "").await?;
    }
    window.close().await?;

    stage.simulator.kill().await;
    let clock = ClockAhead::by(LATER, stage.folder()).await?;
    stage.desktop.live_by(clock);
    let window = stage.open_as("doctor").await?;
    window.outage().await?;
    // Not from today's list: the day may have ended meanwhile.
    window.find_and_open(NUMBER).await?;
    says(&window, "condition", "red", "とても古い（2時間前）").await?;
    says(&window, "drug_allergy", "red", "とても古い（2時間前）").await?;
    says(&window, "laboratory", "amber", "古い（2時間前）").await?;
    says(&window, "infection", "fresh", "保存分").await?;
    let (red, amber) = (
        colour(&window, "condition").await?,
        colour(&window, "laboratory").await?,
    );
    ensure!(red != amber, "both ages have the colour {red}");
    Ok(())
}

/// The administrator lets what is read first grow old within hours.
pub(crate) async fn limits_are_set(stage: &Stage) -> Result<()> {
    let window = stage.open_as("admin").await?;
    window.click(&test("admin-tab-upkeep")).await?;
    for (category, amber, red) in [
        ("condition", "1", "2"),
        ("drug_allergy", "1", "2"),
        ("laboratory", "1", "48"),
    ] {
        let row = format!("{}[data-category=\"{category}\"]", test("staleness-limit"));
        window.show(&row).await?;
        window
            .fill(&format!("{row} td:nth-of-type(1) input"), amber)
            .await?;
        window
            .fill(&format!("{row} td:nth-of-type(2) input"), red)
            .await?;
    }
    window.show(&test("save-staleness")).await?;
    window.click(&test("save-staleness")).await?;
    window
        .until("the limits to be saved", async || {
            let form = window.texts(&test("staleness-rules")).await?;
            Ok(form.iter().any(|text| text.contains("保存しました")))
        })
        .await?;
    window.close().await
}

fn as_of(category: &str) -> String {
    let section = format!("{}[data-category=\"{category}\"]", test("section"));
    format!("{section} {}", test("as-of"))
}

async fn age_of(window: &Window, category: &str) -> Result<String> {
    let age = window.attribute(&as_of(category), "data-staleness").await?;
    age.with_context(|| format!("{category} tells no age"))
}

async fn says(window: &Window, category: &str, age: &str, words: &str) -> Result<()> {
    window
        .until(
            &format!("{category} to be {age} and to say {words}"),
            async || {
                let told = age_of(window, category).await?;
                let said = window.text(&as_of(category)).await?;
                Ok(told == age && said.contains(words))
            },
        )
        .await
}

/// The colour in which a section tells its age.
async fn colour(window: &Window, category: &str) -> Result<Value> {
    let script = "return getComputedStyle(document.querySelector(arguments[0])).color";
    let age = format!("{} .age", as_of(category));
    window.ask(script, vec![json!(age)]).await
}

use anyhow::{Result, ensure};

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;
use crate::window::sheets::ENTER;

const NAME: &str = "牧野 爛漫";

pub(super) async fn a_section_is_read_whole_and_narrowed_with_and_without_the_service(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient(NAME).await?;
    window.all_fetched().await?;
    let button = window.open_sheet("laboratory").await?;
    let live = results(&window).await?;
    narrow(&window, live).await?;
    window.escape_from("sheet-panel", &button).await?;
    a_row_opens_what_it_stands_for(&window).await?;

    stage.simulator.kill().await;
    window.outage_for(&["refused"]).await?;
    window.open_patient("寺田 寅蔵").await?;
    window.open_patient(NAME).await?;
    let button = window.open_sheet("laboratory").await?;
    let cached = results(&window).await?;
    ensure!(
        live == cached,
        "without the service {cached} results are told instead of {live}"
    );
    window.escape_from("sheet-panel", &button).await?;
    a_row_opens_what_it_stands_for(&window).await?;

    // Whoever hides the screen leaves nothing of the sheet on it.
    window.open_sheet("condition").await?;
    let window = stage.hide(&window).await?;
    let left = window.document().await?;
    ensure!(
        !left.contains("2型糖尿病性腎症") && !window.has(&test("sheet-panel")).await?,
        "the sheet is left on the hidden screen"
    );
    Ok(())
}

/// The results of the open sheet.
fn result() -> String {
    format!("{}[data-resource=\"Observation\"]", test("sheet-card"))
}

/// How many results the open sheet tells, once it is seen to tell what no row has room for.
async fn results(window: &Window) -> Result<usize> {
    let all = window.texts(&result()).await?.len();
    ensure!(all > 100, "only {all} results are told");
    window
        .sheet_holds(["カリウム", "5.9", "検体", "血液", "高知中央", "土佐 一郎"])
        .await?;
    let sent = format!("{} [data-role=\"sent\"]", test("sheet-field"));
    ensure!(
        window.texts(&sent).await?.len() > all,
        "the results hold no values"
    );
    Ok(all)
}

/// Narrows the open sheet to one item, and back to all of it.
async fn narrow(window: &Window, all: usize) -> Result<()> {
    window.fill(&test("sheet-filter"), "カリウム").await?;
    window
        .until("the screen to say that something is left out", async || {
            let said = window.text(&test("sheet-filtered")).await?;
            Ok(said.contains("「カリウム」で絞り込み中"))
        })
        .await?;
    window.sheet_is_complete().await?;
    let kept = window.texts(&result()).await?;
    ensure!(
        !kept.is_empty() && kept.len() < all && kept.iter().all(|card| card.contains("カリウム")),
        "{} of {all} results are left after narrowing",
        kept.len()
    );
    window.click(&test("sheet-clear")).await?;
    window
        .until("everything to be told again", async || {
            Ok(window.texts(&result()).await?.len() == all)
        })
        .await
}

/// With the keyboard alone: Enter on a row opens the sheet narrowed to it.
async fn a_row_opens_what_it_stands_for(window: &Window) -> Result<()> {
    let rows = "[data-test=\"section\"][data-category=\"condition\"] [data-words]";
    let row = format!("{rows}[tabindex=\"0\"]");
    let words = window.attribute(&row, "data-words").await?;
    let words = words.unwrap_or_default();
    ensure!(!words.is_empty(), "the row does not say what it stands for");
    window.focus(&row).await?;
    window.press(ENTER).await?;
    window.sheet_is_complete().await?;
    let card = format!("{}[data-resource=\"Condition\"]", test("sheet-card"));
    let cards = window.texts(&card).await?;
    ensure!(
        !cards.is_empty() && cards.iter().all(|card| card.contains(&words)),
        "Enter on {words} opens something else"
    );
    window.escape_from("sheet-panel", &row).await
}

use anyhow::{Result, ensure};

use crate::stage::Stage;
use crate::window::dom::test;

/// One disease of this patient is 未提供.
const NAME: &str = "岡林 正";
const WORD: &str = "うつ病";

pub(super) async fn what_is_not_to_be_supplied_is_opened_only_on_purpose(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.open_patient(NAME).await?;
    window.all_fetched().await?;
    let button = window.open_sheet("condition").await?;
    window.sheet_holds(["提供対象外"]).await?;
    window.escape_from("sheet-panel", &button).await?;
    ensure!(
        !window.document().await?.contains(WORD),
        "what is not to be supplied is on the screen"
    );

    let link = test("open-kept-back");
    window.show(&link).await?;
    window.click(&link).await?;
    window.element(&test("kept-back-question")).await?;
    ensure!(
        !window.document().await?.contains(WORD),
        "it is on the screen before it was asked for"
    );
    window.click(&test("kept-back-open")).await?;
    window.sheet_is_complete().await?;
    window.sheet_holds([WORD, "提供対象外"]).await?;
    let strip = window.text(&test("kept-back-strip")).await?;
    ensure!(
        strip.contains("患者に見せないでください"),
        "above it stands: {strip}"
    );
    window.escape_from("sheet-panel", &link).await?;
    ensure!(
        !window.document().await?.contains(WORD),
        "something of it is left after closing"
    );

    let window = stage.hide(&window).await?;
    window.sign_in(stage.accounts.with_role("auditor")?).await?;
    window
        .until("the act in the log", async || {
            Ok(window.document().await?.contains("提供対象外の情報を開く"))
        })
        .await
}

use anyhow::{Context, Result, ensure};

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;
use crate::window::sheets::ENTER;

/// The key Down, as WebDriver names it.
const DOWN: &str = "\u{e015}";

/// Every way to write who is meant, and the name that must be found by it.
const WRITINGS: &[(&str, &str)] = &[
    ("サイトウ", "齋藤 一郎"),
    ("さいとう", "齋藤 一郎"),
    ("斎藤", "齋藤 一郎"),
    ("齋藤", "齋藤 一郎"),
    ("昭和14年12月1日", "齋藤 一郎"),
    ("1939-12-01", "齋藤 一郎"),
    ("000100717", "齋藤 一郎"),
    ("山崎", "山﨑 さくら"),
    ("ﾄﾗｿﾞｳ", "寺田 寅蔵"),
];

pub(super) async fn a_patient_is_found_by_any_writing_and_a_wrong_one_is_not_opened(
    stage: &mut Stage,
) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.row_of("齋藤 一郎").await?;
    window.press("/").await?;
    window
        .until("the slash to lead to the search", async || {
            window.has_focus(&test("find-text")).await
        })
        .await?;
    for (writing, name) in WRITINGS {
        finds(&window, writing, name)
            .await
            .with_context(|| format!("searching for {writing}"))?;
    }
    a_wrong_patient_is_refused(&window).await?;
    the_right_one_is_opened(&window).await?;
    the_desk_learns_who_it_is(&window, stage).await
}

async fn finds(window: &Window, writing: &str, name: &str) -> Result<()> {
    window.fill(&test("find-text"), writing).await?;
    // Not the rows of half the word.
    let answered = format!("{}[aria-busy=\"false\"]", test("find-results"));
    window.element(&answered).await?;
    window
        .until(&format!("{name} among those found"), async || {
            let rows = window.texts(&test("find-row")).await?;
            Ok(rows.iter().any(|row| row.contains(name)))
        })
        .await
}

/// Two people of one kana: the first is not meant, and the check is left as it comes up.
async fn a_wrong_patient_is_refused(window: &Window) -> Result<()> {
    finds(window, "マキノ ランマン", "牧野 蘭万").await?;
    let found = window.texts(&test("find-row")).await?;
    ensure!(
        found.len() == 2,
        "{} people of one kana: {found:?}",
        found.len()
    );
    window.press(ENTER).await?;
    window.element(&test("identity-check")).await?;
    let cancel = test("check-cancel");
    window
        .until("the focus on cancel", async || {
            window.has_focus(&cancel).await
        })
        .await?;
    window.press(ENTER).await?;
    window.gone(&test("identity-check")).await?;
    ensure!(
        !window.has(&test("identity")).await?,
        "a patient was opened although the check was cancelled"
    );
    window
        .until("the focus to be back in the search", async || {
            window.has_focus(&test("find-text")).await
        })
        .await
}

async fn the_right_one_is_opened(window: &Window) -> Result<()> {
    finds(window, "マキノ ランマン", "牧野 蘭万").await?;
    let rows = window.texts(&test("find-row")).await?;
    if rows.first().is_some_and(|row| !row.contains("蘭万")) {
        window.press(DOWN).await?;
    }
    window.press(ENTER).await?;
    let check = window.text(&test("identity-check")).await?;
    ensure!(
        check.contains("牧野 蘭万") && check.contains("1962-04-24(昭和37年)"),
        "the check does not show both items: {check}"
    );
    window.click(&test("check-confirm")).await?;
    let shown = window.text(&test("identity")).await?;
    ensure!(
        shown.contains("牧野 蘭万"),
        "somebody else was opened: {shown}"
    );
    Ok(())
}

async fn the_desk_learns_who_it_is(window: &Window, stage: &Stage) -> Result<()> {
    let window = &*stage.hide(window).await?;
    window.sign_in(stage.accounts.with_role("desk")?).await?;
    window.element(&test("board-row")).await?;
    finds(window, "斎藤", "齋藤 一郎").await?;
    window.press(ENTER).await?;
    let shown = window.text(&test("identity-check")).await?;
    ensure!(
        shown.contains("齋藤 一郎") && !window.has(&test("check-confirm")).await?,
        "the desk is offered more than who it is: {shown}"
    );
    Ok(())
}

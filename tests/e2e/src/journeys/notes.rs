use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::account_made::accounts_made;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

const NAME: &str = "牧野 爛漫";
const NOTICE: &str = "診療録ではありません。必要な内容は電子カルテに記載してください。";

/// A doctor leaves a note, confirms it, and supersedes it; a clerk enters one for the doctor, who
/// confirms it after seeing it.
pub(super) async fn a_note_is_confirmed_as_it_was_seen_and_only_superseded(
    stage: &mut Stage,
) -> Result<()> {
    a_clerk_who_may_read(stage).await?;
    let window = stage.open_as("doctor").await?;
    window.open_patient(NAME).await?;
    window.all_fetched().await?;
    open_notes(&window).await?;
    let notice = window.text(&test("notes-notice")).await?;
    ensure!(notice.contains(NOTICE), "the notes say: {notice}");
    window.click(&test("note-new")).await?;
    write(&window, "健診の腎機能を確認").await?;
    let draft = window.text(&test("note-draft")).await?;
    ensure!(
        draft.contains("未確定") && draft.contains("健診の腎機能を確認"),
        "the draft says: {draft}"
    );
    confirm(&window, 1).await?;

    // Without the service it goes on.
    stage.simulator.kill().await;
    window.outage_for(&["refused"]).await?;
    window.click(&test("note-supersede")).await?;
    write(&window, "腎機能は低下傾向").await?;
    confirm(&window, 2).await?;
    window.click(&test("notes-earlier")).await?;
    let former = window
        .text(&format!("{}[data-number=\"1\"]", test("note")))
        .await?;
    ensure!(
        former.contains("健診の腎機能を確認") && former.contains("置き換え済み（記録 2）"),
        "what was superseded says: {former}"
    );
    window.click(&test("note-copy")).await?;
    // This patient has a diagnosis that was not told.
    window.click(&test("note-copy-yes")).await?;
    window.element(&test("note-copied")).await?;
    window.close().await?;

    a_clerk_enters(stage).await?;
    let window = stage.open_as("doctor").await?;
    window.click(&test("waiting-drafts")).await?;
    window.click(&test("waiting-draft")).await?;
    window.element(&test("notes")).await?;
    let draft = window.text(&test("note-draft")).await?;
    ensure!(
        draft.contains("代行入力") && draft.contains("紹介状を確認"),
        "the draft of the clerk says: {draft}"
    );
    confirm(&window, 3).await?;
    let window = stage.hide(&window).await?;
    let left = window.document().await?;
    ensure!(
        !left.contains("紹介状を確認"),
        "a note is left on the screen"
    );
    Ok(())
}

/// 医師事務作業補助者, whom the site lets read diseases.
async fn a_clerk_who_may_read(stage: &Stage) -> Result<()> {
    accounts_made(stage, [stage.accounts.with_role("clerk")?]).await?;
    let window = stage.open().await?;
    let admin = stage.accounts.with_role("admin")?.request();
    window.answer("sign_in", admin).await?;
    let grants =
        json!({ "grants": [{ "role": "clerk", "categories": ["condition"], "notes": true }] });
    window.answer("set_grants", grants).await?;
    window.close().await
}

/// 代行入力: in the name of the doctor.
async fn a_clerk_enters(stage: &Stage) -> Result<()> {
    let doctor = stage.accounts.with_role("doctor")?.account.clone();
    let window = &*stage.open_as("clerk").await?;
    window.open_patient(NAME).await?;
    open_notes(window).await?;
    window.click(&test("note-new")).await?;
    let author = format!("{} option[value=\"{doctor}\"]", test("note-author"));
    window.click(&author).await?;
    write(window, "紹介状を確認").await?;
    window.element(&test("note-draft")).await?;
    ensure!(
        !window.has(&test("note-confirm")).await?,
        "a clerk is offered to confirm"
    );
    window.close().await
}

async fn open_notes(window: &Window) -> Result<()> {
    window.click(&test("tab-note")).await?;
    window.element(&test("notes")).await?;
    Ok(())
}

/// Types a text into the open form and saves it as a draft.
async fn write(window: &Window, text: &str) -> Result<()> {
    window.fill(&test("note-text"), text).await?;
    window.click(&test("note-save")).await?;
    window.gone(&test("note-form")).await
}

/// Confirms the one draft; the note gets this number.
async fn confirm(window: &Window, number: u32) -> Result<()> {
    window.click(&test("note-confirm")).await?;
    let note = format!("{}[data-number=\"{number}\"]", test("note"));
    window.element(&note).await?;
    let says = window.text(&note).await?;
    let confirmed = says.lines().any(|line| line.contains("確定 "));
    ensure!(
        confirmed && says.contains(NOTICE),
        "note {number} says: {says}"
    );
    window
        .gone(&test("note-draft"))
        .await
        .context("the draft stays")
}

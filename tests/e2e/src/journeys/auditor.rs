//! What an auditor does: who opened whom, a file of it, and finding that an older log was put in place.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;
use crate::window::sheets::ENTER;

const PATIENT: &str = "牧野 爛漫";
const CHART: &str = "000999739";
const DISEASE: &str = "2型糖尿病性腎症";

pub(super) async fn an_auditor_follows_a_patient_and_finds_an_older_log(
    stage: &mut Stage,
) -> Result<()> {
    let heads = stage.folder().join("heads");
    fs::create_dir_all(&heads)?;
    let window = stage.open_as("admin").await?;
    heads_are_kept_in(&window, &heads).await?;
    let doctor = stage.accounts.with_role("doctor")?;
    let window = stage.next(&window, doctor).await?;
    window.open_patient(PATIENT).await?;
    window.all_fetched().await?;
    let button = window.open_sheet("condition").await?;
    window.sheet_is_complete().await?;
    window.escape_from("sheet-panel", &button).await?;
    let auditor = stage.accounts.with_role("auditor")?;
    let window = stage.next(&window, auditor).await?;
    who_opened_is_told(&window).await?;
    every_reading_has_its_grounds(&window).await?;
    a_file_is_written(&window, stage.folder()).await?;
    ensure!(verified(&window).await? == "true", "the log does not fit");
    for place in ["keyring", "folder"] {
        standing_is(&window, place, "fits").await?;
    }
    window.close().await?;

    let log = stage.profile.folder().join("audit.db");
    let older = fs::read(&log).context("the log of the first day")?;
    let window = stage.open_as("doctor").await?;
    let (_, person) = window.row_of(PATIENT).await?;
    for _ in 0..6 {
        let opened = json!({"person": person.parse::<i64>()?});
        window.answer("open_patient", opened).await?;
    }
    window.close().await?;

    fs::write(&log, older)?;
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(stage.profile.folder().join(format!("audit.db{end}")));
    }
    let window = stage.open_as("auditor").await?;
    ensure!(
        verified(&window).await? == "false",
        "an older log is not noticed"
    );
    let said = window.text(&test("verification")).await?;
    ensure!(said.contains("番"), "no place is named: {said}");
    window
        .fill(&test("accept-reason"), "控えから戻した")
        .await?;
    window.click(&test("accept-heads")).await?;
    window
        .element(&format!("{}[data-intact=\"true\"]", test("verification")))
        .await?;
    Ok(())
}

async fn heads_are_kept_in(window: &Window, folder: &Path) -> Result<()> {
    window.click(&test("admin-tab-upkeep")).await?;
    let field = test("audit-folder");
    window.fill(&field, &folder.display().to_string()).await?;
    // By the keyboard: what is still loading above would move a button away from the pointer.
    window.press(ENTER).await?;
    window
        .until("a head in the folder", async || {
            Ok(fs::read_dir(folder)?.next().is_some())
        })
        .await
}

async fn who_opened_is_told(window: &Window) -> Result<()> {
    window.fill(&test("filter-chart"), CHART).await?;
    window.click(&test("filter-apply")).await?;
    let count = format!(
        "{}[data-account] {}",
        test("openings-line"),
        test("openings-count")
    );
    let opened = window.text(&count).await?;
    ensure!(opened.trim() != "0", "the opening is not counted");
    let ahead = window.text(&test("fetched-ahead")).await?;
    ensure!(
        ahead.contains("閲覧ではありません"),
        "not told apart: {ahead}"
    );
    window
        .click("[data-kind=\"open_patient\"] [data-test=\"entry-open\"]")
        .await?;
    let details = window.text(&test("entry-details")).await?;
    for word in ["目的", "通常", "セッション", "同意", "来院の記録"] {
        ensure!(details.contains(word), "{word} is not in: {details}");
    }
    let document = window.document().await?;
    ensure!(
        !document.contains(DISEASE),
        "a clinical word is on the screen"
    );
    Ok(())
}

async fn every_reading_has_its_grounds(window: &Window) -> Result<()> {
    window.click(&test("filter-clear")).await?;
    window.gone(&test("openings")).await?;
    window.click(&test("filter-without-basis")).await?;
    window.click(&test("filter-apply")).await?;
    window
        .element(&format!("{}[data-fitting=\"0\"]", test("fitting")))
        .await?;
    window.click(&test("filter-clear")).await?;
    window
        .element(&format!("{}:not([data-fitting=\"0\"])", test("fitting")))
        .await?;
    Ok(())
}

async fn a_file_is_written(window: &Window, folder: &Path) -> Result<()> {
    let folder = folder.join("files");
    fs::create_dir_all(&folder)?;
    let field = test("export-folder");
    window.show(&field).await?;
    window.fill(&field, &folder.display().to_string()).await?;
    window.click(&test("export-run")).await?;
    window.element(&test("exported")).await?;
    let file = fs::read_dir(&folder)?.next().context("a file")??;
    let text = fs::read_to_string(file.path())?;
    ensure!(
        text.starts_with('\u{FEFF}') && text.contains(CHART),
        "not the log"
    );
    ensure!(!text.contains(DISEASE), "a clinical word is in the file");
    Ok(())
}

async fn verified(window: &Window) -> Result<String> {
    // What is still loading would move the button away from the pointer.
    window.element(&test("fitting")).await?;
    window.click(&test("verify")).await?;
    window
        .attribute(&test("verification"), "data-intact")
        .await?
        .context("the answer")
}

async fn standing_is(window: &Window, place: &str, standing: &str) -> Result<()> {
    let head = format!(
        "{}[data-place=\"{place}\"][data-standing=\"{standing}\"]",
        test("head")
    );
    window.element(&head).await?;
    Ok(())
}

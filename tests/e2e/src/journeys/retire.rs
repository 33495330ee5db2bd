use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::recovery_key::type_key;
use crate::machine::desktop::Keyring;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;
use crate::window::sheets::ENTER;

pub(super) async fn a_pc_is_retired_and_its_copy_opens_elsewhere(stage: &mut Stage) -> Result<()> {
    // A name without capitals, which the driver does not type.
    let stick = tempfile::Builder::new()
        .prefix(&format!("clins-stick-{}", std::process::id()))
        .rand_bytes(0)
        .tempdir()
        .context("making a folder")?;
    let stick = stick.path();
    let window = stage.open_as("doctor").await?;
    window.open_patient("牧野 爛漫").await?;
    window.all_fetched().await?;
    // Nothing more comes: the copy stays current.
    stage.simulator.kill().await;
    let (doctor, admin) = (
        stage.accounts.with_role("doctor")?,
        stage.accounts.with_role("admin")?,
    );
    let window = stage.next(&window, admin).await?;
    open_steps(&window).await?;
    window.element("[data-obstacle=\"not_exported\"]").await?;
    ensure!(
        !window.has(&test("retire-submit")).await?,
        "it may be ended with nothing exported"
    );
    let folder = stick.display().to_string();
    window.fill(&test("export-folder"), &folder).await?;
    window.click(&test("plan-export")).await?;
    window.element(&test("export-planned")).await?;
    let window = stage.next(&window, doctor).await?;
    let made = window.until("the copy to be made", async || Ok(made_in(stick).is_some()));
    let made = made.await;
    let window = stage.next(&window, admin).await?;
    open_steps(&window).await?;
    if made.is_err() || window.element(&test("retire-ready")).await.is_err() {
        let said = window.texts(&test("retire")).await?;
        bail!("it is not ready: {}", said.join("\n"));
    }
    let copy = made_in(stick).context("no copy")?;
    end(stage, &window).await?;
    certificate_is_shown(&window, stick).await?;
    window.close().await?;
    nothing_opens_any_more(stage).await?;
    the_copy_opens_elsewhere(stage, &copy).await
}

async fn open_steps(window: &Window) -> Result<()> {
    window.click(&test("admin-tab-upkeep")).await?;
    for above in ["copy-state", "retention-limit", "staleness-limit"] {
        window.element(&test(above)).await?;
    }
    // By key: what still loads above would move it away from under a press.
    window.focus(&test("retire-open")).await?;
    window.press(ENTER).await?;
    window.element(&test("retire-export")).await?;
    Ok(())
}

async fn end(stage: &Stage, window: &Window) -> Result<()> {
    let key = stage.profile.recovery_key().to_lowercase();
    window.fill(&test("retire-key"), &key).await?;
    let password = &stage.accounts.with_role("admin")?.password;
    window.fill(&test("retire-password"), password).await?;
    window.fill(&test("retire-word"), "利用終了").await?;
    window.click(&test("retire-submit")).await
}

async fn certificate_is_shown(window: &Window, stick: &Path) -> Result<()> {
    let text = window.text(&test("certificate")).await?;
    ensure!(
        text.contains("先に消去した鍵") && text.contains("実施者 By: "),
        "the certificate does not say what was done: {text}"
    );
    let saved = std::fs::read_dir(stick).context("looking for the certificate")?;
    let names = saved.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let files = names.filter(|name| name.starts_with("clins-retirement-"));
    ensure!(files.count() == 2, "the certificate is not on the stick");
    Ok(())
}

/// The folder holds the certificate only, and the program shows it.
async fn nothing_opens_any_more(stage: &Stage) -> Result<()> {
    for file in stage.profile.files()?.keys() {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        ensure!(
            ["retired.json", "profile.lock"].contains(&name.as_ref()),
            "{name} is left"
        );
    }
    let window = stage.open().await?;
    window.element(&test("retired")).await?;
    ensure!(!window.has("#password").await?, "it offers to sign in");
    window.close().await
}

async fn the_copy_opens_elsewhere(stage: &mut Stage, copy: &Path) -> Result<()> {
    stage.profile = stage.profile.at(copy);
    stage.desktop = stage.other_desktop("another-pc", Keyring::Unlocked).await?;
    let window = stage.open().await?;
    window.click(&test("open-recover")).await?;
    type_key(&window, stage.profile.recovery_key()).await?;
    window.click(&test("recover-submit")).await?;
    window.element(&test("sign-in")).await?;
    window.sign_in(stage.accounts.with_role("doctor")?).await?;
    window.open_patient("牧野 爛漫").await?;
    window.section_says("condition", "2型糖尿病性腎症").await
}

/// The finished copy.
fn made_in(stick: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(stick).ok()?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| path.is_dir() && path.extension().is_none())
}

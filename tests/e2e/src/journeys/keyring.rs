use anyhow::{Context, Result, ensure};

use crate::machine::desktop::{Desktop, Keyring};
use crate::stage::Stage;
use crate::window::dom::test;

pub(super) async fn a_locked_keyring_is_explained_and_nothing_is_touched(
    stage: &mut Stage,
) -> Result<()> {
    // The same person's keyring files, in a session in which nobody opened them.
    let keyrings = stage.folder().join("home/data/keyrings");
    let copy = stage.folder().join("locked/data/keyrings");
    std::fs::create_dir_all(&copy).context("copying the keyring")?;
    for entry in std::fs::read_dir(&keyrings).context("copying the keyring")? {
        let entry = entry.context("copying the keyring")?;
        std::fs::copy(entry.path(), copy.join(entry.file_name())).context("copying the keyring")?;
    }
    let desktop = stage.other_desktop("locked", Keyring::Locked).await?;
    is_refused(stage, &desktop, "keyring_locked").await
}

pub(super) async fn without_a_keyring_service_nothing_is_made_anew(
    stage: &mut Stage,
) -> Result<()> {
    let desktop = stage.other_desktop("bare", Keyring::Absent).await?;
    is_refused(stage, &desktop, "keyring_unavailable").await
}

pub(super) async fn a_profile_copied_elsewhere_does_not_open(stage: &mut Stage) -> Result<()> {
    let desktop = stage.other_desktop("elsewhere", Keyring::Unlocked).await?;
    is_refused(stage, &desktop, "key_missing").await
}

/// The viewer explains why it does not start, leaves every file alone, and starts again at home.
async fn is_refused(stage: &Stage, desktop: &Desktop, code: &str) -> Result<()> {
    let before = stage.profile.files()?;
    let window = stage.open_on(desktop).await?;
    let shown = window
        .attribute(&test("start-failure"), "data-code")
        .await?;
    ensure!(
        shown.as_deref() == Some(code),
        "it says {} instead of {code}",
        shown.unwrap_or_default()
    );
    let words = window.text(&test("start-failure")).await?;
    ensure!(words.chars().count() > 20, "it explains nothing: {words}");
    ensure!(!window.has("#password").await?, "it offers to sign in");
    window.close().await?;
    let after = stage.profile.files()?;
    for (file, length) in &before {
        let kept = after.get(file) == Some(length);
        ensure!(
            kept || is_lock(file),
            "{} was changed or deleted",
            file.display()
        );
    }
    let home = stage.open_as("doctor").await?;
    home.element(&test("today")).await?;
    Ok(())
}

/// The lock and SQLite's own side files come and go.
fn is_lock(file: &std::path::Path) -> bool {
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    name.ends_with(".lock") || name.ends_with("-wal") || name.ends_with("-shm")
}

use std::os::unix::fs::MetadataExt;

use anyhow::{Context, Result, ensure};

use crate::machine::desktop::{Desktop, Keyring};
use crate::machine::profile::Profile;
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
    // This profile's secret is in the keyring of another session: nothing may take its place.
    for (home, keyring) in [("bare", Keyring::Absent), ("no-bus", Keyring::NoBus)] {
        let desktop = stage.other_desktop(home, keyring).await?;
        is_refused(stage, &desktop, "keyring_unavailable").await?;
    }
    Ok(())
}

pub(super) async fn a_pc_without_a_keyring_service_is_set_up_and_says_where_its_key_is(
    stage: &mut Stage,
) -> Result<()> {
    let desktop = stage.other_desktop("no-bus", Keyring::NoBus).await?;
    let folder = stage.folder().join("profile-without-bus");
    let profile = Profile::set_up(&stage.places, &desktop, &folder).await?;
    only_its_owner_may_read_the_secret(&profile)?;

    stage.desktop = stage.other_desktop("bare", Keyring::Absent).await?;
    let folder = stage.folder().join("profile-without-keyring");
    stage.profile = Profile::set_up(&stage.places, &stage.desktop, &folder).await?;
    only_its_owner_may_read_the_secret(&stage.profile)?;
    let (places, accounts) = (&stage.places, &stage.accounts);
    stage
        .profile
        .connect(places, &stage.desktop, accounts, stage.simulator.facts())
        .await?;

    let window = stage.open().await?;
    window.element(&test("sign-in")).await?;
    window
        .until("the sign-in screen to say where the key is", async || {
            let screen = window.document().await?;
            Ok(screen.contains("キーリングがないためファイルに保存されています"))
        })
        .await?;
    window.sign_in(stage.accounts.with_role("doctor")?).await?;
    window.open_patient("牧野 爛漫").await?;
    window.section_says("condition", "2型糖尿病性腎症").await?;
    window.close().await?;
    let again = stage.open_as("doctor").await?;
    again.element(&test("today")).await?;
    Ok(())
}

/// The secret lies in a file beside the profile's stores, and the profile says so.
fn only_its_owner_may_read_the_secret(profile: &Profile) -> Result<()> {
    let facts = std::fs::read_to_string(profile.folder().join("profile.json"))
        .context("reading profile.json")?;
    let facts: serde_json::Value = serde_json::from_str(&facts).context("reading profile.json")?;
    ensure!(
        facts.get("secret_place").and_then(|place| place.as_str()) == Some("file"),
        "profile.json does not say that the secret is in a file"
    );
    let folder = profile.folder().join("secret");
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).context("looking for the secret")? {
        let entry = entry.context("looking for the secret")?;
        let mode = entry.metadata().context("asking who may read it")?.mode();
        ensure!(
            mode & 0o777 == 0o600,
            "the secret's mode is {:o}",
            mode & 0o777
        );
        files += 1;
    }
    ensure!(files > 0, "there is no file with the secret");
    Ok(())
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
    home.close().await
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

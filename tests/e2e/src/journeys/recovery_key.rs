use anyhow::{Context, Result, ensure};

use crate::machine::desktop::Keyring;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

pub(super) async fn a_profile_on_another_pc_opens_with_the_recovery_key(
    stage: &mut Stage,
) -> Result<()> {
    let first = stage.open_as("doctor").await?;
    first.open_patient("牧野 爛漫").await?;
    first.all_fetched().await?;
    first.close().await?;

    // Another PC: the folder was copied, its keyring holds nothing of ours.
    stage.profile = stage
        .profile
        .copied_to(&stage.folder().join("profile-copied"))?;
    stage.desktop = stage.other_desktop("another-pc", Keyring::Unlocked).await?;
    let window = stage.open().await?;
    let code = window
        .attribute(&test("start-failure"), "data-code")
        .await?;
    ensure!(
        code.as_deref() == Some("key_missing"),
        "it says {} instead of key_missing",
        code.unwrap_or_default()
    );
    let steps = window.text(&test("start-steps")).await?;
    ensure!(
        steps.contains("復旧キー"),
        "it does not say what helps: {steps}"
    );
    window.click(&test("open-recover")).await?;
    let key = stage.profile.recovery_key().to_owned();
    a_mistyped_group_is_named(&window, &key).await?;
    type_group(&window, 3, key.split('-').nth(2).context("a short key")?).await?;
    window.click(&test("recover-submit")).await?;
    window.element(&test("sign-in")).await?;
    let left = window.document().await?;
    ensure!(!left.contains(&key), "the key is left on the screen");
    window.sign_in(stage.accounts.with_role("doctor")?).await?;
    window.open_patient("牧野 爛漫").await?;
    window.section_says("condition", "2型糖尿病性腎症").await?;
    window.close().await?;

    // From now on this PC opens it by itself.
    let again = stage.open_as("doctor").await?;
    again.element(&test("today")).await?;
    Ok(())
}

/// The third group has a wrong character.
async fn a_mistyped_group_is_named(window: &Window, key: &str) -> Result<()> {
    for (index, group) in key.split('-').enumerate() {
        let typed = if index == 2 {
            mistyped(group)
        } else {
            group.to_owned()
        };
        type_group(window, index + 1, &typed).await?;
    }
    window.click(&test("recover-submit")).await?;
    window
        .until("the wrong group to be named", async || {
            Ok(window.text(&test("error")).await?.contains("3番目の組"))
        })
        .await?;
    let marked = format!("{}[aria-invalid=\"true\"]", test("recover-group"));
    window
        .until("the wrong group to be marked", async || {
            Ok(window.texts(&marked).await?.len() == 1 && window.has_focus(&marked).await?)
        })
        .await
}

/// Its first character as another one: the check character tells.
fn mistyped(group: &str) -> String {
    let other = if group.starts_with('7') { '8' } else { '7' };
    group
        .chars()
        .skip(1)
        .fold(other.to_string(), |mut text, c| {
            text.push(c);
            text
        })
}

/// Types a whole key, group by group.
pub(super) async fn type_key(window: &Window, key: &str) -> Result<()> {
    for (index, group) in key.split('-').enumerate() {
        type_group(window, index + 1, group).await?;
    }
    Ok(())
}

async fn type_group(window: &Window, number: usize, group: &str) -> Result<()> {
    let field = format!("{} label:nth-of-type({number}) input", test("recover"));
    window.fill(&field, &group.to_lowercase()).await
}

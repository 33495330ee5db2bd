use anyhow::{Result, ensure};

use crate::stage::Stage;
use crate::window::dom::{error, test};

pub(super) async fn a_person_signs_in_and_hides_the_screen(stage: &mut Stage) -> Result<()> {
    let window = stage.open_as("doctor").await?;
    window.row_of("牧野 爛漫").await?;
    let window = stage.hide(&window).await?;
    let left = window.document().await?;
    ensure!(
        !left.contains("牧野"),
        "a patient's name is left on the hidden screen"
    );
    let refused = window
        .invoke("todays_patients", serde_json::json!({}))
        .await?;
    ensure!(
        refused.is_err(),
        "the core still answers after the screen was hidden"
    );
    window.sign_in(stage.accounts.with_role("auditor")?).await?;
    window.element(&test("auditor")).await?;
    Ok(())
}

pub(super) async fn a_wrong_password_is_refused_and_says_so(stage: &mut Stage) -> Result<()> {
    let window = stage.open().await?;
    let doctor = stage.accounts.with_role("doctor")?;
    window
        .try_to_sign_in(&doctor.account, "machigai-no-kotoba-1")
        .await?;
    let refused = error("wrong_credentials");
    let known = window.text(&refused).await?;
    ensure!(!known.trim().is_empty(), "the refusal has no words");
    window
        .try_to_sign_in("nobody-here", "machigai-no-kotoba-1")
        .await?;
    window
        .until("the second answer", async || {
            Ok(window
                .attribute(&test("sign-in-submit"), "disabled")
                .await?
                .is_none())
        })
        .await?;
    ensure!(
        window.text(&refused).await? == known,
        "the words tell whether an account exists"
    );
    window.sign_in(doctor).await
}

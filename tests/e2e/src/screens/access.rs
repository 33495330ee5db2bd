//! The steps of a sign-in, from the issued password to the second factor, and what a role sees to
//! which nothing was granted.

use anyhow::Result;

use super::Album;
use crate::machine::authenticator::Authenticator;
use crate::stage::Stage;
use crate::window::dom::test;

const ISSUED: &str = "kari-no-kotoba-2580";

pub(super) async fn take(album: &mut Album<'_>, stage: &Stage) -> Result<()> {
    let nurse = stage.accounts.with_role("nurse")?;
    let admin = stage.accounts.with_role("admin")?;
    let window = stage.open().await?;
    window.answer("sign_in", admin.request()).await?;
    let made = nurse.creation(ISSUED, None);
    window.answer("create_account", made).await?;
    window.close().await?;

    let window = &*stage.open().await?;
    window.try_to_sign_in(&nurse.account, ISSUED).await?;
    window.element("#first-password").await?;
    album.take(window, "new-password").await?;
    window.fill("#first-password", &nurse.password).await?;
    window.fill("#first-again", &nurse.password).await?;
    window.click(&test("step-submit")).await?;
    let key = test("step-clinical-key");
    window
        .click(&format!("{key} input[value=\"colleague\"]"))
        .await?;
    album.take(window, "clinical-key").await?;
    let doctor = stage.accounts.with_role("doctor")?;
    window.fill("#key-account", &doctor.account).await?;
    window.fill("#key-password", &doctor.password).await?;
    window.click(&test("step-submit")).await?;
    window.open_patient("牧野 爛漫").await?;
    album.take(window, "not-granted").await?;

    window.click(&test("open-own-account")).await?;
    window.click(&test("enrol")).await?;
    window.fill("#enrol-password", &nurse.password).await?;
    window
        .click(&format!("{} {}", test("step-enrol"), test("step-submit")))
        .await?;
    let mut app = Authenticator::with(&window.text(&test("secret")).await?)?;
    album.picture(window, "enrolment").await?;
    window.fill("#enrol-code", &app.code().await?).await?;
    window
        .click(&format!(
            "{} {}",
            test("step-enrol-confirm"),
            test("step-submit")
        ))
        .await?;
    window.element(&test("one-time-codes")).await?;
    album.picture(window, "one-time-codes").await?;
    window.close().await?;
    let window = stage.open().await?;
    window
        .try_to_sign_in(&nurse.account, &nurse.password)
        .await?;
    window.element("#factor-code").await?;
    album.take(&window, "second-factor").await?;
    window.close().await
}

//! A second factor, from the enrolment to its loss. The codes are computed here from the secret the
//! screen shows, as a phone does.

use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::machine::accounts::Account;
use crate::machine::authenticator::Authenticator;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::{error, test};

/// A step of the sign-in, and something in it.
fn in_step(name: &str, rest: &str) -> String {
    format!("{} {rest}", test(&format!("step-{name}")))
}

pub(super) async fn a_second_factor_is_enrolled_asked_for_and_lost(
    stage: &mut Stage,
) -> Result<()> {
    let doctor = stage.accounts.with_role("doctor")?;
    let window = stage.open_as("doctor").await?;
    let (mut app, codes) = enrolled(&window, doctor).await?;
    signed_out(stage, &window).await?.close().await?;

    let window = stage.open().await?;
    asked(&window, doctor).await?;
    wrong_code(&window).await?;
    give(&window, &app.code().await?).await?;
    window.row_of("牧野 爛漫").await?;
    window.close().await?;

    // A printed code works once.
    let printed = codes.first().context("no printed code")?;
    let window = stage.open().await?;
    asked(&window, doctor).await?;
    give(&window, printed).await?;
    window.row_of("牧野 爛漫").await?;
    window.close().await?;
    let window = stage.open().await?;
    asked(&window, doctor).await?;
    give(&window, printed).await?;
    window.element(&error("wrong_credentials")).await?;
    window
        .click(&in_step("factor", &test("step-cancel")))
        .await?;
    window.element(&test("sign-in")).await?;
    window.close().await?;

    let code = issued(stage, doctor).await?;
    let window = stage.open().await?;
    asked(&window, doctor).await?;
    give(&window, &code).await?;
    window.element(&test("factor-code-used")).await?;
    window.row_of("牧野 爛漫").await?;
    Ok(())
}

/// Through the own account: square, secret, a code, and the ten printed codes.
async fn enrolled(window: &Window, account: &Account) -> Result<(Authenticator, Vec<String>)> {
    window.click(&test("open-own-account")).await?;
    window.click(&test("enrol")).await?;
    window.fill("#enrol-password", &account.password).await?;
    window
        .click(&in_step("enrol", &test("step-submit")))
        .await?;
    window.element(&format!("{} path", test("qr"))).await?;
    let mut app = Authenticator::with(&window.text(&test("secret")).await?)?;
    window.fill("#enrol-code", &app.code().await?).await?;
    window
        .click(&in_step("enrol-confirm", &test("step-submit")))
        .await?;
    let item = format!("{} li", test("one-time-codes"));
    window.element(&item).await?;
    let codes = window.texts(&item).await?;
    ensure!(codes.len() == 10, "{} codes are shown", codes.len());
    window.click(&test("codes-kept")).await?;
    window.click(&test("codes-done")).await?;
    window
        .element(&format!("{}[data-factor=\"totp\"]", test("own-factor")))
        .await?;
    Ok((app, codes))
}

async fn signed_out(stage: &Stage, window: &Window) -> Result<Rc<Window>> {
    let window = stage.sign_out(window).await?;
    window.element("#account").await?;
    let account = window
        .ask("return document.querySelector('#account').value", vec![])
        .await?;
    ensure!(
        account == json!(""),
        "the account of who left is still there: {account}"
    );
    Ok(window)
}

/// The password is right, and a code is asked for before anything is shown.
async fn asked(window: &Window, account: &Account) -> Result<()> {
    window
        .try_to_sign_in(&account.account, &account.password)
        .await?;
    window.element("#factor-code").await?;
    let refused = window.invoke("todays_patients", json!({})).await?;
    ensure!(
        refused.is_err(),
        "the core answers before the second factor"
    );
    let shown = window.document().await?;
    ensure!(
        !shown.contains("牧野"),
        "a patient's name stands beside the second factor"
    );
    Ok(())
}

async fn give(window: &Window, code: &str) -> Result<()> {
    window.fill("#factor-code", code).await?;
    window.click(&in_step("factor", &test("step-submit"))).await
}

async fn wrong_code(window: &Window) -> Result<()> {
    give(window, "000000").await?;
    let said = window.text(&error("wrong_credentials")).await?;
    ensure!(
        said.contains("コード"),
        "the refusal does not speak of the code: {said}"
    );
    ensure!(
        !said.contains("アカウント"),
        "the refusal speaks of the account: {said}"
    );
    Ok(())
}

/// The administrator's code for a lost phone.
async fn issued(stage: &Stage, account: &Account) -> Result<String> {
    let window = stage.open_as("admin").await?;
    window.click(&test("admin-tab-accounts")).await?;
    let row = format!(
        "{}[data-account=\"{}\"]",
        test("account-row"),
        account.account
    );
    window
        .click(&format!("{row} {}", test("edit-account")))
        .await?;
    window.click(&test("issue-code-do")).await?;
    let code = window.text(&test("issued-code")).await?;
    ensure!(
        !window.text(&test("issued-until")).await?.is_empty(),
        "its end is not said"
    );
    window.click(&test("account-close")).await?;
    let left = window.document().await?;
    ensure!(
        !left.contains(&code),
        "the issued code is still in the document"
    );
    window.close().await?;
    Ok(code)
}

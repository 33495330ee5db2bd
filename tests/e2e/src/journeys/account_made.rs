//! Accounts made as an administrator makes them, past the screen: for journeys about something else.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::machine::accounts::Account;
use crate::machine::authenticator::Authenticator;
use crate::stage::Stage;

/// Makes an account and sets its own password in place of the issued one.
pub(super) async fn account_made(stage: &Stage, account: &Account) -> Result<()> {
    let admin = stage.accounts.with_role("admin")?;
    let issued = format!("{}-0", account.password);
    let window = stage.open().await?;
    window.answer("sign_in", admin.request()).await?;
    let made = account.creation(&issued, Some(stage.profile.recovery_key()));
    window.answer("create_account", made).await?;
    window.close().await?;
    let window = stage.open().await?;
    let first = json!({ "account": account.account, "password": issued });
    let step = window.answer("sign_in", first).await?;
    ensure!(
        said(&step) == "new_password",
        "an issued password was not asked to be changed: {step}"
    );
    let own = json!({ "password": account.password });
    let step = window.answer("set_first_password", own).await?;
    ensure!(
        said(&step) == "signed_in",
        "the account is not signed in: {step}"
    );
    window.close().await
}

/// Enrols an app for an account.
pub(super) async fn second_factor_enrolled(
    stage: &Stage,
    account: &Account,
) -> Result<Authenticator> {
    let window = stage.open().await?;
    window.answer("sign_in", account.request()).await?;
    let asked = json!({ "password": account.password });
    let begun = window.answer("begin_second_factor", asked).await?;
    let secret = begun.get("secret").and_then(Value::as_str);
    let mut app = Authenticator::with(secret.context("no secret is shown")?)?;
    let code = app.code().await?;
    window
        .answer("confirm_second_factor", json!({ "code": code }))
        .await?;
    window.close().await?;
    Ok(app)
}

fn said(step: &Value) -> &str {
    step.get("step").and_then(Value::as_str).unwrap_or_default()
}

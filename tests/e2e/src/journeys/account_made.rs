//! Accounts made as an administrator makes them, past the screen: for journeys about something else.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::machine::accounts::Account;
use crate::machine::authenticator::Authenticator;
use crate::stage::Stage;

/// Makes accounts and sets each one's own password in place of the issued one.
pub(super) async fn accounts_made(
    stage: &Stage,
    accounts: impl IntoIterator<Item = &Account> + Clone,
) -> Result<()> {
    let admin = stage.accounts.with_role("admin")?;
    let window = stage.open().await?;
    window.answer("sign_in", admin.request()).await?;
    for account in accounts.clone() {
        let made = account.creation(&issued_to(account), Some(stage.profile.recovery_key()));
        window.answer("create_account", made).await?;
    }
    window.close().await?;
    for account in accounts {
        own_password_set(stage, account).await?;
    }
    Ok(())
}

async fn own_password_set(stage: &Stage, account: &Account) -> Result<()> {
    let window = stage.open().await?;
    let first = json!({ "account": account.account, "password": issued_to(account) });
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

fn issued_to(account: &Account) -> String {
    format!("{}-0", account.password)
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

//! What an administrator does for one person: from the account to its end.

use anyhow::{Context, Result, ensure};

use crate::machine::accounts::Account;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::{error, test};

const PATIENT: &str = "牧野 爛漫";

pub(super) async fn an_account_is_made_used_granted_and_disabled(stage: &mut Stage) -> Result<()> {
    let nurse = Account::of("yoshino", "nurse", "kawa-no-se-9753");
    let issued = "kari-no-kotoba-2580";
    // The records of the day, and somebody who holds the key.
    let window = stage.open_as("doctor").await?;
    window.open_patient(PATIENT).await?;
    window.all_fetched().await?;
    window.close().await?;

    let window = stage.open_as("admin").await?;
    made(&window, &nurse, issued).await?;
    window.close().await?;

    let window = stage.open().await?;
    first_sign_in(&window, stage, &nurse, issued).await?;
    window.open_patient(PATIENT).await?;
    nothing_is_granted(&window).await?;
    window.close().await?;

    let window = stage.open_as("admin").await?;
    granted(&window, "nurse prescription").await?;
    window.close().await?;

    let window = stage.open().await?;
    window.sign_in(&nurse).await?;
    window.open_patient(PATIENT).await?;
    window
        .element(&section("prescription", "[data-held=\"items\"]"))
        .await?;
    window
        .element(&section("condition", "[data-reason=\"not_granted\"]"))
        .await?;
    window.close().await?;

    let window = stage.open_as("admin").await?;
    disabled(&window, &nurse).await?;
    window.close().await?;
    let window = stage.open().await?;
    window
        .try_to_sign_in(&nurse.account, &nurse.password)
        .await?;
    // The same words as for a wrong password.
    window.element(&error("wrong_credentials")).await?;
    Ok(())
}

fn section(category: &str, rest: &str) -> String {
    format!("{}[data-category=\"{category}\"]{rest}", test("section"))
}

async fn accounts(window: &Window) -> Result<()> {
    window.click(&test("admin-tab-accounts")).await?;
    window.element(&test("account-row")).await?;
    Ok(())
}

fn row(account: &Account) -> String {
    format!(
        "{}[data-account=\"{}\"]",
        test("account-row"),
        account.account
    )
}

async fn made(window: &Window, account: &Account, issued: &str) -> Result<()> {
    accounts(window).await?;
    window.click(&test("add-account")).await?;
    window.fill("#new-account", &account.account).await?;
    window.fill("#new-name", "吉野 看奈").await?;
    window.fill("#new-staff", "n0001").await?;
    window
        .click(&format!("{} input[value=\"nurse\"]", test("roles")))
        .await?;
    window.fill("#new-password", issued).await?;
    window.click(&test("account-create")).await?;
    window.element(&test("account-said")).await?;
    let state = window
        .text(&format!("{} {}", row(account), test("account-state")))
        .await?;
    ensure!(
        state.contains("初回変更待ち"),
        "the new account is not waiting for its change: {state}"
    );
    Ok(())
}

/// The issued password is changed, and a colleague hands the clinical key over.
async fn first_sign_in(
    window: &Window,
    stage: &Stage,
    account: &Account,
    issued: &str,
) -> Result<()> {
    window.try_to_sign_in(&account.account, issued).await?;
    window.fill("#first-password", &account.password).await?;
    window.fill("#first-again", &account.password).await?;
    window
        .click(&format!(
            "{} {}",
            test("step-new-password"),
            test("step-submit")
        ))
        .await?;
    let key = test("step-clinical-key");
    window
        .click(&format!("{key} input[value=\"colleague\"]"))
        .await?;
    let doctor = stage.accounts.with_role("doctor")?;
    window.fill("#key-account", &doctor.account).await?;
    window.fill("#key-password", &doctor.password).await?;
    window
        .click(&format!("{key} {}", test("step-submit")))
        .await?;
    window.row_of(PATIENT).await.context("the first sign-in")?;
    Ok(())
}

/// Every section says that the role may not read it, and nothing else.
async fn nothing_is_granted(window: &Window) -> Result<()> {
    window.element(&test("section")).await?;
    let others = format!("{}:not([data-reason=\"not_granted\"])", test("section"));
    ensure!(
        !window.has(&others).await?,
        "a section says something else than that it is not granted"
    );
    for text in window.texts(&test("section")).await? {
        ensure!(
            text.contains("この役割には許可されていません"),
            "a section says {text}"
        );
    }
    Ok(())
}

async fn granted(window: &Window, mark: &str) -> Result<()> {
    accounts(window).await?;
    window
        .click(&format!("{}[value=\"{mark}\"]", test("grant")))
        .await?;
    window.click(&test("save-grants")).await?;
    let said = format!("{} [data-role=\"nurse\"]", test("grants-now"));
    window
        .until("the grants to be said", async || {
            Ok(window.text(&said).await?.contains("処方"))
        })
        .await
}

async fn disabled(window: &Window, account: &Account) -> Result<()> {
    accounts(window).await?;
    window
        .click(&format!("{} {}", row(account), test("edit-account")))
        .await?;
    window.click(&test("disable")).await?;
    window.click(&test("account-rights-do")).await?;
    window.element(&test("account-said")).await?;
    let state = format!("{} {}", row(account), test("account-state"));
    window
        .until("the account to be disabled", async || {
            Ok(window.text(&state).await?.contains("停止中"))
        })
        .await
}

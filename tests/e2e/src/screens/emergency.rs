//! 緊急時: what an administrator sets, and an outage reading being declared.

use std::rc::Rc;

use anyhow::Result;
use serde_json::json;

use super::Album;
use crate::stage::Stage;
use crate::window::Window;
use crate::window::dom::test;

/// The administrator's screen.
pub(super) async fn administrator(album: &mut Album<'_>, window: &Window) -> Result<()> {
    window.click(&test("admin-tab-emergency")).await?;
    window.element(&test("save-emergency-rules")).await?;
    album.take(window, "emergency-rules").await
}

/// The doctor gets the emergency right, in a window of the administrator's.
pub(super) async fn right_given(window: &Window, stage: &Stage) -> Result<Rc<Window>> {
    let window = stage
        .next(window, stage.accounts.with_role("admin")?)
        .await?;
    let doctor = stage.accounts.with_role("doctor")?;
    let rights = json!({"account": doctor.account, "roles": ["doctor"], "emergency": true,
        "deputy": false, "disabled": false});
    window.answer("change_account", rights).await?;
    Ok(window)
}

/// In an outage, with a patient open: the dialog, and the banner it leads to.
pub(super) async fn declared(album: &mut Album<'_>, window: &Window, stage: &Stage) -> Result<()> {
    window.click(&test("declare-outage")).await?;
    window.element(&test("declare-panel")).await?;
    album.picture(window, "declare-outage").await?;
    window.click(&test("reason-service")).await?;
    let doctor = stage.accounts.with_role("doctor")?;
    window.fill(&test("proof"), &doctor.password).await?;
    window.click(&test("step-submit")).await?;
    window.element(&test("emergency-line")).await?;
    album.take(window, "outage-reading").await
}

//! The modes in which the matrix is tried, and how each begins and ends.

use std::rc::Rc;

use anyhow::{Context, Result};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::{Value, json};

use crate::machine::accounts::Account;
use crate::stage::Stage;
use crate::window::Window;

/// A mode of the service: its name, a reason for it, and whether it is about one patient.
pub(super) type ServiceMode = (&'static str, &'static str, bool);

/// 救急時, 災害時 and システム障害時.
pub(super) const OF_THE_SERVICE: [ServiceMode; 3] = [
    ("emergency", "life_at_risk", true),
    ("disaster", "disaster", false),
    ("system_fault", "service", false),
];

/// 緊急閲覧 of one patient, begun by somebody with the right.
pub(super) async fn person_reading_begun(
    stage: &Stage,
    helper: &Account,
    person: i64,
) -> Result<Rc<Window>> {
    let window = signed_in_as(stage, helper).await?;
    window
        .answer("open_patient", json!({ "person": person }))
        .await?;
    let stated = json!({ "person": person, "reason": "unconscious", "proof": helper.password });
    window.answer("begin_emergency_reading", stated).await?;
    Ok(window)
}

/// 障害時閲覧 of the whole site.
pub(super) async fn outage_reading_declared(stage: &Stage, helper: &Account) -> Result<()> {
    let window = signed_in_as(stage, helper).await?;
    window.outage().await?;
    let stated = json!({ "reason": "service", "text": "試験", "proof": helper.password });
    window.answer("declare_outage_reading", stated).await?;
    window.close().await
}

/// The site's rules let every mode of the service be used, a disaster being announced for today.
pub(super) async fn service_modes_allowed(stage: &Stage) -> Result<()> {
    let window = signed_in_as(stage, stage.accounts.with_role("admin")?).await?;
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let rules = json!({
        "outage_hours": 8, "reading_minutes": 60, "facility_kind": "emergency_hospital",
        "facility_number": "1318814790", "call_centre": "0120-000-000",
        "service_modes": OF_THE_SERVICE.map(|(name, ..)| name),
        "disaster": { "area": "試験地域", "from": today, "until": today },
    });
    window.answer("set_emergency_rules", rules).await?;
    window.close().await
}

/// Begins a mode of the service; answers its number.
pub(super) async fn service_mode_begun(
    stage: &Stage,
    helper: &Account,
    (mode, reason, about_one): ServiceMode,
    person: i64,
) -> Result<Value> {
    let window = signed_in_as(stage, helper).await?;
    let mut stated = json!({ "mode": mode, "reason": reason, "proof": helper.password });
    if about_one && let Some(stated) = stated.as_object_mut() {
        stated.insert("person".to_owned(), json!(person));
    }
    let state = window.answer("begin_service_mode", stated).await?;
    let number = state
        .pointer("/service_modes/0/number")
        .cloned()
        .with_context(|| format!("{mode} did not begin"))?;
    window.close().await?;
    Ok(number)
}

pub(super) async fn service_mode_ended(
    stage: &Stage,
    helper: &Account,
    number: &Value,
) -> Result<()> {
    let window = signed_in_as(stage, helper).await?;
    window
        .answer("end_service_mode", json!({ "number": number }))
        .await?;
    window.close().await
}

/// ネットワークからの切り離し.
pub(super) async fn cut_off(stage: &Stage, cutter: &Account) -> Result<()> {
    let window = signed_in_as(stage, cutter).await?;
    let stated = json!({ "on": true, "proof": cutter.password });
    window.answer("isolate", stated).await?;
    window.close().await
}

async fn signed_in_as(stage: &Stage, account: &Account) -> Result<Rc<Window>> {
    let window = stage.open().await?;
    window.sign_in(account).await?;
    Ok(window)
}

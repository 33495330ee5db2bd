//! The sealed account, the service's own modes, and cutting the PC off from the network.

use crate::common::{PASSWORD, Ward, call, control, refusal, section, sign_in, until};
use serde_json::{Value, json};
use viewer::ErrorCode;

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_account_reads_offline_its_first_use_is_noticed_and_its_secret_dies() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let request =
        json!({"account": "sealed-1", "display_name": "保管 太郎", "staff_number": "0090"});
    let no_key = refusal(&admin, "make_emergency_account", request.clone()).await;
    assert_eq!(no_key, ErrorCode::RecoveryKey);
    let mut request = request;
    request["recovery_key"] = json!(ward.pc.recovery_key);
    let made = call(&admin, "make_emergency_account", request.clone()).await;
    let secret = made.unwrap()["secret"].as_str().unwrap().to_owned();
    let again = refusal(&admin, "make_emergency_account", request).await;
    assert_eq!(again, ErrorCode::AccountExists);
    // Nobody spoils the envelope, or makes more of it, by the everyday means.
    let issue = json!({"account": "sealed-1", "password": "kashita-33-pass"});
    let spoilt = refusal(&admin, "issue_password", issue).await;
    assert_eq!(spoilt, ErrorCode::BadRequest);
    let more = json!({"account": "sealed-1", "roles": ["admin"], "emergency": true, "deputy": false,
        "disabled": false});
    let widened = refusal(&admin, "change_account", more).await;
    assert_eq!(widened, ErrorCode::BadRequest);

    drop(admin);
    ward.outage().await;
    ward.restart().await;
    let seat = ward.viewer.seat();
    let signed_in = json!({"account": "sealed-1", "password": &secret});
    let step = call(&seat, "sign_in", signed_in.clone()).await.unwrap();
    assert_eq!(step["step"], "signed_in", "nothing else is asked: {step}");
    let patient = call(&seat, "open_patient", json!({"person": who})).await;
    assert_eq!(section(&patient.unwrap(), "condition")["held"], "items");
    // Every screen says so until an administrator has ended it.
    let desk = ward.viewer.seat();
    sign_in(&desk, "desk").await;
    let state = call(&desk, "emergency_state", json!({})).await.unwrap();
    assert_eq!(state["accounts"].as_array().unwrap().len(), 1);
    call(&seat, "sign_out", json!({})).await.unwrap();
    // As an input method writes it, without hyphens.
    let letters = secret.to_uppercase().replace('-', "");
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap();
    let typed: String = letters.chars().map(wide).collect();
    let by_hand = json!({"account": "sealed-1", "password": typed});
    let step = call(&seat, "sign_in", by_hand).await.unwrap();
    assert_eq!(step["step"], "signed_in", "{step}");
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let tasks = call(&admin, "review_tasks", json!({})).await.unwrap();
    assert_eq!(
        tasks.as_array().unwrap().len(),
        1,
        "its first use is one task"
    );
    assert_eq!(tasks[0]["kind"], "emergency_account");
    assert!(tasks[0]["openings"].as_u64().unwrap() >= 1);

    let state = call(&admin, "return_to_normal", json!({"account": "sealed-1"})).await;
    assert_eq!(state.unwrap()["accounts"], json!([]));
    let ended = refusal(&seat, "open_patient", json!({"person": who})).await;
    assert_eq!(ended, ErrorCode::NotSignedIn, "its session ended");
    let dead = refusal(&seat, "sign_in", signed_in.clone()).await;
    assert_eq!(dead, ErrorCode::WrongCredentials);
    // Not even an administrator brings the old secret back.
    let back = json!({"account": "sealed-1", "roles": ["doctor"], "emergency": true, "deputy": false,
        "disabled": false});
    call(&admin, "change_account", back).await.unwrap();
    let dead = refusal(&seat, "sign_in", signed_in).await;
    assert_eq!(dead, ErrorCode::WrongCredentials);
    let accounts = call(&admin, "accounts", json!({})).await.unwrap();
    let sealed = accounts.as_array().unwrap().iter();
    let sealed = sealed
        .clone()
        .find(|one| one["account"] == "sealed-1")
        .unwrap();
    assert_eq!(sealed["opens_clinical"], false, "its wrap is gone");
    let tasks = call(&admin, "review_tasks", json!({})).await.unwrap();
    assert_eq!(tasks[0]["ended_by"], "person");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_that_is_cut_off_asks_nobody_until_it_is_switched_back_and_reading_works() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let on = json!({"on": true, "proof": PASSWORD});
    let refused = refusal(&admin, "isolate", on.clone()).await;
    assert_eq!(refused, ErrorCode::NoEmergencyRight);
    ward.give_right("admin2", &["admin"]).await;
    sign_in(&admin, "admin2").await;
    let state = call(&admin, "isolate", on).await.unwrap();
    assert!(state["isolated"].is_object());
    drop(admin);
    ward.restart().await;
    let seat = &ward.seat;
    let status = call(seat, "service_status", json!({})).await.unwrap();
    assert_eq!(
        (&status["link"], &status["fault"]),
        (&json!("down"), &json!("isolated"))
    );
    call(seat, "retry_service", json!({})).await.unwrap();
    let patient = call(seat, "open_patient", json!({"person": who})).await;
    assert_eq!(section(&patient.unwrap(), "condition")["held"], "items");
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin2").await;
    let test = call(&admin, "test_connection", json!({})).await.unwrap();
    assert_eq!(test["fault"], "isolated");
    call(&admin, "configure_service", ward.service.profile())
        .await
        .unwrap();
    let status = call(seat, "service_status", json!({})).await.unwrap();
    assert_eq!(status["fault"], "isolated", "also with a new profile");
    assert_eq!(
        status["last_success"],
        Value::Null,
        "nothing was asked since the start"
    );
    let off = json!({"on": false, "proof": PASSWORD});
    call(&admin, "isolate", off).await.unwrap();
    until(seat, "service_status", json!({}), |status| {
        status["link"] == "up"
    })
    .await;
    let state = call(seat, "emergency_state", json!({})).await.unwrap();
    assert_eq!(state["isolated"], Value::Null);
}

fn rules(kind: &str, modes: &[&str]) -> Value {
    json!({"outage_hours": 8, "reading_minutes": 60, "facility_kind": kind,
        "facility_number": "1318814790", "call_centre": "0120-000-000",
        "service_modes": modes, "disaster": null})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_services_emergency_viewing_is_for_set_facilities_alone_and_asks_without_a_consent() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    let chart = ward.chart().to_owned();
    control::consent(&ward.service.control(), &chart, "laboratory", "refused").await;
    let refused = |patient: &Value| section(patient, "laboratory")["held"] == "nothing";
    until(&ward.seat, "open_patient", json!({"person": who}), refused).await;
    let begin =
        json!({"mode": "emergency", "person": who, "reason": "life_at_risk", "proof": PASSWORD});
    let not_set = refusal(&ward.seat, "begin_service_mode", begin.clone()).await;
    assert_eq!(not_set, ErrorCode::ModeNotAllowed);
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    call(
        &admin,
        "set_emergency_rules",
        rules("clinic", &["emergency"]),
    )
    .await
    .unwrap();
    let clinic = refusal(&ward.seat, "begin_service_mode", begin.clone()).await;
    assert_eq!(clinic, ErrorCode::ModeNotAllowed, "not for a clinic");
    let hospital = rules("emergency_hospital", &["emergency"]);
    call(&admin, "set_emergency_rules", hospital).await.unwrap();
    let other = json!({"mode": "disaster", "reason": "disaster", "proof": PASSWORD});
    let other = refusal(&ward.seat, "begin_service_mode", other).await;
    assert_eq!(
        other,
        ErrorCode::ModeNotAllowed,
        "each mode is set by itself"
    );
    let state = call(&ward.seat, "begin_service_mode", begin).await.unwrap();
    let number = state["service_modes"][0]["number"].clone();
    let read = |patient: &Value| section(patient, "laboratory")["held"] == "items";
    until(&ward.seat, "open_patient", json!({"person": who}), read).await;
    let report = call(&admin, "usage_report", json!({"number": number})).await;
    let asked = report.unwrap()["asked"].to_string();
    assert!(
        asked.contains("laboratory") && !asked.contains("condition"),
        "{asked}"
    );
    call(&ward.seat, "end_service_mode", json!({"number": number}))
        .await
        .unwrap();
    let patient = call(&ward.seat, "open_patient", json!({"person": who})).await;
    assert!(refused(&patient.unwrap()), "and no longer");
    ward.service.stop().await;
}

//! The self-test, and the plan of what may be deleted: neither names a patient.

use crate::common::control::play;
use crate::common::{Pc, RICH, Service, call, person, refusal, sign_in, until};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat, Viewer};

async fn fetched(service: &Service) -> (Pc, Viewer, Seat) {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    service.connect(&seat).await;
    sign_in(&seat, "doctor").await;
    let rich = person(&seat, RICH).await;
    until(&seat, "open_patient", json!({"person": rich}), |patient| {
        patient["complete"] == true
    })
    .await;
    (pc, viewer, seat)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_record_of_each_kind_is_opened_by_itself_and_on_demand() {
    let service = Service::start().await;
    let (pc, _viewer, seat) = fetched(&service).await;
    let by_itself = until(&seat, "last_self_test", json!({}), |test| !test.is_null()).await;
    assert_eq!(by_itself["kinds"].as_array().unwrap().len(), 8);
    let now = call(&seat, "self_test", json!({})).await.unwrap();
    for kind in now["kinds"].as_array().unwrap() {
        if kind["category"] != "document" {
            assert_eq!(kind["result"], "ok", "{kind}");
        }
    }
    assert!(now["at"].as_str() > by_itself["at"].as_str());
    assert!(!now.to_string().contains(RICH));
    sign_in(&seat, "admin").await;
    assert_eq!(call(&seat, "last_self_test", json!({})).await.unwrap(), now);
    drop(pc);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_looked_at_approved_and_carried_out_while_the_service_answers() {
    let service = Service::start().await;
    let (_pc, viewer, _doctor) = fetched(&service).await;
    let control = service.control();
    // A seat of its own: the doctor stays signed in, so the clinical stores stay open.
    let admin = viewer.seat();
    sign_in(&admin, "admin").await;
    let planned = until(&admin, "retention_plan", json!({}), |view| {
        !view["plan"].is_null()
    })
    .await;
    assert_eq!(
        (&planned["waiting_for"], &planned["approved"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        planned["plan"]["lines"],
        json!([]),
        "everything is of today"
    );
    let other = refusal(&admin, "approve_retention", json!({"plan": "another"})).await;
    assert_eq!(other, ErrorCode::PlanStale);

    play(&control, &["down"]).await;
    call(&admin, "retry_service", json!({})).await.unwrap();
    until(&admin, "retention_plan", json!({}), |view| {
        view["waiting_for"] == "service"
    })
    .await;
    let plan = json!({"plan": planned["plan"]["id"]});
    let approved = call(&admin, "approve_retention", plan).await.unwrap();
    assert_eq!(approved["approved"], planned["plan"]["id"]);
    tokio::time::sleep(std::time::Duration::from_secs(12)).await;
    let waits = call(&admin, "retention_plan", json!({})).await.unwrap();
    assert_eq!(
        (&waits["approved"], &waits["last"]),
        (&planned["plan"]["id"], &Value::Null)
    );

    play(&control, &[]).await;
    call(&admin, "retry_service", json!({})).await.unwrap();
    let done = until(&admin, "retention_plan", json!({}), |view| {
        !view["last"].is_null()
    })
    .await;
    assert_eq!(
        (&done["approved"], &done["last"]["versions"]),
        (&Value::Null, &json!(0))
    );
    sign_in(&admin, "auditor").await;
    let all = json!({"before": null, "person": null, "account": null, "limit": 200});
    let log = call(&admin, "audit_entries", all).await.unwrap();
    let entries = log["entries"].as_array().unwrap().iter();
    let kinds: Vec<(&str, &Value)> = entries
        .map(|e| (e["kind"].as_str().unwrap(), &e["failure"]))
        .collect();
    assert!(kinds.contains(&("retention_approved", &json!("plan_stale"))));
    assert!(kinds.contains(&("retention_approved", &Value::Null)));
    assert!(kinds.contains(&("retention_carried_out", &Value::Null)));
}

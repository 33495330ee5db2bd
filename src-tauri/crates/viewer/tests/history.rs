//! The states of a section, side by side, and what changed against what was read in an outage.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use common::control::{consent, play, revise};
use common::{Pc, Service, call, of_the_card, person, refusal, section, sign_in, until};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

const RICH: &str = "000999739";

async fn fetched(service: &Service) -> (Pc, Seat, Value, Value) {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    service.connect(&seat).await;
    sign_in(&seat, "doctor").await;
    let rich = person(&seat, RICH).await;
    let opened = until(&seat, "open_patient", json!({"person": rich}), |patient| {
        patient["complete"] == true
    })
    .await;
    (pc, seat, rich, opened)
}

fn control(service: &Service) -> String {
    service.running.as_ref().unwrap().started().control.clone()
}

async fn paint(seat: &Seat, person: &Value, opened: &Value) {
    let sections: Vec<Value> = of_the_card(opened)
        .map(|s| json!({"category": s["category"], "version": s["version"]}))
        .collect();
    let request = json!({"person": person, "sections": sections});
    call(seat, "report_painted", request).await.unwrap();
}

async fn newer_laboratory(seat: &Seat, person: &Value, than: &Value) -> Value {
    let version = section(than, "laboratory")["version"].clone();
    until(seat, "open_patient", json!({"person": person}), |patient| {
        section(patient, "laboratory")["version"] != version
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_tells_its_states_and_two_of_them_side_by_side() {
    let service = Service::start().await;
    let (_pc, seat, rich, opened) = fetched(&service).await;
    paint(&seat, &rich, &opened).await;
    revise(&control(&service), RICH, "laboratory").await;
    newer_laboratory(&seat, &rich, &opened).await;

    let request = json!({"person": rich, "category": "laboratory"});
    let history = call(&seat, "section_history", request).await.unwrap();
    let states = history["states"].as_array().unwrap();
    assert_eq!((states.len(), &history["more"]), (2, &json!(false)));
    let read = section(&opened, "laboratory")["version"].clone();
    assert_eq!(states[1]["version"], read);
    assert!(states[1]["read_at"].is_string() && states[0]["read_at"].is_null());
    assert!(states[1]["changes"].is_null() && states[0]["origin"] == "fhir_rest");
    let counted = states[0]["changes"]["added"].as_u64().unwrap()
        + states[0]["changes"]["changed"].as_u64().unwrap();
    assert!(counted > 0);

    let request = json!({"person": rich, "category": "laboratory", "from": read,
                         "to": states[0]["version"]});
    let compared = call(&seat, "compare_states", request.clone())
        .await
        .unwrap();
    let rows = compared["rows"].as_array().unwrap();
    assert_eq!(rows.len() as u64, counted);
    for row in rows {
        assert!(!row["name"].as_str().unwrap().is_empty());
        assert!(
            row["after"].is_string() && row["before"] != row["after"],
            "{row}"
        );
    }
    let same = json!({"person": rich, "category": "laboratory", "from": read, "to": read});
    let same = call(&seat, "compare_states", same).await.unwrap();
    assert_eq!(same["rows"], json!([]));
    let unknown = json!({"person": rich, "category": "laboratory", "from": "999999", "to": read});
    let refused = refusal(&seat, "compare_states", unknown).await;
    assert_eq!(refused, ErrorCode::NoSuchState);

    consent(&control(&service), RICH, "laboratory", "refused").await;
    let one = json!({"person": rich, "category": "laboratory"});
    until(&seat, "patient_section", one.clone(), |update| {
        update["section"]["hindrance"]["reason"] == "refused"
    })
    .await;
    let refused = refusal(&seat, "section_history", one).await;
    assert_eq!(refused, ErrorCode::Withheld);
    let refused = refusal(&seat, "compare_states", request).await;
    assert_eq!(refused, ErrorCode::Withheld);

    let kinds = |log: &Value| -> Vec<(String, Value)> {
        let entries = log["entries"].as_array().unwrap().iter();
        entries
            .map(|e| (e["kind"].as_str().unwrap().to_owned(), e["failure"].clone()))
            .collect()
    };
    sign_in(&seat, "auditor").await;
    let filter = json!({"before": null, "person": rich, "account": "doctor", "limit": 100});
    let log = kinds(&call(&seat, "audit_entries", filter).await.unwrap());
    for kind in ["open_history", "open_comparison"] {
        assert!(log.contains(&(kind.to_owned(), Value::Null)), "{kind}");
        assert!(
            log.contains(&(kind.to_owned(), json!("withheld"))),
            "{kind}"
        );
    }
    assert!(log.contains(&("open_comparison".to_owned(), json!("no_such_state"))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_in_an_outage_is_told_when_it_has_changed() {
    let service = Service::start().await;
    let (_pc, seat, rich, opened) = fetched(&service).await;
    let before = call(&seat, "recovery_changes", json!({})).await.unwrap();
    assert_eq!(before["patients"], json!([]));

    let control = control(&service);
    play(&control, &["down"]).await;
    call(&seat, "retry_service", json!({})).await.unwrap();
    until(&seat, "service_status", json!({}), |s| s["link"] == "down").await;
    let cached = call(&seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    paint(&seat, &rich, &cached).await;
    let during = call(&seat, "recovery_changes", json!({})).await.unwrap();
    assert_eq!(
        (&during["outage"], &during["patients"]),
        (&json!(null), &json!([]))
    );

    revise(&control, RICH, "laboratory").await;
    let mut events = seat.events();
    play(&control, &[]).await;
    call(&seat, "retry_service", json!({})).await.unwrap();
    loop {
        let next = tokio::time::timeout(std::time::Duration::from_secs(60), events.next());
        let event = next.await.expect("no news of the change").unwrap();
        if serde_json::to_value(event).unwrap()["event"] == "recovery_changes" {
            break;
        }
    }
    let told = until(&seat, "recovery_changes", json!({}), |told| {
        told["unconfirmed"] == 0 && !told["patients"].as_array().unwrap().is_empty()
    })
    .await;
    assert!(told["outage"]["from"].as_str() < told["outage"]["to"].as_str());
    assert_eq!(told["patients"].as_array().unwrap().len(), 1);
    let patient = &told["patients"][0];
    assert_eq!(patient["identity"]["chart_number"], RICH);
    let changed = &patient["sections"][0];
    assert_eq!(changed["category"], "laboratory");
    assert_eq!(
        changed["version_read"],
        section(&opened, "laboratory")["version"]
    );
    assert!(changed["changes"].is_object());
    assert_eq!(
        told["unchanged"],
        7 - patient["sections"].as_array().unwrap().len()
    );
    let request = json!({"person": rich, "category": "laboratory",
                         "from": changed["version_read"], "to": changed["version_now"]});
    let compared = call(&seat, "compare_states", request).await.unwrap();
    assert!(!compared["rows"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_read_nothing_in_the_outage_is_told_of_no_change() {
    let service = Service::start().await;
    let (_pc, seat, rich, opened) = fetched(&service).await;
    paint(&seat, &rich, &opened).await;
    let control = control(&service);
    play(&control, &["down"]).await;
    call(&seat, "retry_service", json!({})).await.unwrap();
    until(&seat, "service_status", json!({}), |s| s["link"] == "down").await;
    revise(&control, RICH, "laboratory").await;
    play(&control, &[]).await;
    call(&seat, "retry_service", json!({})).await.unwrap();
    newer_laboratory(&seat, &rich, &opened).await;
    let told = call(&seat, "recovery_changes", json!({})).await.unwrap();
    assert!(told["outage"].is_object());
    assert_eq!(
        (&told["patients"], &told["unchanged"]),
        (&json!([]), &json!(0))
    );
}

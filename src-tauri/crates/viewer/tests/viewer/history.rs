//! The states of a section, side by side, and what changed against what was read in an outage.

use crate::common::control::{consent, play, revise};
use crate::common::{
    Clinic, Pc, RICH, Service, audited, call, of_the_card, person, refusal, section, sign_in, until,
};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

/// Somebody of whom everything was fetched.
async fn fetched() -> (Service, Pc, Seat, Value, Value) {
    let clinic = Clinic::open().await;
    let rich = person(&clinic.seat, RICH).await;
    let request = json!({"person": rich});
    let opened = until(&clinic.seat, "open_patient", request, |patient| {
        patient["complete"] == true
    });
    let opened = opened.await;
    (clinic.service, clinic.pc, clinic.seat, rich, opened)
}

fn listed() -> Value {
    json!({"list": true})
}

/// Plays a fault until the line is seen to be down.
async fn go_down(control: &str, seat: &Seat) {
    play(control, &["down"]).await;
    call(seat, "retry_service", json!({})).await.unwrap();
    until(seat, "service_status", json!({}), |s| s["link"] == "down").await;
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
    let (service, _pc, seat, rich, opened) = fetched().await;
    paint(&seat, &rich, &opened).await;
    revise(&service.control(), RICH, "laboratory").await;
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

    consent(&service.control(), RICH, "laboratory", "refused").await;
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
    let (service, _pc, seat, rich, opened) = fetched().await;
    let before = call(&seat, "recovery_changes", listed()).await.unwrap();
    assert_eq!(before["patients"], json!([]));

    let control = service.control();
    go_down(&control, &seat).await;
    let cached = call(&seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    paint(&seat, &rich, &cached).await;
    let during = call(&seat, "recovery_changes", listed()).await.unwrap();
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
    // Counted only, nobody is named.
    let counted = until(&seat, "recovery_changes", json!({}), |told| {
        told["unconfirmed"] == 0 && told["changed_patients"] == 1
    })
    .await;
    assert_eq!(counted["patients"], json!([]));
    let told = call(&seat, "recovery_changes", listed()).await.unwrap();
    assert_eq!(
        told["changed_sections"],
        told["patients"][0]["sections"].as_array().unwrap().len()
    );
    call(&seat, "recovery_changes", listed()).await.unwrap();
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
    // Written down once a sitting, when somebody was named: not when nothing was to be shown, nor
    // when it was only counted.
    let shown = audited(&seat).await.into_iter();
    assert_eq!(shown.filter(|kind| kind == "recovery_shown").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_that_fails_when_the_line_comes_back_is_asked_for_again_until_it_is_confirmed() {
    let (service, _pc, seat, rich, opened) = fetched().await;
    let control = service.control();
    go_down(&control, &seat).await;
    let cached = call(&seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    paint(&seat, &rich, &cached).await;
    revise(&control, RICH, "laboratory").await;
    // The line works again, but answers longer than the list of card checks break off on their way.
    play(&control, &["cut:130000"]).await;
    call(&seat, "retry_service", json!({})).await.unwrap();
    let one = json!({"person": rich, "category": "laboratory"});
    until(&seat, "patient_section", one, |update| {
        update["section"]["hindrance"]["fault"] == "cut"
    })
    .await;
    let open = until(&seat, "recovery_changes", json!({}), |told| {
        told["outage"].is_object()
    })
    .await;
    assert_ne!(open["unconfirmed"], 0);
    // Nobody opens anything: it is fetched again by itself.
    play(&control, &[]).await;
    let told = until(&seat, "recovery_changes", listed(), |told| {
        told["outage"].is_object() && told["unconfirmed"] == 0
    })
    .await;
    let sections = told["patients"][0]["sections"].as_array().unwrap();
    assert!(sections.iter().any(|s| s["category"] == "laboratory"
        && s["version_read"] == section(&opened, "laboratory")["version"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_read_nothing_in_the_outage_is_told_of_no_change() {
    let (service, _pc, seat, rich, opened) = fetched().await;
    paint(&seat, &rich, &opened).await;
    let control = service.control();
    go_down(&control, &seat).await;
    revise(&control, RICH, "laboratory").await;
    play(&control, &[]).await;
    call(&seat, "retry_service", json!({})).await.unwrap();
    newer_laboratory(&seat, &rich, &opened).await;
    let told = call(&seat, "recovery_changes", listed()).await.unwrap();
    assert!(told["outage"].is_object());
    assert_eq!(
        (&told["patients"], &told["unchanged"]),
        (&json!([]), &json!(0))
    );
}

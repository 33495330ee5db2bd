//! The main road from the service to the doctor, and what is left of it when the service is gone.

use crate::common::control::play;
use crate::common::{
    Clinic, Pc, RICH, Service, call, of_the_card, person, refusal, section, sign_in, until,
};
use serde_json::{Value, json};
use viewer::ErrorCode;

fn complete(patient: &Value) -> bool {
    patient["complete"] == true
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_is_fetched_kept_and_read_on_when_the_service_is_gone() {
    let Clinic {
        mut service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;

    let rich = person(&seat, RICH).await;
    let opened = until(&seat, "open_patient", json!({"person": rich}), complete).await;
    for found in of_the_card(&opened) {
        assert_eq!(found["held"], "items", "{}", found["category"]);
        assert_eq!(found["origin"], "live", "{}", found["category"]);
        assert_eq!(found["unreadable"], 0, "{}", found["category"]);
    }

    service.stop().await;
    until(&seat, "service_status", json!({}), |status| {
        status["link"] == "down"
    })
    .await;
    let cached = call(&seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    for found in of_the_card(&cached) {
        let before = section(&opened, found["category"].as_str().unwrap());
        assert_eq!(found["held"], "items");
        assert_eq!(found["origin"], "cache");
        assert_eq!(found["content"], before["content"], "{}", found["category"]);
    }
    let status = call(&seat, "service_status", json!({})).await.unwrap();
    assert_eq!(status["fault"], "refused");
    assert!(status["next_try"].is_string() && status["since"].is_string());

    service.restart().await;
    until(&seat, "service_status", json!({}), |status| {
        status["link"] == "up"
    })
    .await;
    until(&seat, "open_patient", json!({"person": rich}), |patient| {
        section(patient, "condition")["origin"] == "live"
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_fetched_while_nobody_could_read_waits_sealed_for_the_doctor() {
    let mut service = Service::start().await;
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    service.connect(&seat).await;

    sign_in(&seat, "desk").await;
    let arrived = |board: &Value| {
        board["rows"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["chart_number"] == RICH && row["records"] == "complete")
    };
    until(&seat, "consent_board", json!({}), arrived).await;
    assert!(
        std::fs::read_dir(pc.profile().join("inbox"))
            .unwrap()
            .count()
            > 0
    );
    service.stop().await;
    call(&seat, "sign_out", json!({})).await.unwrap();

    sign_in(&seat, "doctor").await;
    assert_eq!(
        std::fs::read_dir(pc.profile().join("inbox"))
            .unwrap()
            .count(),
        0
    );
    let rich = person(&seat, RICH).await;
    let opened = call(&seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    assert_eq!(section(&opened, "laboratory")["held"], "items");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_result_is_told_as_a_change_and_marked_at_the_next_opening() {
    let Clinic {
        service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    let rich = person(&seat, RICH).await;
    let opened = until(&seat, "open_patient", json!({"person": rich}), complete).await;
    let painted: Vec<Value> = of_the_card(&opened)
        .map(|s| json!({"category": s["category"], "version": s["version"]}))
        .collect();
    call(
        &seat,
        "report_painted",
        json!({"person": rich, "sections": painted}),
    )
    .await
    .unwrap();

    let control = service.control();
    let mut events = seat.events();
    crate::common::control::revise(&control, RICH, "laboratory").await;
    let told = async {
        loop {
            let event = serde_json::to_value(events.next().await.unwrap()).unwrap();
            if event["event"] == "section_changed"
                && event["person"] == rich
                && event["category"] == "laboratory"
                && event["changes"].is_object()
            {
                break;
            }
        }
    };
    // What was confirmed a moment ago is not asked for again: opened until it is.
    let opened = async {
        for _ in 0..60 {
            call(&seat, "open_patient", json!({"person": rich}))
                .await
                .unwrap();
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
    };
    tokio::select! {
        () = told => {}
        () = opened => panic!("no news of the new result"),
    }
    let anew = call(
        &seat,
        "patient_section",
        json!({"person": rich, "category": "laboratory"}),
    )
    .await;
    let anew = anew.unwrap()["section"].clone();
    assert!(
        anew["changes"]["added"].as_u64().unwrap() + anew["changes"]["changed"].as_u64().unwrap()
            > 0
    );
    let marked = anew["content"]["series"]
        .as_array()
        .unwrap()
        .iter()
        .any(|s| s["mark"] != "none");
    assert!(marked, "a row carries the mark");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_never_fetched_is_not_said_to_have_nothing() {
    let service = Service::start().await;
    let (_pc, viewer) = Pc::set_up().await;
    let control = service.control();
    let seat = viewer.seat();
    // Slow enough that the line goes before everybody's turn has come.
    play(&control, &["late:400"]).await;
    service.connect(&seat).await;
    sign_in(&seat, "doctor").await;
    person(&seat, RICH).await;
    play(&control, &["down"]).await;
    until(&seat, "service_status", json!({}), |status| {
        status["link"] == "down"
    })
    .await;
    let list = call(&seat, "todays_patients", json!({})).await.unwrap();
    let mut never_fetched = 0;
    for patient in list["patients"].as_array().unwrap() {
        let person = &patient["identity"]["person"];
        let opened = call(&seat, "open_patient", json!({"person": person}))
            .await
            .unwrap();
        for found in opened["sections"].as_array().unwrap() {
            if found["held"] == "nothing" && found["hindrance"]["reason"] == "fetch_failed" {
                never_fetched += 1;
                // What was under way when the line went was cut; the rest is refused.
                let fault = found["hindrance"]["fault"].as_str().unwrap();
                assert!(["refused", "cut"].contains(&fault), "{fault}");
            }
            assert!(
                found["held"] != "none_registered" || found["as_of"].is_string(),
                "登録なし is only said of a whole answer"
            );
        }
    }
    assert!(
        never_fetched > 0,
        "everybody was fetched before the line went"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_is_refused_by_the_core_and_the_refusal_is_written_down() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "desk").await;
    let refused = refusal(&seat, "open_patient", json!({"person": 1})).await;
    assert_eq!(refused, ErrorCode::NotPermitted);
    sign_in(&seat, "auditor").await;
    let log = call(
        &seat,
        "audit_entries",
        json!({"before": null, "person": null, "account": null, "limit": 50}),
    );
    let log = log.await.unwrap();
    let written = log["entries"].as_array().unwrap().iter().any(|entry| {
        entry["kind"] == "refused_command"
            && entry["account"] == "desk"
            && entry["failure"] == "open_patient"
    });
    assert!(written);
    let checked = call(&seat, "verify_audit", json!({})).await.unwrap();
    assert_eq!(checked["intact"], true);
}

//! Whether the copy is ready for an outage, how old it may be, and finding somebody in it.

use crate::common::control::consent;
use crate::common::{
    Clinic, Pc, RICH, Service, call, found, person, refusal, section, sign_in, until,
};
use serde_json::{Value, json};
use viewer::ErrorCode;

fn of<'a>(list: &'a Value, chart_number: &str) -> &'a Value {
    let mut patients = list["patients"].as_array().unwrap().iter();
    patients
        .find(|p| p["identity"]["chart_number"] == chart_number)
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_names_what_is_missing_and_counts_who_is_ready() {
    let Clinic {
        service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    person(&seat, RICH).await;
    let list = until(&seat, "todays_patients", json!({}), |list| {
        of(list, RICH)["readiness"]["state"] == "complete"
    })
    .await;
    assert_eq!(of(&list, RICH)["missing"], json!([]));
    let ready = &list["ready"];
    let count = |name: &str| ready[name].as_u64().unwrap();
    assert_eq!(
        count("of"),
        list["patients"].as_array().unwrap().len() as u64
    );
    assert_eq!(
        count("complete") + count("partial") + count("none"),
        count("of")
    );
    assert!(count("complete") > 0);

    let control = service.control();
    consent(&control, RICH, "laboratory", "refused").await;
    let list = until(&seat, "todays_patients", json!({}), |list| {
        of(list, RICH)["missing"] != json!([])
    })
    .await;
    let missing = &of(&list, RICH)["missing"];
    assert_eq!(missing.as_array().unwrap().len(), 1);
    assert_eq!(missing[0]["category"], "laboratory");
    assert_eq!(
        missing[0]["why"],
        json!({"reason": "refused", "withheld": true})
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_sets_from_when_on_what_is_shown_is_old() {
    let service = Service::start().await;
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    service.connect(&seat).await;
    sign_in(&seat, "admin").await;
    let shipped = call(&seat, "site_rules", json!({})).await.unwrap();
    assert_eq!(shipped["staleness"].as_array().unwrap().len(), 8);
    let set = |hours: (u32, u32), minutes: u32| {
        json!({"reading_after_end": "emergency_only",
               "lock": {"minutes": [{"role": "admin", "minutes": minutes}], "unlock_hours": 8},
               "staleness": [{"category": "condition", "amber_hours": hours.0, "red_hours": hours.1}]})
    };
    for (hours, minutes) in [
        ((0, 5), 5),
        ((5, 4), 5),
        ((1, 99_999_999), 5),
        ((1, 2), 0),
        ((1, 2), 16),
    ] {
        let refused = refusal(&seat, "set_site_rules", set(hours, minutes)).await;
        assert_eq!(refused, ErrorCode::RuleOutOfRange, "{hours:?} {minutes}");
    }
    assert_eq!(call(&seat, "site_rules", json!({})).await.unwrap(), shipped);
    let made = call(&seat, "set_site_rules", set((1, 2), 9)).await.unwrap();
    let limits = json!({"category": "condition", "amber_hours": 1, "red_hours": 2});
    assert_eq!(made["staleness"][2], limits);
    assert_eq!(made["staleness"][3], shipped["staleness"][3]);

    sign_in(&seat, "doctor").await;
    let who = person(&seat, RICH).await;
    let opened = until(&seat, "open_patient", json!({"person": who}), |patient| {
        patient["complete"] == true
    })
    .await;
    assert_eq!(section(&opened, "condition")["staleness"], "fresh");
    drop((seat, viewer));
    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    assert_eq!(call(&seat, "site_rules", json!({})).await.unwrap(), made);
    let session = call(&seat, "session", json!({})).await.unwrap();
    assert_eq!(session["auto_lock_minutes"], 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_found_while_typing_and_the_desk_sees_who_they_are_and_no_more() {
    let Clinic {
        service: _service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    let who = person(&seat, RICH).await;
    sign_in(&seat, "desk").await;
    let nobody = call(&seat, "find_person", json!({"text": ""}))
        .await
        .unwrap();
    assert_eq!(nobody, json!({"people": [], "more": false}));
    // Letter by letter, as it is typed: one search.
    for letters in 1..RICH.len() {
        let request = json!({"text": RICH.get(..letters).unwrap()});
        call(&seat, "find_person", request).await.unwrap();
    }
    for text in [RICH, "0009997"] {
        let found = call(&seat, "find_person", json!({"text": text}))
            .await
            .unwrap();
        let first = &found["people"][0];
        assert_eq!(first["identity"]["person"], who, "{text}");
        assert!(first["last_arrival"].is_string());
        let told: Vec<&String> = first.as_object().unwrap().keys().collect();
        assert_eq!(told, ["identity", "last_arrival"]);
    }
    let name = call(&seat, "find_person", json!({"text": RICH}))
        .await
        .unwrap();
    let kana = name["people"][0]["identity"]["kana"]
        .as_str()
        .unwrap()
        .to_owned();
    let by_kana = call(&seat, "find_person", json!({"text": kana}))
        .await
        .unwrap();
    // A namesake may come first.
    let mut namesakes = by_kana["people"].as_array().unwrap().iter();
    assert!(namesakes.any(|found| found["identity"]["person"] == who));

    sign_in(&seat, "doctor").await;
    let opening = found(&seat, RICH).await;
    call(&seat, "open_patient", opening).await.unwrap();
    sign_in(&seat, "auditor").await;
    let all = json!({"before": null, "person": null, "account": null, "limit": 200});
    let log = call(&seat, "audit_entries", all).await.unwrap();
    let count = |kind: &str, account: &str| {
        let entries = log["entries"].as_array().unwrap().iter();
        entries
            .filter(|e| e["kind"] == kind && e["account"] == account)
            .count()
    };
    // One by number and one by kana, however many letters each took.
    assert_eq!(count("person_searched", "desk"), 2);
    assert!(
        !log.to_string().contains(&kana),
        "nothing of what was typed"
    );
    assert_eq!(count("open_found_patient", "doctor"), 1);
}

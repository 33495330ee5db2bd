//! 全記載: everything of a section or a document, behind the gate of the section.

use crate::common::control::consent;
use crate::common::{Pc, REFERRED, RICH, Service, call, person, refusal, section, sign_in, until};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

/// One disease of this patient is 未提供.
const UNDELIVERED: &str = "000100919";

async fn fetched(service: &Service, chart_number: &str) -> (Pc, Seat, Value, Value) {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    service.connect(&seat).await;
    sign_in(&seat, "doctor").await;
    let who = person(&seat, chart_number).await;
    let documents = chart_number == REFERRED;
    let opened = until(&seat, "open_patient", json!({"person": who}), |patient| {
        let letters = section(patient, "document")["held"] == "items";
        patient["complete"] == true && (letters || !documents)
    })
    .await;
    (pc, seat, who, opened)
}

async fn sheet(seat: &Seat, who: &Value, category: &str) -> Value {
    let request = json!({"person": who, "category": category});
    call(seat, "section_sheet", request).await.unwrap()
}

async fn log(seat: &Seat, who: &Value) -> Vec<Value> {
    sign_in(seat, "auditor").await;
    let request = json!({"before": null, "person": who, "account": null, "limit": 500});
    let log = call(seat, "audit_entries", request).await.unwrap();
    log["entries"].as_array().unwrap().clone()
}

fn texts(rows: &Value) -> Vec<String> {
    let rows = rows.as_array().unwrap();
    rows.iter()
        .map(|row| row["text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_told_whole_and_holds_nothing_of_another_consent() {
    let service = Service::start().await;
    let (_pc, seat, who, opened) = fetched(&service, RICH).await;
    let drugs = texts(&section(&opened, "drug_allergy")["content"]["items"]);
    let others = texts(&section(&opened, "other_allergy")["content"]["items"]);
    let conditions = texts(&section(&opened, "condition")["content"]["items"]);
    assert!(!drugs.is_empty() && !others.is_empty() && !conditions.is_empty());

    let drug = sheet(&seat, &who, "drug_allergy").await.to_string();
    let other = sheet(&seat, &who, "other_allergy").await.to_string();
    for text in &drugs {
        assert!(drug.contains(text) && !other.contains(text), "{text}");
    }
    for text in &others {
        assert!(other.contains(text) && !drug.contains(text), "{text}");
    }
    let condition = sheet(&seat, &who, "condition").await;
    assert_eq!(condition["unreadable"], 0);
    for text in conditions {
        assert!(condition.to_string().contains(&text), "{text}");
    }

    let reports = section(&opened, "checkup")["content"]["reports"].clone();
    assert!(reports.as_array().unwrap().len() > 1);
    let whole = sheet(&seat, &who, "checkup").await.to_string();
    for report in reports.as_array().unwrap() {
        let request = json!({"person": who, "category": "checkup", "key": report["key"]});
        let one = call(&seat, "document_sheet", request).await.unwrap();
        for block in one["blocks"].as_array().unwrap() {
            assert!(whole.contains(&block.to_string()), "{block}");
        }
        assert!(one.to_string().len() < whole.len());
    }

    let told = log(&seat, &who).await;
    for category in ["drug_allergy", "other_allergy", "condition"] {
        let written = told.iter().any(|entry| {
            entry["kind"] == "open_sheet"
                && entry["categories"] == json!([category])
                && entry["failure"].is_null()
                && entry["account"] == "doctor"
        });
        assert!(written, "{category}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_section_gives_no_sheet_and_the_refusal_is_written_down() {
    let service = Service::start().await;
    let (_pc, seat, who, _) = fetched(&service, RICH).await;
    sheet(&seat, &who, "laboratory").await;
    let control = service.control();
    consent(&control, RICH, "laboratory", "refused").await;
    let request = json!({"person": who, "category": "laboratory"});
    until(&seat, "patient_section", request.clone(), |update| {
        update["section"]["hindrance"]["reason"] == "refused"
    })
    .await;
    let refused = refusal(&seat, "section_sheet", request).await;
    assert_eq!(refused, ErrorCode::Withheld);
    sheet(&seat, &who, "infection").await;
    let written = log(&seat, &who).await.into_iter().any(|entry| {
        entry["kind"] == "open_sheet"
            && entry["failure"] == "withheld"
            && entry["categories"] == json!(["laboratory"])
    });
    assert!(written);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_and_a_report_are_told_by_the_key_of_their_row() {
    let service = Service::start().await;
    let (_pc, seat, who, opened) = fetched(&service, REFERRED).await;
    let letters = section(&opened, "document")["content"]["documents"].clone();
    let letters = letters.as_array().unwrap();
    assert!(letters.len() > 1);
    let mut told = Vec::new();
    for letter in letters {
        for key in [&letter["key"], &letter["set_key"]] {
            let request = json!({"person": who, "category": "document", "key": key});
            let sheet = call(&seat, "document_sheet", request).await.unwrap();
            assert!(!sheet["blocks"].as_array().unwrap().is_empty());
            told.push(sheet.to_string());
        }
        assert!(
            told.last()
                .unwrap()
                .contains(letter["title"].as_str().unwrap())
        );
    }
    assert_eq!(told[0], told[1]);
    assert_ne!(told[0], told[2]);

    for (category, key, code) in [
        ("document", json!("no such key"), ErrorCode::NoSuchDocument),
        (
            "checkup",
            letters[0]["key"].clone(),
            ErrorCode::NoSuchDocument,
        ),
        (
            "condition",
            letters[0]["key"].clone(),
            ErrorCode::BadRequest,
        ),
    ] {
        let request = json!({"person": who, "category": category, "key": key});
        assert_eq!(refusal(&seat, "document_sheet", request).await, code);
    }
    let control = service.control();
    consent(&control, REFERRED, "document", "refused").await;
    let one = json!({"person": who, "category": "document"});
    until(&seat, "patient_section", one, |update| {
        update["section"]["hindrance"]["reason"] == "refused"
    })
    .await;
    let request = json!({"person": who, "category": "document", "key": letters[0]["key"]});
    let refused = refusal(&seat, "document_sheet", request).await;
    assert_eq!(refused, ErrorCode::Withheld);
    let failures: Vec<Value> = log(&seat, &who)
        .await
        .into_iter()
        .filter(|entry| entry["kind"] == "open_sheet")
        .map(|entry| entry["failure"].clone())
        .collect();
    assert_eq!(failures[0], "withheld");
    assert_eq!(failures[1], "no_such_document");
    assert!(failures.contains(&Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_unknown_has_no_sheet() {
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let request = json!({"person": 999_999, "category": "condition"});
    let refused = refusal(&seat, "section_sheet", request).await;
    assert_eq!(refused, ErrorCode::NoSuchPerson);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_to_be_supplied_is_opened_only_on_purpose_and_that_is_written_down() {
    let service = Service::start().await;
    let (_pc, seat, who, opened) = fetched(&service, UNDELIVERED).await;
    assert_eq!(section(&opened, "condition")["undelivered"], 1);
    let shown = sheet(&seat, &who, "condition").await.to_string();
    assert!(!opened.to_string().contains("うつ病") && !shown.contains("うつ病"));

    let ask =
        |kept_back: &str| json!({"person": who, "category": "condition", "kept_back": kept_back});
    let sheet = call(&seat, "kept_back_sheet", ask("undelivered"))
        .await
        .unwrap();
    assert!(sheet.to_string().contains("うつ病"), "{sheet}");
    let nothing = refusal(&seat, "kept_back_sheet", ask("cancelled")).await;
    assert_eq!(nothing, ErrorCode::NothingKeptBack);

    let told = log(&seat, &who).await;
    for (kind, failure) in [
        ("open_undelivered", Value::Null),
        ("open_cancelled", json!("nothing_kept_back")),
    ] {
        let written = told.iter().any(|entry| {
            entry["kind"] == kind
                && entry["categories"] == json!(["condition"])
                && entry["failure"] == failure
                && entry["account"] == "doctor"
        });
        assert!(written, "{kind}");
    }
}

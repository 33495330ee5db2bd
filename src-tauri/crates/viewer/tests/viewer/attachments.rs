//! The files and the original of a document, behind the gate of its sheet.

use crate::common::control::consent;
use crate::common::{
    Clinic, Pc, REFERRED, Service, call, person, refusal, section, sign_in, until,
};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use viewer::{ErrorCode, Seat};

struct Letter {
    service: Service,
    _pc: Pc,
    seat: Seat,
    who: Value,
    key: Value,
}

impl Letter {
    async fn fetched() -> Self {
        let Clinic {
            service,
            pc,
            viewer: _viewer,
            seat,
        } = Clinic::open().await;
        let who = person(&seat, REFERRED).await;
        let opened = until(&seat, "open_patient", json!({"person": who}), |patient| {
            section(patient, "document")["held"] == "items"
        })
        .await;
        let letters = section(&opened, "document")["content"]["documents"].clone();
        let letters = letters.as_array().unwrap();
        let letter = letters.iter().find(|one| one["kind"] == "referral");
        Self {
            service,
            _pc: pc,
            seat,
            who,
            key: letter.unwrap()["key"].clone(),
        }
    }

    fn named(&self) -> Value {
        json!({"person": self.who, "category": "document", "key": self.key})
    }

    fn with(&self, more: Value) -> Value {
        let mut request = self.named();
        let members = more.as_object().unwrap().clone();
        request.as_object_mut().unwrap().extend(members);
        request
    }

    /// The places that the sheet offers.
    async fn places(&self) -> Vec<Value> {
        let sheet = call(&self.seat, "document_sheet", self.named())
            .await
            .unwrap();
        let mut places = Vec::new();
        collect(&sheet, &mut places);
        places
    }

    async fn file(&self, place: &Value) -> Value {
        let request = self.with(json!({"place": place}));
        call(&self.seat, "document_attachment", request)
            .await
            .unwrap()
    }

    async fn page(&self, from: usize) -> Value {
        let request = self.with(json!({"part": 0, "from": from}));
        call(&self.seat, "document_source", request).await.unwrap()
    }

    async fn log(&self) -> Vec<Value> {
        sign_in(&self.seat, "auditor").await;
        let request = json!({"before": null, "person": self.who, "account": null, "limit": 500});
        let log = call(&self.seat, "audit_entries", request).await.unwrap();
        log["entries"].as_array().unwrap().clone()
    }
}

fn collect(node: &Value, places: &mut Vec<Value>) {
    match node {
        Value::Array(items) => items.iter().for_each(|item| collect(item, places)),
        Value::Object(members) => {
            places.extend(members.get("attachment").cloned());
            members.values().for_each(|value| collect(value, places));
        }
        _ => {}
    }
}

fn written(log: &[Value], kind: &str, failure: &Value) -> usize {
    let fits = |entry: &&Value| {
        entry["kind"] == kind
            && entry["failure"] == *failure
            && entry["categories"] == json!(["document"])
            && entry["account"] == "doctor"
    };
    log.iter().filter(fits).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_a_letter_open_and_each_opening_is_written_down() {
    let letter = Letter::fetched().await;
    let places = letter.places().await;
    let mut kinds = Vec::new();
    for place in &places {
        let file = letter.file(place).await;
        let size = usize::try_from(file["size"].as_u64().unwrap()).unwrap();
        assert_eq!(file["declared"], Value::Null);
        match file["content"]["kind"].as_str().unwrap() {
            "bytes" => {
                let content = file["content"]["base64"].as_str().unwrap();
                let content = BASE64_STANDARD.decode(content).unwrap();
                assert!(content.starts_with(b"%PDF-") && content.len() == size);
                assert_eq!(file["name"], "心エコー報告書");
            }
            kind => {
                let text = file["content"]["text"].as_str().unwrap();
                assert_eq!((kind, text.len()), ("text", size));
                assert!(text.contains("起座呼吸"), "{text}");
            }
        }
        kinds.push(file["media"].clone());
    }
    assert_eq!(kinds, ["text", "pdf"]);

    let other = |change: fn(&mut Value)| {
        let mut place = places[1].clone();
        change(&mut place);
        letter.with(json!({"place": place}))
    };
    for request in [
        other(|place| place["version"] = json!(place["version"].as_i64().unwrap() + 1)),
        other(|place| place["part"] = json!(1)),
        other(|place| place["pointer"] = json!("/entry/0/resource/title")),
        other(|place| place["pointer"] = json!("")),
    ] {
        let refused = refusal(&letter.seat, "document_attachment", request).await;
        assert_eq!(refused, ErrorCode::NoSuchAttachment);
    }
    let log = letter.log().await;
    assert_eq!(written(&log, "open_attachment", &Value::Null), 2);
    let failure = json!("no_such_attachment");
    assert_eq!(written(&log, "open_attachment", &failure), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_original_is_told_as_it_was_received() {
    let letter = Letter::fetched().await;
    let page = letter.page(0).await;
    let text = page["text"].as_str().unwrap();
    assert_eq!(
        (&page["form"], &page["encoding"], &page["parts"]),
        (&json!("json"), &json!("utf8"), &json!(1))
    );
    assert_eq!(page["next"], Value::Null);
    assert!(text.starts_with("{\n  \"") && text.contains("\n  \"resourceType\": \"Bundle\""));
    assert!(text.contains("退院後の外来") && text.contains("JVBERi0"));
    // Laid out in lines, the same bytes: this is how they were sent.
    let compact: Value = serde_json::from_str(text).unwrap();
    assert_eq!(compact["resourceType"], "Bundle");
    assert_eq!(page["sha256"].as_str().unwrap().len(), 64);
    let size = page["size"].as_u64().unwrap();
    assert!(size > 1000 && size < text.len() as u64);
    if compact.to_string().len() as u64 == size {
        let digest = hex::encode(Sha256::digest(compact.to_string()));
        assert_eq!(page["sha256"], digest);
    }
    let rest = letter.page(20).await;
    assert_eq!(rest["text"].as_str(), text.get(20..));

    for (more, code) in [
        (json!({"part": 1, "from": 0}), ErrorCode::NoSuchDocument),
        (json!({"part": 0, "from": 9_999_999}), ErrorCode::BadRequest),
        (
            json!({"part": 0, "from": 0, "key": "no such key"}),
            ErrorCode::NoSuchDocument,
        ),
        (
            json!({"part": 0, "from": 0, "category": "condition"}),
            ErrorCode::BadRequest,
        ),
    ] {
        let request = letter.with(more);
        assert_eq!(
            refusal(&letter.seat, "document_source", request).await,
            code
        );
    }
    let log = letter.log().await;
    // The rest is the same reading.
    assert_eq!(written(&log, "open_original", &Value::Null), 1);
    assert_eq!(
        written(&log, "open_original", &json!("no_such_document")),
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_neither_a_file_nor_the_original_is_given() {
    let letter = Letter::fetched().await;
    let places = letter.places().await;
    let started = letter.service.running.as_ref().unwrap().started();
    consent(&started.control, REFERRED, "document", "refused").await;
    let one = json!({"person": letter.who, "category": "document"});
    until(&letter.seat, "patient_section", one, |update| {
        update["section"]["hindrance"]["reason"] == "refused"
    })
    .await;
    let file = letter.with(json!({"place": places[0]}));
    let original = letter.with(json!({"part": 0, "from": 0}));
    for (command, request) in [("document_attachment", file), ("document_source", original)] {
        let refused = refusal(&letter.seat, command, request).await;
        assert_eq!(refused, ErrorCode::Withheld, "{command}");
    }
    let log = letter.log().await;
    for kind in ["open_attachment", "open_original"] {
        assert_eq!(written(&log, kind, &json!("withheld")), 1, "{kind}");
        assert_eq!(written(&log, kind, &Value::Null), 0, "{kind}");
    }
}

/// The command list refuses by role before a request is read.
#[tokio::test(flavor = "multi_thread")]
async fn the_desk_opens_neither() {
    let letter = Letter::fetched().await;
    let places = letter.places().await;
    sign_in(&letter.seat, "desk").await;
    let file = letter.with(json!({"place": places[0]}));
    let original = letter.with(json!({"part": 0, "from": 0}));
    for (command, request) in [("document_attachment", file), ("document_source", original)] {
        let refused = refusal(&letter.seat, command, request).await;
        assert_eq!(refused, ErrorCode::NotPermitted, "{command}");
    }
}

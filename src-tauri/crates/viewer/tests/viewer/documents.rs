//! 文書 go the road of the seven sections, under a consent of their own that nobody counts.

use crate::common::control::{consent, revise};
use crate::common::{Clinic, Pc, REFERRED, RICH, Service, call, person, section, sign_in, until};
use serde_json::{Value, json};

/// Has no document, and so no consent for any.
fn list(section: &Value) -> Vec<Value> {
    let documents = section["content"]["documents"].as_array();
    documents.cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_fetched_kept_marked_and_withheld_by_their_own_consent() {
    let mut service = Service::start().await;
    let control = service.control();
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    service.connect(&seat).await;
    sign_in(&seat, "doctor").await;

    let referred = person(&seat, REFERRED).await;
    let open = json!({"person": referred});
    let arrived = |patient: &Value| {
        section(patient, "document")["held"] == "items" && patient["complete"] == true
    };
    let opened = until(&seat, "open_patient", open.clone(), arrived).await;
    assert_eq!(opened["sections"].as_array().unwrap().len(), 8);
    assert_eq!(opened["consent"]["categories"].as_array().unwrap().len(), 7);
    assert_eq!(
        (&opened["consent"]["of"], &opened["consent"]["given"]),
        (&json!(7), &json!(7))
    );
    let letters = section(&opened, "document");
    assert_eq!(
        (&letters["origin"], &letters["unreadable"]),
        (&json!("live"), &json!(0))
    );
    let kinds: Vec<_> = list(letters).iter().map(|d| d["kind"].clone()).collect();
    assert_eq!(kinds, ["referral", "patient_summary", "discharge_summary"]);
    let painted = json!([{"category": "document", "version": letters["version"]}]);
    let report = json!({"person": referred, "sections": painted});
    call(&seat, "report_painted", report).await.unwrap();

    let rich = json!({"person": person(&seat, RICH).await});
    let nobody_asked = call(&seat, "open_patient", rich).await.unwrap();
    let nothing = section(&nobody_asked, "document");
    assert_eq!(
        (&nothing["held"], &nothing["content"]),
        (&json!("nothing"), &Value::Null)
    );
    assert_eq!(
        nothing["hindrance"],
        json!({"reason": "not_asked", "withheld": false})
    );

    revise(&control, REFERRED, "document").await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    call(&seat, "open_patient", open.clone()).await.unwrap();
    let one = json!({"person": referred, "category": "document"});
    let anew = until(&seat, "patient_section", one.clone(), |update| {
        list(&update["section"]).len() == 4
    })
    .await;
    let marks: Vec<_> = list(&anew["section"])
        .iter()
        .map(|d| d["mark"].clone())
        .collect();
    assert_eq!(marks, ["new", "none", "none", "none"]);
    assert_eq!(anew["section"]["changes"]["added"], 1);

    consent(&control, REFERRED, "document", "refused").await;
    let withheld = until(&seat, "patient_section", one, |update| {
        update["section"]["hindrance"]["reason"] == "refused"
    })
    .await;
    assert_eq!(withheld["section"]["hindrance"]["withheld"], true);
    assert_eq!(withheld["section"]["content"], Value::Null);
    assert_eq!(
        (&withheld["consent"]["given"], &withheld["complete"]),
        (&json!(7), &json!(true))
    );

    sign_in(&seat, "auditor").await;
    let log = json!({"before": null, "person": referred, "account": null, "limit": 500});
    let log = call(&seat, "audit_entries", log).await.unwrap();
    let entries = log["entries"].as_array().unwrap();
    for kind in ["fetch", "open_patient"] {
        let tells = |entry: &&Value| {
            let named = entry["categories"].as_array().unwrap();
            entry["kind"] == kind && named.contains(&json!("document"))
        };
        assert!(entries.iter().any(|entry| tells(&entry)), "{kind}");
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_read_on_when_the_service_is_gone() {
    let Clinic {
        mut service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    let referred = json!({"person": person(&seat, REFERRED).await});
    let opened = until(&seat, "open_patient", referred.clone(), |patient| {
        section(patient, "document")["held"] == "items"
    })
    .await;
    service.stop().await;
    until(&seat, "service_status", json!({}), |status| {
        status["link"] == "down"
    })
    .await;
    let cached = call(&seat, "open_patient", referred).await.unwrap();
    let (before, now) = (section(&opened, "document"), section(&cached, "document"));
    assert_eq!(
        (&now["origin"], &now["content"]),
        (&json!("cache"), &before["content"])
    );
}

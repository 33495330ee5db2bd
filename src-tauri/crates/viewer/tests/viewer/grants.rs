//! 役割×区分: who was granted what, and that nothing else leaves the core.

use crate::common::{Clinic, RICH, audited, call, refusal, section, sign_in};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

const COMMANDS: [&str; 3] = ["section_sheet", "section_history", "patient_section"];

async fn grant(office: &Seat, role: &str, categories: &[&str]) -> Value {
    let grants = json!({"grants": [{"role": role, "categories": categories}]});
    call(office, "set_grants", grants).await.unwrap()
}

/// Everything a section says of itself when the role was not granted it.
fn says_nothing(section: &Value) -> bool {
    let mut bare = section.clone();
    let object = bare.as_object_mut().unwrap();
    object.remove("category");
    object.remove("hindrance");
    section["hindrance"] == json!({"reason": "not_granted"})
        && section["held"] == "nothing"
        && object.values().all(|value| {
            value.is_null()
                || *value == json!(0)
                || *value == json!([])
                || *value == json!("nothing")
                || *value == json!("none")
        })
}

#[tokio::test(flavor = "multi_thread")]
async fn pharmacists_nurses_and_clerks_read_nothing_until_it_is_granted() {
    let (clinic, who) = Clinic::with(RICH).await;
    let seat = clinic.viewer.seat();
    for role in ["pharmacist", "nurse", "clerk"] {
        sign_in(&seat, role).await;
        let list = call(&seat, "todays_patients", json!({})).await.unwrap();
        for patient in list["patients"].as_array().unwrap() {
            let ready = &patient["readiness"];
            assert_eq!(ready["state"], "not_granted");
            assert_eq!(ready["as_of"], Value::Null);
            for count in ["held", "fetched", "consented", "of"] {
                assert_eq!(ready[count], 0, "{count}");
            }
            assert_eq!(patient["missing"], json!([]));
        }
        let patient = call(&seat, "open_patient", json!({"person": who}))
            .await
            .unwrap();
        let sections = patient["sections"].as_array().unwrap();
        assert!(sections.iter().all(says_nothing), "{role}: {patient:#}");
        assert_eq!(
            (&patient["complete"], &patient["consent"]["fetched"]),
            (&json!(false), &json!(0))
        );
        for command in ["section_sheet", "section_history"] {
            let request = json!({"person": who, "category": "laboratory"});
            let refused = refusal(&seat, command, request).await;
            assert_eq!(refused, ErrorCode::NotGranted, "{command}");
        }
        let compared = json!({"person": who, "category": "laboratory", "from": "1", "to": "2"});
        let refused = refusal(&seat, "compare_states", compared).await;
        assert_eq!(refused, ErrorCode::NotGranted);
        for command in ["document_sheet", "document_source", "document_attachment"] {
            let request = json!({"person": who, "category": "document", "key": "x", "part": 0,
                "from": 0, "place": {"path": "x", "row": "x"}});
            let refused = refusal(&seat, command, request).await;
            assert!(
                matches!(refused, ErrorCode::NotGranted | ErrorCode::BadRequest),
                "{command}: {refused:?}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_opens_one_category_for_one_role_and_taking_it_back_closes_it() {
    let (clinic, who) = Clinic::with(RICH).await;
    let (seat, office) = (clinic.viewer.seat(), clinic.viewer.seat());
    sign_in(&office, "admin").await;
    let set = grant(&office, "nurse", &["drug_allergy"]).await;
    let nurse = json!({"role": "nurse", "categories": ["drug_allergy"], "notes": false});
    assert!(set["roles"].as_array().unwrap().contains(&nurse));
    sign_in(&seat, "nurse").await;
    let open = json!({"person": who});
    let patient = call(&seat, "open_patient", open.clone()).await.unwrap();
    assert_eq!(section(&patient, "drug_allergy")["held"], "items");
    let others = patient["sections"].as_array().unwrap().iter();
    let mut others = others.filter(|one| one["category"] != "drug_allergy");
    assert!(others.all(says_nothing));
    let list = call(&seat, "todays_patients", json!({})).await.unwrap();
    let of = |patient: &Value| patient["readiness"]["of"].as_u64().unwrap();
    assert!(
        list["patients"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| of(one) <= 1)
    );
    let granted = json!({"person": who, "category": "drug_allergy"});
    call(&seat, "section_sheet", granted.clone()).await.unwrap();
    for command in COMMANDS {
        let request = json!({"person": who, "category": "condition"});
        let answer = call(&seat, command, request).await;
        match answer {
            Ok(update) => assert!(says_nothing(&update["section"]), "{command}"),
            Err(error) => assert_eq!(error.code, ErrorCode::NotGranted, "{command}"),
        }
    }
    sign_in(&seat, "clerk").await;
    let patient = call(&seat, "open_patient", open.clone()).await.unwrap();
    assert!(
        says_nothing(section(&patient, "drug_allergy")),
        "another role"
    );
    sign_in(&seat, "nurse").await;
    grant(&office, "nurse", &[]).await;
    let patient = call(&seat, "open_patient", open).await.unwrap();
    assert!(says_nothing(section(&patient, "drug_allergy")), "at once");
    let refused = refusal(&seat, "section_sheet", granted).await;
    assert_eq!(refused, ErrorCode::NotGranted);
    let log = audited(&office).await;
    assert_eq!(log.iter().filter(|kind| *kind == "grants_set").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_granted_to_roles_that_must_not_read() {
    let clinic = Clinic::open().await;
    let office = clinic.viewer.seat();
    sign_in(&office, "admin").await;
    for role in ["desk", "admin", "auditor", "doctor"] {
        let grants = json!({"grants": [
            {"role": "nurse", "categories": ["laboratory"]},
            {"role": role, "categories": ["laboratory"]}]});
        let refused = refusal(&office, "set_grants", grants).await;
        assert_eq!(refused, ErrorCode::BadRequest, "{role}");
    }
    let grants = call(&office, "grants", json!({})).await.unwrap();
    for role in grants["roles"].as_array().unwrap() {
        assert_eq!(role["categories"], json!([]), "all of it or nothing");
    }
    let unknown = json!({"grants": [{"role": "nurse", "categories": ["diary"]}]});
    let refused = refusal(&office, "set_grants", unknown).await;
    assert_eq!(refused, ErrorCode::BadRequest);
}

//! 監査ログ: one opening is one record, and what is written into files holds no clinical value.

use std::fs;

use serde_json::{Value, json};
use viewer::ErrorCode;

use crate::common::{
    Clinic, Pc, REFERRED, RICH, audited, call, person, refusal, section, sign_in, until,
};

async fn entries(clinic: &Clinic, filter: Value) -> Vec<Value> {
    let seat = clinic.viewer.seat();
    sign_in(&seat, "auditor").await;
    let mut request = json!({"limit": 500});
    let members = filter.as_object().unwrap().clone();
    request.as_object_mut().unwrap().extend(members);
    let page = call(&seat, "audit_entries", request).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    page["entries"].as_array().unwrap().clone()
}

/// The clinic with a patient who has letters; the letter's key.
async fn with_a_letter() -> (Clinic, Value, Value) {
    let clinic = Clinic::open().await;
    let who = person(&clinic.seat, REFERRED).await;
    let opened = until(
        &clinic.seat,
        "open_patient",
        json!({"person": who}),
        |patient| section(patient, "document")["held"] == "items" && patient["complete"] == true,
    )
    .await;
    let letters = section(&opened, "document")["content"]["documents"].clone();
    let letters = letters.as_array().unwrap();
    let letter = letters.iter().find(|one| one["kind"] == "referral");
    let key = letter.unwrap()["key"].clone();
    (clinic, who, key)
}

#[tokio::test(flavor = "multi_thread")]
async fn one_opening_and_three_documents_are_four_records_that_tell_who_when_whose_and_what() {
    let (mut clinic, who, key) = with_a_letter().await;
    // Nothing comes meanwhile: what is drawn again is what was opened.
    clinic.service.stop().await;
    let before = entries(&clinic, json!({})).await[0]["number"].clone();
    let seat = &clinic.seat;
    let opened = call(seat, "open_patient", json!({"person": who}))
        .await
        .unwrap();
    for category in ["condition", "laboratory", "document", "condition"] {
        let request = json!({"person": who, "category": category});
        call(seat, "patient_section", request).await.unwrap();
    }
    let letter = json!({"person": who, "category": "document", "key": key});
    call(seat, "document_sheet", letter.clone()).await.unwrap();
    let request = json!({"person": who, "category": "laboratory"});
    call(seat, "section_sheet", request).await.unwrap();
    let mut page = letter;
    page["part"] = json!(0);
    page["from"] = json!(0);
    let first = call(seat, "document_source", page.clone()).await.unwrap();
    // A further page is no new reading; the beginning once more is.
    page["from"] = json!(
        first["text"]
            .as_str()
            .unwrap()
            .lines()
            .next()
            .unwrap()
            .len()
            + 1
    );
    call(seat, "document_source", page.clone()).await.unwrap();

    let chart = opened["identity"]["chart_number"].clone();
    let mut rows = entries(&clinic, json!({"chart_number": chart})).await;
    rows.retain(|row| row["number"].as_u64() > before.as_u64() && row["account"] == "doctor");
    rows.reverse();
    let kinds: Vec<&str> = rows
        .iter()
        .map(|row| row["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["open_patient", "open_sheet", "open_sheet", "open_original"]
    );
    for row in &rows {
        assert_eq!(row["purpose"], "normal");
        assert_eq!(row["staff_number"], "0002");
        assert_eq!(
            (&row["arrived"], &row["consented"]),
            (&json!(true), &json!(true))
        );
        assert!(row["consent_until"].is_string() && row["session"].is_string());
        assert!(row["items"].as_u64().unwrap() > 0, "{row:#}");
        assert!(row["age_seconds"].is_number() && row["origin"].is_string());
    }
    assert_eq!(rows[0]["session"], rows[3]["session"], "one sitting");
    assert!(rows[0]["categories"].as_array().unwrap().len() > 3);
    page["from"] = json!(0);
    call(seat, "document_source", page).await.unwrap();
    let again = entries(&clinic, json!({"kinds": ["open_original"]})).await;
    assert_eq!(again.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_that_became_new_is_written_down_when_it_is_drawn() {
    let (clinic, who) = Clinic::with(RICH).await;
    let request = json!({"person": who, "category": "laboratory"});
    let before = call(&clinic.seat, "patient_section", request.clone())
        .await
        .unwrap();
    crate::common::control::revise(&clinic.service.control(), RICH, "laboratory").await;
    // Asked for anew only when the last answer is no longer a fresh one.
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    // At another seat, so that this one goes on with what it opened.
    let other = clinic.viewer.seat();
    sign_in(&other, "doctor").await;
    call(&other, "open_patient", json!({"person": who}))
        .await
        .unwrap();
    until(&clinic.seat, "patient_section", request, |update| {
        update["section"]["version"] != before["section"]["version"]
    })
    .await;
    let rows = entries(&clinic, json!({"kinds": ["open_section"]})).await;
    assert!(
        !rows.is_empty(),
        "the new state was shown, so it is on record"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_the_log_is_on_record_with_whose_entries_were_asked_for() {
    let (mut clinic, who, _) = with_a_letter().await;
    let mut looks = 1;
    // An opening asks nothing where all was fetched ahead just before; one of older answers does.
    let opened = json!({"kinds": ["fetch"], "person": who});
    while entries(&clinic, opened.clone()).await.is_empty() && looks < 60 {
        looks += 1;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        let opening = json!({"person": who});
        call(&clinic.seat, "open_patient", opening).await.unwrap();
    }
    // Nothing more comes by itself between two questions.
    clinic.service.stop().await;
    let seat = clinic.viewer.seat();
    sign_in(&seat, "auditor").await;
    let request = json!({"limit": 9, "chart_number": REFERRED});
    let found = call(&seat, "audit_openings", request.clone())
        .await
        .unwrap();
    let doctor = &found["accounts"][0];
    assert_eq!(doctor["account"], "doctor");
    assert!(doctor["openings"].as_u64().unwrap() >= 1);
    let by_itself = json!({"limit": 9, "person": who, "kinds": ["prefetch", "fetch_again"]});
    let page = call(&seat, "audit_entries", by_itself).await.unwrap();
    assert_eq!(
        found["fetched_ahead"], page["fitting"],
        "what came by itself is told from openings"
    );
    let opened = json!({"limit": 9, "person": who, "kinds": ["fetch"]});
    let opened = call(&seat, "audit_entries", opened).await.unwrap();
    let of_opening = opened["entries"].as_array().unwrap();
    assert!(!of_opening.is_empty());
    for row in page["entries"].as_array().unwrap().iter().chain(of_opening) {
        assert_eq!(row["chart_number"], REFERRED, "and says whose it is");
    }
    let page = call(
        &seat,
        "audit_entries",
        json!({"limit": 9, "kinds": ["audit_read"]}),
    );
    let page = page.await.unwrap();
    assert_eq!(page["fitting"], looks + 4);
    assert_eq!(page["entries"][3]["chart_number"], REFERRED);
    let kind = json!({"limit": 9, "kinds": ["no_such_kind"]});
    assert_eq!(
        refusal(&seat, "audit_entries", kind).await,
        ErrorCode::BadRequest
    );
    let since = json!({"limit": 9, "since": "2100-01-01T00:00:00+09:00"});
    let page = call(&seat, "audit_entries", since).await.unwrap();
    assert_eq!(
        (&page["fitting"], page["entries"].as_array().unwrap().len()),
        (&json!(0), 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_finds_however_they_write_the_number_and_the_account() {
    let (mut clinic, _, _) = with_a_letter().await;
    // Nothing more comes by itself between two questions.
    clinic.service.stop().await;
    let wide: String = REFERRED
        .chars()
        .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap())
        .collect();
    let opened = json!({"chart_number": REFERRED, "account": "doctor", "kinds": ["open_patient"]});
    let opened = entries(&clinic, opened).await;
    assert!(!opened.is_empty());
    for (number, account) in [
        (wide.as_str(), "doctor"),
        (REFERRED, "Doctor"),
        (&format!(" {wide}\u{3000}"), "ＤＯＣＴＯＲ"),
    ] {
        let typed = json!({"chart_number": number, "account": account, "kinds": ["open_patient"]});
        assert_eq!(entries(&clinic, typed).await, opened, "{number} {account}");
    }

    let seat = clinic.viewer.seat();
    sign_in(&seat, "auditor").await;
    let typed = json!({"limit": 1, "chart_number": wide});
    let found = call(&seat, "audit_openings", typed).await.unwrap();
    let narrow = json!({"limit": 1, "chart_number": REFERRED});
    assert_eq!(
        found,
        call(&seat, "audit_openings", narrow).await.unwrap(),
        "what came by itself included"
    );
    assert_eq!(found["accounts"][0]["account"], "doctor");
    // Who looked for it is found by the number too, however they wrote it.
    let readings = json!({"limit": 9, "chart_number": REFERRED, "kinds": ["audit_read"]});
    let page = call(&seat, "audit_entries", readings).await.unwrap();
    assert_eq!(page["fitting"], 7);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_ended_behind_its_lock_is_on_record_once() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, office) = (viewer.seat(), viewer.seat());
    sign_in(&seat, "doctor").await;
    call(&seat, "lock", json!({})).await.unwrap();
    sign_in(&office, "admin").await;
    let left = json!({"account": "Doctor", "roles": ["doctor"], "emergency": false,
        "deputy": false, "disabled": true});
    call(&office, "change_account", left).await.unwrap();
    assert_eq!(
        call(&seat, "lock_state", json!({})).await.unwrap(),
        Value::Null,
        "nobody is waited for"
    );
    // The next one at this screen ends nobody's session once more.
    sign_in(&seat, "auditor").await;
    let ends = json!({"limit": 9, "account": "doctor",
        "kinds": ["lock", "sign_out", "session_ended"]});
    let page = call(&seat, "audit_entries", ends).await.unwrap();
    let rows = page["entries"].as_array().unwrap();
    let sitting = &rows[0]["session"];
    assert!(sitting.is_string());
    let kinds: Vec<&str> = rows
        .iter()
        .filter(|row| row["session"] == *sitting)
        .map(|row| row["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["session_ended", "lock"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_the_log_hold_who_and_whose_and_no_clinical_value() {
    let (clinic, _, _) = with_a_letter().await;
    let seat = clinic.viewer.seat();
    sign_in(&seat, "auditor").await;
    let folder = tempfile::tempdir().unwrap();
    let write = async |form: &str, folder: &str| {
        let request = json!({"form": form, "folder": folder, "filter": {"limit": 1}});
        call(&seat, "export_audit", request).await
    };
    let place = folder.path().to_str().unwrap();
    let mut texts = Vec::new();
    for form in ["csv", "fhir", "chain"] {
        let made = write(form, place).await.unwrap();
        assert!(made["entries"].as_u64().unwrap() > 5);
        texts.push(fs::read_to_string(made["path"].as_str().unwrap()).unwrap());
    }
    for text in &texts {
        assert!(text.contains(REFERRED) && text.contains("open_patient"));
        // Diseases, drugs and results of the sample clinic.
        for value in ["糖尿病", "高血圧", "HbA1c", "アムロジピン", "紹介", "mg/dL"] {
            assert!(!text.contains(value), "{value}");
        }
    }
    let bundle: Value = serde_json::from_str(&texts[1]).unwrap();
    assert_eq!(
        (&bundle["resourceType"], &bundle["type"]),
        (&json!("Bundle"), &json!("collection"))
    );
    let refused = write("csv", "somewhere").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::FolderUnusable);
    let refused = write("csv", &format!("{place}/missing")).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::FolderUnusable);
    let log = audited(&seat).await;
    let exported = log.iter().filter(|kind| *kind == "audit_exported");
    assert!(exported.count() >= texts.len(), "{log:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn fewer_years_want_a_word_and_nothing_goes_that_is_not_due() {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    let set = |years: u16, fewer: bool| json!({"folder": null, "keep_years": years, "fewer_years": fewer});
    for (years, fewer) in [(0, true), (31, false), (2, false)] {
        let refused = refusal(&seat, "set_audit_keeping", set(years, fewer)).await;
        assert_eq!(refused, ErrorCode::RuleOutOfRange, "{years}");
    }
    let view = call(&seat, "set_audit_keeping", set(2, true))
        .await
        .unwrap();
    assert_eq!(
        (&view["keep_years"], &view["due"]),
        (&json!(2), &Value::Null)
    );
    let none = json!({"through": 3});
    let refused = refusal(&seat, "roll_over_audit", none).await;
    assert_eq!(refused, ErrorCode::ClockInDoubt, "nothing told the time");
    drop(pc);
}

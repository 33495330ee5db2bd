//! 障害時閲覧, 緊急閲覧（院内保存分）, and the reviews they leave behind.

use std::time::Duration;

use crate::common::{PASSWORD, Ward, call, control, of_the_card, refusal, section, sign_in, until};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

const DAY: i64 = 24 * 3600;

/// Held copies that may not be read now.
fn withheld(patient: &Value) -> usize {
    let sections = of_the_card(patient);
    sections
        .filter(|section| section["hindrance"]["withheld"] == true)
        .count()
}

fn readable(patient: &Value) -> usize {
    of_the_card(patient)
        .filter(|section| section["held"] == "items" || section["held"] == "none_registered")
        .count()
}

async fn open(seat: &Seat, who: &Value) -> Value {
    call(seat, "open_patient", json!({"person": who}))
        .await
        .unwrap()
}

fn declaration() -> Value {
    json!({"reason": "service", "text": "回線業者に連絡済み", "proof": PASSWORD})
}

fn reading(who: &Value) -> Value {
    json!({"person": who, "reason": "unconscious", "proof": PASSWORD})
}

/// The audit entries of these kinds, newest first.
async fn audit(ward: &Ward, kinds: &[&str]) -> Vec<Value> {
    let seat = ward.viewer.seat();
    sign_in(&seat, "auditor").await;
    let request = json!({"limit": 100, "kinds": kinds});
    let page = call(&seat, "audit_entries", request).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    page["entries"].as_array().unwrap().clone()
}

/// The questions to the service about one person; about others it is asked all the time.
async fn asked_about(ward: &Ward, who: &Value) -> Vec<Value> {
    let mut rows = audit(ward, &["fetch", "fetch_again", "prefetch"]).await;
    rows.retain(|row| row["person"] == *who);
    rows
}

async fn tasks(seat: &Seat) -> Vec<Value> {
    let tasks = call(seat, "review_tasks", json!({})).await.unwrap();
    tasks.as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ward_on_the_third_day_of_an_outage_works_and_every_opening_is_on_record() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    let (seat, nurse) = (ward.seat.clone(), ward.viewer.seat());
    control::consent(
        &ward.service.control(),
        ward.chart(),
        "laboratory",
        "refused",
    )
    .await;
    until(&seat, "open_patient", json!({"person": who}), |patient| {
        section(patient, "laboratory")["hindrance"]["reason"] == "refused"
    })
    .await;
    let refused = refusal(&seat, "declare_outage_reading", declaration()).await;
    assert_eq!(refused, ErrorCode::ServiceReachable, "nothing is out");
    ward.outage().await;
    ward.pass(3 * DAY).await;
    let patient = open(&seat, &who).await;
    assert_eq!((readable(&patient), withheld(&patient) > 0), (0, true));

    let without = refusal(&nurse, "declare_outage_reading", declaration()).await;
    assert_eq!(without, ErrorCode::NotSignedIn);
    sign_in(&nurse, "nurse").await;
    let without = refusal(&nurse, "declare_outage_reading", declaration()).await;
    assert_eq!(without, ErrorCode::NoEmergencyRight);
    let mut wrong = declaration();
    wrong["proof"] = json!("something else 1");
    let wrong = refusal(&seat, "declare_outage_reading", wrong).await;
    assert_eq!(wrong, ErrorCode::WrongCredentials);
    let no_words = json!({"reason": "other", "proof": PASSWORD});
    let no_words = refusal(&seat, "declare_outage_reading", no_words).await;
    assert_eq!(no_words, ErrorCode::ReasonNeeded);
    assert_eq!(withheld(&open(&seat, &who).await), withheld(&patient));

    let state = call(&seat, "declare_outage_reading", declaration()).await;
    let state = state.unwrap();
    let number = &state["outage_reading"]["number"];
    assert!(number.is_u64());
    // Every screen hears of it, also the desk's, and the desk no reason in words.
    let desk = ward.viewer.seat();
    sign_in(&desk, "desk").await;
    let told = call(&desk, "emergency_state", json!({})).await.unwrap();
    assert_eq!(&told["outage_reading"]["number"], number);
    assert!(!told.to_string().contains("回線業者"));
    // The doctor reads all but what was refused; the nurse what was granted; nobody proves anything.
    let patient = open(&seat, &who).await;
    assert_eq!(readable(&patient), 6);
    let laboratory = section(&patient, "laboratory");
    assert_eq!(laboratory["held"], "nothing");
    assert_eq!(
        laboratory["hindrance"],
        json!({"reason": "refused", "withheld": true})
    );
    let request = json!({"person": who, "category": "laboratory"});
    let sheet = refusal(&seat, "section_sheet", request).await;
    assert_eq!(sheet, ErrorCode::Withheld);
    let seen = open(&nurse, &who).await;
    assert_eq!(section(&seen, "condition")["held"], "items");
    let others = of_the_card(&seen).filter(|section| section["category"] != "condition");
    for section in others {
        assert_eq!(section["hindrance"], json!({"reason": "not_granted"}));
    }
    open(&seat, &who).await;
    let rows = audit(&ward, &["open_patient"]).await;
    let three: Vec<_> = rows.iter().take(3).map(|row| &row["purpose"]).collect();
    assert_eq!(three, ["outage_reading"; 3], "one row each");
    assert_eq!(rows[3]["purpose"], "normal", "nothing was shown then");
    let begun = audit(&ward, &["emergency_begun"]).await;
    assert_eq!(begun[0]["reason"], "outage_reading:service");
    assert_eq!(begun[0]["reason_text"], "回線業者に連絡済み");
    assert_eq!(begun[1]["failure"], "no_emergency_right");

    drop((seat, nurse, desk));
    // A restart in the middle ends nothing, and it is extended before its eight hours are over.
    ward.restart().await;
    let state = call(&ward.seat, "emergency_state", json!({}))
        .await
        .unwrap();
    assert_eq!(&state["outage_reading"]["number"], number);
    assert_eq!(readable(&open(&ward.seat, &who).await), 6);
    ward.pass(7 * 3600).await;
    let more = json!({"hours": 4, "proof": PASSWORD});
    call(&ward.seat, "extend_outage_reading", more.clone())
        .await
        .unwrap();
    ward.pass(3 * 3600).await;
    assert_eq!(readable(&open(&ward.seat, &who).await), 6, "ten hours on");
    ward.pass(3600 + 60).await;
    assert_eq!(
        readable(&open(&ward.seat, &who).await),
        0,
        "over by its time"
    );
    let over = refusal(&ward.seat, "extend_outage_reading", more).await;
    assert_eq!(over, ErrorCode::NothingLasts);
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let open = tasks(&admin).await;
    assert_eq!(open[0]["ended_by"], "time");
    assert!(open[0]["openings"].as_u64().unwrap() >= 3);
    let extended = audit(&ward, &["emergency_extended"]).await;
    assert_eq!(extended.len(), 1);
    assert_eq!(extended[0]["reason"], "outage_reading:4h");
    // Twice by the doctor who declared and extended; a wrong proof is none.
    assert_eq!(audit(&ward, &["proved_again"]).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_return_of_the_service_ends_it_and_a_task_stays_until_somebody_has_looked() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    ward.outage().await;
    ward.pass(DAY + 60).await;
    let state = call(&ward.seat, "declare_outage_reading", declaration()).await;
    assert!(state.unwrap()["outage_reading"].is_object());
    assert_eq!(readable(&open(&ward.seat, &who).await), 7);
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let lasting = tasks(&admin).await;
    let number = lasting[0]["number"].clone();
    let early = json!({"number": number, "proper": true});
    let early = refusal(&admin, "record_review", early).await;
    assert_eq!(early, ErrorCode::NoSuchTask, "it lasts");

    ward.service.restart().await;
    until(&ward.seat, "emergency_state", json!({}), |state| {
        state["outage_reading"].is_null() && state["service_down"] == false
    })
    .await;
    assert_eq!(readable(&open(&ward.seat, &who).await), 0, "at once");
    let ended = tasks(&admin).await;
    assert_eq!(ended[0]["ended_by"], "service_returned");
    let no_words = json!({"number": number, "proper": false});
    let no_words = refusal(&admin, "record_review", no_words).await;
    assert_eq!(no_words, ErrorCode::ReasonNeeded);
    let open_tasks = call(&admin, "emergency_state", json!({})).await.unwrap();
    assert_eq!(open_tasks["open_tasks"], 1);
    let review = json!({"number": number, "proper": true, "text": "宣言の時刻を確認した"});
    let reviewed = call(&admin, "record_review", review.clone()).await.unwrap();
    assert_eq!(reviewed[0]["review"]["own"], false);
    let again = refusal(&admin, "record_review", review).await;
    assert_eq!(again, ErrorCode::NoSuchTask);
    let state = call(&admin, "emergency_state", json!({})).await.unwrap();
    assert_eq!(state["open_tasks"], 0);
    let rows = audit(&ward, &["emergency_reviewed"]).await;
    assert_eq!(rows[0]["purpose"], "review");
    assert_eq!(rows[0]["reason_text"], "宣言の時刻を確認した");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_goes_again_within_minutes_takes_the_declaration_up_again() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    ward.outage().await;
    ward.pass(DAY + 60).await;
    let state = call(&ward.seat, "declare_outage_reading", declaration()).await;
    let declared = state.unwrap()["outage_reading"].clone();
    ward.service.restart().await;
    until(&ward.seat, "emergency_state", json!({}), |state| {
        state["outage_reading"].is_null()
    })
    .await;
    ward.outage().await;
    let state = until(&ward.seat, "emergency_state", json!({}), |state| {
        state["outage_reading"].is_object()
    })
    .await;
    let resumed = &state["outage_reading"];
    for same in ["number", "until"] {
        assert_eq!(resumed[same], declared[same], "{same}");
    }
    assert_eq!(readable(&open(&ward.seat, &who).await), 7);
    let rows = audit(&ward, &["emergency_resumed"]).await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["reason"], "outage_reading");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_reading_is_one_patients_one_readers_and_ends_by_time() {
    let ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    let control = ward.service.control();
    for category in ["prescription", "condition"] {
        control::consent(&control, ward.chart(), category, "refused").await;
    }
    until(
        &ward.seat,
        "open_patient",
        json!({"person": who}),
        |patient| {
            section(patient, "condition")["held"] == "nothing"
                && section(patient, "prescription")["held"] == "nothing"
        },
    )
    .await;
    let unfit = json!({"person": who, "reason": "service", "proof": PASSWORD});
    let unfit = refusal(&ward.seat, "begin_emergency_reading", unfit).await;
    assert_eq!(unfit, ErrorCode::ReasonNeeded, "no reason for that");
    let fetched = asked_about(&ward, &who).await.len();
    let state = call(&ward.seat, "begin_emergency_reading", reading(&who)).await;
    let state = state.unwrap();
    assert_eq!(state["readings"][0]["person"], who);
    let patient = open(&ward.seat, &who).await;
    assert_eq!(
        section(&patient, "prescription")["held"],
        "items",
        "a refusal too"
    );
    let rows = audit(&ward, &["open_patient"]).await;
    assert_eq!(rows[0]["purpose"], "emergency");
    let request = json!({"person": who, "category": "condition"});
    let anew = call(&ward.seat, "patient_section", request.clone()).await;
    assert_eq!(anew.unwrap()["section"]["held"], "items");
    call(&ward.seat, "section_sheet", request).await.unwrap();
    let rows = audit(&ward, &["open_sheet"]).await;
    assert_eq!(rows[0]["purpose"], "emergency");
    // It is nobody else's, and the administrator is told.
    let other = ward.viewer.seat();
    sign_in(&other, "doctor2").await;
    let seen = open(&other, &who).await;
    assert_eq!(section(&seen, "prescription")["held"], "nothing");
    let told = call(&other, "emergency_state", json!({})).await.unwrap();
    assert_eq!(told["readings"], json!([]));
    sign_in(&other, "admin").await;
    let told = call(&other, "emergency_state", json!({})).await.unwrap();
    assert_eq!(told["open_tasks"], 1);
    assert_eq!(tasks(&other).await[0]["chart_number"], ward.chart());
    ward.pass(61 * 60).await;
    let patient = open(&ward.seat, &who).await;
    assert_eq!(section(&patient, "prescription")["held"], "nothing");
    let mut rows = audit(&ward, &["emergency_ended"]).await;
    for _ in 0..120 {
        if !rows.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        rows = audit(&ward, &["emergency_ended"]).await;
    }
    assert_eq!(rows[0]["reason"], "person_reading:time");
    let after = asked_about(&ward, &who).await;
    let categories = after.iter().take(after.len() - fetched);
    for row in categories {
        let asked = row["categories"].to_string();
        assert!(!asked.contains("prescription") && !asked.contains("condition"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opening_on_several_grounds_counts_for_each() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    let control = ward.service.control();
    control::consent(&control, ward.chart(), "condition", "refused").await;
    let opening = json!({"person": who});
    until(&ward.seat, "open_patient", opening, |patient| {
        section(patient, "condition")["held"] == "nothing"
    })
    .await;
    ward.outage().await;
    ward.pass(DAY + 60).await;
    for (command, request) in [
        ("declare_outage_reading", declaration()),
        ("begin_emergency_reading", reading(&who)),
    ] {
        call(&ward.seat, command, request).await.unwrap();
    }
    open(&ward.seat, &who).await;
    let rows = audit(&ward, &["open_patient"]).await;
    assert_eq!(rows[0]["purpose"], "emergency", "the gravest");
    assert_eq!(rows[0]["reason"], "emergency+outage_reading");
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let tasks = tasks(&admin).await;
    assert_eq!(tasks.len(), 2);
    for task in tasks {
        assert_eq!(task["openings"], 1, "{task:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_mode_lifts_the_rule_that_forbids() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let never = json!({"reading_after_end": "never", "staleness": []});
    call(&admin, "set_site_rules", never).await.unwrap();
    ward.outage().await;
    ward.pass(2 * DAY).await;
    let refused = refusal(&ward.seat, "declare_outage_reading", declaration()).await;
    assert_eq!(refused, ErrorCode::ModeNotAllowed);
    let refused = refusal(&ward.seat, "begin_emergency_reading", reading(&who)).await;
    assert_eq!(refused, ErrorCode::ModeNotAllowed);
    assert_eq!(readable(&open(&ward.seat, &who).await), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_by_the_person_reviewed_says_so() {
    let mut ward = Ward::open().await;
    ward.outage().await;
    let admin = ward.viewer.seat();
    ward.give_right("admin2", &["admin"]).await;
    sign_in(&admin, "admin2").await;
    let state = call(&admin, "declare_outage_reading", declaration()).await;
    let number = state.unwrap()["outage_reading"]["number"].clone();
    let end = json!({"number": number});
    call(&admin, "end_outage_reading", end).await.unwrap();
    assert_eq!(tasks(&admin).await[0]["own"], true);
    let review = json!({"number": number, "proper": true});
    let reviewed = call(&admin, "record_review", review).await.unwrap();
    assert_eq!(reviewed[0]["review"]["own"], true);
    let rows = audit(&ward, &["emergency_reviewed"]).await;
    let reason = rows[0]["reason"].as_str().unwrap();
    assert!(reason.ends_with(":self"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_read_on_in_an_emergency_is_a_row_of_its_own() {
    let ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    open(&ward.seat, &who).await;
    let other = ward.viewer.seat();
    sign_in(&other, "doctor2").await;
    let control = ward.service.control();
    control::consent(&control, ward.chart(), "condition", "refused").await;
    until(&other, "open_patient", json!({"person": who}), |patient| {
        section(patient, "condition")["held"] == "nothing"
    })
    .await;
    // The patient stays open on the doctor's screen, which asks for the section alone.
    let request = json!({"person": who, "category": "condition"});
    let read = async || {
        let update = call(&ward.seat, "patient_section", request.clone()).await;
        update.unwrap()["section"]["held"].clone()
    };
    assert_eq!(read().await, "nothing");
    let before = audit(&ward, &["open_section"]).await.len();
    let begun = call(&ward.seat, "begin_emergency_reading", reading(&who)).await;
    begun.unwrap();
    for _ in 0..2 {
        assert_eq!(read().await, "items");
    }
    let rows = audit(&ward, &["open_section"]).await;
    assert_eq!(rows.len(), before + 1, "one row, and one only");
    assert_eq!(rows[0]["purpose"], "emergency");
    // Who loses the right loses what was begun by it.
    sign_in(&other, "admin").await;
    let lost = json!({"account": "doctor", "roles": ["doctor"], "emergency": false, "deputy": false,
        "disabled": false});
    call(&other, "change_account", lost).await.unwrap();
    sign_in(&ward.seat, "doctor").await;
    let patient = open(&ward.seat, &who).await;
    assert_eq!(section(&patient, "condition")["held"], "nothing");
}

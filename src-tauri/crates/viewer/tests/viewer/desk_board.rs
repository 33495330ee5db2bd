//! The desk's board: live, and without a hint of what came.

use crate::common::control::{arrive, consent, play};
use crate::common::{Clinic, RICH, audited, call, person, section, sign_in, until, workspace};
use jiff::Timestamp;
use jiff::tz::Offset;
use sample_clinic::{ClinicPatient, ConsentFlag, SampleClinic};
use serde_json::{Value, json};
use viewer::{Seat, ViewerEvent};

pub(crate) fn patients() -> Vec<ClinicPatient> {
    let today = Offset::constant(9).to_datetime(Timestamp::now()).date();
    let clinic = SampleClinic::load(&workspace().join("assets/sample-clinic")).unwrap();
    clinic.expand(today).unwrap().patients
}

pub(crate) fn row<'a>(board: &'a Value, chart_number: &str) -> Option<&'a Value> {
    let mut rows = board["rows"].as_array().unwrap().iter();
    rows.find(|row| row["chart_number"] == chart_number)
}

async fn board(seat: &Seat, fits: impl Fn(&Value) -> bool) -> Value {
    until(seat, "consent_board", json!({}), fits).await
}

/// What of a row does not say who it is or when they came.
fn neutral(row: &Value) -> Value {
    let mut row = row.clone();
    for who in [
        "person",
        "arrived_at",
        "chart_number",
        "name",
        "kana",
        "unshown_characters",
        "birth_date",
        "gender",
        "same_kana",
        "same_surname",
        "until",
        "categories",
    ] {
        row.as_object_mut().unwrap().remove(who);
    }
    row
}

#[tokio::test(flavor = "multi_thread")]
async fn complete_looks_the_same_whatever_came_and_the_desk_hears_of_it_on_its_own_beat() {
    let Clinic {
        service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    sign_in(&seat, "desk").await;
    let all = patients();
    let given = |p: &&ClinicPatient| {
        p.arrival.as_ref().is_some_and(|arrival| arrival.card)
            && p.consents
                .iter()
                .all(|c| c.flag == ConsentFlag::Given && c.minutes_ago < 60 * 20)
    };
    let empty = all
        .iter()
        .filter(given)
        .find(|p| p.records.is_empty())
        .unwrap();
    let complete = |board: &Value, chart: &str| {
        row(board, chart).is_some_and(|row| row["records"] == "complete")
    };
    let shown = board(&seat, |board| {
        complete(board, RICH) && complete(board, &empty.chart_number)
    })
    .await;
    let (rich, none) = (
        row(&shown, RICH).unwrap(),
        row(&shown, &empty.chart_number).unwrap(),
    );
    assert_eq!(neutral(rich), neutral(none), "a row tells what came");
    // Who reads a board has the same number of bytes for each state, whatever came.
    let states = |row: &Value| row["categories"].to_string().len();
    assert_eq!(states(rich), states(none));

    // A new consent: everything is fetched again, one category after the other.
    let (doctor, mut events) = (_viewer.seat(), seat.events());
    let mut clinical = doctor.events();
    sign_in(&doctor, "doctor").await;
    arrive(&service.control(), RICH, "outpatient").await;
    board(&seat, |board| !complete(board, RICH)).await;
    board(&seat, |board| complete(board, RICH)).await;
    let mut sections = 0;
    while let Ok(Some(event)) =
        tokio::time::timeout(std::time::Duration::from_millis(50), clinical.next()).await
    {
        sections += usize::from(matches!(event, ViewerEvent::SectionChanged { .. }));
    }
    assert!(sections >= 7, "each category came by itself: {sections}");
    let mut lines = Vec::new();
    while let Ok(Some(event)) =
        tokio::time::timeout(std::time::Duration::from_millis(50), events.next()).await
    {
        match event {
            ViewerEvent::BoardChanged | ViewerEvent::EmergencyChanged | ViewerEvent::NewsMissed => {
            }
            ViewerEvent::ServiceChanged { status } => {
                assert_eq!((status.waiting, status.detail), (0, None));
                lines.push((status.link, status.since, status.fault));
            }
            other => panic!("the desk heard {other:?}"),
        }
    }
    let before = lines.len();
    lines.dedup();
    assert_eq!(
        before,
        lines.len(),
        "the desk was told of the line without any news"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_has_its_word_and_a_home_visit_needs_no_card() {
    let Clinic {
        service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    sign_in(&seat, "desk").await;
    let control = service.control();
    arrive(&control, RICH, "home_visit").await;
    let visited = |board: &Value| {
        row(board, RICH).is_some_and(|row| {
            row["setting"] == "home_visit"
                && row["consent"] == "all"
                && row["records"] == "complete"
        })
    };
    // Sent without an end, it holds from the check that told of it.
    let shown = board(&seat, visited).await;
    assert!(row(&shown, RICH).unwrap()["until"].is_string());
    // Cancelled: the service itself says that it has ended.
    consent(&control, RICH, "all", "ended").await;
    let expired = |board: &Value| row(board, RICH).is_some_and(|row| row["consent"] == "expired");
    let shown = board(&seat, expired).await;
    assert_eq!(row(&shown, RICH).unwrap()["needs_attention"], true);
    let says = |number: &'static str, word: &'static str| {
        move |board: &Value| row(board, number).is_some_and(|row| row["consent"] == word)
    };
    consent(&control, RICH, "all", "refused").await;
    board(&seat, says(RICH, "none")).await;
    // That a choice could not be obtained takes none back: who chose nothing is unknown.
    let other = patients()
        .into_iter()
        .find(|p| p.arrival.is_none())
        .unwrap();
    let other: &'static str = other.chart_number.leak();
    arrive(&control, other, "home_visit").await;
    consent(&control, other, "all", "not_obtainable").await;
    consent(&control, RICH, "all", "not_obtainable").await;
    let shown = board(&seat, says(other, "unknown")).await;
    assert_eq!(row(&shown, RICH).unwrap()["consent"], "none");
    let log = audited(&seat).await;
    assert!(log.contains(&"board_shown".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_hides_the_categories_and_keeps_some_until_somebody_opens_the_patient() {
    let Clinic {
        service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    sign_in(&seat, "admin").await;
    let ahead = ["drug_allergy", "other_allergy", "condition"];
    let request = json!({"reading_after_end": "emergency_only", "staleness": [],
        "fetched_ahead": ahead, "board_shows_categories": false});
    let made = call(&seat, "set_site_rules", request).await.unwrap();
    assert_eq!(made["fetched_ahead"], json!(ahead));
    sign_in(&seat, "desk").await;
    arrive(&service.control(), RICH, "outpatient").await;
    let shown = board(&seat, |board| {
        row(board, RICH).is_some_and(|row| row["records"] == "complete")
    })
    .await;
    for row in shown["rows"].as_array().unwrap() {
        assert_eq!(row["categories"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_end_the_rule_of_the_site_decides_and_every_reading_says_so() {
    let Clinic {
        service,
        pc: _pc,
        viewer: _viewer,
        seat,
    } = Clinic::open().await;
    let who = person(&seat, RICH).await;
    let opened = |seat: Seat, who: Value| async move {
        let request = json!({"person": who});
        call(&seat, "open_patient", request).await.unwrap()
    };
    until(&seat, "open_patient", json!({"person": who}), |patient| {
        patient["complete"] == true
    })
    .await;
    let control = service.control();
    consent(&control, RICH, "condition", "ended").await;
    let expired =
        |patient: &Value| section(patient, "condition")["hindrance"]["reason"] == "expired";
    let patient = until(&seat, "open_patient", json!({"person": who}), expired).await;
    let condition = section(&patient, "condition");
    assert_eq!(
        (&condition["held"], &condition["content"]),
        (&json!("nothing"), &Value::Null)
    );
    assert_eq!(condition["hindrance"]["withheld"], true);

    sign_in(&seat, "admin").await;
    let rule = json!({"reading_after_end": "as_facility_record", "staleness": []});
    call(&seat, "set_site_rules", rule).await.unwrap();
    sign_in(&seat, "doctor").await;
    let patient = opened(seat.clone(), who.clone()).await;
    assert_eq!(section(&patient, "condition")["held"], "items");
    // A later refusal blocks the older copy whatever the rule.
    consent(&control, RICH, "condition", "refused").await;
    let refused =
        |patient: &Value| section(patient, "condition")["hindrance"]["reason"] == "refused";
    let patient = until(&seat, "open_patient", json!({"person": who}), refused).await;
    assert_eq!(section(&patient, "condition")["held"], "nothing");

    sign_in(&seat, "auditor").await;
    let log = call(&seat, "audit_entries", json!({"limit": 1000}))
        .await
        .unwrap();
    let entries = log["entries"].as_array().unwrap();
    let because = |kind: &str, code: &str| {
        entries
            .iter()
            .any(|e| e["kind"] == kind && e.to_string().contains(code))
    };
    assert!(because(
        "site_rules_set",
        "reading_after_end_as_facility_record"
    ));
    assert!(because("open_patient", "facility_record"));
    // Read so under the rule alone: not before it was set, and not any more after the refusal.
    let reads_on = |row: &Value| row.to_string().contains("facility_record");
    let set = |row: &Value| row["kind"] == "site_rules_set" && reads_on(row);
    let (after, before) = entries.split_at(entries.iter().position(set).unwrap());
    let opened = |row: &&Value| row["kind"] == "open_patient";
    assert!(before.iter().any(|row| opened(&row)));
    assert!(!before.iter().filter(opened).any(reads_on));
    let under_it: Vec<&Value> = after.iter().filter(opened).collect();
    assert!(!reads_on(under_it[0]), "{:#}", under_it[0]);
    assert!(reads_on(under_it[under_it.len() - 1]), "the first one");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_whose_consent_was_withdrawn_meanwhile_is_never_kept_as_nothing_registered() {
    let (clinic, who) = Clinic::with(RICH).await;
    let (seat, control) = (&clinic.seat, clinic.service.control());
    let office = clinic.viewer.seat();
    sign_in(&office, "admin").await;
    let rule = json!({"reading_after_end": "as_facility_record", "staleness": []});
    call(&office, "set_site_rules", rule).await.unwrap();
    // Only these two run, so that both are asked for at once.
    for (category, flag) in [
        ("all", "ended"),
        ("infection", "given"),
        ("laboratory", "given"),
    ] {
        consent(&control, RICH, category, flag).await;
    }
    let opening = json!({"person": who});
    until(seat, "open_patient", opening.clone(), |patient| {
        patient["consent"]["given"] == 2 && patient["complete"] == true
    })
    .await;
    // Every answer waits before it is made. The laboratory is asked for, and its consent ends while that
    // of the infections, which come by the same question, runs on.
    play(&control, &["late:2500"]).await;
    tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
    let opened = call(seat, "open_patient", opening.clone()).await.unwrap();
    let before = section(&opened, "laboratory").clone();
    assert_eq!(before["held"], "items");
    consent(&control, RICH, "laboratory", "ended").await;
    let request = json!({"person": who, "category": "laboratory"});
    let refused = |update: &Value| {
        let (held, version) = (&update["section"]["held"], &update["section"]["version"]);
        assert_eq!(held, "items", "the copy stays: nothing was said of it");
        assert_eq!(version, &before["version"], "nothing of it has gone");
        let consent = update["consent"]["categories"].as_array().unwrap().iter();
        let of = consent.filter(|one| one["category"] == "laboratory");
        let reason = &update["section"]["hindrance"]["reason"];
        of.map(|one| &one["consent"]["state"])
            .any(|state| state == "expired")
            && (reason == "fetch_failed" || reason == "expired")
    };
    until(seat, "patient_section", request.clone(), refused).await;
    // Nothing that was under way brings it later.
    play(&control, &[]).await;
    until(seat, "service_status", json!({}), |status| {
        status["waiting"] == 0
    })
    .await;
    let after = call(seat, "patient_section", request).await.unwrap();
    assert_eq!(after["section"]["version"], before["version"]);
}

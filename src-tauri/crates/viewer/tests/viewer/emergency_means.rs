//! The sealed account, the service's own modes, and cutting the PC off from the network.

use crate::common::{PASSWORD, Ward, audited, call, control, refusal, section, sign_in, until};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Value, json};
use viewer::ErrorCode;

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_account_reads_offline_its_first_use_is_noticed_and_its_secret_dies() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let request =
        json!({"account": "sealed-1", "display_name": "保管 太郎", "staff_number": "0090"});
    let no_key = refusal(&admin, "make_emergency_account", request.clone()).await;
    assert_eq!(no_key, ErrorCode::RecoveryKey);
    let mut request = request;
    request["recovery_key"] = json!(ward.pc.recovery_key);
    let made = call(&admin, "make_emergency_account", request.clone()).await;
    let secret = made.unwrap()["secret"].as_str().unwrap().to_owned();
    let again = refusal(&admin, "make_emergency_account", request).await;
    assert_eq!(again, ErrorCode::AccountExists);
    // Nobody spoils the envelope, or makes more of it, by the everyday means.
    let issue = json!({"account": "sealed-1", "password": "kashita-33-pass"});
    let spoilt = refusal(&admin, "issue_password", issue).await;
    assert_eq!(spoilt, ErrorCode::BadRequest);
    let more = json!({"account": "sealed-1", "roles": ["admin"], "emergency": true, "deputy": false,
        "disabled": false});
    let widened = refusal(&admin, "change_account", more).await;
    assert_eq!(widened, ErrorCode::BadRequest);

    drop(admin);
    ward.outage().await;
    ward.restart().await;
    let seat = ward.viewer.seat();
    let signed_in = json!({"account": "sealed-1", "password": &secret});
    let step = call(&seat, "sign_in", signed_in.clone()).await.unwrap();
    assert_eq!(step["step"], "signed_in", "nothing else is asked: {step}");
    let patient = call(&seat, "open_patient", json!({"person": who})).await;
    assert_eq!(section(&patient.unwrap(), "condition")["held"], "items");
    // Every screen says so until an administrator has ended it.
    let desk = ward.viewer.seat();
    sign_in(&desk, "desk").await;
    let state = call(&desk, "emergency_state", json!({})).await.unwrap();
    assert_eq!(state["accounts"].as_array().unwrap().len(), 1);
    call(&seat, "sign_out", json!({})).await.unwrap();
    // As an input method writes it, without hyphens.
    let letters = secret.to_uppercase().replace('-', "");
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap();
    let typed: String = letters.chars().map(wide).collect();
    let by_hand = json!({"account": "sealed-1", "password": typed});
    let step = call(&seat, "sign_in", by_hand).await.unwrap();
    assert_eq!(step["step"], "signed_in", "{step}");
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let tasks = call(&admin, "review_tasks", json!({})).await.unwrap();
    assert_eq!(
        tasks.as_array().unwrap().len(),
        1,
        "its first use is one task"
    );
    assert_eq!(tasks[0]["kind"], "emergency_account");
    assert!(tasks[0]["openings"].as_u64().unwrap() >= 1);

    let state = call(&admin, "return_to_normal", json!({"account": "sealed-1"})).await;
    assert_eq!(state.unwrap()["accounts"], json!([]));
    let ended = refusal(&seat, "open_patient", json!({"person": who})).await;
    assert_eq!(ended, ErrorCode::NotSignedIn, "its session ended");
    let dead = refusal(&seat, "sign_in", signed_in.clone()).await;
    assert_eq!(dead, ErrorCode::WrongCredentials);
    // Not even an administrator brings the old secret back.
    let back = json!({"account": "sealed-1", "roles": ["doctor"], "emergency": true, "deputy": false,
        "disabled": false});
    call(&admin, "change_account", back).await.unwrap();
    let dead = refusal(&seat, "sign_in", signed_in).await;
    assert_eq!(dead, ErrorCode::WrongCredentials);
    let accounts = call(&admin, "accounts", json!({})).await.unwrap();
    let sealed = accounts.as_array().unwrap().iter();
    let sealed = sealed
        .clone()
        .find(|one| one["account"] == "sealed-1")
        .unwrap();
    assert_eq!(sealed["opens_clinical"], false, "its wrap is gone");
    let tasks = call(&admin, "review_tasks", json!({})).await.unwrap();
    assert_eq!(tasks[0]["ended_by"], "person");
    let log = audited(&admin).await;
    for kind in ["emergency_account_made", "emergency_account_used"] {
        assert!(log.contains(&kind.to_owned()), "{kind} is not in the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_that_is_cut_off_asks_nobody_until_it_is_switched_back_and_reading_works() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let on = json!({"on": true, "proof": PASSWORD});
    let refused = refusal(&admin, "isolate", on.clone()).await;
    assert_eq!(refused, ErrorCode::NoEmergencyRight);
    ward.give_right("admin2", &["admin"]).await;
    sign_in(&admin, "admin2").await;
    let state = call(&admin, "isolate", on).await.unwrap();
    assert!(state["isolated"].is_object());
    drop(admin);
    ward.restart().await;
    let seat = &ward.seat;
    let status = call(seat, "service_status", json!({})).await.unwrap();
    assert_eq!(
        (&status["link"], &status["fault"]),
        (&json!("down"), &json!("isolated"))
    );
    call(seat, "retry_service", json!({})).await.unwrap();
    let patient = call(seat, "open_patient", json!({"person": who})).await;
    assert_eq!(section(&patient.unwrap(), "condition")["held"], "items");
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin2").await;
    let test = call(&admin, "test_connection", json!({})).await.unwrap();
    assert_eq!(test["fault"], "isolated");
    call(&admin, "configure_service", ward.service.profile())
        .await
        .unwrap();
    let status = call(seat, "service_status", json!({})).await.unwrap();
    assert_eq!(status["fault"], "isolated", "also with a new profile");
    assert_eq!(
        status["last_success"],
        Value::Null,
        "nothing was asked since the start"
    );
    let off = json!({"on": false, "proof": PASSWORD});
    call(&admin, "isolate", off).await.unwrap();
    until(seat, "service_status", json!({}), |status| {
        status["link"] == "up"
    })
    .await;
    let state = call(seat, "emergency_state", json!({})).await.unwrap();
    assert_eq!(state["isolated"], Value::Null);
    let log = audited(&admin).await;
    for kind in ["connection_tested", "service_configured"] {
        assert!(log.contains(&kind.to_owned()), "{kind} is not in the log");
    }
}

fn rules(kind: &str, modes: &[&str]) -> Value {
    json!({"outage_hours": 8, "reading_minutes": 60, "facility_kind": kind,
        "facility_number": "1318814790", "call_centre": "0120-000-000",
        "service_modes": modes, "disaster": null})
}

#[tokio::test(flavor = "multi_thread")]
async fn the_services_emergency_viewing_is_for_set_facilities_alone_and_asks_without_a_consent() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    let chart = ward.chart().to_owned();
    control::consent(&ward.service.control(), &chart, "laboratory", "refused").await;
    let refused = |patient: &Value| section(patient, "laboratory")["held"] == "nothing";
    until(&ward.seat, "open_patient", json!({"person": who}), refused).await;
    let begin =
        json!({"mode": "emergency", "person": who, "reason": "life_at_risk", "proof": PASSWORD});
    let not_set = refusal(&ward.seat, "begin_service_mode", begin.clone()).await;
    assert_eq!(not_set, ErrorCode::ModeNotAllowed);
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    call(
        &admin,
        "set_emergency_rules",
        rules("clinic", &["emergency"]),
    )
    .await
    .unwrap();
    let clinic = refusal(&ward.seat, "begin_service_mode", begin.clone()).await;
    assert_eq!(clinic, ErrorCode::ModeNotAllowed, "not for a clinic");
    let hospital = rules("emergency_hospital", &["emergency"]);
    call(&admin, "set_emergency_rules", hospital).await.unwrap();
    let other = json!({"mode": "disaster", "reason": "disaster", "proof": PASSWORD});
    let other = refusal(&ward.seat, "begin_service_mode", other).await;
    assert_eq!(
        other,
        ErrorCode::ModeNotAllowed,
        "each mode is set by itself"
    );
    let state = call(&ward.seat, "begin_service_mode", begin).await.unwrap();
    let number = state["service_modes"][0]["number"].clone();
    let read = |patient: &Value| section(patient, "laboratory")["held"] == "items";
    until(&ward.seat, "open_patient", json!({"person": who}), read).await;
    let report = call(&admin, "usage_report", json!({"number": number})).await;
    let asked = report.unwrap()["asked"].to_string();
    assert!(
        asked.contains("laboratory") && !asked.contains("condition"),
        "{asked}"
    );
    call(&ward.seat, "end_service_mode", json!({"number": number}))
        .await
        .unwrap();
    let patient = call(&ward.seat, "open_patient", json!({"person": who})).await;
    assert!(refused(&patient.unwrap()), "and no longer");
    ward.service.stop().await;
}

/// A mode for the whole site.
struct SiteWide {
    mode: &'static str,
    reason: &'static str,
    /// The site's rules that let it be begun.
    rules: Value,
    /// Seconds until it ends by itself.
    lasts: i64,
}

/// The questions to the service, newest first.
async fn questions(ward: &Ward) -> Vec<Value> {
    let seat = ward.viewer.seat();
    sign_in(&seat, "auditor").await;
    let kinds = json!({"limit": 1000, "kinds": ["fetch", "fetch_again", "prefetch"]});
    let page = call(&seat, "audit_entries", kinds).await.unwrap();
    call(&seat, "sign_out", json!({})).await.unwrap();
    page["entries"].as_array().unwrap().clone()
}

fn names(row: &Value, category: &str) -> bool {
    let mut categories = row["categories"].as_array().unwrap().iter();
    categories.any(|one| one == category)
}

/// It asks without a consent and against no refusal, ends by itself, and leaves nothing readable and a
/// report.
async fn asks_for_the_whole_site_and_ends(ward: &Ward, of: SiteWide) {
    const MARGIN: i64 = 30 * 60;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    let opening = json!({"person": who});
    let (seat, chart) = (&ward.seat, ward.chart());
    let service = ward.service.control();
    control::consent(&service, chart, "condition", "ended").await;
    control::consent(&service, chart, "laboratory", "refused").await;
    let held = |patient: &Value, category: &str| section(patient, category)["held"].clone();
    until(seat, "open_patient", opening.clone(), |patient| {
        held(patient, "condition") == "nothing" && held(patient, "laboratory") == "nothing"
    })
    .await;
    let begin = json!({"mode": of.mode, "reason": of.reason, "proof": PASSWORD});
    let not_set = refusal(seat, "begin_service_mode", begin.clone()).await;
    assert_eq!(not_set, ErrorCode::ModeNotAllowed);
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    call(&admin, "set_emergency_rules", of.rules).await.unwrap();
    let mut about_one = begin.clone();
    about_one["person"] = who.clone();
    let about_one = refusal(seat, "begin_service_mode", about_one).await;
    assert_eq!(about_one, ErrorCode::ModeNotAllowed, "it names no patient");
    let state = call(seat, "begin_service_mode", begin.clone()).await;
    let number = state.unwrap()["service_modes"][0]["number"].clone();
    let twice = refusal(seat, "begin_service_mode", begin.clone()).await;
    assert_eq!(twice, ErrorCode::ModeNotAllowed, "it runs");
    until(seat, "open_patient", opening.clone(), |patient| {
        held(patient, "condition") == "items"
    })
    .await;

    // A little before its end nobody has ended it, and what was refused stays blocked under it.
    ward.pass(of.lasts - MARGIN).await;
    let state = call(seat, "emergency_state", json!({})).await.unwrap();
    assert_eq!(state["service_modes"][0]["number"], number, "{state:#}");
    let patient = call(seat, "open_patient", opening.clone()).await.unwrap();
    assert_eq!(held(&patient, "condition"), "items");
    let laboratory = section(&patient, "laboratory");
    assert_eq!(laboratory["held"], "nothing");
    assert_eq!(
        laboratory["hindrance"],
        json!({"reason": "refused", "withheld": true})
    );

    ward.pass(MARGIN + 60).await;
    let patient = call(seat, "open_patient", opening).await.unwrap();
    let condition = section(&patient, "condition");
    assert_eq!(
        (&condition["held"], &condition["content"]),
        (&json!("nothing"), &Value::Null)
    );
    assert_eq!(condition["hindrance"]["reason"], "expired");
    assert_eq!(condition["hindrance"]["withheld"], true);
    assert_eq!(held(&patient, "laboratory"), "nothing");
    sign_in(&admin, "admin").await;
    let over = until(&admin, "review_tasks", json!({}), |tasks| {
        tasks[0]["ended_by"].is_string()
    })
    .await;
    assert_eq!(over[0]["ended_by"], "time");
    let state = call(&admin, "emergency_state", json!({})).await.unwrap();
    assert_eq!(state["service_modes"], json!([]));

    let mut asked = questions(ward).await;
    asked.retain(|row| row["purpose"] == "service_emergency");
    let of_them = asked.iter().filter(|row| row["person"] == who);
    assert!(of_them.clone().any(|row| names(row, "condition")));
    assert!(!of_them.clone().any(|row| names(row, "laboratory")));
    let report = call(&admin, "usage_report", json!({"number": number})).await;
    let report = report.unwrap();
    assert_eq!(report["facility_number"], "1318814790");
    let lines = report["asked"].as_array().unwrap();
    let line = lines.iter().find(|line| line["category"] == "condition");
    let times = asked.iter().filter(|row| names(row, "condition")).count();
    assert_eq!(line.unwrap()["times"], times, "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_modes_at_once_are_reported_each_by_itself() {
    let ward = Ward::open().await;
    let who = ward.fetched().await;
    let opening = json!({"person": who});
    let (seat, chart) = (&ward.seat, ward.chart());
    let service = ward.service.control();
    control::consent(&service, chart, "condition", "ended").await;
    control::consent(&service, chart, "laboratory", "refused").await;
    let held = |patient: &Value, category: &str| section(patient, category)["held"].clone();
    until(seat, "open_patient", opening.clone(), |patient| {
        held(patient, "condition") == "nothing" && held(patient, "laboratory") == "nothing"
    })
    .await;
    let admin = ward.viewer.seat();
    sign_in(&admin, "admin").await;
    let both = rules("emergency_hospital", &["emergency", "system_fault"]);
    call(&admin, "set_emergency_rules", both).await.unwrap();
    let fault = json!({"mode": "system_fault", "reason": "service", "proof": PASSWORD});
    let fault = call(seat, "begin_service_mode", fault).await.unwrap();
    let fault = fault["service_modes"][0]["number"].clone();
    until(seat, "open_patient", opening.clone(), |patient| {
        held(patient, "condition") == "items"
    })
    .await;
    let emergency =
        json!({"mode": "emergency", "person": who, "reason": "life_at_risk", "proof": PASSWORD});
    let running = call(seat, "begin_service_mode", emergency).await.unwrap();
    let mut running = running["service_modes"].as_array().unwrap().iter();
    let emergency = running.find(|one| one["number"] != fault).unwrap()["number"].clone();
    until(seat, "open_patient", opening.clone(), |patient| {
        held(patient, "laboratory") == "items"
    })
    .await;
    for number in [&fault, &emergency] {
        let end = json!({"number": number});
        call(seat, "end_service_mode", end).await.unwrap();
    }
    let patient = call(seat, "open_patient", opening).await.unwrap();
    assert_eq!(held(&patient, "condition"), "nothing");
    assert_eq!(held(&patient, "laboratory"), "nothing");

    let report = async |number: &Value| {
        let report = call(&admin, "usage_report", json!({"number": number})).await;
        let report = report.unwrap();
        let asked = report["asked"].as_array().unwrap().iter();
        let asked: Vec<String> = asked.map(|line| line["category"].to_string()).collect();
        (asked, report["task"]["openings"].as_u64().unwrap())
    };
    let (of_fault, opened_in_fault) = report(&fault).await;
    let (of_emergency, opened_in_emergency) = report(&emergency).await;
    assert!(
        of_fault.contains(&"\"condition\"".to_owned()),
        "{of_fault:?}"
    );
    assert!(
        !of_fault.contains(&"\"laboratory\"".to_owned()),
        "{of_fault:?}"
    );
    assert!(
        of_emergency.contains(&"\"laboratory\"".to_owned()),
        "{of_emergency:?}"
    );
    assert!(opened_in_fault > 0 && opened_in_emergency > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disasters_mode_asks_without_a_consent_until_the_announced_days_are_over() {
    let japan = Offset::constant(9);
    let ward = Ward::open().await;
    let now = Timestamp::now();
    let today = japan.to_datetime(now).date();
    let last = today.tomorrow().unwrap();
    let midnight = last.tomorrow().unwrap().to_zoned(TimeZone::fixed(japan));
    let mut announced = rules("clinic", &["disaster"]);
    announced["disaster"] = json!({"area": "石川県", "from": today, "until": last});
    let fault = json!({"mode": "system_fault", "reason": "service", "proof": PASSWORD});
    let of = SiteWide {
        mode: "disaster",
        reason: "disaster",
        rules: announced,
        lasts: midnight.unwrap().timestamp().duration_since(now).as_secs(),
    };
    asks_for_the_whole_site_and_ends(&ward, of).await;
    for again in [
        json!({"mode": "disaster", "reason": "disaster", "proof": PASSWORD}),
        fault,
    ] {
        let refused = refusal(&ward.seat, "begin_service_mode", again).await;
        assert_eq!(refused, ErrorCode::ModeNotAllowed, "no longer, or not set");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_system_faults_mode_asks_without_a_consent_for_as_long_as_an_outage_reading_lasts() {
    let ward = Ward::open().await;
    let of = SiteWide {
        mode: "system_fault",
        reason: "service",
        rules: rules("clinic", &["system_fault"]),
        lasts: 8 * 3600,
    };
    asks_for_the_whole_site_and_ends(&ward, of).await;
}

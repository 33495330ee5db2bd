//! Each bad day has its own code, the cache stays readable, and nothing is deleted.

use crate::common::control::play;
use crate::common::{
    Clinic, Pc, RICH, Service, call, of_the_card, refusal, section, sign_in, until,
};
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

async fn still_readable(seat: &Seat, rich: &Value) {
    let opened = call(seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    for found in of_the_card(&opened) {
        assert_eq!(found["held"], "items", "{}", found["category"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_of_the_line_is_named_and_the_cache_stays_readable() {
    let (clinic, rich) = Clinic::with(RICH).await;
    let (seat, control) = (&clinic.seat, clinic.service.control());
    for (fault, code) in [
        ("down", "refused"),
        ("garbage", "unreadable_answer"),
        ("captive", "not_the_service"),
        ("status:500", "service_status"),
        ("retry-after:1", "busy"),
        ("cut:20", "cut"),
        ("tls:wrong-ca", "tls_untrusted"),
        ("tls:expired", "tls_expired"),
        ("tls:wrong-name", "tls_wrong_name"),
        ("tls:old-version", "tls_version"),
        ("tls:no-client-cert", "client_certificate_refused"),
        ("blackhole", "timeout"),
    ] {
        play(&control, &[fault]).await;
        call(seat, "retry_service", json!({})).await.unwrap();
        let status = until(seat, "service_status", json!({}), |s| s["fault"] == code).await;
        assert_eq!(status["link"], "down", "{fault}");
        still_readable(seat, &rich).await;
        play(&control, &[]).await;
        call(seat, "retry_service", json!({})).await.unwrap();
        until(seat, "service_status", json!({}), |s| s["link"] == "up").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_about_somebody_else_is_quarantined() {
    let (clinic, rich) = Clinic::with(RICH).await;
    let (seat, control) = (&clinic.seat, clinic.service.control());
    let before = call(seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    play(&control, &["wrong-patient"]).await;
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    let fits =
        |patient: &Value| section(patient, "condition")["hindrance"]["fault"] == "wrong_patient";
    let after = until(seat, "open_patient", json!({"person": rich}), fits).await;
    let condition = section(&after, "condition");
    assert_eq!(condition["held"], "items", "the last copy stays");
    assert_eq!(
        condition["content"],
        section(&before, "condition")["content"]
    );

    sign_in(seat, "auditor").await;
    let request = json!({"before": null, "person": rich, "account": null, "limit": 500});
    let log = call(seat, "audit_entries", request).await.unwrap();
    let mut rows = log["entries"].as_array().unwrap().iter();
    let set_aside = rows.find(|e| e["kind"] == "quarantine").unwrap();
    assert_eq!(set_aside["chart_number"], RICH, "and for whom it was meant");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_cannot_work_is_refused_before_it_replaces_the_old_one() {
    let service = Service::start().await;
    let (_pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    sign_in(&seat, "admin").await;
    let read = |name: &str| std::fs::read_to_string(service.state.path().join(name)).unwrap();
    let with = |certificate: &str, key: &str| {
        let mut profile = service.profile();
        profile["client_certificate_pem"] = read(certificate).into();
        profile["client_key_pem"] = read(key).into();
        profile
    };
    let mut missing = service.profile();
    missing["client_certificate_pem"] = "".into();
    let mut elsewhere = service.profile();
    elsewhere["base_url"] = "https://service.invalid/fhir".into();
    let mut plain = service.profile();
    plain["base_url"] = "http://localhost/fhir".into();
    for (profile, fault) in [
        (missing, "client_certificate_missing"),
        (
            with("expired-client.pem", "expired-client.key"),
            "client_certificate_expired",
        ),
        (
            with("not-yet-client.pem", "not-yet-client.key"),
            "client_certificate_not_yet_valid",
        ),
        (
            with("foreign-client.pem", "foreign-client.key"),
            "client_certificate_wrong_issuer",
        ),
        (
            with("client.pem", "foreign-client.key"),
            "client_certificate_missing",
        ),
        (elsewhere, "not_loopback"),
        (plain, "not_configured"),
    ] {
        let refused = call(&seat, "configure_service", profile).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::ServiceProfile);
        assert_eq!(refused.fields["fault"], fault);
    }
    assert_eq!(
        call(&seat, "service_profile", json!({})).await.unwrap(),
        Value::Null
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_refused_neutrally_and_five_lock_the_account() {
    let (pc, viewer) = Pc::set_up().await;
    let seat = viewer.seat();
    let wrong = |account: &str| json!({"account": account, "password": "not-the-one-77"});
    assert_eq!(
        refusal(&seat, "sign_in", wrong("nobody")).await,
        ErrorCode::WrongCredentials
    );
    for _ in 0..5 {
        assert_eq!(
            refusal(&seat, "sign_in", wrong("doctor")).await,
            ErrorCode::WrongCredentials
        );
    }
    let right = json!({"account": "doctor", "password": crate::common::PASSWORD});
    assert_eq!(
        refusal(&seat, "sign_in", right.clone()).await,
        ErrorCode::LockedOut
    );
    drop((seat, viewer));
    let restarted = pc.start_when_free().await.seat();
    assert_eq!(
        refusal(&restarted, "sign_in", right).await,
        ErrorCode::LockedOut,
        "the count survives the program"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_instance_is_told_and_the_first_goes_on() {
    let (pc, viewer) = Pc::set_up().await;
    let second = pc.start().seat();
    assert_eq!(
        refusal(&second, "start_state", json!({})).await,
        ErrorCode::ProfileInUse
    );
    let first = viewer.seat();
    sign_in(&first, "doctor").await;
    drop((first, viewer));
    pc.start_when_free().await;
}

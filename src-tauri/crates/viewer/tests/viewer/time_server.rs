//! 時刻サーバー (NTP): the clock of this PC is measured by the site's own, in the log and on the screen.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{TimeAnswer, TimeServer};
use viewer::{ErrorCode, Seat};

use crate::common::{Clinic, PASSWORD, Pc, Ward, call, refusal, sign_in, until};

async fn serving(answer: TimeAnswer) -> TimeServer {
    TimeServer::start(answer).await.unwrap()
}

/// The administrator names it.
async fn name(seat: &Seat, server: &str) -> Value {
    let rule = json!({"reading_after_end": "emergency_only", "staleness": [],
        "time_server": server});
    call(seat, "set_site_rules", rule).await.unwrap()
}

/// Waits until it was asked so often.
async fn asked(server: &TimeServer, times: usize) {
    for _ in 0..600 {
        if server.asked() >= times {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the time server was asked {} times", server.asked());
}

/// Rows about the clock with this reason, as soon as there is one.
async fn rows(auditor: &Seat, reason: &str) -> Vec<Value> {
    let found = |page: &Value| -> Vec<Value> {
        let entries = page["entries"].as_array().unwrap().iter();
        let clock = entries.filter(|row| row["kind"] == "clock" && row["reason"] == reason);
        clock.cloned().collect()
    };
    let page = until(auditor, "audit_entries", json!({"limit": 500}), |page| {
        !found(page).is_empty()
    });
    found(&page.await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_off_by_more_than_a_minute_stands_in_the_log_and_on_the_screen() {
    let (pc, viewer) = Pc::set_up().await;
    let (seat, auditor) = (viewer.seat(), viewer.seat());
    sign_in(&seat, "admin").await;
    sign_in(&auditor, "auditor").await;
    let server = serving(TimeAnswer::Ahead(90)).await;
    let kept = name(&seat, &format!(" {} ", server.address())).await;
    assert_eq!(kept["time_server"], server.address());
    until(&seat, "service_status", json!({}), |status| {
        status["clock_in_doubt"] == true
    })
    .await;
    let row = rows(&auditor, "offset").await.remove(0);
    let off = row["clock_offset_ms"].as_i64().unwrap();
    assert!((-93_000..=-88_000).contains(&off), "{row}");
    assert_eq!(row["clock_in_doubt"], true);
    let page = call(&auditor, "audit_entries", json!({"limit": 500})).await;
    let page = page.unwrap();
    let mut named = page["entries"].as_array().unwrap().iter();
    let named = named.find(|row| row["reason"] == "time_server").unwrap();
    assert_eq!(named["reason_text"], server.address());
    assert_eq!(named["account"], "admin");

    // Set right, by the same server; and asked at the next start without anybody's doing.
    server.answer_with(TimeAnswer::Ahead(0));
    name(&seat, &server.address()).await;
    let stays = until(&seat, "service_status", json!({}), |status| {
        status["clock_in_doubt"] == false
    })
    .await;
    assert_eq!(stays["link"], "not_configured");
    let before = server.asked();
    drop((seat, auditor));
    pc.close(viewer).await;
    let again = pc.start_when_free().await;
    asked(&server, before + 1).await;
    drop(again);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_tells_nothing_is_written_down_once_and_changes_nothing() {
    let (_pc, viewer) = Pc::set_up().await;
    let (seat, auditor) = (viewer.seat(), viewer.seat());
    sign_in(&seat, "admin").await;
    sign_in(&auditor, "auditor").await;
    let server = serving(TimeAnswer::Unset).await;
    for times in 1..=2 {
        name(&seat, &server.address()).await;
        asked(&server, times).await;
    }
    // It tells another thing, so what came of the former ones stands in the log by then.
    server.answer_with(TimeAnswer::Noise);
    name(&seat, &server.address()).await;
    let noise = |page: &Value| {
        let mut rows = page["entries"].as_array().unwrap().iter();
        rows.any(|row| row["reason_text"] == "unreadable")
    };
    until(&auditor, "audit_entries", json!({"limit": 500}), noise).await;
    let rows = rows(&auditor, "time_server").await;
    let told: Vec<&Value> = rows.iter().map(|row| &row["reason_text"]).collect();
    // The newest first.
    assert_eq!(told, ["unreadable", "unsynchronised"]);
    let status = call(&seat, "service_status", json!({})).await.unwrap();
    assert_eq!(status["clock_in_doubt"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_server_does_not_speak_against_the_service() {
    let Clinic {
        service: _service,
        viewer,
        seat: doctor,
        ..
    } = Clinic::open().await;
    until(&doctor, "service_status", json!({}), |status| {
        status["link"] == "up"
    })
    .await;
    let (seat, auditor) = (viewer.seat(), viewer.seat());
    sign_in(&seat, "admin").await;
    sign_in(&auditor, "auditor").await;
    let server = serving(TimeAnswer::Ahead(90)).await;
    name(&seat, &server.address()).await;
    let row = rows(&auditor, "time_server").await.remove(0);
    assert_eq!(row["reason_text"], "against_the_service");
    let off = row["clock_offset_ms"].as_i64().unwrap();
    assert!(off.abs() < 10_000, "by the service: {row}");
    assert_eq!(row["clock_in_doubt"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pc_that_is_cut_off_asks_nobody_and_a_wrong_name_is_refused() {
    let ward = Ward::open().await;
    ward.give_right("admin2", &["admin"]).await;
    let seat = ward.viewer.seat();
    sign_in(&seat, "admin2").await;
    for wrong in ["ntp clins", "http://ntp.clins.invalid", "ntp..invalid"] {
        let rule = json!({"reading_after_end": "emergency_only", "staleness": [],
            "time_server": wrong});
        let refused = refusal(&seat, "set_site_rules", rule).await;
        assert_eq!(refused, ErrorCode::RuleOutOfRange, "{wrong}");
    }
    let rules = call(&seat, "site_rules", json!({})).await.unwrap();
    assert_eq!(rules["time_server"], Value::Null);

    let on = json!({"on": true, "proof": PASSWORD});
    call(&seat, "isolate", on).await.unwrap();
    let server = serving(TimeAnswer::Ahead(0)).await;
    let kept = name(&seat, &server.address()).await;
    assert_eq!(kept["time_server"], server.address());
    // The watch has been woken by the rule, and a second time by this one.
    name(&seat, &server.address()).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(server.asked(), 0);
    let off = json!({"on": false, "proof": PASSWORD});
    call(&seat, "isolate", off).await.unwrap();
    name(&seat, &server.address()).await;
    asked(&server, 1).await;
    let none = name(&seat, " ").await;
    assert_eq!(none["time_server"], Value::Null);
}

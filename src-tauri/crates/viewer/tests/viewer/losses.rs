//! Nothing that was fetched is lost from view: not what a stand-in took in while the disk refused the
//! store, and not behind a state that a wrong clock brought.

use crate::common::control::revise;
use crate::common::stored::once_more;
use crate::common::{Clinic, Pc, RICH, Service, audited, call, person, section, sign_in, until};
use cache::ToldBy;
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::Category;
use serde_json::{Value, json};
use std::time::Duration;
use viewer::Seat;

const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// The patient as opened once everything asked for has come.
async fn opened(seat: &Seat, person: &Value) -> Value {
    let request = json!({"person": person});
    until(seat, "open_patient", request.clone(), |p| {
        p["complete"] == true
    })
    .await;
    until(seat, "service_status", json!({}), |line| {
        line["waiting"] == 0
    })
    .await;
    call(seat, "open_patient", request).await.unwrap()
}

/// Signs in until the store stands so: one that a work of the sitting before still has open is joined and
/// not opened anew.
async fn sign_in_when_closed(seat: &Seat, standing: Value) {
    let mut session = Value::Null;
    for _ in 0..100 {
        session = sign_in(seat, "doctor").await;
        if session["copy"] == standing {
            return;
        }
        call(seat, "sign_out", json!({})).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never {standing}: {session:#}");
}

/// A clinic whose program has ended, and whose service goes on; who was read, and what was shown.
async fn after_a_day() -> (Service, Pc, Value, Value) {
    let Clinic {
        service,
        pc,
        viewer,
        seat,
    } = Clinic::open().await;
    let rich = person(&seat, RICH).await;
    let before = opened(&seat, &rich).await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    drop(seat);
    pc.close(viewer).await;
    (service, pc, rich, before)
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_came_while_the_disk_refused_the_store_is_there_when_it_no_longer_does() {
    let (mut service, pc, rich, before) = after_a_day().await;
    pc.make_copy();

    let store = pc.profile().join("records.db");
    let away = pc.folder.path().join("away.db");
    std::fs::rename(&store, &away).unwrap();
    // A link to itself: the file system refuses it, whatever the file is.
    std::os::unix::fs::symlink(&store, &store).unwrap();
    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    assert_eq!(
        sign_in(&seat, "doctor").await["copy"]["state"],
        "second_copy"
    );
    revise(&service.control(), RICH, "condition").await;
    let entries = |p: &Value| section(p, "condition")["content"].clone();
    let request = json!({"person": rich});
    until(&seat, "open_patient", request, |p| {
        entries(p) != entries(&before)
    })
    .await;
    let stood_in = opened(&seat, &rich).await;
    service.stop().await;
    call(&seat, "sign_out", json!({})).await.unwrap();
    // Refused at a second sign-in as well: that is no damage, and the store keeps its place.
    assert_eq!(
        sign_in(&seat, "doctor").await["copy"]["state"],
        "second_copy"
    );
    call(&seat, "sign_out", json!({})).await.unwrap();
    assert!(!pc.profile().join("records.db.damaged-1").exists());

    std::fs::remove_file(&store).unwrap();
    std::fs::rename(&away, &store).unwrap();
    sign_in_when_closed(&seat, json!({"state": "whole"})).await;
    let now = call(&seat, "open_patient", json!({"person": rich}))
        .await
        .unwrap();
    assert_ne!(entries(&now), entries(&before));
    for before in stood_in["sections"].as_array().unwrap() {
        let category = before["category"].as_str().unwrap();
        let now = section(&now, category);
        assert_eq!(now["held"], before["held"], "{category}");
        assert!(
            now["as_of"].as_str() >= before["as_of"].as_str(),
            "{category}"
        );
    }
    call(&seat, "sign_out", json!({})).await.unwrap();
    assert!(
        audited(&seat)
            .await
            .contains(&"stand_in_taken_in".to_owned())
    );
}

/// What is held of a section comes once more, by a clock that is a year ahead.
fn comes_next_year(pc: &Pc, person: &Value, category: Category) {
    let records = pc.records();
    let ahead = once_more(&records, person, category, Timestamp::now() + YEAR);
    records.store_live(&ahead, ToldBy::OwnClock).unwrap();
    records.close().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_shown_though_a_clock_that_was_a_year_ahead_brought_the_one_before() {
    let (service, pc, rich, before) = after_a_day().await;
    comes_next_year(&pc, &rich, Category::Condition);
    revise(&service.control(), RICH, "condition").await;

    let viewer = pc.start_when_free().await;
    let seat = viewer.seat();
    sign_in(&seat, "doctor").await;
    let content = |p: &Value| section(p, "condition")["content"].clone();
    let now = until(&seat, "open_patient", json!({"person": rich}), |p| {
        content(p) != content(&before)
    })
    .await;
    let shown = section(&now, "condition");
    let as_of: Timestamp = shown["as_of"].as_str().unwrap().parse().unwrap();
    assert!(as_of <= Timestamp::now(), "{as_of}");
    assert_eq!(shown["staleness"], "fresh");
}

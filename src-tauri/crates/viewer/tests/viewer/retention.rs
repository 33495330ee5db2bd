//! 保存期間: what is deleted by a plan, when, and by whose rules.

use crate::common::control::play;
use crate::common::stored::once_more;
use crate::common::{Clinic, Pc, RICH, call, refusal, section, sign_in, until};
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::Category;
use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

/// Six years: beyond every shipped rule.
const LONG_AGO: SignedDuration = SignedDuration::from_hours(6 * 366 * 24);

/// The newest 検査 of a person as it came six years ago already, but for a byte that says nothing.
fn store_old_version(pc: &Pc, person: &Value) {
    let records = pc.records();
    let old = once_more(
        &records,
        person,
        Category::Laboratory,
        Timestamp::now() - LONG_AGO,
    );
    records.store(&old).unwrap();
    records.close().unwrap();
}

/// How long 検査 is kept, in years; every other rule as it is.
fn keeping(years: u16) -> Value {
    json!({"reading_after_end": "emergency_only", "staleness": [],
           "retention": [{"category": "laboratory", "window": {"count": 1, "unit": "years"},
                          "last": 3, "keep": {"count": years, "unit": "years"}}]})
}

/// The plan once it is made, with so many lines.
async fn plan(admin: &Seat, lines: usize) -> Value {
    let view = until(admin, "retention_plan", json!({}), |view| {
        view["plan"]["lines"]
            .as_array()
            .is_some_and(|l| l.len() == lines)
    });
    view.await["plan"].clone()
}

async fn laboratory(doctor: &Seat, person: &Value) -> Value {
    let opened = call(doctor, "open_patient", json!({"person": person}));
    let opened = opened.await.unwrap();
    section(&opened, "laboratory")["content"]["series"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_past_its_time_goes_by_an_approved_plan_and_never_in_an_outage() {
    let (clinic, rich) = Clinic::with(RICH).await;
    let Clinic {
        service,
        pc,
        viewer,
        seat,
    } = clinic;
    drop(seat);
    pc.close(viewer).await;
    store_old_version(&pc, &rich);

    let viewer = pc.start_when_free().await;
    let (doctor, admin) = (viewer.seat(), viewer.seat());
    sign_in(&doctor, "doctor").await;
    sign_in(&admin, "admin").await;
    let before = laboratory(&doctor, &rich).await;
    let first = plan(&admin, 1).await;
    let line = &first["lines"][0];
    assert_eq!(line["category"], "laboratory");
    assert_eq!(
        (&line["reason"], &line["versions"]),
        (&json!("replaced"), &json!(1))
    );
    assert_eq!(first["people"], 1);
    let approve = |plan: &Value| json!({"plan": plan["id"]});
    let stranger = json!({"plan": "another"});
    let refused = refusal(&admin, "approve_retention", stranger).await;
    assert_eq!(refused, ErrorCode::PlanStale);

    // Approved in an outage, it waits.
    let control = service.control();
    play(&control, &["down"]).await;
    call(&admin, "retry_service", json!({})).await.unwrap();
    until(&admin, "service_status", json!({}), |s| s["link"] == "down").await;
    let waiting = call(&admin, "approve_retention", approve(&first))
        .await
        .unwrap();
    assert_eq!(waiting["approved"], first["id"]);
    assert_eq!(
        (&waiting["waiting_for"], &waiting["last"]),
        (&json!("service"), &Value::Null)
    );

    // Another rule voids the plan, whether it was approved or not.
    call(&admin, "set_site_rules", keeping(9)).await.unwrap();
    assert_eq!(plan(&admin, 0).await["people"], 0);
    let refused = refusal(&admin, "approve_retention", approve(&first)).await;
    assert_eq!(refused, ErrorCode::PlanStale);
    call(&admin, "set_site_rules", keeping(5)).await.unwrap();
    let again = plan(&admin, 1).await;
    let waiting = call(&admin, "approve_retention", approve(&again))
        .await
        .unwrap();
    assert_eq!(
        (&waiting["approved"], &waiting["last"]),
        (&again["id"], &Value::Null)
    );

    play(&control, &[]).await;
    call(&admin, "retry_service", json!({})).await.unwrap();
    let done = until(&admin, "retention_plan", json!({}), |view| {
        !view["last"].is_null()
    })
    .await;
    assert_eq!(done["last"]["versions"], 1);
    assert_eq!(
        (&done["approved"], &done["plan"]["lines"]),
        (&Value::Null, &json!([]))
    );
    let status = call(&admin, "service_status", json!({})).await.unwrap();
    assert_eq!(
        laboratory(&doctor, &rich).await,
        before,
        "the newest set is as it was"
    );
    sign_in(&admin, "auditor").await;
    let log = call(&admin, "audit_entries", json!({"limit": 1000}))
        .await
        .unwrap();
    let entries = |kind: &str| -> Vec<Value> {
        let entries = log["entries"].as_array().unwrap().iter();
        entries.filter(|e| e["kind"] == kind).cloned().collect()
    };
    let done = entries("retention_carried_out");
    assert_eq!((done.len(), &done[0]["failure"]), (1, &Value::Null));
    let moment = |text: &Value| text.as_str().unwrap().parse::<Timestamp>().unwrap();
    assert!(
        moment(&done[0]["at"]) >= moment(&status["since"]),
        "not in the outage"
    );
    let approved = entries("retention_approved");
    let refused = approved.iter().filter(|e| e["failure"] == "plan_stale");
    assert_eq!((approved.len(), refused.count()), (4, 2));
    assert_eq!(entries("site_rules_set").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_keeps_things_longer_than_shipped_and_never_shorter_than_the_service_gives_them() {
    let (pc, viewer) = Pc::set_up().await;
    let admin = viewer.seat();
    sign_in(&admin, "admin").await;
    let shipped = call(&admin, "site_rules", json!({})).await.unwrap();
    assert_eq!(shipped["retention"].as_array().unwrap().len(), 8);
    assert_eq!(shipped["long_term"], json!({"keep": null}));
    let years = |count: u16| json!({"count": count, "unit": "years"});
    let days = |count: u16| json!({"count": count, "unit": "days"});
    let with = |window: Value, last: u16, keep: Value| {
        let mut rules = keeping(5);
        rules["retention"] = json!([{"category": "laboratory", "window": window, "last": last,
                                     "keep": keep}]);
        rules
    };
    for narrower in [
        with(years(1), 3, days(100)),
        with(days(100), 3, years(5)),
        with(years(1), 2, years(5)),
        with(years(6), 3, years(5)),
        with(Value::Null, 3, years(5)),
        with(years(1), 3, years(300)),
        with(years(1), 3, years(0)),
    ] {
        let refused = call(&admin, "set_site_rules", narrower.clone())
            .await
            .unwrap_err();
        assert_eq!(refused.code, ErrorCode::RuleOutOfRange, "{narrower}");
        assert_eq!(refused.fields["rule"], "retention");
    }
    let mut long_term = keeping(9);
    long_term["long_term"] = json!({"keep": years(8)});
    let refused = refusal(&admin, "set_site_rules", long_term.clone()).await;
    assert_eq!(refused, ErrorCode::RuleOutOfRange, "長期保存 stays longest");
    assert_eq!(
        call(&admin, "site_rules", json!({})).await.unwrap(),
        shipped
    );

    long_term["long_term"] = json!({"keep": years(30)});
    let set = call(&admin, "set_site_rules", long_term).await.unwrap();
    assert_eq!(set["retention"][4]["keep"], years(9));
    assert_eq!(set["retention"][3], shipped["retention"][3]);
    assert_eq!(set["long_term"]["keep"], years(30));
    drop(admin);
    pc.close(viewer).await;
    let admin = pc.start_when_free().await.seat();
    sign_in(&admin, "admin").await;
    assert_eq!(call(&admin, "site_rules", json!({})).await.unwrap(), set);
}

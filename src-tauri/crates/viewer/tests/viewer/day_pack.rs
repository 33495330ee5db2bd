//! 本日の患者の印刷: what is on the paper, what never is, and what the log says of it.

use crate::common::{
    Clinic, PASSWORD, RICH, Ward, call, control, person, refusal, section, sign_in, until,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use viewer::{ErrorCode, Seat};

/// One disease of this patient is 未告知, another one 未提供.
const UNTOLD: &str = "000100919";
const UNDISCLOSED: &str = "右上葉肺腺癌";
const UNDELIVERED: &str = "うつ病";
const PRINTED: [&str; 4] = ["drug_allergy", "other_allergy", "condition", "prescription"];

async fn pack(seat: &Seat, with_undisclosed: bool) -> Value {
    let request = json!({"with_undisclosed": with_undisclosed});
    call(seat, "day_pack", request).await.unwrap()
}

fn of<'a>(pack: &'a Value, who: &Value) -> &'a Value {
    let mut patients = pack["patients"].as_array().unwrap().iter();
    let found = patients.find(|one| one["identity"]["person"] == *who);
    found.unwrap_or_else(|| panic!("not in it, {} left out", pack["left_out"]))
}

/// The rows of prints in the log, newest first.
async fn prints(seat: &Seat) -> Vec<Value> {
    sign_in(seat, "auditor").await;
    let request = json!({"limit": 1000, "kinds": ["patient_printed"]});
    let page = call(seat, "audit_entries", request).await.unwrap();
    page["entries"].as_array().unwrap().clone()
}

/// The categories a row says were shown.
fn shown(row: &Value) -> Vec<&Value> {
    row["categories"].as_array().unwrap().iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_of_today_is_on_paper_and_each_is_written_down() {
    let (clinic, who) = Clinic::with(RICH).await;
    let list = call(&clinic.seat, "todays_patients", json!({}))
        .await
        .unwrap();
    let pack = pack(&clinic.seat, false).await;
    let name = |one: &Value| one["identity"].clone();
    let people = |view: &Value| -> Vec<Value> {
        let patients = view["patients"].as_array().unwrap();
        patients.iter().map(name).collect()
    };
    assert_eq!(people(&pack), people(&list));
    assert_eq!(
        (&pack["left_out"], &pack["by"]),
        (&json!([]), &json!("doctor 花子"))
    );
    for patient in pack["patients"].as_array().unwrap() {
        let sections = patient["sections"].as_array().unwrap();
        let categories: Vec<_> = sections.iter().map(|one| &one["category"]).collect();
        assert_eq!(categories, PRINTED);
        assert_eq!(patient["failure"], Value::Null);
    }
    let opened = call(&clinic.seat, "open_patient", json!({"person": who}))
        .await
        .unwrap();
    let printed = of(&pack, &who);
    assert!(printed["consent_until"].is_string());
    for category in PRINTED {
        let (paper, screen) = (section(printed, category), section(&opened, category));
        assert_eq!(paper["held"], "items", "{category}");
        assert!(paper["as_of"].is_string(), "{category}");
        let rows = |section: &Value| section["content"]["items"].as_array().map_or(0, Vec::len);
        // One of the diseases is 未告知.
        let kept_back = usize::from(category == "condition");
        assert_eq!(rows(paper) + kept_back, rows(screen), "{category}");
        assert!(!paper.to_string().contains("\"mark\":\"new\""));
    }

    let rows = prints(&clinic.viewer.seat()).await;
    // Who has more than one: a section became newer while it was read, and the newer state has its own.
    let named: BTreeSet<i64> = rows
        .iter()
        .filter_map(|row| row["person"].as_i64())
        .collect();
    let of_the_list = people(&list);
    let listed = of_the_list.iter().filter_map(|one| one["person"].as_i64());
    assert_eq!(named, listed.collect(), "each of them, and nobody else");
    let row = rows.iter().find(|row| row["person"] == who).unwrap();
    assert_eq!(shown(row), PRINTED);
    assert_eq!(row["purpose"], "normal");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_patient_was_not_told_is_confirmed_for_each_print_and_what_is_not_supplied_never()
{
    let (clinic, who) = Clinic::with(UNTOLD).await;
    let opened = call(&clinic.seat, "open_patient", json!({"person": who}))
        .await
        .unwrap();
    assert!(opened.to_string().contains(UNDISCLOSED));
    assert_eq!(section(&opened, "condition")["undelivered"], 1);

    let paper = call(&clinic.seat, "day_pack", json!({})).await.unwrap();
    let said = paper.to_string();
    assert!(!said.contains(UNDISCLOSED) && !said.contains(UNDELIVERED));
    assert!(!said.contains("\"uninformed\":true"));
    assert_eq!(section(of(&paper, &who), "condition")["undelivered"], 0);

    let confirmed = pack(&clinic.seat, true).await.to_string();
    assert!(confirmed.contains(UNDISCLOSED) && !confirmed.contains(UNDELIVERED));
    let next = pack(&clinic.seat, false).await.to_string();
    assert!(!next.contains(UNDISCLOSED), "it was for that print");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_grounds_of_the_moment_decide_and_a_refusal_always_holds() {
    const DAY: i64 = 24 * 3600;
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.admit(&who).await;
    let refused = json!({"reason": "refused", "withheld": true});
    control::consent(
        &ward.service.control(),
        ward.chart(),
        "condition",
        "refused",
    )
    .await;
    until(&ward.seat, "open_patient", json!({"person": who}), |one| {
        section(one, "condition")["hindrance"] == refused
    })
    .await;
    let reading = json!({"person": who, "reason": "unconscious", "proof": PASSWORD});
    call(&ward.seat, "begin_emergency_reading", reading)
        .await
        .unwrap();
    let opened = call(&ward.seat, "open_patient", json!({"person": who}))
        .await
        .unwrap();
    assert_eq!(section(&opened, "condition")["held"], "items");
    let paper = pack(&ward.seat, true).await;
    let condition = section(of(&paper, &who), "condition");
    assert_eq!(condition["hindrance"], refused);
    assert_eq!(condition["content"], Value::Null, "not by 緊急閲覧 either");
    assert_eq!(section(of(&paper, &who), "drug_allergy")["held"], "items");

    ward.outage().await;
    ward.pass(3 * DAY).await;
    let paper = pack(&ward.seat, false).await;
    for category in PRINTED {
        let section = section(of(&paper, &who), category);
        assert_eq!(section["held"], "nothing", "{category}");
        assert_eq!(section["hindrance"]["withheld"], true, "{category}");
    }
    assert_eq!(of(&paper, &who)["consent_until"], Value::Null);
    let declared = json!({"reason": "service", "text": "", "proof": PASSWORD});
    call(&ward.seat, "declare_outage_reading", declared)
        .await
        .unwrap();
    let paper = pack(&ward.seat, false).await;
    assert_eq!(section(of(&paper, &who), "drug_allergy")["held"], "items");
    assert_eq!(section(of(&paper, &who), "condition")["held"], "nothing");
    let rows = prints(&ward.viewer.seat()).await;
    let row = rows.iter().find(|row| row["person"] == who).unwrap();
    assert_eq!(row["purpose"], "outage_reading");
    assert_eq!(
        shown(row),
        ["drug_allergy", "other_allergy", "prescription"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_reads_prints_and_only_what_was_granted() {
    let (clinic, who) = Clinic::with(RICH).await;
    let (seat, office) = (clinic.viewer.seat(), clinic.viewer.seat());
    for role in ["nurse", "pharmacist", "clerk", "desk", "admin", "auditor"] {
        sign_in(&seat, role).await;
        let code = refusal(&seat, "day_pack", json!({})).await;
        assert_eq!(code, ErrorCode::NotPermitted, "{role}");
    }
    assert!(prints(&seat).await.is_empty());
    sign_in(&office, "admin").await;
    let grants = json!({"grants": [{"role": "nurse", "categories": ["drug_allergy"]}]});
    call(&office, "set_grants", grants).await.unwrap();
    sign_in(&seat, "nurse").await;
    person(&seat, RICH).await;
    let paper = pack(&seat, true).await;
    for category in PRINTED {
        let section = section(of(&paper, &who), category);
        let granted = category == "drug_allergy";
        assert_eq!(section["held"] == "items", granted, "{category}");
        assert_eq!(section["content"].is_null(), !granted, "{category}");
    }
    call(&seat, "lock", json!({})).await.unwrap();
    let code = refusal(&seat, "day_pack", json!({})).await;
    assert_eq!(code, ErrorCode::NotSignedIn);
}

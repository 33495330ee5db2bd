//! 本人確認: who is not on today's list is opened only once two items were confirmed to the core.

use serde_json::{Value, json};
use viewer::{ErrorCode, Seat};

use crate::common::{
    PASSWORD, REFERRED, RICH, Ward, audited, call, found, person, refusal, sign_in,
};

const DAY: i64 = 24 * 3600;

async fn opens(seat: &Seat, request: &Value) -> bool {
    let answer = call(seat, "open_patient", request.clone()).await;
    match answer {
        Ok(patient) => {
            assert_eq!(patient["identity"]["person"], request["person"]);
            true
        }
        Err(error) => {
            assert_eq!(error.code, ErrorCode::IdentityUnchecked);
            assert!(error.fields.is_empty(), "nothing of who it is");
            false
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_on_todays_list_is_opened_by_two_items_only() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    let other = person(&ward.seat, REFERRED).await;
    ward.outage().await;
    ward.pass(DAY).await;
    let seat = &ward.seat;
    let today = call(seat, "todays_patients", json!({})).await.unwrap();
    assert_eq!(today["patients"], json!([]), "another day");

    let plain = json!({"person": who});
    assert!(!opens(seat, &plain).await);
    // What is read of an opened patient is not read of one who was not opened.
    let section = json!({"person": who, "category": "condition"});
    for command in ["patient_section", "section_sheet", "section_history"] {
        let refused = refusal(seat, command, section.clone()).await;
        assert_eq!(refused, ErrorCode::IdentityUnchecked, "{command}");
    }
    let by_items = found(seat, RICH).await;
    for (item, wrong) in [
        ("name", json!("別人 太郎")),
        ("birth_date", json!("1931-06-28")),
        ("birth_date", Value::Null),
    ] {
        let mut differs = by_items.clone();
        differs["confirmed"][item] = wrong;
        assert!(!opens(seat, &differs).await, "{item}");
    }
    assert!(opens(seat, &by_items).await);
    call(seat, "patient_section", section.clone())
        .await
        .unwrap();
    assert!(opens(seat, &plain).await, "open here already");

    // Another seat and another patient need items of their own.
    let elsewhere = ward.viewer.seat();
    sign_in(&elsewhere, "doctor2").await;
    assert!(!opens(&elsewhere, &plain).await);
    assert!(!opens(seat, &json!({"person": other})).await);
    assert!(opens(seat, &found(seat, REFERRED).await).await);
    assert!(!opens(seat, &plain).await, "somebody else was opened since");
    let refused = refusal(seat, "patient_section", section).await;
    assert_eq!(refused, ErrorCode::IdentityUnchecked);
    let log = audited(seat).await;
    assert!(log.iter().any(|kind| kind == "open_found_patient"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_carries_the_check_over_for_the_same_person_alone() {
    let mut ward = Ward::open().await;
    let who = ward.fetched().await;
    ward.outage().await;
    ward.pass(DAY).await;
    let (seat, plain) = (&ward.seat, json!({"person": who}));
    assert!(opens(seat, &found(seat, RICH).await).await);
    call(seat, "lock", json!({})).await.unwrap();
    call(seat, "unlock", json!({"password": PASSWORD}))
        .await
        .unwrap();
    assert!(opens(seat, &plain).await, "the same person goes on");
    call(seat, "lock", json!({})).await.unwrap();
    sign_in(seat, "doctor2").await;
    assert!(!opens(seat, &plain).await);
    sign_in(seat, "doctor").await;
    assert!(!opens(seat, &plain).await, "signed in anew");
}

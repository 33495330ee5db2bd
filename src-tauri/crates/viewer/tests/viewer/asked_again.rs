//! Answers that came and were dropped: the patient sees each question as a viewing, and so does the log.

use serde_json::{Value, json};

use crate::common::control::{consent, play};
use crate::common::{Clinic, REFERRED, call, of_the_card, sign_in, until};

/// The row of a question for this category whose answer was not kept.
fn dropped(page: &Value, category: &Value) -> Option<Value> {
    let mut rows = page["entries"].as_array().unwrap().iter();
    rows.find(|row| row["failure"] == "cancelled" && &row["categories"][0] == category)
        .cloned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_dropped_because_another_consent_runs_by_now_is_on_record() {
    let (clinic, who) = Clinic::with(REFERRED).await;
    let (seat, control) = (&clinic.seat, clinic.service.control());
    let auditor = clinic.viewer.seat();
    sign_in(&auditor, "auditor").await;
    let opening = json!({"person": who});
    let opened = call(seat, "open_patient", opening.clone()).await.unwrap();
    // Of an answer without an entry it is made sure that its consent still runs.
    let empty = of_the_card(&opened).find(|section| section["held"] == "none_registered");
    let category = empty.unwrap()["category"].clone();
    // Every answer waits before it is made; the card is read once more while this one does.
    play(&control, &["late:2500"]).await;
    let questions = json!({"limit": 1000, "kinds": ["prefetch", "fetch", "fetch_again"]});
    let mut found = None;
    for _ in 0..60 {
        call(seat, "open_patient", opening.clone()).await.unwrap();
        consent(&control, REFERRED, category.as_str().unwrap(), "given").await;
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let page = call(&auditor, "audit_entries", questions.clone()).await;
        found = dropped(&page.unwrap(), &category);
        if found.is_some() {
            break;
        }
    }
    assert_eq!(found.expect("an answer that was dropped")["person"], who);
    // And it is asked again under the consent that runs.
    play(&control, &[]).await;
    until(seat, "open_patient", opening, |patient| {
        let mut sections = of_the_card(patient);
        let section = sections.find(|section| section["category"] == category);
        section.is_some_and(|section| section["held"] == "none_registered")
    })
    .await;
}

//! Two states of a section side by side, from answers as received.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use jiff::civil::{Date, date};
use record::vocabulary::Category;
use record::{
    EarlierVersion, HeldSet, RowDifference, RowDifferenceKind, differences, retained, section,
};
use serde_json::{Value, json};

const TODAY: Date = date(2026, 11, 22);

fn condition(name: &str, more: &Value) -> Value {
    let mut condition = json!({
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"text": name},
        "onsetDateTime": "2020-04-01",
    });
    for (key, value) in more.as_object().unwrap() {
        condition[key] = value.clone();
    }
    condition
}

fn answer(kind: &str, resources: &[Value]) -> Vec<u8> {
    let mut entries = vec![json!({"resource": {"resourceType": "Patient", "id": "p"}})];
    entries.extend(
        resources
            .iter()
            .map(|resource| json!({"resource": resource})),
    );
    let bundle = json!({"resourceType": "Bundle", "type": kind, "entry": entries});
    serde_json::to_vec(&bundle).unwrap()
}

fn read(newest: &[u8], earlier: &[&[u8]]) -> record::Section {
    let held = HeldSet {
        key: "Condition",
        fetched_on: TODAY,
        returned: true,
        parts: vec![newest],
        earlier: earlier
            .iter()
            .map(|part| EarlierVersion {
                fetched_on: TODAY,
                parts: vec![part],
            })
            .collect(),
    };
    section(Category::Condition, &[held], TODAY)
}

fn compared(before: &[u8], after: &[u8]) -> Vec<RowDifference> {
    let (then, now) = (read(before, &[]), read(after, &[before]));
    differences(&then.content, &now.content, &now.content)
}

#[test]
fn what_came_what_changed_and_what_is_no_longer_supplied_is_told_in_words() {
    let before = answer(
        "searchset",
        &[
            condition("高血圧症", &json!({})),
            condition("胃潰瘍", &json!({})),
            condition("糖尿病", &json!({})),
        ],
    );
    let after = answer(
        "searchset",
        &[
            condition("高血圧症", &json!({})),
            condition(
                "胃潰瘍",
                &json!({"clinicalStatus": {"coding": [{"code": "resolved"}]},
                        "abatementDateTime": "2026-10-31"}),
            ),
            condition("脂質異常症", &json!({})),
        ],
    );
    let rows = compared(&before, &after);
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.kind, row.name.as_str()))
        .collect();
    use RowDifferenceKind::{Added, Changed, Withdrawn};
    assert_eq!(
        told,
        [
            (Added, "脂質異常症"),
            (Changed, "胃潰瘍"),
            (Withdrawn, "糖尿病")
        ]
    );
    assert_eq!(rows[0].before, None);
    assert!(rows[0].after.as_ref().unwrap().contains("2020-04-01"));
    // Only what differs: the day it began stands on neither side.
    assert_eq!(rows[1].before.as_deref(), Some("継続"));
    assert_eq!(
        rows[1].after.as_deref(),
        Some("治癒・終了・終了 2026-10-31")
    );
    assert!(rows[2].before.is_some() && rows[2].after.is_none());
}

#[test]
fn the_same_answer_twice_differs_in_nothing() {
    let one = answer("searchset", &[condition("高血圧症", &json!({}))]);
    assert_eq!(compared(&one, &one), []);
}

#[test]
fn nothing_is_said_of_what_its_sender_took_back() {
    let before = answer("collection", &[condition("糖尿病", &json!({}))]);
    let between = answer(
        "collection",
        &[condition("糖尿病", &json!({"onsetDateTime": "2021-05-05"}))],
    );
    let cancelled = answer("collection", &[]);
    let (then, now) = (read(&before, &[]), read(&cancelled, &[&before]));
    let middle = read(&between, &[&before]);
    for after in [&now, &middle] {
        let rows = differences(&then.content, &after.content, &now.content);
        assert!(!rows.is_empty());
        for row in rows {
            assert_eq!(row.kind, RowDifferenceKind::TakenBack);
            assert_eq!(
                (row.name, row.before, row.after),
                (String::new(), None, None)
            );
        }
    }
}

#[test]
fn a_disease_without_an_end_is_lasting_and_an_ended_one_is_not() {
    let ended = json!({"clinicalStatus": {"coding": [{"code": "resolved"}]},
                       "abatementDateTime": "2019-10-31"});
    let both = answer(
        "searchset",
        &[condition("糖尿病", &json!({})), condition("胃潰瘍", &ended)],
    );
    let entries = retained(Category::Condition, &[&both], TODAY).unwrap();
    let lasting: Vec<bool> = entries.iter().map(|entry| entry.lasting).collect();
    assert_eq!(lasting, [true, false]);
    assert!(entries.iter().all(|entry| !entry.long_term));
    let kept = json!({"meta": {"tag": [{"code": "LTS"}]}});
    let kept = answer("searchset", &[condition("糖尿病", &kept)]);
    assert!(retained(Category::Condition, &[&kept], TODAY).unwrap()[0].long_term);
    assert_eq!(retained(Category::Condition, &[b"{"], TODAY), None);
}

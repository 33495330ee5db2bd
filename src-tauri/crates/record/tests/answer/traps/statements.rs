//! Words of ours that keep a statement from saying more than was sent.

use record::PieceRole;

use crate::support::{bundle, cards, drawn, observation, piece, reading, says};

fn flagged(code: &str) -> String {
    format!(
        r#""interpretation":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"{code}"}}]}}]"#
    )
}

#[test]
fn a_limit_is_said_beside_the_number() {
    for (code, line) in [
        ("LX", "結果: 30 mg/dl 未満（限界値）\n"),
        ("HX", "結果: 30 mg/dl 超（限界値）\n"),
        ("H", "結果: 30 mg/dl\n"),
    ] {
        let value = format!(
            r#","valueQuantity":{{"value":30,"unit":"mg/dl"}},{}"#,
            flagged(code)
        );
        says(&observation("中性脂肪", &value), &[line], &[]);
    }
    let signed = format!(
        r#","valueQuantity":{{"value":30,"comparator":"<","unit":"mg/dl"}},{}"#,
        flagged("LX")
    );
    says(
        &observation("中性脂肪", &signed),
        &["結果: <30 mg/dl\n"],
        &[],
    );
}

#[test]
fn the_limit_of_a_component_is_its_own() {
    let part = |name: &str, flag: &str| {
        format!(r#"{{"code":{{"text":"{name}"}},"valueQuantity":{{"value":9}}{flag}}}"#)
    };
    let flag = format!(",{}", flagged("HX"));
    let parts = format!(
        r#","valueQuantity":{{"value":8}},"component":[{},{}]"#,
        part("一", &flag),
        part("二", "")
    );
    let json = observation("組", &parts);
    let drawn = drawn(&reading(&json));
    assert_eq!(drawn.matches("9 超（限界値）").count(), 1, "{drawn}");
    assert!(!drawn.contains("8 超"), "{drawn}");
}

#[test]
fn an_ordinal_stands_beside_its_answer() {
    let json = observation(
        "尿糖",
        r#","valueCodeableConcept":{"coding":[{"system":"urn:oid:1.2.392.200119.6.2102","code":"1","display":"－",
        "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":1}]}]}"#,
    );
    let answer = reading(&json);
    assert!(drawn(&answer).contains("結果: － 1（順序値 1）\n"));
    let card = cards(&answer, "Observation")[0];
    assert_eq!(piece(card, "結果", PieceRole::Aside).as_deref(), Some("1"));
}

fn prescription(source: &str, drug: &str) -> String {
    format!(
        r#"{{"resourceType":"MedicationRequest","status":"completed","meta":{{"source":"http://clins.invalid/source/{source}"}},
        "medicationCodeableConcept":{{"text":"{drug}"}},"authoredOn":"2026-11-14T10:20:00+09:00",
        "dosageInstruction":[{{"text":"1日1回 朝食後"}}]}}"#
    )
}

#[test]
fn a_prescription_says_where_it_is_from_and_what_is_the_same_fill() {
    let json = bundle(
        "searchset",
        &[
            &prescription("e-prescription", "アムロジピン錠5mg"),
            &prescription("dispensing", "アムロジピン錠5mg"),
            &prescription("e-prescription", "別の薬"),
            &prescription("elsewhere", "由来の分からない薬"),
        ],
    );
    let answer = reading(&json);
    let origins: Vec<_> = cards(&answer, "MedicationRequest")
        .into_iter()
        .map(|card| {
            let field = card.fields.iter().find(|field| field.label.ja == "由来")?;
            Some(field.pieces.iter().map(|p| &*p.text).collect::<String>())
        })
        .collect();
    let same = |of: &str, with: &str| {
        Some(format!(
            "{of}（{with}にある処方と同じもの。別の処方ではありません）"
        ))
    };
    assert_eq!(
        origins,
        [
            same("電子処方箋", "調剤"),
            same("調剤", "電子処方箋"),
            Some("電子処方箋".to_owned()),
            None
        ]
    );
    assert!(drawn(&answer).contains("処方状態: 完了（処方の登録） completed\n"));
}

#[test]
fn two_fills_of_one_origin_stay_two() {
    let one = prescription("dispensing", "アムロジピン錠5mg");
    let other = one.replace(
        r#""status":"completed""#,
        r#""status":"completed","id":"2""#,
    );
    let json = bundle("searchset", &[&one, &other]);
    assert!(!drawn(&reading(&json)).contains("同じもの"));
}

#[test]
fn a_missing_coded_entry_is_no_missing_text() {
    let json = bundle(
        "document",
        &[
            r#"{"resourceType":"Composition","title":"紹介状","section":[{"title":"アレルギー","text":{"div":"<div>卵で蕁麻疹</div>"},
            "emptyReason":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/list-empty-reason","code":"unavailable"}]}}]}"#,
        ],
    );
    says(
        &json,
        &["卵で蕁麻疹", "コード化された記録がない理由: 入手不能"],
        &["記載がない理由"],
    );
}

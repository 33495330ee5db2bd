//! What may not be read without something beside it is not listed without it, either.

use record::{Answer, CardMark, Held};

use crate::support::{bundle, cards, observation, reading};

fn told(answer: &Answer<'_>) -> Vec<String> {
    answer.other.iter().map(|o| o.text.to_string()).collect()
}

fn unheard_of(value: &str) -> String {
    observation(
        "CRP",
        &format!(r#","extension":[{{"url":"http://x/未知","valueQuantity":{value}}}]"#),
    )
}

#[test]
fn a_limit_is_no_measured_value_among_the_other_items() {
    for (value, line, values) in [
        (
            r#"{"value":0.5,"comparator":"<","unit":"mg/L"}"#,
            "<0.5 mg/L",
            2,
        ),
        (r#"{"value":0.5,"comparator":"<"}"#, "<0.5", 1),
        (r#"{"value":0.5,"unit":"mg/L"}"#, "0.5 mg/L", 2),
        (r#"{"value":0.5,"code":"mg/L"}"#, "0.5 mg/L", 1),
    ] {
        let json = unheard_of(value);
        let answer = reading(&json);
        assert_eq!(told(&answer), [line]);
        assert_eq!(answer.values.other, values, "{value}");
        assert_eq!(&*answer.other[0].pointer, "/extension/0/valueQuantity");
    }
}

#[test]
fn what_only_looks_like_a_quantity_is_listed_value_by_value() {
    for value in [
        r#"{"value":0.5,"value":0.6,"unit":"mg/L"}"#,
        r#"{"value":[0.5],"unit":"mg/L"}"#,
        r#"{"unit":"mg/L","more":"x"}"#,
    ] {
        let json = unheard_of(value);
        let answer = reading(&json);
        assert!(
            answer.other.iter().all(|item| item.holds == Held::Value),
            "{:?}",
            answer.other
        );
    }
    let json = unheard_of(r#"{"value":0.5,"unit":"mg/L","more":"x"}"#);
    assert_eq!(told(&reading(&json)), ["0.5 mg/L", "x"]);
}

#[test]
fn the_state_of_an_unknown_resource_is_told() {
    let json = bundle(
        "collection",
        &[r#"{"resourceType":"見知らぬ型","status":"entered-in-error","中身":"値"}"#],
    );
    let answer = reading(&json);
    assert_eq!(told(&answer), ["誤記載 entered-in-error", "値"]);
    assert_eq!((answer.values.sent, answer.values.other), (2, 1));
    let card = cards(&answer, "見知らぬ型")[0];
    assert_eq!(card.marks, [CardMark::EnteredInError]);
}

#[test]
fn a_withdrawn_result_keeps_its_sign_and_its_judgement() {
    let result = observation(
        "ALT",
        r#","valueQuantity":{"value":21.0,"comparator":"<","unit":"U/L"},
        "interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"LX"}]}]"#,
    );
    let composition = r#"{"resourceType":"Composition","status":"final","title":"削除","type":{"coding":[{"code":"53576-5"}]},
        "category":[{"coding":[{"system":"urn:oid:1.2.392.200119.6.1001","code":"19"}]}]}"#;
    let json = bundle("document", &[composition, &result]);
    let told = told(&reading(&json));
    for line in [
        "確定 final",
        "<21.0 U/L",
        "入力下限未満（測定値ではなく限界値） LX",
    ] {
        assert!(told.iter().any(|one| one == line), "{line}: {told:?}");
    }
}

#[test]
fn the_state_of_a_narrative_or_of_an_exchange_is_not() {
    let json = r#"{"resourceType":"Bundle","type":"batch-response","entry":[{"response":{"status":"200 OK"},
        "resource":{"resourceType":"見知らぬ型","text":{"status":"generated","div":"<p>甲</p>"}}}]}"#;
    assert_eq!(told(&reading(json)), [""; 0]);
}

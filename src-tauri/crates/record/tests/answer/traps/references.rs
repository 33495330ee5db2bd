//! References of every form resolve; one that does not is normal.

use record::vocabulary::Category;

use crate::support::{bundle, cards, content, drawn, reading};

const DOCTOR: &str = r#"{"resourceType":"Practitioner","id":"d","identifier":[{"system":"s","value":"D-1"}],"name":[{"text":"診察 太郎"}]}"#;

fn referring(reference: &str) -> String {
    let condition = format!(
        r#"{{"resourceType":"Condition","id":"c","code":{{"text":"喘息"}},"recorder":{reference}}}"#
    );
    bundle("collection", &[DOCTOR, &condition])
}

#[test]
fn every_form_of_reference_finds_its_resource() {
    for reference in [
        r#"{"reference":"urn:uuid:0"}"#,
        r#"{"reference":"Practitioner/d"}"#,
        r#"{"reference":"Practitioner/d/_history/3"}"#,
        r#"{"reference":"https://example.invalid/fhir/Practitioner/d"}"#,
    ] {
        let json = referring(reference);
        assert!(
            drawn(&reading(&json)).contains("記録者: 診察 太郎"),
            "{reference}"
        );
    }
}

#[test]
fn a_logical_reference_by_identifier_shows_its_number() {
    let json = referring(r#"{"identifier":{"system":"s","value":"D-1"}}"#);
    assert!(drawn(&reading(&json)).contains("記録者: "));
}

#[test]
fn display_only_and_bare_ids_and_dangling_references_never_fail() {
    for (reference, shown) in [
        (r#"{"display":"山田 医師"}"#, "記録者: 山田 医師"),
        (
            r#"{"reference":"urn:uuid:none","display":"見えない 医師"}"#,
            "記録者: 見えない 医師",
        ),
        (
            r#"{"reference":"dddd","display":"裸の 参照"}"#,
            "記録者: 裸の 参照",
        ),
    ] {
        let json = referring(reference);
        assert!(drawn(&reading(&json)).contains(shown), "{reference}");
    }
    reading(&referring(r#"{"reference":"dddd"}"#));
    reading(&referring(r#""Practitioner/d""#));
}

#[test]
fn contained_resources_stay_with_their_parent_and_may_point_to_each_other() {
    let json = bundle(
        "collection",
        &[
            r##"{"resourceType":"Condition","id":"c","code":{"text":"喘息"},"recorder":{"reference":"#r"},
        "contained":[{"resourceType":"PractitionerRole","id":"r","practitioner":{"reference":"#p"}},
        {"resourceType":"Practitioner","id":"p","name":[{"text":"内側 医師"}]}]}"##,
        ],
    );
    let answer = reading(&json);
    let condition = cards(&answer, "Condition");
    assert_eq!(condition.len(), 1);
    assert_eq!(condition[0].cards.len(), 2);
    assert!(drawn(&answer).contains("内側 医師"));
}

#[test]
fn contained_resources_are_no_records_of_their_own() {
    let json = bundle(
        "collection",
        &[
            r#"{"resourceType":"Observation","code":{"text":"AST"},"valueString":"1","effectiveDateTime":"2026-10-01",
        "contained":[{"resourceType":"Condition","id":"x","code":{"text":"中の病名"}}]}"#,
        ],
    );
    let told = format!("{:?}", content(Category::Condition, &json));
    assert!(!told.contains("中の病名"), "{told}");
}

#[test]
fn missing_full_urls_and_one_without_its_prefix_still_resolve() {
    let json = r#"{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"9f1c-d","resource":{"resourceType":"Practitioner","id":"9f1c-d","name":[{"text":"診察 太郎"}]}},
        {"resource":{"resourceType":"Condition","code":{"text":"喘息"},"recorder":{"reference":"urn:uuid:9f1c-d"}}}]}"#;
    assert!(drawn(&reading(json)).contains("記録者: 診察 太郎"));
}

#[test]
fn the_same_identifier_on_several_entries_loses_none() {
    let twin = |text: &str| {
        format!(
            r#"{{"resourceType":"Condition","id":"same","identifier":[{{"value":"same"}}],"code":{{"text":"{text}"}}}}"#
        )
    };
    let json = bundle(
        "collection",
        &[&twin("一つ目"), &twin("二つ目"), &twin("二つ目")],
    );
    let answer = reading(&json);
    assert_eq!(cards(&answer, "Condition").len(), 3);
    let told = format!("{:?}", content(Category::Condition, &json));
    assert!(told.contains("一つ目") && told.contains("二つ目"));
}

#[test]
fn groups_in_a_ring_are_drawn_once_each() {
    let member = |text: &str, other: usize| {
        format!(
            r#"{{"resourceType":"Observation","code":{{"text":"{text}"}},"hasMember":[{{"reference":"urn:uuid:{other}"}}]}}"#
        )
    };
    let json = bundle("collection", &[&member("甲", 1), &member("乙", 0)]);
    assert_eq!(cards(&reading(&json), "Observation").len(), 2);
}

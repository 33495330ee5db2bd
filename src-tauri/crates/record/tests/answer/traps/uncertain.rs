//! What is not certain is never shown, or counted, as if it were.

use record::{CardMark, Severity};

use crate::support::{bundle, checkup, drawn, marks, observation, reading};

fn condition(code: &str, rest: &str) -> String {
    format!(r#"{{"resourceType":"Condition","code":{code}{rest}}}"#)
}

fn verified(state: &str) -> String {
    condition(
        r#"{"text":"胃癌"}"#,
        &format!(r#","verificationStatus":{state}"#),
    )
}

#[test]
fn the_suffix_is_a_suspicion_as_a_coding_of_the_name_and_in_words() {
    const MODIFIER: &str = "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/masterZ-disease-modifier";
    let confirmed = r#","verificationStatus":{"coding":[{"code":"confirmed"}]}"#;
    let suffix = |display: &str| {
        format!(
            r#"{{"text":"胃癌","coding":[{{"code":"1510003","display":"胃癌"}},{{"system":"{MODIFIER}","code":"8002"{display}}}]}}"#
        )
    };
    for code in [
        suffix(r#","display":"の疑い""#),
        suffix(""),
        r#"{"text":"胃癌","coding":[{"system":"x","code":"1","display":"の疑い"}]}"#.to_owned(),
        r#"{"text":"癌A疑い"}"#.to_owned(),
        r#"{"text":"癌A（疑）"}"#.to_owned(),
        r#"{"text":"疑癌A"}"#.to_owned(),
    ] {
        for state in ["", confirmed] {
            assert_eq!(
                marks(&condition(&code, state)),
                [CardMark::Suspected],
                "{code}"
            );
        }
    }
    for code in [
        r#"{"text":"胃癌","coding":[{"system":"urn:local","code":"8002","display":"胃癌"}]}"#,
        r#"{"text":"胃癌の疑いなし"}"#,
    ] {
        assert_eq!(marks(&condition(code, confirmed)), [], "{code}");
    }
}

#[test]
fn of_two_codes_of_a_state_the_cautious_one_counts_and_it_is_told() {
    let twice = |second: &str| {
        [
            format!(r#"{{"coding":[{{"code":"confirmed","code":"{second}"}}]}}"#),
            format!(r#"{{"coding":[{{"code":["confirmed","{second}"]}}]}}"#),
        ]
    };
    for (second, mark) in [
        ("unconfirmed", CardMark::Suspected),
        ("refuted", CardMark::Refuted),
    ] {
        for state in twice(second) {
            let json = verified(&state);
            assert_eq!(marks(&json), [mark], "{state}");
            let problems = reading(&json).problems;
            assert!(problems.iter().any(|p| p.code == "repeated_member"));
        }
    }
    let listed = r#"{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed","code":"unconfirmed"}]}"#;
    assert!(!drawn(&reading(&verified(listed))).contains("確定"));
}

#[test]
fn a_state_that_is_damaged_or_unknown_is_marked() {
    use CardMark::{Suspected, UnclearState};
    for (json, expected) in [
        (
            verified("\"un\u{FFFD}onfirmed\""),
            vec![UnclearState, Suspected],
        ),
        (
            verified("{\"coding\":[{\"code\":\"ref\u{FFFD}ted\"}]}"),
            vec![UnclearState, Suspected],
        ),
        (verified(r#""probable""#), vec![UnclearState]),
        (
            verified(r#"{"coding":[{"code":"unknown"}]}"#),
            vec![UnclearState],
        ),
        (
            observation("CRP", "").replace("final", "entered-in\u{FFFD}error"),
            vec![UnclearState],
        ),
        (
            observation("CRP", ",\"interpretation\":[{\"text\":\"L\u{FFFD}\"}]"),
            vec![UnclearState],
        ),
        (
            verified("\"confirmed\"").replace("verificationStatus", "verificatio\u{FFFD}Status"),
            vec![UnclearState, Suspected],
        ),
    ] {
        assert_eq!(marks(&json), expected, "{json}");
    }
    let damaged = "{\"resourceType\":\"MedicationRequest\",\"medicationCodeableConcept\":{\"text\":\"薬\"},\"doNotPer\u{FFFD}form\":true}";
    assert_eq!(
        marks(damaged),
        [CardMark::DoNotPerform, CardMark::UnclearState]
    );
    let untold = "{\"resourceType\":\"Condition\",\"code\":{\"text\":\"胃癌\"},\"meta\":{\"t\u{FFFD}g\":[{\"code\":\"UNINFORMED\"}]}}";
    assert_eq!(marks(untold), [CardMark::Uninformed]);
}

#[test]
fn a_name_says_behind_it_that_its_state_is_unclear() {
    let disease = verified(r#""probable""#);
    let plan = r#"{"resourceType":"CarePlan","addresses":[{"reference":"urn:uuid:0"}]}"#;
    let json = bundle("collection", &[&disease, plan]);
    assert!(drawn(&reading(&json)).contains("胃癌（状態の記載を判断できない）"));
}

#[test]
fn what_is_no_longer_in_force_is_marked() {
    for (kind, status) in [
        ("Flag", "inactive"),
        ("Consent", "rejected"),
        ("DocumentReference", "superseded"),
    ] {
        let json = format!(r#"{{"resourceType":"{kind}","status":"{status}"}}"#);
        assert_eq!(marks(&json), [CardMark::NotCurrent], "{kind}");
        let current = json.replace(status, "active");
        assert_eq!(marks(&current), []);
    }
}

#[test]
fn a_tag_in_any_spelling_is_a_mark_and_a_contained_disease_is_told() {
    for tag in [
        r#"[{"code":"undelivered"}]"#,
        r#"["UNDELIVERED"]"#,
        r#"[{"display":"未提供"}]"#,
        r#"[{"code":"ＵＮＤＥＬＩＶＥＲＥＤ"}]"#,
        r#"[{"coding":[{"code":"UNDELIVERED"}]}]"#,
    ] {
        let inner = condition(r#"{"text":"胃癌"}"#, &format!(r#","meta":{{"tag":{tag}}}"#));
        assert_eq!(marks(&inner), [CardMark::Undelivered], "{tag}");
        let outer =
            format!(r#"{{"resourceType":"CarePlan","title":"計画","contained":[{inner}]}}"#);
        let json = bundle("collection", &[&outer]);
        let answer = reading(&json);
        let told: Vec<_> = answer
            .problems
            .iter()
            .map(|p| (p.severity, p.code, &*p.pointer))
            .collect();
        let place = "/entry/0/resource/contained/0";
        assert_eq!(told, [(Severity::Info, "not_supplied", place)]);
    }
}

#[test]
fn a_checkup_is_no_deletion_by_the_code_of_another_list() {
    const KNOWN: &str = r#"{"system":"urn:oid:1.2.392.200119.6.1001","code":"10"}"#;
    let json = checkup("10", &[&observation("身長", r#","valueString":"高い""#)]);
    let foreign = r#"{"system":"urn:hospital:department","code":"49"}"#;
    let both = json.replace(KNOWN, &format!("{KNOWN},{foreign}"));
    assert!(both.contains(foreign));
    let answer = reading(&both);
    assert_eq!(answer.kind, record::AnswerKind::CheckupReport);
    assert_eq!(answer.counts.checkup_item, 1);
    // Alone it is taken for one, and that is told.
    let alone = json.replace(KNOWN, foreign);
    let answer = reading(&alone);
    assert_eq!(answer.kind, record::AnswerKind::Deletion);
    let warned =
        |p: &record::Problem| p.code == "deletion_by_other_code" && p.severity == Severity::Warning;
    assert!(answer.problems.iter().any(warned));
    let named = json.replace(r#""code":"10""#, r#""code":"49""#);
    assert!(!reading(&named).problems.iter().any(warned));
}

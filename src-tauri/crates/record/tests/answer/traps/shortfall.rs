//! What an answer says it has and does not bring, and what it says twice.

use record::{Answer, AnswerKind};

use crate::support::{bundle, observation, reading};

fn codes<'a>(answer: &'a Answer<'_>) -> Vec<&'a str> {
    answer.problems.iter().map(|p| p.code).collect()
}

fn repeated<'a>(answer: &'a Answer<'_>) -> Vec<&'a str> {
    let repeated = answer.problems.iter();
    let repeated = repeated.filter(|p| p.code == "repeated_member");
    repeated.map(|p| p.pointer.as_str()).collect()
}

#[test]
fn a_search_that_found_something_and_brings_nothing_is_no_empty_answer() {
    let page = |rest: &str| format!(r#"{{"resourceType":"Bundle","type":"searchset"{rest}}}"#);
    let told = |rest: &str| {
        let json = page(rest);
        codes(&reading(&json)).contains(&"results_missing")
    };
    assert!(told(r#","total":5"#));
    let remark = r#","entry":[{"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome"}}]"#;
    assert!(told(&format!(r#","total":1{remark}"#)));
    assert!(!told("") && !told(r#","total":0"#));
    for relation in ["next", "previous"] {
        assert!(!told(&format!(
            r#","total":5,"link":[{{"relation":"{relation}","url":"x"}}]"#
        )));
    }
    let one = observation("一", "");
    assert!(!told(&format!(
        r#","total":5,"entry":[{{"resource":{one}}}]"#
    )));
}

#[test]
fn a_document_without_its_header_is_told_and_called_nothing_else() {
    let disease = r#"{"resourceType":"Condition","code":{"text":"喘息"}}"#;
    let json = bundle("document", &[disease]);
    let answer = reading(&json);
    assert_eq!(answer.kind, AnswerKind::Unknown);
    assert!(codes(&answer).contains(&"no_composition"));
    assert_eq!(answer.counts.condition, 1);
    let json = bundle("collection", &[disease]);
    let answer = reading(&json);
    assert_eq!(answer.kind, AnswerKind::ConditionSet);
    assert!(!codes(&answer).contains(&"no_composition"));
    let json = bundle(
        "document",
        &[r#"{"resourceType":"Patient","gender":"male"}"#],
    );
    let answer = reading(&json);
    assert_eq!(answer.kind, AnswerKind::Deletion);
    assert!(!codes(&answer).contains(&"no_composition"));
}

#[test]
fn a_comparator_sent_twice_is_told() {
    let value = r#","valueQuantity":{"comparator":"<","comparator":">","value":5.0}"#;
    let json = observation("一", value);
    assert_eq!(repeated(&reading(&json)), ["/valueQuantity/comparator"]);
}

#[test]
fn states_types_objects_and_entries_sent_twice_are_told_once_each() {
    let json = r#"{"resourceType":"Condition","resourceType":"Condition","clinicalStatus":{"coding":[{"code":"active"}]},"clinicalStatus":{"coding":[{"code":"resolved"}]},"code":{"text":"一","text":"二"}}"#;
    let answer = reading(json);
    let mut places = repeated(&answer);
    places.sort_unstable();
    assert_eq!(places, ["/clinicalStatus", "/code/text", "/resourceType"]);
    let entry = format!(r#""entry":[{{"resource":{}}}]"#, observation("一", ""));
    let again = format!(r#""entry":[{{"resource":{}}}]"#, observation("二", ""));
    let json = format!(r#"{{"resourceType":"Bundle","type":"collection",{entry},{again}}}"#);
    assert_eq!(repeated(&reading(&json)), ["/entry"]);
    let json = observation("一", r#","note":[{"text":"a"},{"text":"a"}]"#);
    assert_eq!(repeated(&reading(&json)), [""; 0]);
}

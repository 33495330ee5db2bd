//! Files that hold more, or something else, than one answer.

use record::{AnswerKind, Pointers, Severity, read};

use crate::support::{bundle, drawn, observation, reading};

fn codes(json: &str) -> Vec<(Severity, &'static str, String)> {
    let problems = read(json.as_bytes(), Pointers::Dropped).problems;
    problems
        .into_iter()
        .map(|p| (p.severity, p.code, p.pointer))
        .collect()
}

#[test]
fn a_list_of_answers_is_read_like_answers_that_follow_each_other() {
    let set = bundle("collection", &[&observation("二", r#","x-a":"y""#)]);
    let json = format!("[{},null,{set}]", observation("一", ""));
    let answer = reading(&json);
    assert!(drawn(&answer).contains("一") && drawn(&answer).contains("二"));
    assert_eq!(&*answer.other[0].pointer, "/2/entry/0/resource/x-a");
    assert_eq!(answer.kind, AnswerKind::SingleResource);
    let several = (Severity::Warning, "several_values", String::new());
    assert_eq!(codes(&json), [several]);
}

#[test]
fn problems_in_a_list_point_into_the_list() {
    let json = r#"[{"resourceType":"Bundle","entry":[null,{"fullUrl":"x"}]}]"#;
    let pointer = "/0/entry/1/resource".to_owned();
    assert_eq!(
        codes(json),
        [(Severity::Warning, "entry_without_resource", pointer)]
    );
}

#[test]
fn what_follows_an_answer_and_is_no_json_does_not_cost_the_answer() {
    let one = observation("一", "");
    for rest in ["<html>", "\0\0", "{\"resourceType\":\"Obs", "]"] {
        let json = format!("{one}\n{rest}");
        let answer = reading(&json);
        assert!(drawn(&answer).contains("一"), "{rest}");
        let trailing = (Severity::Error, "trailing_data", String::new());
        assert!(codes(&json).contains(&trailing), "{rest}");
    }
    let ill_encoded = [one.as_bytes(), b"\xFF\xFE"].concat();
    assert!(read(&ill_encoded, Pointers::Kept).readable);
    assert_eq!(faults::account(&ill_encoded), [""; 0]);
}

#[test]
fn a_value_beside_answers_that_is_none_is_told() {
    let json = format!(r#"[{},{{"a":"b"}}]"#, observation("一", ""));
    assert!(reading(&json).readable);
    assert!(codes(&json).contains(&(Severity::Error, "not_fhir", "/1".to_owned())));
    for nothing in ["[]", "[[]]", "5", "[5,{}]", "{}{}"] {
        let answer = read(nothing.as_bytes(), Pointers::Kept);
        assert!(!answer.readable, "{nothing}");
        assert_eq!(answer.problems[0].code, "not_fhir", "{nothing}");
    }
    assert_eq!(codes("5 <html>")[0].1, "not_json");
}

#[test]
fn a_pdf_may_have_blanks_before_it() {
    let kind = |blanks: usize| {
        let bytes = [vec![b'\n'; blanks], b"%PDF-1.7".to_vec()].concat();
        let answer = read(&bytes, Pointers::Kept);
        (answer.kind, answer.readable)
    };
    assert_eq!(kind(1), (AnswerKind::Pdf, true));
    assert_eq!(kind(1000), (AnswerKind::Pdf, true));
    assert_eq!(kind(2000), (AnswerKind::Unknown, false));
    let json = observation("%PDF-", "");
    assert_eq!(reading(&json).kind, AnswerKind::SingleResource);
}

#[test]
fn two_people_in_one_answer_and_two_contents_of_one_name_are_told() {
    let patient =
        |gender: &str| format!(r#"{{"resourceType":"Patient","id":"p","gender":"{gender}"}}"#);
    let (hers, his) = (patient("female"), patient("male"));
    let json = bundle("collection", &[&hers, &his, &observation("一", "")]);
    let at = "/entry/1/resource".to_owned();
    let ambiguous = (Severity::Warning, "ambiguous_reference", at.clone());
    assert_eq!(
        codes(&json),
        [ambiguous, (Severity::Error, "several_patients", at)]
    );
    let once = bundle("collection", &[&hers, &observation("一", "")]);
    assert!(codes(&once).is_empty());
}

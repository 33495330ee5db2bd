//! Counts hold what is so: no refuted allergy is an allergy.

use record::Severity;

use crate::support::{bundle, observation, reading};

fn allergy(rest: &str) -> String {
    format!(r#"{{"resourceType":"AllergyIntolerance","code":{{"text":"卵"}}{rest}}}"#)
}

fn verified(code: &str) -> String {
    format!(r#","verificationStatus":{{"coding":[{{"code":"{code}"}}]}}"#)
}

#[test]
fn only_what_is_so_and_may_be_supplied_is_counted() {
    let tag = r#","meta":{"tag":[{"code":"UNDELIVERED"}]}"#;
    let condition =
        |rest: &str| format!(r#"{{"resourceType":"Condition","code":{{"text":"喘息"}}{rest}}}"#);
    let withdrawn = observation("CRP", "").replace("final", "entered-in-error");
    let all = [
        allergy(""),
        allergy(&verified("unconfirmed")),
        allergy(&verified("refuted")),
        allergy(&verified("entered-in-error")),
        allergy(tag),
        condition(""),
        condition(&verified("refuted")),
        observation("CRP", ""),
        withdrawn,
    ];
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let json = bundle("collection", &all);
    let answer = reading(&json);
    let counts = answer.counts;
    assert_eq!((counts.allergy, counts.condition, counts.lab), (2, 1, 1));
    let told: Vec<_> = answer
        .problems
        .iter()
        .map(|p| (p.severity, p.code, &*p.pointer))
        .collect();
    let expected = [
        ("not_valid", "/entry/2/resource"),
        ("not_valid", "/entry/3/resource"),
        ("not_supplied", "/entry/4/resource"),
        ("not_valid", "/entry/6/resource"),
        ("not_valid", "/entry/8/resource"),
    ];
    assert_eq!(
        told,
        expected.map(|(code, pointer)| (Severity::Info, code, pointer))
    );
}

//! An answer that looks like nothing to remark on, and is not.

use record::{Counts, Severity};

use crate::support::{bundle, observation, reading};

const DISEASE: &str = r#"{"resourceType":"Condition","code":{"text":"喘息"}}"#;

fn told(json: &str) -> Vec<(Severity, &'static str, String)> {
    let problems = reading(json).problems.into_iter();
    problems.map(|p| (p.severity, p.code, p.pointer)).collect()
}

fn at(severity: Severity, code: &'static str, pointer: &str) -> (Severity, &'static str, String) {
    (severity, code, pointer.to_owned())
}

#[test]
fn a_set_without_an_entry_is_told_and_an_empty_search_is_not() {
    let empty = |kind: &str| format!(r#"{{"resourceType":"Bundle"{kind},"entry":[]}}"#);
    for kind in [r#","type":"collection""#, r#","type":"document""#, ""] {
        let warning = at(Severity::Warning, "no_entries", "");
        assert_eq!(told(&empty(kind)), [warning], "{kind}");
    }
    assert_eq!(told(&empty(r#","type":"searchset""#)), []);
    assert_eq!(told(&bundle("collection", &[DISEASE])), []);
}

#[test]
fn what_the_service_could_not_do_is_an_error_and_a_remark_is_none() {
    let outcome = |severity: &str| {
        format!(
            r#"{{"resourceType":"OperationOutcome","issue":[{{"severity":"information"}},{{"severity":"{severity}","code":"processing","diagnostics":"処理できません"}}]}}"#
        )
    };
    let remark = |pointer| at(Severity::Info, "search_outcome", pointer);
    for severity in ["fatal", "error"] {
        let failed = |pointer| at(Severity::Error, "outcome_error", pointer);
        assert_eq!(told(&outcome(severity)), [failed("")]);
        let beside = bundle("searchset", &[DISEASE, &outcome(severity)]);
        let place = "/entry/1/resource";
        assert_eq!(told(&beside), [remark(place), failed(place)]);
    }
    assert_eq!(told(&outcome("warning")), [remark("")]);
}

#[test]
fn a_resource_of_which_nobody_can_say_what_it_is_has_no_name() {
    let uncoded = r#"{"coding":[{"system":"x","code":"99999999"}]}"#;
    for nameless in [
        r#"{"resourceType":"Condition"}"#.to_owned(),
        format!(r#"{{"resourceType":"Condition","code":{uncoded}}}"#),
        r#"{"resourceType":"AllergyIntolerance","code":{"text":" "}}"#.to_owned(),
        r#"{"resourceType":"Observation","valueString":"1"}"#.to_owned(),
        r#"{"resourceType":"MedicationRequest"}"#.to_owned(),
        r##"{"resourceType":"MedicationRequest","medicationReference":{"reference":"#m"},"contained":[{"resourceType":"Medication","id":"m"}]}"##.to_owned(),
    ] {
        let json = bundle("collection", &[DISEASE, &nameless]);
        let warning = at(Severity::Warning, "no_name", "/entry/1/resource");
        assert_eq!(told(&json), [warning], "{nameless}");
    }
    for named in [
        r#"{"resourceType":"Condition","code":{"coding":[{"system":"x","code":"J459"}]}}"#,
        r#"{"resourceType":"Condition","code":"喘息"}"#,
        r#"{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"錠剤"}}"#,
        r#"{"resourceType":"MedicationRequest","medicationReference":{"display":"錠剤"}}"#,
        r##"{"resourceType":"MedicationRequest","medicationReference":{"reference":"#m"},"contained":[{"resourceType":"Medication","id":"m","code":{"text":"錠剤"}}]}"##,
    ] {
        assert_eq!(
            told(&bundle("collection", &[DISEASE, named])),
            [],
            "{named}"
        );
    }
}

#[test]
fn entries_of_a_bundle_inside_an_entry_are_counted() {
    let inner = bundle("collection", &[DISEASE, &observation("CRP", "")]);
    let deeper = bundle("collection", &[&inner, DISEASE]);
    let json = bundle("collection", &[DISEASE, &deeper]);
    let counts = Counts {
        condition: 3,
        lab: 1,
        ..Counts::default()
    };
    assert_eq!(reading(&json).counts, counts);
    let tag = r#"{"meta":{"tag":[{"code":"UNDELIVERED"}]},"#;
    let json = bundle("collection", &[DISEASE, &deeper.replacen('{', tag, 1)]);
    assert_eq!(reading(&json).counts.condition, 1);
    let kept_back = told(&json);
    assert!(kept_back.iter().all(|(_, code, _)| *code == "not_supplied"));
    let place = "/entry/1/resource/entry/0/resource/entry/1/resource";
    assert!(kept_back.iter().any(|(_, _, pointer)| pointer == place));
    assert_eq!(kept_back.len(), 3);
}

#[test]
fn an_entry_that_cannot_be_judged_is_a_problem_of_its_own() {
    let modifier = r#"{"modifierExtension":[{"url":"urn:x","valueBoolean":true}],"#;
    let inside = r#"{"resourceType":"Condition","code":{"text":"喘息"},"stage":[{"modifierExtension":[{"url":"urn:x","valueBoolean":true}]}]}"#;
    let rules = DISEASE.replacen('{', r#"{"implicitRules":"urn:r","#, 1);
    let modified = DISEASE.replacen('{', modifier, 1);
    let json = bundle("collection", &[&modified, DISEASE, inside, &rules]);
    let warning = |code, place| at(Severity::Warning, code, place);
    assert_eq!(
        told(&json),
        [
            warning("modifier_extension", "/entry/0/resource"),
            warning("modifier_extension", "/entry/2/resource"),
            warning("implicit_rules", "/entry/3/resource"),
        ]
    );
    assert_eq!(told(&rules), [warning("implicit_rules", "")]);
    let frame = bundle("collection", &[DISEASE]).replacen('{', r#"{"implicitRules":"urn:r","#, 1);
    assert_eq!(told(&frame), [warning("implicit_rules", "")]);
}

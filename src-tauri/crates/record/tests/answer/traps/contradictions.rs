//! A code and the words beside it that say two things: both are shown, and it is told.

use record::Answer;

use crate::support::{drawn, observation, reading};

const HL7: &str = "http://terminology.hl7.org/CodeSystem";

fn warned<'t>(answer: &'t Answer<'_>) -> Vec<(&'static str, &'t str)> {
    let problems = answer.problems.iter();
    problems.map(|p| (p.code, &*p.pointer)).collect()
}

fn coded(element: &str, system: &str, code: &str, display: &str) -> String {
    let concept = format!(
        r#"{{"coding":[{{"system":"{HL7}/{system}","code":"{code}","display":"{display}"}}]}}"#
    );
    match element {
        "verificationStatus" => format!(
            r#"{{"resourceType":"Condition","code":{{"text":"胃癌"}},"verificationStatus":{concept}}}"#
        ),
        _ => observation("CRP", &format!(r#","{element}":{concept}"#)),
    }
}

const FLAG: &str = "v3-ObservationInterpretation";

#[test]
fn a_display_that_is_a_word_of_another_code_is_told() {
    for (element, system, code, display, term) in [
        ("interpretation", FLAG, "L", "高値", "低値"),
        ("interpretation", FLAG, "L", "High", "低値"),
        (
            "verificationStatus",
            "condition-ver-status",
            "confirmed",
            "疑い",
            "確定",
        ),
        (
            "dataAbsentReason",
            "data-absent-reason",
            "not-performed",
            "不明",
            "未実施",
        ),
    ] {
        let json = coded(element, system, code, display);
        let answer = reading(&json);
        let pointer = format!("/{element}/coding/0");
        assert_eq!(warned(&answer), [("display_differs", &*pointer)]);
        let both = format!("コードでは「{term}」、送られた名称では「{display}」（矛盾） {code}");
        let drawn = drawn(&answer);
        assert!(drawn.contains(&both), "{drawn}");
    }
}

#[test]
fn other_words_for_the_same_are_no_contradiction() {
    for (element, system, code, display) in [
        ("interpretation", FLAG, "L", "Low"),
        ("interpretation", FLAG, "L", "LOW"),
        ("interpretation", FLAG, "L", "低値"),
        ("interpretation", FLAG, "HX", "高値"),
        ("interpretation", FLAG, "L", "前回より改善"),
        (
            "verificationStatus",
            "condition-ver-status",
            "confirmed",
            "Confirmed",
        ),
        (
            "verificationStatus",
            "condition-ver-status",
            "confirmed",
            "確認済み",
        ),
        (
            "verificationStatus",
            "condition-ver-status",
            "unconfirmed",
            "未確認",
        ),
        (
            "dataAbsentReason",
            "data-absent-reason",
            "error",
            "測定不能",
        ),
    ] {
        let json = coded(element, system, code, display);
        assert_eq!(warned(&reading(&json)), [], "{code} {display}");
    }
}

#[test]
fn two_answers_of_one_value_that_cannot_both_be_so_are_told() {
    const LISTS: &str = "urn:oid:1.2.392.200119.6";
    let value = |text: &str, positive: &str, other: &str| {
        let concept = format!(
            r#"{{{text}"coding":[{{"system":"{LISTS}.2100","code":"{positive}"}},{{"system":"{LISTS}.2101","code":"{other}"}}]}}"#
        );
        observation("HBs", &format!(r#","valueCodeableConcept":{concept}"#))
    };
    let told = [("display_differs", "/valueCodeableConcept")];
    // 2100 and 2101 are mirror images.
    assert_eq!(warned(&reading(&value("", "1", "1"))), told);
    assert_eq!(warned(&reading(&value("", "1", "2"))), []);
    let denied = value(r#""text":"陰性","#, "1", "2");
    assert_eq!(warned(&reading(&denied)), told);
}

fn measured(quantity: &str) -> String {
    observation("CRP", &format!(r#","valueQuantity":{quantity}"#))
}

#[test]
fn a_unit_and_its_code_that_differ_are_both_shown() {
    for (system, unit, code) in [
        (r#","system":"http://unitsofmeasure.org""#, "mg/L", "g/dL"),
        ("", "万/mm3", "10*3/uL"),
    ] {
        let json = measured(&format!(
            r#"{{"value":3.9,"unit":"{unit}","code":"{code}"{system}}}"#
        ));
        let answer = reading(&json);
        assert_eq!(warned(&answer), [("unit_differs", "/valueQuantity")]);
        let both = format!(": 3.9 {unit}（コードは {code}）\n");
        assert!(drawn(&answer).contains(&both), "{}", drawn(&answer));
    }
}

#[test]
fn spellings_and_codes_of_other_lists_are_no_contradiction() {
    for (system, unit, code) in [
        ("http://unitsofmeasure.org", "mg/dl", "mg/dL"),
        ("http://unitsofmeasure.org", "mmHg", "mm[Hg]"),
        ("http://unitsofmeasure.org", "X10*3/μL", "10*3/uL"),
        ("http://unitsofmeasure.org", "回", "{times}"),
        (
            "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationUnitMERIT9Code",
            "mg",
            "G",
        ),
    ] {
        let json = measured(&format!(
            r#"{{"value":1,"unit":"{unit}","system":"{system}","code":"{code}"}}"#
        ));
        let answer = reading(&json);
        assert_eq!(warned(&answer), [], "{unit} {code}");
        assert!(drawn(&answer).contains(&format!(": 1 {unit}\n")));
    }
}

#[test]
fn a_unit_in_doubt_is_told_among_the_other_items_as_well() {
    let json = observation(
        "CRP",
        r#","extension":[{"url":"http://x/未知","valueQuantity":{"value":3.9,"unit":"mg/L","code":"g/dL"}}]"#,
    );
    let answer = reading(&json);
    assert_eq!(&*answer.other[0].text, "3.9 mg/L（コードは g/dL）");
    assert_eq!(
        warned(&answer),
        [("unit_differs", "/extension/0/valueQuantity")]
    );
}

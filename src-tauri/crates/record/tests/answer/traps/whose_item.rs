//! An item of somebody else among those of a patient.

use record::{Pointers, read};

use crate::support::bundle;

const PATIENT: &str = r#"{"resourceType":"Patient","id":"p","identifier":[{"system":"http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID","value":"00123456:1:123:01"}],"name":[{"text":"見本 花子"}]}"#;

/// What is wrong with an item of this subject beside the patient.
fn told(patients: &[&str], subject: &str) -> Vec<(&'static str, String)> {
    let item = format!(
        r#"{{"resourceType":"Condition","code":{{"text":"喘息"}},"subject":{{{subject}}}}}"#
    );
    let all: Vec<&str> = patients.iter().copied().chain([&*item]).collect();
    let json = bundle("collection", &all);
    let problems = read(json.as_bytes(), Pointers::Dropped).problems;
    problems.into_iter().map(|p| (p.code, p.pointer)).collect()
}

fn at(code: &'static str, place: &str) -> Vec<(&'static str, String)> {
    vec![(code, format!("/entry/1/resource/subject{place}"))]
}

#[test]
fn another_insured_number_is_another_person() {
    let number = |value: &str| {
        format!(
            r#""reference":"urn:uuid:0","identifier":{{"system":"http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID","value":"{value}"}}"#
        )
    };
    let other = told(&[PATIENT], &number("00123456:1:999:01"));
    assert_eq!(other, at("several_patients", ""));
    assert_eq!(told(&[PATIENT], &number("123456:１:123:01")), []);
}

#[test]
fn a_name_without_a_way_to_its_patient_is_compared_with_the_patients_there_are() {
    for lost in [
        r#""reference":"urn:uuid:9","#,
        r#""reference":"Group-9","#,
        "",
    ] {
        let said = |name: &str| told(&[PATIENT], &format!(r#"{lost}"display":"{name}""#));
        let differs = at("patient_display_differs", "/display");
        assert_eq!(said("別人 太郎"), differs, "{lost}");
        assert_eq!(said("見本花子様"), [], "{lost}");
    }
    let alone = told(&[], r#""display":"別人 太郎""#);
    assert_eq!(alone, []);
    let group = r#""reference":"Group/9","display":"家族""#;
    assert_eq!(told(&[PATIENT], group), []);
}

#[test]
fn the_id_of_a_patient_who_is_not_there_is_told() {
    let here = at("patient_not_here", "/reference");
    assert_eq!(told(&[PATIENT], r#""reference":"Patient/other""#), here);
    assert_eq!(told(&[PATIENT], r#""reference":"Patient/p""#), []);
    let unnamed = PATIENT.replace(r#""id":"p","#, "");
    assert_eq!(told(&[&unnamed], r#""reference":"Patient/other""#), []);
}

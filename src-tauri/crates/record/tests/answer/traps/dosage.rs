//! 処方: the text of the directions always, uneven doses, kinds of amount, old names.

use record::view::SectionContent;
use record::vocabulary::Category;

use crate::support::{bundle, content, says};

fn request(dosage: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"MedicationRequest","status":"completed","intent":"order","medicationCodeableConcept":{{"text":"薬"}},"authoredOn":"2026-11-01","dosageInstruction":[{{{dosage}}}]{rest}}}"#
    )
}

#[test]
fn the_directions_are_shown_as_they_are() {
    says(
        &request(r#""text":"1日3回毎食後　ただし透析日は夕のみ""#, ""),
        &["1日3回毎食後　ただし透析日は夕のみ"],
        &[],
    );
}

#[test]
fn every_part_of_an_uneven_dose_is_shown() {
    let part = |code: &str| {
        format!(
            r#"{{"coding":[{{"system":"http://jami.jp/CodeSystem/MedicationUsageAdditional","code":"{code}"}}]}}"#
        )
    };
    let json = request(
        &format!(
            r#""text":"4-2-1","additionalInstruction":[{},{},{}],"doseAndRate":[{{"rateRatio":{{"numerator":{{"value":7,"unit":"錠"}},"denominator":{{"value":1,"unit":"日"}}}}}}]"#,
            part("V14NNNNN"),
            part("V22NNNNN"),
            part("V31NNNNN")
        ),
        "",
    );
    says(
        &json,
        &["4-2-1", "V14NNNNN", "V22NNNNN", "V31NNNNN", "7 錠 / 1 日"],
        &[],
    );
}

#[test]
fn an_amount_of_substance_says_so() {
    let json = request(
        r#""text":"a","doseAndRate":[{"type":{"coding":[{"system":"http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationIngredientStrengthType","code":"2","display":"原薬量"}]},"doseQuantity":{"value":5.0,"unit":"mg"}}]"#,
        "",
    );
    says(&json, &["原薬量", "5.0 mg"], &[]);
    let told = format!(
        "{:?}",
        content(Category::Prescription, &bundle("collection", &[&json]))
    );
    assert!(
        told.contains("原薬量") || told.contains("substance") || told.contains("Substance"),
        "{told}"
    );
}

#[test]
fn as_needed_limits_sites_and_totals_are_shown() {
    says(
        &request(
            r#""text":"疼痛時","asNeededBoolean":true,"maxDosePerPeriod":{"numerator":{"value":4,"unit":"錠"},"denominator":{"value":1,"unit":"日"}},"site":{"text":"右膝"}"#,
            r#","dispenseRequest":{"quantity":{"value":25.0,"unit":"g"}}"#,
        ),
        &["疼痛時", "4 錠 / 1 日", "右膝", "25.0 g"],
        &[],
    );
}

#[test]
fn names_of_extensions_that_changed_are_all_known() {
    for url in [
        "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationDosage_UsageDuration",
        "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationRequest_DosageInstruction_UsageDuration",
    ] {
        let json = request(
            &format!(
                r#""text":"a","extension":[{{"url":"{url}","valueDuration":{{"value":7,"unit":"日"}}}}]"#
            ),
            "",
        );
        says(&json, &["実投与日数: 7 日"], &[]);
    }
    for url in [
        "http://jpfhir.jp/fhir/core/StructureDefinition/ExpectedRepeatCount",
        "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationRequest_DispenseRequest_ExpectedRepeatCount",
    ] {
        let json = request(
            r#""text":"a""#,
            &format!(r#","dispenseRequest":{{"extension":[{{"url":"{url}","valueInteger":10}}]}}"#),
        );
        says(&json, &["頓用回数: 10"], &[]);
    }
    for path in ["eCS", "clins"] {
        let json = request(
            r#""text":"a""#,
            &format!(
                r#","extension":[{{"url":"http://jpfhir.jp/fhir/{path}/Extension/StructureDefinition/JP_eCS_Department","valueCodeableConcept":{{"text":"循環器"}}}}]"#
            ),
        );
        says(&json, &["診療科: 循環器"], &[]);
    }
}

#[test]
fn rows_of_one_rp_stand_together_in_their_order() {
    let row = |rp: &str, index: &str, drug: &str| {
        request(r#""text":"1日1回""#, &format!(r#","identifier":[{{"system":"http://jpfhir.jp/fhir/core/mhlw/IdSystem/Medication-RPGroupNumber","value":"{rp}"}},{{"system":"http://jpfhir.jp/fhir/core/mhlw/IdSystem/MedicationAdministrationIndex","value":"{index}"}}],"dispenseRequest":{{"expectedSupplyDuration":{{"value":90,"unit":"日","code":"d"}}}}"#)).replace(r#""text":"薬""#, &format!(r#""text":"{drug}""#))
    };
    let json = bundle(
        "collection",
        &[
            &row("2", "1", "丙"),
            &row("1", "2", "乙"),
            &row("1", "1", "甲"),
        ],
    );
    let SectionContent::Prescription(found) = content(Category::Prescription, &json) else {
        unreachable!()
    };
    let told = format!("{found:?}");
    let at = |drug: &str| told.find(&format!("\"{drug}\"")).unwrap();
    assert!(at("甲") < at("乙") && at("乙") < at("丙"), "{told}");
}

#[test]
fn what_a_code_says_and_the_words_do_not_is_told() {
    let part = |code: &str, display: &str| {
        let system = "http://jami.jp/CodeSystem/MedicationUsageAdditional";
        let coding = format!(r#"{{"system":"{system}","code":"{code}"{display}}}"#);
        request(
            &format!(r#""text":"a","additionalInstruction":[{{"coding":[{coding}]}}]"#),
            "",
        )
    };
    let half = "不均等・２回目・２．５単位量";
    says(&part("V22.5NNN", ""), &[half], &[]);
    says(&part("W0101010", ""), &["曜日指定 W0101010"], &[]);
    let by_code = format!("（コードでは「{half}」）");
    for display in ["不均等", "不均等・２回目"] {
        let json = part("V22.5NNN", &format!(r#","display":"{display}""#));
        says(&json, &[display, &by_code], &[]);
    }
    let whole = part("V22.5NNN", r#","display":"2回目 2.5錠""#);
    says(&whole, &["2回目 2.5錠"], &["コードでは"]);
}

#[test]
fn a_kind_of_amount_without_a_system_is_told_in_words() {
    let kind = |coding: &str| {
        let kind =
            format!(r#"{{"type":{{"coding":[{{{coding}}}]}},"doseQuantity":{{"value":5}}}}"#);
        request(&format!(r#""text":"a","doseAndRate":[{kind}]"#), "")
    };
    says(&kind(r#""code":"2""#), &["量の種別: 原薬量 2\n"], &[]);
    says(&kind(r#""code":"1""#), &["量の種別: 製剤量 1\n"], &[]);
    let named = kind(r#""code":"2","display":"原薬量""#);
    says(&named, &["量の種別: 原薬量 2\n"], &[]);
}

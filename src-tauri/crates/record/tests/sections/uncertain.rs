//! Rows of what is not certain, of damaged bytes.

use record::Section;
use record::view::{PrescriptionContent, PrescriptionState, ReportState, ResultStatus};
use record::vocabulary::Category;

use crate::support::{allergies, checkups, conditions, drugs, labs, read, searchset, sent};

/// The rows of one resource; each `?` is a byte that is no text.
fn rows(category: Category, kind: &str, rest: &str) -> Section {
    let page = searchset(&[sent(kind, "1", "1319999999", rest)]);
    let bytes: Vec<_> = page
        .into_iter()
        .map(|byte| if byte == b'?' { 0xFF } else { byte })
        .collect();
    read(category, &bytes)
}

#[test]
fn the_suffix_as_a_coding_of_the_name_makes_the_row_a_suspicion() {
    for code in [
        r#"{"text":"胃癌","coding":[{"system":"http://jpfhir.jp/fhir/core/mhlw/CodeSystem/masterZ-disease-modifier","code":"8002"}]}"#,
        r#"{"text":"癌A（疑）"}"#,
        r#"{"text":"胃癌","coding":[{"code":"1","display":"胃癌疑い"}]}"#,
    ] {
        let rest = format!(r#""verificationStatus":"confirmed","code":{code}"#);
        let content = conditions(rows(Category::Condition, "Condition", &rest));
        assert!(content.items[0].suspected, "{code}");
        assert_eq!(content.items[0].notes, [""; 0]);
    }
}

#[test]
fn a_damaged_or_unknown_state_of_a_disease_is_said_in_its_row() {
    for (state, suspected) in [
        (r#""verificationStatus":"un?onfirmed""#, true),
        (r#""verificationStatus":"ref?ted""#, true),
        (r#""verificatio?Status":"unconfirmed""#, true),
        (r#""verificationStatus":"probable""#, false),
    ] {
        let rest = format!(r#""code":{{"text":"胃癌"}},{state}"#);
        let content = conditions(rows(Category::Condition, "Condition", &rest));
        let row = &content.items[0];
        assert_eq!(row.suspected, suspected, "{state}");
        assert_eq!(row.notes.len(), 1, "{state}");
        assert!(row.notes[0].contains("判断できません"));
    }
}

#[test]
fn an_allergy_that_may_have_been_refuted_stays_and_is_unconfirmed() {
    let rest = r#""category":["medication"],"code":{"text":"飲み薬"},"verificationStatus":{"coding":[{"code":"ref?ted"}]}"#;
    let content = allergies(rows(Category::DrugAllergy, "AllergyIntolerance", rest));
    let row = &content.items[0];
    assert!(row.unconfirmed);
    assert_eq!(row.notes.len(), 1);
}

#[test]
fn a_damaged_judgement_or_state_leaves_a_result_in_doubt() {
    let result = |rest: &str| {
        let rest = format!(
            r#""code":{{"text":"炎症反応"}},"effectiveDateTime":"2026-04-04","valueQuantity":{{"value":30}},{rest}"#
        );
        let content = labs(rows(Category::Laboratory, "Observation", &rest));
        let latest = format!("{content:?}");
        (
            latest.contains(&format!("{:?}", ResultStatus::Unknown)),
            !latest.contains("number: None, limit:"),
        )
    };
    assert_eq!(result(r#""status":"final""#), (false, true));
    assert!(result(r#""status":"entered-in-?rror""#).0);
    let judged = r#""status":"final","interpretation":[{"coding":[{"code":"L?"}]}]"#;
    assert_eq!(result(judged), (true, false));
}

#[test]
fn an_order_not_to_perform_stays_one_and_a_damaged_state_is_noted() {
    let row = |rest: &str| {
        let rest = format!(
            r#""medicationCodeableConcept":{{"text":"飲み薬"}},"authoredOn":"2026-11-01",{rest}"#
        );
        let content = drugs(rows(Category::Prescription, "MedicationRequest", &rest));
        let PrescriptionContent {
            current,
            ended,
            unknown,
            older,
            ..
        } = content;
        let mut all = [current, ended, unknown, older].concat();
        assert_eq!(all.len(), 1);
        all.remove(0)
    };
    let forbidden = row(r#""doNotPer?form":true"#);
    assert_eq!(forbidden.state, PrescriptionState::DoNotPerform);
    let stopped = row(r#""status":"st?pped""#);
    assert_eq!(stopped.notes.len(), 1);
    assert!(row(r#""status":"active""#).notes.is_empty());
}

#[test]
fn a_tag_of_any_spelling_keeps_a_row_back() {
    for (tag, shown) in [
        (r#""tag":[{"code":"undelivered"}]"#, 0),
        (r#""tag":["UNDELIVERED"]"#, 0),
        (r#""t?g":[{"display":"未提供"}]"#, 0),
        (r#""tag":[{"code":"uninformed"}]"#, 1),
        (r#""tag":[{"text":"未告知"}]"#, 1),
    ] {
        let rest = format!(r#""code":{{"text":"胃癌"}},"meta":{{{tag}}}"#);
        let content = conditions(rows(Category::Condition, "Condition", &rest));
        assert_eq!(content.items.len(), shown, "{tag}");
        assert_eq!(content.undelivered, 1 - shown, "{tag}");
        assert!(content.items.iter().all(|row| row.uninformed), "{tag}");
    }
}

#[test]
fn a_report_is_not_deleted_by_the_code_of_another_list() {
    let report = |category: &str| {
        let composition = format!(
            r#"{{"resourceType":"Composition","title":"健診結果報告書","category":[{{"coding":[{category}]}}]}}"#
        );
        let page = crate::support::bundle(
            "document",
            r#""identifier":{"value":"a^2026^1"},"#,
            &[composition],
        );
        let read = read(Category::Checkup, &page);
        let warned = read
            .problems
            .iter()
            .any(|p| p.code == "deletion_by_other_code");
        (checkups(read).reports[0].state, warned)
    };
    let known = r#"{"system":"urn:oid:1.2.392.200119.6.1001","code":"10"}"#;
    let foreign = r#"{"system":"urn:hospital:department","code":"49"}"#;
    let both = format!("{known},{foreign}");
    assert_eq!(report(&both), (ReportState::Current, false));
    assert_eq!(report(foreign), (ReportState::Deleted, true));
}

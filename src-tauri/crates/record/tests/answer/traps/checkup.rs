//! 健診: groups, components, absence, limits, attachments, dates, deletion.

use record::AnswerKind;
use record::view::{Absence, Limit, ReportState, SectionContent};
use record::vocabulary::Category;

use crate::support::{bundle, cards, checkup, content, drawn, observation, reading, says};

fn cells(json: &str) -> record::view::CheckupContent {
    let SectionContent::Checkup(found) = content(Category::Checkup, json) else {
        unreachable!()
    };
    found
}

/// A group of which the member stands in no section.
fn group() -> String {
    let heading = observation(
        "心電図",
        r#","hasMember":[{"extension":[{"url":"http://jpfhir.jp/fhir/Common/Extension/StructureDefinition/observatioGroupRelationship","valueCode":"COMP"}],"reference":"urn:uuid:2"}]"#,
    );
    let json = checkup("10", &[&heading]);
    let member = observation("心電図(所見)", r#","valueString":"洞性徐脈""#);
    let open = json.strip_suffix("]}").unwrap();
    format!(r#"{open},{{"fullUrl":"urn:uuid:2","resource":{member}}}]}}"#)
}

#[test]
fn members_of_a_group_are_not_in_the_section_and_are_still_shown() {
    let json = group();
    let answer = reading(&json);
    let all = cards(&answer, "Observation");
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].cards.len(), 1, "the member stands inside its group");
    assert!(drawn(&answer).contains("洞性徐脈"));
    assert!(format!("{:?}", cells(&json)).contains("洞性徐脈"));
}

#[test]
fn the_free_text_of_a_component_is_shown_with_its_item() {
    let json = checkup(
        "10",
        &[&observation(
            "既往歴",
            r#","valueCodeableConcept":{"coding":[{"system":"urn:oid:1.2.392.200119.6.2001","code":"1"}]},"component":[{"code":{"text":"具体的な既往歴"},"valueString":"ヘルニア、膀胱炎"}]"#,
        )],
    );
    says(
        &json,
        &["具体的な既往歴", "ヘルニア、膀胱炎", "特記すべきことあり"],
        &[],
    );
    assert!(format!("{:?}", cells(&json)).contains("ヘルニア、膀胱炎"));
}

#[test]
fn not_done_and_not_measurable_are_told_apart() {
    let absent = |code: &str| {
        let json = checkup(
            "10",
            &[&observation(
                "検査",
                &format!(
                    r#","dataAbsentReason":{{"text":"理由","coding":[{{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"{code}"}}]}}"#
                ),
            )],
        );
        cells(&json).rows[0].cells[0]
            .as_ref()
            .unwrap()
            .result
            .absence
            .clone()
            .unwrap()
    };
    assert!(matches!(
        absent("not-performed"),
        Absence::NotPerformed { .. }
    ));
    assert!(matches!(absent("error"), Absence::Unmeasurable { .. }));
}

#[test]
fn a_number_at_the_end_of_the_input_range_is_a_limit() {
    for (code, limit) in [("LX", Limit::Below), ("HX", Limit::Above)] {
        let json = checkup(
            "10",
            &[&observation(
                "ALT",
                &format!(
                    r#","valueQuantity":{{"value":3,"unit":"U/L"}},"interpretation":[{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"{code}"}}]}}]"#
                ),
            )],
        );
        assert_eq!(
            cells(&json).rows[0].cells[0].as_ref().unwrap().result.limit,
            Some(limit)
        );
        says(&json, &["3 U/L", code], &[]);
    }
}

#[test]
fn the_date_is_that_of_the_examination() {
    let json = checkup(
        "10",
        &[&observation("身長", r#","valueQuantity":{"value":170.0}"#)],
    );
    let report = cells(&json).reports.remove(0);
    assert_eq!(report.date.unwrap().as_str(), "2026-04-04");
    assert_eq!(report.document_date.unwrap().as_str(), "2026-05-01");
    assert_eq!(reading(&json).document_date.as_deref(), Some("2026-05-01"));
}

#[test]
fn a_deletion_request_is_never_drawn_as_a_result() {
    for category in ["19", "49", "69", "79", "89"] {
        let json = checkup(
            category,
            &[&observation(
                "身長",
                r#","valueQuantity":{"value":170.0,"unit":"cm"}"#,
            )],
        );
        let answer = reading(&json);
        assert_eq!(answer.kind, AnswerKind::Deletion, "{category}");
        assert!(cards(&answer, "Observation").is_empty(), "{category}");
        assert!(
            answer.other.iter().any(|item| item.text == "170.0 cm"),
            "{category}"
        );
        let found = cells(&json);
        assert!(found.rows.is_empty(), "{category}");
        assert!(
            matches!(found.reports[0].state, ReportState::Deleted),
            "{category}"
        );
    }
}

#[test]
fn a_set_with_only_its_patient_takes_an_earlier_one_back() {
    let json = bundle(
        "collection",
        &[r#"{"resourceType":"Patient","name":[{"text":"見本 花子"}]}"#],
    );
    assert_eq!(reading(&json).kind, AnswerKind::Deletion);
}

#[test]
fn the_deletion_codes_count_under_any_system_of_a_checkup() {
    let json = checkup("19", &[&observation("身長", r#","valueString":"高い""#)]);
    for system in ["", r#""system":"http://x","#] {
        let known = r#""system":"urn:oid:1.2.392.200119.6.1001","#;
        let json = json.replace(known, system);
        assert_eq!(reading(&json).kind, AnswerKind::Deletion, "{system}");
        assert!(cells(&json).rows.is_empty(), "{system}");
        let untyped = json
            .replace("53576-5", "x")
            .replace("健診結果報告書", "報告");
        assert!(cells(&untyped).rows.is_empty(), "{system}");
        let referral = untyped.replacen(r#""code":"x""#, r#""code":"57133-1""#, 1);
        assert_eq!(reading(&referral).kind, AnswerKind::Referral, "{system}");
    }
}

#[test]
fn a_set_with_its_patient_and_sender_takes_back_whatever_its_type() {
    let parts = [
        r#"{"resourceType":"Patient","name":[{"text":"見本 花子"}]}"#,
        r#"{"resourceType":"Organization","name":"見本医院"}"#,
        r#"{"resourceType":"Encounter","status":"finished"}"#,
    ];
    for (kind, told) in [
        ("document", AnswerKind::Deletion),
        ("collection", AnswerKind::Deletion),
        ("", AnswerKind::Deletion),
        ("searchset", AnswerKind::Searchset),
        ("batch", AnswerKind::Unknown),
    ] {
        assert_eq!(reading(&bundle(kind, &parts)).kind, told, "{kind}");
    }
}

#[test]
fn both_codes_of_the_document_type_make_a_checkup() {
    for code in ["53576-5", "JPGCHKUP01"] {
        let json = checkup("10", &[]).replace("53576-5", code);
        assert_eq!(reading(&json).kind, AnswerKind::CheckupReport);
    }
}

#[test]
fn a_document_of_only_its_original_xml_is_shown_as_an_attachment() {
    let reference = r#"{"resourceType":"DocumentReference","description":"元の健診XML","content":[{"attachment":{"contentType":"application/xml","data":"PD94bWwgdmVyc2lvbj0iMS4wIj8+PENsaW5pY2FsRG9jdW1lbnQvPg=="},"format":{"code":"cdar2_hc08_v08"}}]}"#;
    let json = checkup("10", &[reference]).replace("01011", "01995");
    let answer = reading(&json);
    assert_eq!(answer.counts.attachment, 1);
    assert!(drawn(&answer).contains("XML"), "{}", drawn(&answer));
}

#[test]
fn a_section_of_an_unknown_code_is_shown() {
    let json = checkup("10", &[&observation("身長", r#","valueString":"高い""#)])
        .replace("01011", "98765");
    says(&json, &["身長", "高い"], &[]);
    assert!(format!("{:?}", cells(&json)).contains("高い"));
}

#[test]
fn a_section_of_a_deletion_names_no_result() {
    let item = observation("HDLコレステロール", r#","valueString":"高い""#);
    let json = checkup("19", &[&item]).replacen(
        r#"{"reference":"urn:uuid:1"}"#,
        r#"{"reference":"urn:uuid:1","display":"HDLの結果"}"#,
        1,
    );
    let answer = reading(&json);
    assert!(!drawn(&answer).contains("HDL"), "{}", drawn(&answer));
    assert!(answer.other.iter().any(|item| item.text == "HDLの結果"));
}

use record::view::{Absence, CheckupRowKind, Limit};
use record::vocabulary::Category;

use super::{ITEM, document, item, number, row, with_sections};
use crate::support::{checkups, read};

#[test]
fn groups_components_questionnaires_and_additions() {
    let items = [
        r#"{"resourceType":"Observation","id":"g","code":{"coding":[{"system":
            "http://jpfhir.jp/fhir/eCheckup/CodeSystem/observationGroup-codes","code":"9A110",
            "display":"心電図検査"}]},"hasMember":[{"reference":"Observation/e1"},
            {"reference":"Observation/g"}]}"#
            .to_owned(),
        item(
            "e1",
            "9A110160800000049",
            "心電図(所見)",
            r#","valueString":"期外収縮""#,
        ),
        item(
            "h",
            "9N056000000000011",
            "既往歴",
            &format!(
                r#","valueCodeableConcept":{{"coding":[{{"system":
                "urn:oid:1.2.392.200119.6.2001","code":"1"}}]}},"component":[{{"code":{{"coding":
                [{{"system":"{ITEM}","code":"9N056160400000049"}}]}},"valueString":"虫垂炎"}}]"#
            ),
        ),
        item(
            "q",
            "9N736000000000011",
            "喫煙",
            r#","valueString":"以前は吸っていた""#,
        ),
        r#"{"resourceType":"Observation","id":"x","code":{"text":"骨密度"},"valueString":"80%"}"#
            .to_owned(),
        item(
            "left",
            "9N006000000000001",
            "体重",
            r#","valueString":"軽い""#,
        ),
    ];
    let ids = |list: &[&str]| list.iter().map(|i| (*i).to_owned()).collect::<Vec<_>>();
    let page = with_sections(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            ("01011", &ids(&["g", "h"])),
            ("01012", &ids(&["q"])),
            ("01990", &ids(&["x"])),
        ],
        &items,
    );
    let told = read(Category::Checkup, &page);
    assert!(told.problems.iter().any(|p| p.code == "outside_sections"));
    let content = checkups(told);
    let ecg = row(&content, "心電図(所見)");
    assert_eq!(ecg.kind, CheckupRowKind::Group);
    assert_eq!(
        ecg.cells[0].as_ref().unwrap().group.as_deref(),
        Some("心電図検査")
    );
    let history = row(&content, "既往歴").cells[0].as_ref().unwrap();
    assert_eq!(history.result.value, "特記すべきことあり");
    assert_eq!(history.details[0].label, "具体的な既往歴");
    assert_eq!(history.details[0].text, "虫垂炎");
    assert_eq!(row(&content, "喫煙").kind, CheckupRowKind::Questionnaire);
    assert_eq!(row(&content, "骨密度").kind, CheckupRowKind::Additional);
    assert_eq!(row(&content, "体重").kind, CheckupRowKind::Examination);
    assert_eq!(content.rows.len(), 5);
}

#[test]
fn absences_and_limits_keep_their_reason() {
    let absent = |code: &str, text: &str| {
        format!(r#","dataAbsentReason":{{"coding":[{{"code":"{code}"}}],"text":"{text}"}}"#)
    };
    let lx = r#","interpretation":[{"coding":[{"code":"LX","system":
        "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"}]}]"#;
    let page = document(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            item(
                "1",
                "1A020000000191111",
                "尿糖",
                &absent("not-performed", "未実施"),
            ),
            item(
                "2",
                "1A010000000191111",
                "尿蛋白",
                &absent("error", "測定不能"),
            ),
            number("3F015000002327101", "空腹時中性脂肪", "30", lx),
        ],
    );
    let content = checkups(read(Category::Checkup, &page));
    let absence = |name| {
        row(&content, name).cells[0]
            .as_ref()
            .unwrap()
            .result
            .absence
            .clone()
    };
    let reason = |text: &str| Some(text.to_owned());
    assert_eq!(
        absence("尿糖"),
        Some(Absence::NotPerformed {
            reason: reason("未実施")
        })
    );
    assert_eq!(
        absence("尿蛋白"),
        Some(Absence::Unmeasurable {
            reason: reason("測定不能")
        })
    );
    let fat = &row(&content, "空腹時中性脂肪").cells[0]
        .as_ref()
        .unwrap()
        .result;
    assert_eq!((fat.value.as_str(), fat.limit), ("30", Some(Limit::Below)));
}

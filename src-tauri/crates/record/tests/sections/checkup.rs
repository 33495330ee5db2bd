use record::section;
use record::view::{Absence, CheckupContent, CheckupRow, CheckupRowKind, Limit};
use record::vocabulary::Category;

use crate::support::{bundle, checkups, held, read, today};

const ITEM: &str = "urn:oid:1.2.392.200119.6.1005";

/// An Observation `id` of item `code` with this value and further members.
pub(crate) fn item(id: &str, code: &str, name: &str, rest: &str) -> String {
    format!(
        r#"{{"resourceType":"Observation","id":"{id}","status":"final","effectiveDateTime":
        "2026-04-10","code":{{"coding":[{{"system":"{ITEM}","code":"{code}","display":"{name}"}}]}}
        {rest}}}"#
    )
}

/// A numeric item.
pub(crate) fn number(code: &str, name: &str, value: &str, rest: &str) -> String {
    let rest = format!(r#","valueQuantity":{{"value":{value},"unit":"u"}}{rest}"#);
    item(code, code, name, &rest)
}

/// A 健診 document examined on `day`; all items stand in section 01011.
pub(crate) fn document(identifier: &str, category: &str, day: &str, items: &[String]) -> Vec<u8> {
    let ids: Vec<String> = items
        .iter()
        .filter_map(|i| Some(i.split(r#""id":""#).nth(1)?.split('"').next()?.to_owned()))
        .collect();
    with_sections(identifier, category, day, &[("01011", &ids)], items)
}

/// A 健診 document with these sections of entry ids.
pub(crate) fn with_sections(
    identifier: &str,
    category: &str,
    day: &str,
    sections: &[(&str, &[String])],
    items: &[String],
) -> Vec<u8> {
    let sections: Vec<String> = sections
        .iter()
        .map(|(code, ids)| {
            let entries: Vec<String> = ids
                .iter()
                .map(|id| format!(r#"{{"reference":"Observation/{id}"}}"#))
                .collect();
            format!(
                r#"{{"code":{{"coding":[{{"code":"{code}"}}]}},"entry":[{}]}}"#,
                entries.join(",")
            )
        })
        .collect();
    let mut resources = vec![
        format!(
            r#"{{"resourceType":"Composition","title":"健康診断結果報告書","date":"2026-05-01",
            "category":[{{"coding":[{{"system":"urn:oid:2.16.840.1.113883.2.2.1.6.1001",
            "code":"{category}"}}]}}],"event":[{{"code":[{{"coding":[{{"code":"010","system":
            "urn:oid:1.2.392.200119.6.1002"}}]}}]}}],"encounter":{{"reference":"Encounter/e"}},
            "author":[{{"reference":"Organization/o"}},{{"reference":"Practitioner/d"}}],
            "section":[{}]}}"#,
            sections.join(",")
        ),
        format!(
            r#"{{"resourceType":"Encounter","id":"e","period":{{"start":"{day}"}},
            "serviceProvider":{{"reference":"Organization/o"}}}}"#
        ),
        r#"{"resourceType":"Practitioner","id":"d","name":[{"text":"架空 一郎"}]}"#.to_owned(),
        r#"{"resourceType":"Organization","id":"o","name":"見本健診センター","identifier":
            [{"system":"http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no",
            "value":"1319999999"}]}"#
            .to_owned(),
    ];
    resources.extend_from_slice(items);
    bundle(
        "document",
        &format!(r#""identifier":{{"value":"{identifier}"}},"#),
        &resources,
    )
}

fn row<'a>(content: &'a CheckupContent, name: &str) -> &'a CheckupRow {
    content.rows.iter().find(|r| r.name == name).unwrap()
}

#[test]
fn the_head_tells_the_day_of_examination_not_of_the_paper() {
    let page = document("1319999999^2026^K1", "10", "2026-04-10", &[]);
    let report = checkups(read(Category::Checkup, &page)).reports.remove(0);
    assert_eq!(report.date.unwrap().as_str(), "2026-04-10");
    assert_eq!(report.document_date.unwrap().as_str(), "2026-05-01");
    assert_eq!(report.program, "特定健康診査");
    assert_eq!(report.author.as_deref(), Some("架空 一郎"));
    assert_eq!(report.facility.name.as_deref(), Some("見本健診センター"));
    assert_eq!(report.facility.number.as_deref(), Some("1319999999"));
}

#[test]
fn method_variants_share_a_row_over_reports_and_meanings_do_not() {
    let new = document(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            number("3F050000002327101", "総コレステロール", "201", ""),
            number("3D010000001926101", "空腹時血糖", "98", ""),
        ],
    );
    let old = document(
        "a^2025^1",
        "10",
        "2025-04-08",
        &[
            number("3F050000002399901", "総コレステロール", "195.0", ""),
            number("3D010129901926101", "随時血糖", "140", ""),
        ],
    );
    let sets = [held(&old), held(&new)];
    let content = checkups(section(Category::Checkup, &sets, today()));
    let dates: Vec<_> = content
        .reports
        .iter()
        .map(|r| r.date.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(dates, ["2026-04-10", "2025-04-08"]);
    let joined = row(&content, "総コレステロール");
    let values: Vec<_> = joined
        .cells
        .iter()
        .map(|c| c.as_ref().unwrap().result.value.as_str())
        .collect();
    assert_eq!(values, ["201", "195.0"]);
    assert_eq!(joined.unit.as_deref(), Some("u"));
    assert!(row(&content, "空腹時血糖").cells[1].is_none());
    assert!(row(&content, "随時血糖").cells[0].is_none());
    assert!(content.rows.iter().all(|r| r.cells.len() == 2));
}

#[test]
fn the_fixed_list_and_flagged_items_are_prominent() {
    let flag = r#","interpretation":[{"coding":[{"code":"H"}],"text":"H"}]"#;
    let page = document(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            number("9N001000000000001", "身長", "158.3", ""),
            number("9N011000000000001", "BMI", "26.0", ""),
            number("3J010000002327101", "総ビリルビン", "1.8", flag),
        ],
    );
    let content = checkups(read(Category::Checkup, &page));
    assert!(!row(&content, "身長").prominent);
    assert!(row(&content, "BMI").prominent);
    assert!(row(&content, "総ビリルビン").prominent);
}

#[test]
fn a_finding_brings_its_words_in_front_of_the_fold() {
    let found = |code: &str| {
        format!(
            r#","valueCodeableConcept":{{"coding":[{{"code":"{code}","system":
            "urn:oid:1.2.392.200119.6.2002"}}]}}"#
        )
    };
    let page = |code: &str| {
        document(
            "a^2026^1",
            "10",
            "2026-04-10",
            &[
                item(
                    "1",
                    "9F130160700000011",
                    "腹部超音波(所見の有無)",
                    &found(code),
                ),
                item(
                    "2",
                    "9F130160800000049",
                    "腹部超音波(所見)",
                    r#","valueString":"胆石""#,
                ),
            ],
        )
    };
    let prominent = |code: &str| {
        let content = checkups(read(Category::Checkup, &page(code)));
        row(&content, "腹部超音波(所見)").prominent
    };
    assert!(prominent("1"));
    assert!(!prominent("2"));
}

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

#[test]
fn blood_pressure_variants_share_the_row_and_none_is_lost() {
    let page = document(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            number("9A751000000000001", "収縮期血圧(1回目)", "150", ""),
            number("9A755000000000001", "収縮期血圧(その他)", "142", ""),
        ],
    );
    let content = checkups(read(Category::Checkup, &page));
    assert_eq!(content.rows.len(), 1);
    let cell = content.rows[0].cells[0].as_ref().unwrap();
    assert_eq!(cell.result.value, "142");
    assert_eq!(cell.details[0].label, "収縮期血圧(1回目)");
    assert_eq!(cell.details[0].text, "150 u");
}

#[test]
fn judgements_in_the_words_sent_with_who_judged() {
    let metabo = r#","valueCodeableConcept":{"coding":[{"code":"2","display":"予備群該当",
        "system":"urn:oid:1.2.392.200119.6.1008"}]}"#;
    let doctor = r#","valueString":"血圧高値。","performer":[{"reference":"Practitioner/d"}]"#;
    let page = document(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            item(
                "1",
                "9N501000000000011",
                "メタボリックシンドローム判定",
                metabo,
            ),
            item("2", "9N511000000000049", "医師の診断(判定)", doctor),
        ],
    );
    let content = checkups(read(Category::Checkup, &page));
    let words: Vec<_> = content.reports[0]
        .judgements
        .iter()
        .map(|j| j.text.as_str())
        .collect();
    assert_eq!(words, ["予備群該当", "血圧高値。"]);
    let cell = row(&content, "医師の診断(判定)").cells[0].as_ref().unwrap();
    assert_eq!(cell.details[0].text, "架空 一郎");
    assert_eq!(
        row(&content, "医師の診断(判定)").kind,
        CheckupRowKind::Judgement
    );
}

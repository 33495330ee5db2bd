use record::view::CheckupRowKind;
use record::vocabulary::Category;

use super::{document, item, row};
use crate::support::{checkups, read};

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

use record::view::Substance;
use record::vocabulary::Category;

use crate::support::{allergies, read, searchset, sent};

fn allergy(id: &str, text: &str, rest: &str) -> String {
    sent(
        "AllergyIntolerance",
        id,
        "1319999999",
        &format!(r#""code":{{"text":"{text}"}}{rest}"#),
    )
}

fn coded(id: &str, text: &str, code: &str, rest: &str) -> String {
    let rest = format!(r#","code":{{"text":"{text}","coding":[{{"code":"{code}"}}]}}{rest}"#);
    sent(
        "AllergyIntolerance",
        id,
        "1319999999",
        rest.trim_start_matches(','),
    )
}

const DRUG: &str = r#","category":["medication"]"#;

#[test]
fn the_category_alone_splits_the_halves_and_a_code_only_warns() {
    let page = searchset(&[
        allergy("1", "セファゾリンで蕁麻疹", DRUG),
        allergy("2", "そば", r#","category":"food""#),
        coded("3", "造影剤", "GCM2260701F1ZZZ", ""),
        coded(
            "4",
            "ピリン系",
            "D9M000000000",
            r#","category":["environment"]"#,
        ),
        coded("5", "卵", "J9F123456789", ""),
    ]);
    let drugs = allergies(read(Category::DrugAllergy, &page));
    assert_eq!(drugs.items.len(), 1);
    assert_eq!(drugs.items[0].text, "セファゾリンで蕁麻疹");
    assert!(!drugs.items[0].drug_by_code);
    let others = allergies(read(Category::OtherAllergy, &page));
    let seen: Vec<_> = others
        .items
        .iter()
        .map(|r| (r.text.as_str(), r.drug_by_code, r.substance))
        .collect();
    assert_eq!(
        seen,
        [
            ("そば", false, Substance::Food),
            ("造影剤", true, Substance::Drug),
            ("ピリン系", true, Substance::Drug),
            ("卵", false, Substance::Food)
        ]
    );
    assert!(others.items[2].text_only && !others.items[1].text_only);
}

#[test]
fn critical_first_past_folded_and_refuted_never() {
    let status =
        |kind: &str, code: &str| format!(r#"{DRUG},"{kind}":{{"coding":[{{"code":"{code}"}}]}}"#);
    let page = searchset(&[
        allergy(
            "1",
            "未確認の薬",
            &status("verificationStatus", "unconfirmed"),
        ),
        allergy("2", "軽い薬", DRUG),
        allergy("3", "危ない薬", &format!(r#"{DRUG},"criticality":"high""#)),
        allergy("4", "昔の薬", &status("clinicalStatus", "resolved")),
        allergy(
            "5",
            "否定された薬",
            &status("verificationStatus", "refuted"),
        ),
    ]);
    let section = read(Category::DrugAllergy, &page);
    assert_eq!(section.entries, 4);
    let content = allergies(section);
    let texts: Vec<_> = content.items.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(texts, ["危ない薬", "軽い薬", "未確認の薬"]);
    assert!(content.items[2].unconfirmed);
    assert_eq!(content.past[0].text, "昔の薬");
    assert!(!format!("{content:?}").contains("否定された薬"));
}

#[test]
fn reactions_as_text_and_the_date_of_record() {
    let page = searchset(&[allergy(
        "1",
        "見本錠",
        &format!(
            r#"{DRUG},"recordedDate":"2019-07-02","reaction":[{{"manifestation":
            [{{"text":"全身蕁麻疹"}},{{"extension":[{{"url":"x/iso21090-nullFlavor"}}]}}],
            "description":"30分後","note":[{{"text":"アドレナリン使用"}}]}},
            {{"manifestation":[{{"text":"発熱"}}]}}],"note":[{{"text":"本人より"}}]"#
        ),
    )]);
    let row = allergies(read(Category::DrugAllergy, &page))
        .items
        .remove(0);
    assert_eq!(row.reactions, ["全身蕁麻疹", "30分後", "発熱"]);
    assert_eq!(row.described, ["30分後"]);
    assert_eq!(row.date.as_ref().unwrap().as_str(), "2019-07-02");
    assert_eq!(row.recorded, row.date);
    assert_eq!(row.notes, ["本人より", "アドレナリン使用"]);
}

#[test]
fn an_unconfirmed_allergy_says_so_however_it_was_sent() {
    for (sent, unconfirmed) in [
        (r#""unconfirmed""#, true),
        (r#"{"text":"未確認"}"#, true),
        (r#"{"text":"unconfirmed"}"#, true),
        (r#""confirmed","verificationStatus":"unconfirmed""#, true),
        (r#""confirmed""#, false),
    ] {
        let rest = format!(r#"{DRUG},"verificationStatus":{sent}"#);
        let page = searchset(&[allergy("1", "見本錠", &rest)]);
        let content = allergies(read(Category::DrugAllergy, &page));
        assert_eq!(content.items[0].unconfirmed, unconfirmed, "{sent}");
    }
    for sent in [r#""refuted""#, r#"{"text":"entered-in-error"}"#] {
        let rest = format!(r#"{DRUG},"verificationStatus":{sent}"#);
        let page = searchset(&[allergy("1", "見本錠", &rest)]);
        let section = read(Category::DrugAllergy, &page);
        assert_eq!(section.problems[0].code, "not_valid", "{sent}");
        assert!(allergies(section).items.is_empty());
    }
}

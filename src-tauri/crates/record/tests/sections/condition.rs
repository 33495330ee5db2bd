use record::view::ConditionStatus;
use record::vocabulary::Category;

use crate::support::{bundle, conditions, read, searchset, sent};

fn condition(id: &str, text: &str, rest: &str) -> String {
    sent(
        "Condition",
        id,
        "1319999999",
        &format!(r#""code":{{"text":"{text}","coding":[{{"code":"99999999"}}]}}{rest}"#),
    )
}

fn status(kind: &str, code: &str) -> String {
    format!(r#","{kind}":{{"coding":[{{"code":"{code}"}}]}}"#)
}

fn tag(code: &str) -> String {
    format!(
        r#","meta":{{"lastUpdated":"2026-06-02T09:00:00+09:00","tag":[{{"code":"{code}","system":
        "http:/jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication"}}]}}"#
    )
}

#[test]
fn the_text_as_entered_with_code_and_place_beside_it() {
    let page = searchset(&[sent(
        "Condition",
        "1",
        "1319999999",
        r#""extension":[{"url":"x/JP_eCS_InstitutionNumber","valueIdentifier":
        {"value":"1319999999"}},{"url":"http://old/clins/Extension/JP_eCS_Department",
        "valueCodeableConcept":{"text":"循環器診療科","coding":[{"code":"08"}]}}],
        "code":{"text":"早期胃癌術後","coding":[{"display":"胃癌","code":"20054266"},
        {"system":"http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full","code":"C169"}]},
        "onsetDateTime":"2019","note":{"text":"経過観察"}"#,
    )]);
    let content = conditions(read(Category::Condition, &page));
    let row = &content.items[0];
    assert_eq!(row.text, "早期胃癌術後");
    assert_eq!(row.icd10.as_deref(), Some("C169"));
    assert_eq!(row.department.as_deref(), Some("循環器診療科"));
    assert_eq!(row.onset.as_ref().unwrap().as_str(), "2019");
    assert_eq!(row.notes, ["経過観察"]);
    assert_eq!(row.facility.number.as_deref(), Some("1319999999"));
}

#[test]
fn principal_first_then_newest_and_ended_apart() {
    let principal = r#","onsetDateTime":"2010-04","extension":[{"url":"x/JP_eCS_DiagnosisType",
        "valueCodeableConcept":{"coding":[{"code":"principal"}]}}]"#;
    let page = searchset(&[
        condition("1", "高血圧症", r#","onsetDateTime":"2020-01-05""#),
        condition("2", "関節痛", r#","onsetDateTime":"2024-03""#),
        condition("3", "２型糖尿病", principal),
        condition("4", "急性上気道炎", r#","abatementDateTime":"2025-01-20""#),
        condition("5", "寛解中の病名", &status("clinicalStatus", "remission")),
        condition("6", "治った病名", &status("clinicalStatus", "resolved")),
        condition(
            "7",
            "これから終わる",
            r#","abatementDateTime":"2026-12-31""#,
        ),
    ]);
    let content = conditions(read(Category::Condition, &page));
    let texts: Vec<_> = content.items.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "２型糖尿病",
            "関節痛",
            "高血圧症",
            "寛解中の病名",
            "これから終わる"
        ]
    );
    assert_eq!(content.items[3].status, ConditionStatus::Remission);
    let ended: Vec<_> = content.ended.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(ended, ["急性上気道炎", "治った病名"]);
}

#[test]
fn suspected_by_status_by_modifier_or_by_its_name() {
    let modifier = r#","x":1,"code":{"text":"胃癌","extension":[{"url":
        "http://jpfhir.jp/x/JP_Condition_DiseasePostfixModifier","valueCodeableConcept":
        {"coding":[{"code":"8002","display":"の疑い"}]}}]}"#;
    let page = searchset(&[
        condition("1", "肺炎", &status("verificationStatus", "unconfirmed")),
        condition("2", "胃癌の疑い", ""),
        condition("3", "喘息", &status("verificationStatus", "confirmed")),
        // A repeated key: both are kept, the extension of the second is seen.
        condition("4", "胃癌", modifier),
    ]);
    let content = conditions(read(Category::Condition, &page));
    let suspected: Vec<_> = content.items.iter().map(|r| r.suspected).collect();
    assert_eq!(suspected, [true, true, false, true]);
}

#[test]
fn refuted_and_mistaken_entries_are_never_valid() {
    let page = searchset(&[
        condition("1", "肺結核", &status("verificationStatus", "refuted")),
        condition(
            "2",
            "誤記",
            &status("verificationStatus", "entered-in-error"),
        ),
    ]);
    let section = read(Category::Condition, &page);
    assert_eq!(section.entries, 0);
    assert_eq!(
        section
            .problems
            .iter()
            .filter(|p| p.code == "not_valid")
            .count(),
        2
    );
    let content = conditions(section);
    assert!(content.items.is_empty() && content.ended.is_empty());
}

#[test]
fn uninformed_is_marked_and_undelivered_only_counted() {
    let page = bundle(
        "collection",
        "",
        &[
            condition("1", "告知前の病名", &tag("UNINFORMED")),
            condition("2", "出してはならない病名", &tag("UNDELIVERED")),
            condition("3", "長期の病名", &tag("LTS")),
        ],
    );
    let section = read(Category::Condition, &page);
    assert_eq!((section.entries, section.undelivered), (2, 1));
    let content = conditions(section);
    assert_eq!(content.undelivered, 1);
    assert_eq!(content.items.len(), 2);
    assert!(content.items[0].uninformed);
    let as_of = content.items[0].uninformed_as_of.as_ref().unwrap();
    assert_eq!(as_of.date_text(), "2026-06-02");
    assert!(content.items[1].long_term && !content.items[1].uninformed);
    assert!(!format!("{content:?}").contains("出してはならない病名"));
}

#[test]
fn one_unreadable_page_does_not_lose_the_other() {
    let page = searchset(&[condition("1", "高血圧症", "")]);
    let mut set = crate::support::held(&page);
    set.parts.push(b"<html>not the service</html>");
    let section = record::section(Category::Condition, &[set], crate::support::today());
    assert_eq!(section.problems[0].code, "not_json");
    assert_eq!(conditions(section).items.len(), 1);
}

#[test]
fn a_name_made_of_placeholders_is_not_shown() {
    let page = searchset(&[sent(
        "Condition",
        "1",
        "1319999999",
        r#""code":{"coding":[{"code":"99999999","display":"未コード化傷病名"}]}"#,
    )]);
    let section = read(Category::Condition, &page);
    assert_eq!(section.problems[0].code, "no_name");
    assert!(conditions(section).items.is_empty());
}

#[test]
fn an_uncertain_diagnosis_is_suspected_however_it_was_sent() {
    for sent in [
        r#""unconfirmed""#,
        r#"" Provisional ""#,
        r#"{"text":"unconfirmed"}"#,
        r#"{"text":"疑い"}"#,
        r#"{"coding":[{"code":"confirmed"}]},"verificationStatus":{"text":"疑い"}"#,
    ] {
        let rest = format!(r#","verificationStatus":{sent}"#);
        let content = conditions(read(
            Category::Condition,
            &searchset(&[condition("1", "胃癌", &rest)]),
        ));
        assert!(content.items[0].suspected, "{sent}");
    }
    for sent in [r#""confirmed""#, r#"{"text":"疑いなし"}"#] {
        let rest = format!(r#","verificationStatus":{sent}"#);
        let content = conditions(read(
            Category::Condition,
            &searchset(&[condition("1", "胃癌", &rest)]),
        ));
        assert!(!content.items[0].suspected, "{sent}");
    }
}

#[test]
fn of_two_states_the_cautious_one_counts_and_the_repetition_is_told() {
    let twice = |second: &str| {
        let rest = format!(r#","verificationStatus":"confirmed","verificationStatus":"{second}""#);
        read(
            Category::Condition,
            &searchset(&[condition("1", "胃癌", &rest)]),
        )
    };
    let codes =
        |section: &record::Section| -> Vec<_> { section.problems.iter().map(|p| p.code).collect() };
    let doubtful = twice("unconfirmed");
    assert_eq!(codes(&doubtful), ["repeated_member"]);
    assert!(conditions(doubtful).items[0].suspected);
    for word in ["refuted", "entered-in-error"] {
        let void = twice(word);
        assert_eq!(codes(&void), ["not_valid"]);
        assert!(conditions(void).items.is_empty());
    }
}

//! What is absent, empty, of the wrong shape, repeated or unknown.

use record::vocabulary::Category;

use crate::support::{bundle, cards, content, drawn, observation, reading, says};

#[test]
fn a_reason_for_absence_is_told_in_words_and_code() {
    for (code, words) in [("not-performed", "検体提出なし"), ("error", "瞬目のため")] {
        let json = observation(
            "検査",
            &format!(
                r#","status":"cancelled","dataAbsentReason":{{"text":"{words}","coding":[{{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"{code}"}}]}}"#
            ),
        );
        says(&json, &[words], &[]);
    }
}

#[test]
fn an_extension_in_place_of_a_value_is_told() {
    let absent = |url: &str, code: &str| {
        format!(
            r#"{{"extension":[{{"url":"http://hl7.org/fhir/StructureDefinition/{url}","valueCode":"{code}"}}]}}"#
        )
    };
    let json = format!(
        r#"{{"resourceType":"Patient","name":[{{"text":"a"}}],"_birthDate":{}}}"#,
        absent("data-absent-reason", "unknown")
    );
    says(&json, &["生年月日: ", "値がない理由: "], &[]);
    let json = format!(
        r#"{{"resourceType":"AllergyIntolerance","code":{{"text":"卵"}},"reaction":[{{"manifestation":[{}]}}]}}"#,
        absent("iso21090-nullFlavor", "UNK")
    );
    says(&json, &["値がない理由: "], &[]);
}

#[test]
fn empty_and_blank_texts_are_no_values() {
    let json = r#"{"resourceType":"Condition","code":{"text":"","coding":[{"display":"喘息"}]},"note":[{"text":"　"}],"onsetString":null}"#;
    let answer = reading(json);
    assert_eq!(answer.values.sent, 1);
    assert!(drawn(&answer).contains("喘息"));
}

#[test]
fn an_object_where_a_list_belongs_is_read() {
    let json = r#"{"resourceType":"MedicationRequest","medicationCodeableConcept":{"coding":{"display":"錠剤"}},"note":{"text":"備考"},
        "dosageInstruction":{"text":"1日1回","additionalInstruction":{"text":"食後"}}}"#;
    says(json, &["錠剤", "備考", "1日1回", "食後"], &[]);
    let json = r#"{"resourceType":"Bundle","type":"collection","entry":{"resource":{"resourceType":"Condition","code":{"text":"喘息"}}}}"#;
    says(json, &["喘息"], &[]);
}

#[test]
fn a_list_where_an_object_belongs_is_read() {
    let json =
        r#"{"resourceType":"Condition","code":[{"text":"喘息"}],"identifier":{"value":"1"}}"#;
    says(json, &["喘息"], &[]);
}

#[test]
fn one_bad_entry_does_not_cost_the_answer() {
    let json = r#"{"resourceType":"Bundle","type":"collection","entry":[null,5,"x",[],{"resource":7},{"resource":{"no":"type"}},{"resource":{"resourceType":"Condition","code":{"text":"喘息"}}}]}"#;
    let answer = reading(json);
    assert!(drawn(&answer).contains("喘息"));
    assert!(
        answer
            .other
            .iter()
            .any(|item| &*item.pointer == "/entry/5/resource/no")
    );
}

#[test]
fn an_unknown_resource_type_is_shown_as_other_items() {
    let json = bundle(
        "collection",
        &[r#"{"resourceType":"見知らぬ型","中身":"値"}"#],
    );
    let answer = reading(&json);
    assert_eq!(answer.other.len(), 1);
    assert_eq!(cards(&answer, "見知らぬ型").len(), 1);
}

#[test]
fn an_unknown_extension_is_listed_with_its_path() {
    let json = observation(
        "AST",
        r#","extension":[{"url":"http://x/未知","valueString":"値"}]"#,
    );
    let answer = reading(&json);
    assert_eq!(&*answer.other[0].pointer, "/extension/0/valueString");
}

#[test]
fn two_and_three_values_in_one_file_are_all_read() {
    let json = format!(
        "{}{}\n{}",
        observation("一", ""),
        observation("二", ""),
        observation("三", "")
    );
    let answer = reading(&json);
    let drawn = drawn(&answer);
    assert!(["一", "二", "三"].iter().all(|text| drawn.contains(text)));
    assert!(answer.problems.iter().any(|p| p.code == "several_values"));
}

#[test]
fn repeated_members_are_both_told() {
    let json = r#"{"resourceType":"Condition","code":{"text":"一"},"code":{"text":"二"},"text":{"div":"<p>甲</p>"},"text":{"div":"<p>乙</p>"}}"#;
    let answer = reading(json);
    let told: Vec<_> = faults::told(&answer)
        .into_iter()
        .map(|one| one.text)
        .collect();
    for text in ["一", "二"] {
        assert!(told.iter().any(|one| one == text), "{told:?}");
    }
    for text in ["甲", "乙"] {
        assert!(told.iter().any(|one| one.contains(text)), "{told:?}");
    }
}

#[test]
fn a_bundle_in_a_bundle_is_read() {
    let inner = bundle(
        "collection",
        &[
            r#"{"resourceType":"Observation","code":{"text":"中の検査"},"valueQuantity":{"value":1.50,"unit":"mg"}}"#,
        ],
    );
    says(
        &bundle("document", &[&inner]),
        &["中の検査", "1.50 mg"],
        &[],
    );
}

#[test]
fn bundles_of_every_type_and_single_resources_are_read() {
    let condition = r#"{"resourceType":"Condition","code":{"text":"喘息"}}"#;
    for kind in ["collection", "document", "searchset", "batch", "未知"] {
        let json = bundle(kind, &[condition]);
        says(&json, &["喘息"], &[]);
        let told = format!("{:?}", content(Category::Condition, &json));
        assert!(told.contains("喘息"), "{kind}");
    }
    says(condition, &["喘息"], &[]);
}

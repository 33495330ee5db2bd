use crate::support::{drawn, reading, says};

#[test]
fn an_outcome_among_the_entries() {
    let json = r#"{"resourceType":"Bundle","type":"searchset","total":1,"link":[{"relation":"self","url":"https://example.invalid/Condition"}],"entry":[
        {"fullUrl":"urn:uuid:0","resource":{"resourceType":"Condition","code":{"text":"見本病"}},"search":{"mode":"match"}},
        {"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"incomplete","diagnostics":"一部の施設から取得できません",
         "details":{"text":"取得件数に制限"},"expression":["Condition.code"],"location":["施設2"]}]},"search":{"mode":"outcome"}}]}"#;
    says(
        json,
        &[
            "見本病",
            "一部の施設から取得できません",
            "取得件数に制限",
            "警告",
            "施設2",
        ],
        &[],
    );
}

#[test]
fn cover_with_its_extensions() {
    let url = "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Coverage_InsuredPerson";
    let json = format!(
        r#"{{"resourceType":"Coverage","status":"active","extension":[{{"url":"{url}Symbol","valueString":"１８７"}},{{"url":"{url}Number","valueString":"あせろら"}},
        {{"url":"{url}SubNumber","valueString":"０１"}}],"type":{{"coding":[{{"system":"http://jpfhir.jp/fhir/core/mhlw/CodeSystem/InsuranceMajorCategory","code":"1","display":"医保"}}]}},
        "subscriberId":"\"１８７\",\"あせろら\"","dependent":"０１","relationship":{{"coding":[{{"code":"1","display":"被保険者"}}]}},"payor":[{{"display":"見本健保"}}],
        "period":{{"start":"2020-04-01"}},"class":[{{"type":{{"text":"区分"}},"value":"甲","name":"一般"}}],"costToBeneficiary":[{{"type":{{"text":"外来"}},"valueMoney":{{"value":18000,"currency":"JPY"}},
        "exception":[{{"type":{{"text":"多数回"}},"period":{{"start":"2026-01"}}}}]}}],"network":"全国","order":1}}"#
    );
    says(
        &json,
        &[
            "１８７",
            "あせろら",
            "枝番: ０１",
            "医保",
            "被保険者",
            "見本健保",
            "2020-04-01～",
            "甲",
            "一般",
            "18000",
            "多数回",
            "全国",
        ],
        &[],
    );
}

#[test]
fn a_signature_says_when_and_by_whom() {
    let json = r#"{"resourceType":"Bundle","type":"document","signature":{"type":[{"display":"作成者署名"}],"when":"2026-05-01T10:00:00+09:00","who":{"display":"架空 医師"}},"entry":[]}"#;
    says(
        json,
        &[
            "署名日時: 2026-05-01T10:00:00+09:00",
            "作成者署名",
            "架空 医師",
        ],
        &[],
    );
}

#[test]
fn a_member_nobody_knows_is_listed_whatever_its_name() {
    let json = r#"{"resourceType":"Encounter","status":"finished","class":{"display":"外来"},"travel":"徒歩","period":{"start":"2026-04-01"}}"#;
    let answer = reading(json);
    assert!(drawn(&answer).contains("外来"));
    let other: Vec<_> = answer.other.iter().map(|o| &*o.text).collect();
    assert_eq!(other, ["徒歩"]);
}

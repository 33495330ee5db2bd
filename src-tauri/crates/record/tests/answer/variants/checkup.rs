use record::AnswerKind;

use crate::support::{bundle, drawn, observation, reading, says};

/// Every code of a section, those of older drafts included, with words of its official name.
const SECTIONS: [(&str, &str); 22] = [
    ("01010", "特定健診"),
    ("01011", "特定健診検査"),
    ("01012", "特定健診問診"),
    ("01020", "広域連合"),
    ("01021", "広域連合"),
    ("01022", "広域連合"),
    ("01030", "労働安全衛生法"),
    ("01031", "事業者健診"),
    ("01032", "事業者健診"),
    ("01040", "学校"),
    ("01041", "学校"),
    ("01042", "学校"),
    ("01060", "がん"),
    ("01070", "保険者以外"),
    ("01071", "保険者以外"),
    ("01072", "保険者以外"),
    ("01080", "保険者"),
    ("01081", "保険者"),
    ("01910", "検査"),
    ("01920", "問診"),
    ("01990", "任意追加"),
    ("01995", "添付"),
];

#[test]
fn every_section_by_its_code_alone() {
    for (code, name) in SECTIONS {
        let composition = format!(
            r#"{{"resourceType":"Composition","title":"健診結果報告書","type":{{"coding":[{{"code":"53576-5"}}]}},"section":[{{"code":{{"coding":[
            {{"system":"http://jpfhir.jp/fhir/eCheckup/CodeSystem/section-code","code":"{code}"}}]}},"entry":[{{"reference":"urn:uuid:1"}}]}}]}}"#
        );
        let json = bundle(
            "document",
            &[
                &composition,
                &observation("身長", r#","valueQuantity":{"value":158.30,"unit":"cm"}"#),
            ],
        );
        let answer = reading(&json);
        assert_eq!(answer.kind, AnswerKind::CheckupReport);
        let drawn = drawn(&answer);
        assert!(drawn.contains("結果: 158.30 cm"), "{code}: {drawn}");
        let title: String = answer.blocks[0]
            .title
            .iter()
            .map(|piece| &*piece.text)
            .collect();
        assert!(title.contains(name), "{code} is called {title:?}");
        assert!(answer.other.is_empty());
    }
}

#[test]
fn every_kind_of_report_and_programme_says_its_name() {
    for (code, name) in [
        ("10", "特定健診"),
        ("21", "特定保健指導"),
        ("22", "特定保健指導"),
        ("23", "特定保健指導"),
        ("24", "特定保健指導"),
        ("25", "特定保健指導"),
        ("40", "特定健診以外"),
        ("41", "事業者健診"),
        ("42", "自治体"),
        ("43", "乳幼児"),
        ("44", "妊婦"),
        ("60", "被保護者"),
        ("70", "保険者以外"),
        ("80", "保険者"),
        ("99", "その"),
    ] {
        for system in [
            "urn:oid:2.16.840.1.113883.2.2.1.6.1001",
            "urn:oid:1.2.392.200119.6.1001",
        ] {
            let composition = format!(
                r#"{{"resourceType":"Composition","title":"報告書","type":{{"coding":[{{"code":"53576-5"}}]}},"category":[{{"coding":[{{"system":"{system}","code":"{code}"}}]}}]}}"#
            );
            let json = bundle("document", &[&composition]);
            assert!(
                drawn(&reading(&json)).contains(name),
                "{code} of {system}: {}",
                drawn(&reading(&json))
            );
        }
    }
    for (code, name) in [
        ("010", "特定健康診査"),
        ("020", "広域連合"),
        ("030", "事業者"),
        ("040", "学校"),
        ("060", "がん"),
        ("070", "保険者以外"),
        ("080", "保険者"),
        ("090", "肝炎"),
        ("990", "その他"),
    ] {
        let composition = format!(
            r#"{{"resourceType":"Composition","title":"報告書","type":{{"coding":[{{"code":"53576-5"}}]}},"event":[{{"code":[{{"coding":[{{"system":"urn:oid:1.2.392.200119.6.1002","code":"{code}"}}]}}],"period":{{"start":"2026-04-04"}}}}]}}"#
        );
        says(
            &bundle("document", &[&composition]),
            &[name, "2026-04-04～"],
            &[],
        );
    }
}

#[test]
fn an_ordered_answer_beyond_the_range_with_reader_and_picture() {
    let item = r#"{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:oid:1.2.392.200119.6.1005","code":"1A020000000191111","display":"尿糖"}]},
        "valueCodeableConcept":{"coding":[{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue","valueDecimal":3}],"system":"urn:oid:1.2.392.200119.6.2102","code":"3","display":"＋"}]},
        "interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"HX"}]}],
        "method":{"coding":[{"system":"urn:oid:1.2.392.200119.6.1007","code":"1","display":"試験紙法(機械読み取り)"}]},
        "component":[{"extension":[{"url":"http://jpfhir.jp/fhir/eCheckup/Extension/StructureDefinition/observation-component-performer","valueReference":{"display":"読影 医師"}}],
         "code":{"coding":[{"system":"urn:oid:1.2.392.200119.6.1005","code":"9N056160400000049"}]},"valueString":"虫垂炎"}],
        "derivedFrom":[{"reference":"urn:uuid:1"}]}"#;
    let picture = r#"{"resourceType":"Media","status":"completed","type":{"text":"画像"},"content":{"contentType":"image/jpeg","title":"眼底写真"},"bodySite":{"text":"右眼"},"deviceName":"眼底カメラ",
        "createdDateTime":"2026-04-04","height":480,"width":640,"frames":1,"note":[{"text":"散瞳なし"}],"view":{"text":"正面"},"modality":{"text":"眼底"}}"#;
    let cancelled = r#"{"resourceType":"Observation","status":"cancelled","code":{"text":"胃部X線"},"dataAbsentReason":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"error"}],"text":"測定不能"}}"#;
    says(
        &bundle("collection", &[item, picture, cancelled]),
        &[
            "＋",
            "3",
            "入力上限",
            "試験紙法(機械読み取り)",
            "読影 医師",
            "具体的な既往歴",
            "虫垂炎",
            "眼底写真",
            "右眼",
            "眼底カメラ",
            "散瞳なし",
            "正面",
            "測定不能",
        ],
        &[],
    );
}

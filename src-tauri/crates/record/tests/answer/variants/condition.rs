use crate::support::says;

#[test]
fn a_condition_in_words_and_ages() {
    says(
        r#"{"resourceType":"Condition","code":{"text":"小児喘息"},"onsetAge":{"value":5,"unit":"歳","system":"http://unitsofmeasure.org","code":"a"},
        "abatementString":"中学生の頃に軽快","recordedDate":"2026-01","severity":{"text":"軽症"},"bodySite":[{"text":"気管支"}],
        "stage":[{"summary":{"text":"ステージⅡ"},"type":{"text":"病期"},"assessment":[{"display":"CT所見"}]}],
        "evidence":[{"code":[{"text":"喘鳴"}],"detail":[{"display":"聴診"}]}],
        "asserter":{"display":"患者本人"},"recorder":{"display":"架空 医師"},"note":[{"text":"母の申告による"}]}"#,
        &[
            "発症",
            "5 歳",
            "中学生の頃に軽快",
            "軽症",
            "気管支",
            "ステージⅡ",
            "CT所見",
            "喘鳴",
            "聴診",
            "患者本人",
            "架空 医師",
            "母の申告による",
        ],
        &[],
    );
    says(
        r#"{"resourceType":"Condition","code":{"text":"腰痛"},"onsetPeriod":{"start":"2019","end":"2020-05"},
        "abatementRange":{"low":{"value":50,"unit":"歳"},"high":{"value":55,"unit":"歳"}}}"#,
        &["2019～2020-05", "50 歳～55 歳"],
        &[],
    );
}

#[test]
fn modifiers_before_and_behind_a_name() {
    says(
        r#"{"resourceType":"Condition","code":{"extension":[
        {"url":"http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Condition_DiseasePrefixModifier",
         "valueCodeableConcept":{"coding":[{"system":"http://medis.or.jp/CodeSystem/master-disease-modKeyNumber","code":"4012","display":"急性"}]}},
        {"url":"http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_Condition_DiseasePostfixModifier",
         "valueCodeableConcept":{"coding":[{"system":"http://medis.or.jp/CodeSystem/master-disease-modKeyNumber","code":"8002","display":"の疑い"}]}}],
        "text":"急性虫垂炎の疑い"}}"#,
        &["急性虫垂炎の疑い", "急性", "の疑い"],
        &[],
    );
}

#[test]
fn an_allergy_with_two_reactions() {
    says(
        r#"{"resourceType":"AllergyIntolerance","code":{"text":"セフェム系"},"category":["medication"],"criticality":"high","type":"allergy",
        "onsetRange":{"low":{"value":30,"unit":"歳"},"high":{"value":40,"unit":"歳"}},"lastOccurrence":"2024-11",
        "recordedDate":"2025-01-10","asserter":{"display":"家族"},"note":[{"text":"救急搬送歴あり"}],
        "reaction":[{"substance":{"text":"セファゾリン"},"manifestation":[{"text":"呼吸困難"},{"text":"蕁麻疹"}],"severity":"severe",
         "description":"点滴開始後5分","onset":"2024-11-03T10:05:00+09:00","exposureRoute":{"text":"静脈内"},"note":[{"text":"アドレナリン使用"}]},
        {"manifestation":[{"text":"発熱"}],"severity":"mild"}]}"#,
        &[
            "セフェム系",
            "30 歳～40 歳",
            "2024-11",
            "家族",
            "救急搬送歴あり",
            "セファゾリン",
            "呼吸困難",
            "蕁麻疹",
            "点滴開始後5分",
            "静脈内",
            "アドレナリン使用",
            "発熱",
            "重度",
            "軽度",
        ],
        &[],
    );
}

use crate::support::{bundle, observation, says};

fn alone(rest: &str, expected: &[&str]) {
    says(&observation("検査", rest), expected, &[]);
}

#[test]
fn every_kind_of_value() {
    alone(
        r#","valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}"#,
        &["結果: 1 / 128"],
    );
    alone(r#","valueTime":"07:30:00""#, &["結果: 07:30:00"]);
    alone(r#","valueInteger":12"#, &["結果: 12"]);
    alone(r#","valueBoolean":false"#, &["結果: いいえ false"]);
    alone(r#","valueDateTime":"2026-04""#, &["結果: 2026-04"]);
    alone(
        r#","valuePeriod":{"start":"2026-04-01","end":"2026-04-03"}"#,
        &["結果: 2026-04-01～2026-04-03"],
    );
    alone(
        r#","valueRange":{"low":{"value":3.0,"unit":"mm"},"high":{"value":5.50,"unit":"mm"}}"#,
        &["結果: 3.0 mm～5.50 mm"],
    );
    alone(
        r#","valueRange":{"high":{"value":5.50,"unit":"mm"}}"#,
        &["結果: ～5.50 mm"],
    );
}

#[test]
fn a_wave_form_with_its_scale() {
    alone(
        r#","valueSampledData":{"origin":{"value":2048,"unit":"uV"},"period":10,"factor":1.612,
        "lowerLimit":-3300,"upperLimit":3300,"dimensions":1,"data":"2041 2043 E U L"}"#,
        &[
            "原点: 2048 uV",
            "間隔（ミリ秒）: 10",
            "係数: 1.612",
            "下限: -3300",
            "上限: 3300",
            "データ: 2041 2043 E U L",
        ],
    );
}

#[test]
fn parts_alone_and_a_part_that_is_absent() {
    alone(
        r#","component":[
        {"code":{"text":"右眼"},"valueQuantity":{"value":0.7}},
        {"code":{"text":"左眼"},"dataAbsentReason":{"coding":[{"system":
         "http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"not-performed"}],"text":"義眼のため"},
         "interpretation":[{"text":"判定不能"}],"referenceRange":[{"low":{"value":0.7},"text":"裸眼","appliesTo":[{"text":"成人"}],
         "age":{"low":{"value":20,"unit":"歳"}}}]}]"#,
        &[
            "構成項目名: 右眼",
            "結果: 0.7",
            "構成項目名: 左眼",
            "結果がない理由: 義眼のため",
            "判定: 判定不能",
            "範囲の説明: 裸眼",
            "対象: 成人",
            "対象年齢: 20 歳～",
        ],
    );
}

#[test]
fn absence_as_an_extension_and_several_ranges() {
    alone(
        r#","valueQuantity":{"_value":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason",
        "valueCode":"unknown"}]},"unit":"mg/dL"},"referenceRange":[{"high":{"value":1.04,"unit":"mg/dL"},"appliesTo":[{"text":"男性"}]},
        {"high":{"value":0.79,"unit":"mg/dL"},"appliesTo":[{"text":"女性"}]}]"#,
        &["上限: 1.04 mg/dL", "上限: 0.79 mg/dL", "対象: 女性"],
    );
}

#[test]
fn method_device_place_and_who_performed() {
    alone(
        r#","valueString":"陽性","method":{"text":"イムノクロマト法"},"bodySite":{"text":"咽頭"},
        "device":{"display":"測定器A"},"issued":"2026-04-05T09:00:00+09:00","note":[{"text":"再検済み","time":"2026-04-06","authorString":"検査 一"}],
        "specimen":{"display":"咽頭ぬぐい液"},"performer":[{"display":"架空 医師"}],"derivedFrom":[{"display":"画像1"}],"focus":[{"display":"胎児"}]"#,
        &[
            "検査方法: イムノクロマト法",
            "部位: 咽頭",
            "測定機器: 測定器A",
            "報告日時: 2026-04-05T09:00:00+09:00",
            "再検済み",
            "検査 一",
            "検体: 咽頭ぬぐい液",
            "実施・依頼者: 架空 医師",
            "元となる記録: 画像1",
            "対象: 胎児",
        ],
    );
}

#[test]
fn a_group_in_a_group_is_drawn_to_its_last_member() {
    let member = |text: &str, to: &str| {
        observation(
            text,
            &format!(r#","hasMember":[{{"reference":"urn:uuid:{to}"}}]"#),
        )
    };
    let json = bundle(
        "collection",
        &[
            &member("血液検査", "1"),
            &member("血算", "2"),
            &observation(
                "血小板",
                r#","valueQuantity":{"value":21.0,"unit":"10*4/μL","comparator":">="}"#,
            ),
        ],
    );
    says(
        &json,
        &["検査・観察項目: 血小板", "結果: >=21.0 10*4/μL"],
        &[],
    );
}

use crate::support::{bundle, says};

fn request(dosage: &str) -> String {
    format!(
        r#"{{"resourceType":"MedicationRequest","status":"completed","intent":"order",
        "medicationCodeableConcept":{{"text":"見本錠5mg"}},"dosageInstruction":[{dosage}]}}"#
    )
}

#[test]
fn a_dose_between_two_amounts_and_a_rate() {
    says(
        &request(
            r#"{"text":"1回1～2錠","doseAndRate":[{"type":{"text":"製剤量"},"doseRange":{"low":{"value":1,"unit":"錠"},"high":{"value":2,"unit":"錠"}},
        "rateRatio":{"numerator":{"value":6,"unit":"錠"},"denominator":{"value":1,"unit":"日"}}}],
        "maxDosePerPeriod":{"numerator":{"value":8,"unit":"錠"},"denominator":{"value":24,"unit":"時間"}},
        "maxDosePerAdministration":{"value":2,"unit":"錠"},"maxDosePerLifetime":{"value":100,"unit":"錠"}}"#,
        ),
        &[
            "1回量: 1 錠～2 錠",
            "1日量・速度: 6 錠 / 1 日",
            "期間あたり上限: 8 錠 / 24 時間",
            "1回上限: 2 錠",
            "生涯上限: 100 錠",
            "量の種別: 製剤量",
        ],
        &[],
    );
    says(
        &request(
            r#"{"doseAndRate":[{"rateQuantity":{"value":40,"unit":"mL/h"}},{"rateRange":{"low":{"value":20,"unit":"mL/h"},"high":{"value":60,"unit":"mL/h"}}}]}"#,
        ),
        &["1日量・速度: 40 mL/h", "1日量・速度: 20 mL/h～60 mL/h"],
        &[],
    );
}

#[test]
fn a_dose_that_falls_in_three_steps() {
    let step = |order: u8, dose: &str, from: &str| {
        format!(
            r#"{{"sequence":{order},"text":"1日1回 朝食後 {dose}錠","extension":[{{"url":
            "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationDosage_PeriodOfUse","valuePeriod":{{"start":"{from}"}}}},
            {{"url":"http://jpfhir.jp/fhir/core/Extension/StructureDefinition/JP_MedicationDosage_UsageDuration","valueDuration":{{"value":7,"unit":"日"}}}}],
            "timing":{{"repeat":{{"boundsDuration":{{"value":7,"unit":"日"}},"frequency":1,"period":1,"periodUnit":"d","when":["PCM"],"offset":30}}}},
            "doseAndRate":[{{"doseQuantity":{{"value":{dose},"unit":"錠"}}}}]}}"#
        )
    };
    let steps = [
        step(1, "3", "2026-04-01"),
        step(2, "2", "2026-04-08"),
        step(3, "0.5", "2026-04-15"),
    ];
    says(
        &request(&steps.join(",")),
        &[
            "用法: 1日1回 朝食後 3錠",
            "用法: 1日1回 朝食後 2錠",
            "用法: 1日1回 朝食後 0.5錠",
            "1回量: 0.5 錠",
            "2026-04-15～",
            "順序: 3",
            "前後（分）: 30",
        ],
        &[],
    );
}

#[test]
fn as_needed_for_a_reason_with_its_limits() {
    says(
        &request(
            r#"{"text":"疼痛時 1回1錠","asNeededCodeableConcept":{"text":"疼痛時"},"patientInstruction":"6時間以上あけて",
        "additionalInstruction":[{"text":"空腹時を避ける"},{"text":"1日3回まで"}],"route":{"text":"口"},"site":{"text":"口腔"},"method":{"text":"内服"},
        "timing":{"event":["2026-04-01T08:00:00+09:00"],"repeat":{"count":5,"countMax":10,"duration":15,"durationUnit":"min","timeOfDay":["08:00:00","20:00:00"],"dayOfWeek":["mon","thu"]}}}"#,
        ),
        &[
            "頓用: 疼痛時",
            "患者への説明: 6時間以上あけて",
            "補足用法: 空腹時を避ける",
            "補足用法: 1日3回まで",
            "投与経路: 口",
            "部位: 口腔",
            "投与方法: 内服",
            "日時: 2026-04-01T08:00:00+09:00",
            "回数: 5",
            "最大回数: 10",
            "時間: 15",
            "時刻: 08:00:00 20:00:00",
            "月",
            "木",
        ],
        &[],
    );
    says(
        &request(r#"{"asNeededBoolean":true}"#),
        &["頓用: はい true"],
        &[],
    );
}

#[test]
fn a_prescription_with_its_medicine_inside() {
    let prescription = r##"{"resourceType":"MedicationRequest","status":"completed","intent":"order","authoredOn":"2026-04-01",
        "contained":[{"resourceType":"Medication","id":"m","code":{"text":"混合注射"},"form":{"text":"注射液"},
         "amount":{"numerator":{"value":500,"unit":"mL"},"denominator":{"value":1,"unit":"袋"}},"batch":{"lotNumber":"LOT-9","expirationDate":"2027-01"},
         "ingredient":[{"itemCodeableConcept":{"text":"ブドウ糖"},"isActive":true,"strength":{"numerator":{"value":25,"unit":"g"},"denominator":{"value":500,"unit":"mL"}}},
          {"itemReference":{"display":"添加剤A"}}]}],
        "medicationReference":{"reference":"#m"},"reasonCode":[{"text":"脱水"}],"courseOfTherapyType":{"text":"短期"},
        "dispenseRequest":{"initialFill":{"quantity":{"value":3,"unit":"袋"},"duration":{"value":1,"unit":"日"}},"dispenseInterval":{"value":7,"unit":"日"},
         "validityPeriod":{"start":"2026-04-01","end":"2026-04-04"},"numberOfRepeatsAllowed":1,"quantity":{"value":6,"unit":"袋"},
         "expectedSupplyDuration":{"value":2,"unit":"日"},"performer":{"display":"見本薬局"}},
        "substitution":{"allowedCodeableConcept":{"text":"変更不可"},"reason":{"text":"患者希望"}},"priorPrescription":{"display":"前回処方"},
        "groupIdentifier":{"value":"G1"},"insurance":[{"display":"国保"}],"detectedIssue":[{"display":"相互作用あり"}],"reportedBoolean":false,
        "doNotPerform":false,"performer":{"display":"看護 花"},"performerType":{"text":"看護師"},"recorder":{"display":"記録 次郎"},"priority":"urgent"}"##;
    says(
        &bundle("searchset", &[prescription]),
        &[
            "混合注射",
            "注射液",
            "500 mL / 1 袋",
            "LOT-9",
            "2027-01",
            "ブドウ糖",
            "25 g / 500 mL",
            "添加剤A",
            "脱水",
            "短期",
            "3 袋",
            "7 日",
            "2026-04-01～2026-04-04",
            "6 袋",
            "見本薬局",
            "変更不可",
            "患者希望",
            "前回処方",
            "国保",
            "相互作用あり",
            "看護 花",
            "看護師",
            "記録 次郎",
            "至急",
        ],
        &[],
    );
}

#[test]
fn dispensed_taken_and_given() {
    let dispensed = r#"{"resourceType":"MedicationDispense","status":"completed","medicationCodeableConcept":{"text":"見本錠"},"quantity":{"value":14,"unit":"錠"},
        "daysSupply":{"value":7,"unit":"日"},"whenPrepared":"2026-04-01T10:00:00+09:00","whenHandedOver":"2026-04-01T11:00:00+09:00",
        "performer":[{"function":{"text":"調剤"},"actor":{"display":"薬剤 師子"}}],"substitution":{"wasSubstituted":true,"type":{"text":"後発品"},"reason":[{"text":"一般名処方"}]},
        "destination":{"display":"病棟"},"receiver":[{"display":"家族"}],"dosageInstruction":[{"text":"朝夕食後"}],"note":[{"text":"粉砕"}]}"#;
    let taken = r#"{"resourceType":"MedicationStatement","status":"active","medicationCodeableConcept":{"text":"市販鎮痛薬"},"effectivePeriod":{"start":"2026-03"},
        "dateAsserted":"2026-04-01","informationSource":{"display":"本人"},"reasonCode":[{"text":"頭痛"}],"dosage":[{"text":"週2回程度"}],"note":[{"text":"自己判断"}],"statusReason":[{"text":"継続"}]}"#;
    let given = r#"{"resourceType":"MedicationAdministration","status":"completed","medicationCodeableConcept":{"text":"見本注"},"effectivePeriod":{"start":"2026-04-01T10:00:00+09:00","end":"2026-04-01T12:00:00+09:00"},
        "performer":[{"function":{"text":"実施"},"actor":{"display":"看護 太"}}],"reasonCode":[{"text":"発熱"}],
        "dosage":{"text":"点滴静注","site":{"text":"左前腕"},"route":{"text":"静脈"},"method":{"text":"点滴"},"dose":{"value":100,"unit":"mL"},"rateQuantity":{"value":50,"unit":"mL/h"}}}"#;
    says(
        &bundle("collection", &[dispensed, taken, given]),
        &[
            "14 錠",
            "7 日",
            "2026-04-01T11:00:00+09:00",
            "調剤",
            "薬剤 師子",
            "後発品",
            "一般名処方",
            "病棟",
            "朝夕食後",
            "粉砕",
            "市販鎮痛薬",
            "2026-03～",
            "本人",
            "頭痛",
            "週2回程度",
            "自己判断",
            "点滴静注",
            "左前腕",
            "100 mL",
            "50 mL/h",
            "看護 太",
        ],
        &[],
    );
}

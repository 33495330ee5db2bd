use crate::support::{bundle, says};

#[test]
fn an_immunization_with_its_lot_dose_and_reaction() {
    let given = r#"{"resourceType":"Immunization","status":"completed","vaccineCode":{"text":"インフルエンザワクチン"},"occurrenceDateTime":"2025-11-03",
        "lotNumber":"FL-12","expirationDate":"2026-06","site":{"text":"左上腕"},"route":{"text":"皮下"},"doseQuantity":{"value":0.5,"unit":"mL"},
        "manufacturer":{"display":"見本製薬"},"location":{"display":"見本診療所"},"reportOrigin":{"text":"母子手帳"},"primarySource":false,"isSubpotent":false,
        "performer":[{"function":{"text":"接種"},"actor":{"display":"架空 医師"}}],"note":[{"text":"発赤なし"}],"reasonCode":[{"text":"定期接種"}],
        "reaction":[{"date":"2025-11-04","detail":{"display":"微熱"},"reported":true}],"education":[{"documentType":"説明書","presentationDate":"2025-11-03"}],
        "protocolApplied":[{"series":"2025年度","doseNumberPositiveInt":1,"seriesDosesString":"1回","targetDisease":[{"text":"インフルエンザ"}],"authority":{"display":"見本市"}}],
        "fundingSource":{"text":"公費"},"programEligibility":[{"text":"65歳以上"}]}"#;
    let refused = r#"{"resourceType":"Immunization","status":"not-done","statusReason":{"text":"患者拒否"},"vaccineCode":{"text":"肺炎球菌ワクチン"},"occurrenceString":"2024年頃"}"#;
    says(
        &bundle("collection", &[given, refused]),
        &[
            "インフルエンザワクチン",
            "2025-11-03",
            "FL-12",
            "2026-06",
            "左上腕",
            "皮下",
            "0.5 mL",
            "見本製薬",
            "見本診療所",
            "母子手帳",
            "架空 医師",
            "発赤なし",
            "定期接種",
            "微熱",
            "説明書",
            "2025年度",
            "1回",
            "見本市",
            "公費",
            "65歳以上",
            "患者拒否",
            "肺炎球菌ワクチン",
            "2024年頃",
        ],
        &[],
    );
}

#[test]
fn a_procedure_with_everything_around_it() {
    let done = r#"{"resourceType":"Procedure","status":"completed","code":{"text":"腹腔鏡下胆嚢摘出術"},"performedPeriod":{"start":"2026-03-01T09:00:00+09:00","end":"2026-03-01T11:10:00+09:00"},
        "category":{"text":"手術"},"outcome":{"text":"軽快"},"complication":[{"text":"胆汁漏"}],"complicationDetail":[{"display":"術後3日目"}],"followUp":[{"text":"2週後外来"}],
        "bodySite":[{"text":"胆嚢"}],"reasonCode":[{"text":"胆石症"}],"performer":[{"function":{"text":"術者"},"actor":{"display":"外科 一郎"},"onBehalfOf":{"display":"見本病院"}}],
        "location":{"display":"中央手術室"},"report":[{"display":"手術記録"}],"usedCode":[{"text":"クリップ"}],"usedReference":[{"display":"ステープラー"}],
        "focalDevice":[{"action":{"text":"留置"},"manipulated":{"display":"ドレーン"}}],"statusReason":{"text":"予定どおり"},"note":[{"text":"出血少量"}],"asserter":{"display":"主治医"},"recorder":{"display":"記録者"}}"#;
    let told = r#"{"resourceType":"Procedure","status":"completed","code":{"text":"虫垂切除術"},"performedAge":{"value":12,"unit":"歳"}}"#;
    let before = r#"{"resourceType":"Procedure","status":"completed","code":{"text":"輸血"},"performedString":"学生時代"}"#;
    says(
        &bundle("collection", &[done, told, before]),
        &[
            "腹腔鏡下胆嚢摘出術",
            "2026-03-01T09:00:00+09:00～2026-03-01T11:10:00+09:00",
            "軽快",
            "胆汁漏",
            "術後3日目",
            "2週後外来",
            "胆嚢",
            "胆石症",
            "術者",
            "外科 一郎",
            "中央手術室",
            "手術記録",
            "クリップ",
            "ステープラー",
            "留置",
            "ドレーン",
            "予定どおり",
            "出血少量",
            "12 歳",
            "学生時代",
        ],
        &[],
    );
}

#[test]
fn a_family_with_its_illnesses() {
    let father = r#"{"resourceType":"FamilyMemberHistory","status":"partial","relationship":{"text":"父"},"name":"見本 父","sex":{"text":"男性"},"bornString":"昭和20年頃",
        "deceasedAge":{"value":67,"unit":"歳"},"reasonCode":[{"text":"家族歴聴取"}],"dataAbsentReason":{"text":"一部不明"},"note":[{"text":"喫煙歴あり"}],"date":"2026-04-01",
        "condition":[{"code":{"text":"胃癌"},"outcome":{"text":"死亡"},"contributedToDeath":true,"onsetAge":{"value":65,"unit":"歳"},"note":[{"text":"手術歴"}]},
        {"code":{"text":"糖尿病"},"onsetString":"中年期"}]}"#;
    let sister = r#"{"resourceType":"FamilyMemberHistory","status":"completed","relationship":{"text":"姉"},"ageRange":{"low":{"value":60,"unit":"歳"},"high":{"value":65,"unit":"歳"}},"estimatedAge":true,"deceasedBoolean":false}"#;
    says(
        &bundle("collection", &[father, sister]),
        &[
            "父",
            "見本 父",
            "昭和20年頃",
            "67 歳",
            "家族歴聴取",
            "一部不明",
            "喫煙歴あり",
            "胃癌",
            "死亡",
            "65 歳",
            "手術歴",
            "糖尿病",
            "中年期",
            "姉",
            "60 歳～65 歳",
        ],
        &[],
    );
}

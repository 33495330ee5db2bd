use record::{AnswerKind, Pointers, read};

use crate::support::{bundle, drawn, reading, says};

/// A document of this kind with these sections and resources.
fn document(code: &str, sections: &str, resources: &[&str]) -> String {
    let composition = format!(
        r#"{{"resourceType":"Composition","status":"final","title":"文書","date":"2026-05-01","type":{{"coding":[{{"code":"{code}"}}]}},"section":[{sections}]}}"#
    );
    let mut all = vec![&*composition];
    all.extend_from_slice(resources);
    bundle("document", &all)
}

#[test]
fn sections_within_sections_of_a_patient_summary() {
    let sections = r#"{"title":"計画サマリー","code":{"coding":[{"code":"422"}]},"section":[
        {"title":"目標","text":{"status":"additional","div":"<div>血圧 130 未満</div>"},"section":[
          {"title":"生活","entry":[{"reference":"urn:uuid:2"}],"section":[{"title":"食事","text":{"status":"generated","div":"<div>減塩 6g</div>"}}]}]},
        {"title":"薬","emptyReason":{"text":"処方なし"}}],"entry":[{"reference":"urn:uuid:1"}]}"#;
    let plan = r#"{"resourceType":"CarePlan","status":"active","intent":"plan","title":"療養計画","description":"外来で経過をみる","period":{"start":"2026-04"},
        "category":[{"text":"followup-plan"}],"goal":[{"display":"体重 60kg"}],"addresses":[{"display":"高血圧症"}],"author":{"display":"架空 医師"},
        "activity":[{"detail":{"status":"scheduled","code":{"text":"栄養指導"},"scheduledString":"月1回","description":"管理栄養士による",
         "quantity":{"value":3,"unit":"回"},"goal":[{"display":"減塩"}],"location":{"display":"外来"},"performer":[{"display":"栄養 士郎"}]},
         "progress":[{"text":"1回実施"}],"outcomeCodeableConcept":[{"text":"理解良好"}]}],"note":[{"text":"家族同席"}]}"#;
    let goal = r#"{"resourceType":"Goal","lifecycleStatus":"active","description":{"text":"運動習慣"},"startDate":"2026-04-01",
        "target":[{"measure":{"text":"歩数"},"detailQuantity":{"value":8000,"unit":"歩"},"dueDate":"2026-10"}],"statusReason":"継続中","outcomeCode":[{"text":"改善"}],"achievementStatus":{"text":"達成途中"}}"#;
    let json = document("56447-6", sections, &[plan, goal]);
    says(
        &json,
        &[
            "血圧 130 未満",
            "減塩 6g",
            "処方なし",
            "療養計画",
            "外来で経過をみる",
            "体重 60kg",
            "栄養指導",
            "月1回",
            "管理栄養士による",
            "3 回",
            "栄養 士郎",
            "1回実施",
            "理解良好",
            "家族同席",
            "運動習慣",
            "歩数",
            "8000 歩",
            "2026-10",
            "改善",
            "達成途中",
        ],
        &[],
    );
    let answer = reading(&json);
    assert_eq!(answer.kind, AnswerKind::PatientSummary);
    assert!(
        answer
            .blocks
            .iter()
            .any(|b| !b.blocks.is_empty() && !b.blocks[0].blocks.is_empty())
    );
}

#[test]
fn a_bundle_inside_a_bundle_inside_a_section() {
    let lab = r#"{"resourceType":"Observation","status":"final","code":{"text":"外注検査"},"valueString":"陰性"}"#;
    let inner = bundle("collection", &[lab]);
    let outer = bundle("collection", &[&inner]);
    let section = r#"{"title":"添付情報","code":{"coding":[{"code":"210"}]},"entry":[{"reference":"urn:uuid:1"}]}"#;
    let json = document("57133-1", section, &[&outer]);
    let answer = reading(&json);
    let drawn = drawn(&answer);
    assert!(
        drawn.contains("検査・観察項目: 外注検査") && drawn.contains("結果: 陰性"),
        "{drawn}"
    );
    assert!(answer.other.is_empty(), "{:?}", answer.other);
}

#[test]
fn both_codes_of_a_checkup_report_and_old_codes_of_a_discharge_summary() {
    for code in ["53576-5", "JPGCHKUP01"] {
        let json = document(
            code,
            r#"{"title":"検査","code":{"coding":[{"code":"01910"}]}}"#,
            &[],
        );
        assert_eq!(
            read(json.as_bytes(), Pointers::Kept).kind,
            AnswerKind::CheckupReport,
            "{code}"
        );
    }
    for (code, name) in [
        ("360", "現病歴"),
        ("362", "現病歴"),
        ("370", "既往歴"),
        ("372", "既往歴"),
        ("550", "家族歴"),
        ("552", "家族歴"),
        ("640", "社会歴"),
        ("642", "社会歴"),
    ] {
        let section = format!(
            r#"{{"code":{{"coding":[{{"system":"http://jpfhir.jp/fhir/clins/CodeSystem/document-section","code":"{code}"}}]}},"text":{{"div":"<div>記載</div>"}}}}"#
        );
        let json = document("18842-5", &section, &[]);
        let answer = reading(&json);
        assert_eq!(answer.kind, AnswerKind::DischargeSummary);
        assert!(drawn(&answer).contains(name), "{code}: {}", drawn(&answer));
    }
}

#[test]
fn what_a_referral_says_of_consent_research_and_devices() {
    let consent = r#"{"resourceType":"Consent","status":"active","scope":{"text":"事前指示"},"category":[{"text":"DNAR"}],"dateTime":"2026-03-01",
        "performer":[{"display":"見本 花子"}],"organization":[{"display":"見本病院"}],"policyRule":{"text":"院内規程"},"sourceAttachment":{"contentType":"text/plain","title":"事前指示書"},
        "verification":[{"verified":true,"verifiedWith":{"display":"長男"},"verificationDate":"2026-03-02"}],
        "provision":{"type":"deny","period":{"start":"2026-03-01"},"code":[{"text":"心肺蘇生"}],"provision":[{"type":"permit","code":[{"text":"酸素投与"}]}]}}"#;
    let subject = r#"{"resourceType":"ResearchSubject","status":"on-study","study":{"display":"見本試験"},"assignedArm":"A群","actualArm":"B群","period":{"start":"2026-01"},
        "individual":{"display":"見本 花子"},"consent":{"display":"同意書"}}"#;
    let used = r##"{"resourceType":"DeviceUseStatement","status":"active","contained":[{"resourceType":"Device","id":"d","type":{"text":"心臓ペースメーカー"},
         "manufacturer":"見本工業","modelNumber":"PM-1","serialNumber":"S-77","lotNumber":"L1","manufactureDate":"2020-01","expirationDate":"2030-01",
         "deviceName":[{"name":"見本ペースメーカー","type":"user-friendly-name"}],"udiCarrier":[{"carrierHRF":"(01)0490000000000"}],
         "specialization":[{"systemType":{"text":"DDD"},"version":"3.1"}],"version":[{"value":"fw 2.0"}],
         "property":[{"type":{"text":"MRI"},"valueCode":[{"text":"条件付き対応"}]}],"safety":[{"text":"MRI 条件付き"}],"note":[{"text":"電池残量あり"}]}],
        "device":{"reference":"#d"},"timingPeriod":{"start":"2020-02-10"},"bodySite":{"text":"左前胸部"},"reasonCode":[{"text":"洞不全症候群"}],
        "recordedOn":"2026-04-01","source":{"display":"本人"},"note":[{"text":"手帳あり"}]}"##;
    let sections = r#"{"title":"事前指示","entry":[{"reference":"urn:uuid:1"}]},{"title":"臨床研究参加","entry":[{"reference":"urn:uuid:2"}]},{"title":"医療機器","entry":[{"reference":"urn:uuid:3"}]}"#;
    says(
        &document("57133-1", sections, &[consent, subject, used]),
        &[
            "同意の種類: 事前指示",
            "DNAR",
            "院内規程",
            "事前指示書",
            "長男",
            "許可・拒否: 拒否",
            "心肺蘇生",
            "許可・拒否: 許可",
            "酸素投与",
            "見本試験",
            "A群",
            "B群",
            "心臓ペースメーカー",
            "見本工業",
            "PM-1",
            "S-77",
            "2030-01",
            "見本ペースメーカー",
            "DDD",
            "3.1",
            "fw 2.0",
            "条件付き対応",
            "MRI 条件付き",
            "電池残量あり",
            "2020-02-10～",
            "左前胸部",
            "洞不全症候群",
            "手帳あり",
        ],
        &[],
    );
}

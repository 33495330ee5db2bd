use serde_json::{Value, json};

use crate::{
    Document, SampleClinicError, date,
    documents::{Draft, Header},
    fhir,
    rules::{Facility, ReferralRule},
    scene::Scene,
};

const SECTION: &str = "http://jpfhir.jp/fhir/clins/CodeSystem/document-section";

/// Section code, title, text; the texts are those of one invented admission.
const LETTER: [(&str, &str, &str); 7] = [
    (
        "950",
        "紹介目的",
        "退院後の外来での経過観察をお願いいたします。",
    ),
    (
        "340",
        "傷病名・主訴",
        "慢性心不全の急性増悪。主訴は労作時の息切れと下腿浮腫。",
    ),
    (
        "360",
        "現病歴",
        "ひと月前から階段で息切れが出るようになり、夜間の起座呼吸のため救急外来を受診した。",
    ),
    (
        "370",
        "既往歴",
        "慢性閉塞性肺疾患（吸入薬で安定）、胆のう結石症。",
    ),
    (
        "510",
        "アレルギー・不耐性反応",
        "造影剤で発疹の申告あり（詳細不明）。",
    ),
    (
        "430",
        "投薬指示",
        "エドキサバン錠30mg 1回1錠 1日1回 朝食後。ビソプロロールフマル酸塩錠2.5mg 1回1錠 1日1回 朝食後。",
    ),
    (
        "330",
        "臨床経過",
        "利尿薬の静注で体重は4.2kg減少し、酸素投与は入院3日目に終了した。",
    ),
];
const SUMMARY: [(&str, &str, &str); 9] = [
    ("322", "入院時詳細", "救急外来から循環器病棟へ入院。"),
    ("312", "入院理由", "心不全増悪に対する入院加療。"),
    (
        "342",
        "入院時診断",
        "慢性心不全の急性増悪、発作性心房細動。",
    ),
    ("352", "主訴", "労作時の息切れ、両下腿の浮腫。"),
    (
        "360",
        "現病歴",
        "内服の飲み忘れと塩分の多い食事が続き、体重が増えていた。",
    ),
    (
        "333",
        "入院中経過",
        "心エコーで左室駆出率42％。利尿薬の調整後、腎機能の悪化なく退院した。",
    ),
    (
        "344",
        "退院時診断",
        "慢性心不全（NYHA II）、発作性心房細動。",
    ),
    (
        "444",
        "退院時投薬指示",
        "エドキサバン錠30mg、ビソプロロールフマル酸塩錠2.5mg、フロセミド錠20mg。",
    ),
    (
        "424",
        "退院時方針指示",
        "体重が3日で2kg以上増えたら早めに受診するよう説明した。",
    ),
];

/// The 診療情報提供書 and the 退院時サマリー that goes with it.
pub(crate) fn referral(
    scene: &Scene<'_>,
    rule: &ReferralRule,
) -> Result<Vec<Document>, SampleClinicError> {
    let from = scene.rules.facility(&rule.from)?;
    let to = scene.rules.facility(&rule.to)?;
    let day = |days| date::offset(scene.today, days).to_string();
    let summary = document(
        scene,
        &Letter {
            id: scene.id("summary", 1),
            from,
            to: None,
            written: day(rule.discharged),
            period: Some((day(rule.admitted), day(rule.discharged))),
            type_code: "18842-5",
            title: "退院時サマリー",
            profiles: [
                "clins/StructureDefinition/JP_Bundle_eDischargeSummary",
                "eDischargeSummary/StructureDefinition/JP_Composition_eDischargeSummary",
            ],
            sections: &SUMMARY,
        },
    )?;
    let letter = document(
        scene,
        &Letter {
            id: scene.id("letter", 1),
            from,
            to: Some(to),
            written: day(rule.on),
            period: None,
            type_code: "57133-1",
            title: "診療情報提供書",
            profiles: [
                "clins/StructureDefinition/JP_Bundle_eReferral",
                "eReferral/StructureDefinition/JP_Composition_eReferral",
            ],
            sections: &LETTER,
        },
    )?;
    Ok(vec![letter, summary])
}

struct Letter<'a> {
    id: String,
    from: &'a Facility,
    to: Option<&'a Facility>,
    written: String,
    /// Admission and discharge.
    period: Option<(String, String)>,
    type_code: &'static str,
    title: &'static str,
    /// Of the Bundle and of the Composition.
    profiles: [&'static str; 2],
    sections: &'static [(&'static str, &'static str, &'static str)],
}

fn document(scene: &Scene<'_>, letter: &Letter<'_>) -> Result<Document, SampleClinicError> {
    let mut draft = Draft::new(scene, &letter.id);
    let organization = draft.add("from", fhir::organization(letter.from, "org"));
    let practitioner = draft.add("doctor", fhir::practitioner(letter.from, "dr"));
    let mut sections = Vec::new();
    if let Some(to) = letter.to {
        let addressee = draft.add("to", fhir::organization(to, "to"));
        sections.push(section(
            "920",
            "紹介元情報",
            "",
            &[&organization, &practitioner],
        ));
        sections.push(section("910", "紹介先情報", "", &[&addressee]));
    }
    if let Some((admitted, discharged)) = &letter.period {
        draft.add(
            "encounter",
            json!({
                "resourceType": "Encounter", "status": "finished",
                "class": {
                    "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                    "code": "IMP", "display": "入院",
                },
                "subject": {"reference": draft.patient()},
                "period": {"start": admitted, "end": discharged},
            }),
        );
    }
    sections.extend(
        letter
            .sections
            .iter()
            .map(|(code, title, text)| section(code, title, text, &[])),
    );
    let [bundle_profile, composition_profile] = letter.profiles;
    let composition = json!({
        "author": [{"reference": practitioner}, {"reference": organization}],
        "custodian": {"reference": organization},
        "section": [{
            "title": "構造情報",
            "code": {"coding": [{"system": SECTION, "code": "300", "display": "構造情報"}]},
            "section": sections,
        }],
    });
    let header = Header {
        type_code: letter.type_code,
        type_display: letter.title,
        bundle_profile,
        composition_profile,
        title: letter.title,
        facility: letter.from,
        year: scene.today.year(),
        written: &letter.written,
    };
    draft.finish(&header, composition)
}

fn section(code: &str, title: &str, text: &str, entry: &[&String]) -> Value {
    let references: Vec<_> = entry.iter().map(|urn| json!({"reference": urn})).collect();
    let empty = entry.is_empty().then(|| {
        let system = "http://terminology.hl7.org/CodeSystem/list-empty-reason";
        json!({"coding": [{"system": system, "code": "unavailable"}]})
    });
    json!({
        "title": title,
        "code": {"coding": [{"system": SECTION, "code": code, "display": title}]},
        "text": (!text.is_empty()).then(|| json!({
            "status": "additional",
            "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{text}</p></div>"),
        })),
        "entry": (!entry.is_empty()).then_some(references),
        "emptyReason": empty,
    })
}

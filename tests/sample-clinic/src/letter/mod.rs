//! Documents that one facility writes about a stay or a treatment: 診療情報提供書, 退院時サマリー and
//! 患者サマリー（療養計画書）.

mod attachment;
mod entry;
mod pdf;
mod plan;
mod section;

use serde_json::{Value, json};

use crate::{
    Document, SampleClinicError, date,
    documents::{Draft, Header, Signature},
    fhir,
    rules::{LetterKind, LetterRule, LetterText, find},
    scene::Scene,
};
use entry::Writer;
use section::Sections;

/// Every document of a patient, in the order of the rules.
pub(crate) fn letters(
    scene: &Scene<'_>,
    rules: &[LetterRule],
) -> Result<Vec<Document>, SampleClinicError> {
    let numbered = rules.iter().enumerate().map(|(at, rule)| {
        let text = find(&scene.rules.letters, "letter", &rule.text)?;
        let before = rules.get(..at).unwrap_or_default();
        let same = before
            .iter()
            .filter(|other| kind(scene, other) == Some(text.kind));
        letter(scene, rule, text, same.count() + 1)
    });
    numbered.collect()
}

/// Of what kind a document will be.
pub(crate) fn kind(scene: &Scene<'_>, rule: &LetterRule) -> Option<LetterKind> {
    Some(scene.rules.letters.get(&rule.text)?.kind)
}

fn letter(
    scene: &Scene<'_>,
    rule: &LetterRule,
    text: &LetterText,
    number: usize,
) -> Result<Document, SampleClinicError> {
    let from = scene.rules.facility(&rule.from)?;
    let written = date::offset(scene.today, rule.on).to_string();
    let facts = facts(text.kind);
    let mut draft = Draft::new(scene, &scene.id(facts.name, number));
    let organization = draft.add("from", fhir::organization(from, "org"));
    let practitioner = draft.add("doctor", fhir::practitioner(from, "dr"));
    let inside = scene.inside(&format!("{}{number}", facts.name));
    let writer = Writer {
        scene: &inside,
        patient: draft.patient(),
        practitioner: practitioner.clone(),
        written: &written,
    };
    let mut sections = Sections::new(&writer, &mut draft);
    if let Some(to) = &rule.to {
        let to = scene.rules.facility(to)?;
        sections.name(
            "920",
            "紹介元情報",
            vec![organization.clone(), practitioner.clone()],
        );
        let addressee = sections.draft.add("to", fhir::organization(to, "to"));
        sections.name("910", "紹介先情報", vec![addressee]);
    }
    if let Some(stay) = rule.stay {
        let stay = stay.map(|days| date::offset(scene.today, days).to_string());
        sections.draft.add("encounter", writer.stay(&stay));
    }
    for part in &text.sections {
        sections.tell(part)?;
    }
    let composition = json!({
        "author": [{"reference": practitioner}, {"reference": organization}],
        "custodian": {"reference": organization},
        "event": facts.event.map(|text| json!([{"code": [{"text": text}]}])),
        "section": around(text.kind, sections.made),
    });
    let header = Header {
        type_code: facts.type_code,
        type_display: facts.display,
        bundle_profile: facts.bundle_profile,
        composition_profile: facts.composition_profile,
        title: facts.title,
        facility: from,
        year: scene.today.year(),
        written: &written,
        signature: text.signed.then(|| Signature {
            signer: practitioner,
            number: &from.number,
        }),
    };
    draft.finish(&header, composition)
}

/// The sections stand inside one that says that they are structured, but for the single section of
/// a 患者サマリー.
fn around(kind: LetterKind, sections: Vec<Value>) -> Value {
    match kind {
        LetterKind::PatientSummary => Value::Array(sections),
        _ => json!([{
            "title": "構造情報",
            "code": section::code("300", "構造情報"),
            "section": sections,
        }]),
    }
}

/// What all documents of a kind have in common.
struct Facts {
    /// In ids.
    name: &'static str,
    type_code: &'static str,
    display: &'static str,
    title: &'static str,
    bundle_profile: &'static str,
    composition_profile: &'static str,
    event: Option<&'static str>,
}

fn facts(kind: LetterKind) -> Facts {
    match kind {
        LetterKind::Referral => Facts {
            name: "letter",
            type_code: "57133-1",
            display: "診療情報提供書",
            title: "診療情報提供書",
            bundle_profile: "clins/StructureDefinition/JP_Bundle_eReferral",
            composition_profile: "eReferral/StructureDefinition/JP_Composition_eReferral",
            event: Some("診療情報提供書発行"),
        },
        LetterKind::DischargeSummary => Facts {
            name: "summary",
            type_code: "18842-5",
            display: "退院時サマリー",
            title: "退院時サマリー",
            bundle_profile: "clins/StructureDefinition/JP_Bundle_eDischargeSummary",
            composition_profile: "eDischargeSummary/StructureDefinition/JP_Composition_eDischargeSummary",
            event: None,
        },
        LetterKind::PatientSummary => Facts {
            name: "plan",
            type_code: "56447-6",
            display: "計画書",
            title: "患者サマリー（療養計画書）",
            bundle_profile: "clins/StructureDefinition/JP_Bundle_ePCS",
            composition_profile: "clins/StructureDefinition/JP_Composition_ePCS",
            event: None,
        },
    }
}

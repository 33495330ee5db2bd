use serde_json::{Value, json};

use super::common::{contained, extensions, meta, resource_identifier};
use crate::{
    SampleClinicError, date,
    rules::{ConditionRule, find},
    scene::Scene,
};

/// 傷病名.
pub(crate) fn condition(
    scene: &Scene<'_>,
    rule: &ConditionRule,
    id: &str,
) -> Result<Value, SampleClinicError> {
    let facility = scene.rules.facility(&rule.at)?;
    let (text, key, stem, icd) = find(&scene.rules.terms.diseases, "disease", &rule.d)?;
    let mut coding = vec![json!({
        "system": "http://medis.or.jp/CodeSystem/master-disease-keyNumber",
        "code": key, "display": stem,
    })];
    if let Some(icd) = icd {
        coding.push(json!({
            "system": "http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full",
            "code": icd, "display": stem,
        }));
    }
    let mut extension = extensions(facility);
    if rule.main {
        extension.push(json!({
            "url": "http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_DiagnosisType",
            "valueCodeableConcept": {"coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/ex-diagnosistype",
                "code": "principal", "display": "Principal Diagnosis",
            }]},
        }));
    }
    let ended = rule
        .ended
        .as_deref()
        .map(|day| date::text(scene.today, day))
        .transpose()?;
    let status = match (&ended, &rule.outcome) {
        (None, _) => "active",
        (Some(_), Some(outcome)) => outcome,
        (Some(_), None) => "resolved",
    };
    let since = date::text(scene.today, &rule.since)?;
    // The last thing registered about it: that it ended, or that it was found.
    let registered = date::registered(scene.today, ended.as_deref().unwrap_or(&since));
    let updated = date::at(registered, "18:30");
    Ok(json!({
        "resourceType": "Condition", "id": id,
        "meta": meta("eCS/StructureDefinition/JP_Condition_eCS", &updated, rule.tag.as_deref()),
        "contained": contained(facility),
        "extension": extension,
        "identifier": [resource_identifier(facility, id)],
        "clinicalStatus": coded("condition-clinical", status),
        "verificationStatus": coded(
            "condition-ver-status",
            if rule.suspect { "unconfirmed" } else { "confirmed" },
        ),
        "category": [coded("condition-category", "encounter-diagnosis")],
        "code": {"coding": coding, "text": text},
        "subject": scene.subject(),
        "encounter": {"reference": "#enc"},
        "recorder": {"reference": "#dr"},
        "onsetDateTime": since,
        "abatementDateTime": ended,
    }))
}

fn coded(system: &str, code: &str) -> Value {
    let system = format!("http://terminology.hl7.org/CodeSystem/{system}");
    json!({"coding": [{"system": system, "code": code}]})
}

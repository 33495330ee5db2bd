use serde_json::{Value, json};

use super::entry::Writer;
use crate::{date, rules::PlanRule};

/// 療養計画 for the diseases with these references.
pub(super) fn plan(writer: &Writer<'_>, rule: &PlanRule, diseases: &[String]) -> Value {
    let references = diseases.iter().map(|urn| json!({"reference": urn}));
    let activities = rule.activities.iter().map(|[what, when, how]| {
        json!({"detail": {
            "code": {"text": what},
            "status": "in-progress",
            "scheduledString": when,
            "description": how,
        }})
    });
    json!({
        "resourceType": "CarePlan",
        "meta": {"profile": ["http://jpfhir.jp/fhir/clins/StructureDefinition/JP_CarePlan_ePCS"]},
        "status": "active",
        "intent": "plan",
        "title": rule.title,
        "description": rule.aim,
        "subject": {"reference": writer.patient},
        "period": {"start": date::offset(writer.scene.today, rule.since).to_string()},
        "created": writer.written,
        "author": {"reference": writer.practitioner},
        "addresses": references.collect::<Vec<_>>(),
        "activity": activities.collect::<Vec<_>>(),
        "note": rule.note.as_ref().map(|text| json!([{"text": text}])),
    })
}

use serde_json::{Value, json};

use super::common::{contained, extensions, meta, resource_identifier};
use crate::{date, rules::Facility, scene::Scene};

const LOCAL: &str = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_ObsLabResult_LocalCode_CS";

/// What a laboratory Observation is about, before its value.
pub(crate) struct Head<'a> {
    pub(crate) id: &'a str,
    pub(crate) facility: &'a Facility,
    /// Local code and name.
    pub(crate) local: (&'a str, &'a str),
    /// Standard coding.
    pub(crate) coding: Value,
    /// Day of sampling.
    pub(crate) day: &'a str,
    pub(crate) tag: Option<&'a str>,
    /// Unless final.
    pub(crate) status: Option<&'a str>,
    pub(crate) specimen: &'a str,
}

/// A laboratory Observation with the members of `value` (value, flag, range).
pub(crate) fn observation(scene: &Scene<'_>, head: &Head<'_>, value: Value) -> Value {
    let (code, name) = head.local;
    let mut contained = contained(head.facility);
    contained.push(json!({
        "resourceType": "Specimen", "id": "sp", "type": {"text": head.specimen},
    }));
    let mut resource = json!({
        "resourceType": "Observation", "id": head.id,
        "meta": meta(
            "eCS/StructureDefinition/JP_Observation_LabResult_eCS",
            &date::at(head.day, "18:00"),
            head.tag,
        ),
        "contained": contained,
        "extension": extensions(head.facility),
        "identifier": [resource_identifier(head.facility, head.id)],
        "status": head.status.unwrap_or("final"),
        "category": [{"coding": [{
            "system": "http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS",
            "code": "laboratory", "display": "Laboratory",
        }]}],
        "code": {
            "coding": [{"system": LOCAL, "code": code, "display": name}, head.coding],
            "text": name,
        },
        "subject": scene.subject(),
        "encounter": {"reference": "#enc"},
        "effectiveDateTime": date::at(head.day, "08:30"),
        "issued": date::at(head.day, "11:00"),
        "performer": [{"reference": "#dr"}],
        "specimen": {"reference": "#sp"},
    });
    if let (Some(members), Value::Object(value)) = (resource.as_object_mut(), value) {
        members.extend(value);
    }
    resource
}

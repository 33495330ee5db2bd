use serde_json::{Value, json};

use crate::scene::Scene;

/// Who writes a document, about whom and when.
pub(super) struct Writer<'a> {
    /// With ids of its own, so that nothing is taken for what is registered elsewhere.
    pub(super) scene: &'a Scene<'a>,
    /// Reference of the Patient entry.
    pub(super) patient: String,
    /// Reference of the Practitioner entry.
    pub(super) practitioner: String,
    /// The day.
    pub(super) written: &'a str,
}

impl Writer<'_> {
    /// The resource as a document carries it: people and places are entries of the document and not
    /// contained, only a specimen stays with its result.
    pub(super) fn as_entry(&self, mut resource: Value) -> Value {
        let Some(members) = resource.as_object_mut() else {
            return resource;
        };
        members.remove("encounter");
        if let Some(Value::Array(contained)) = members.get_mut("contained") {
            contained.retain(|inner| inner["resourceType"] == "Specimen");
            if contained.is_empty() {
                members.remove("contained");
            }
        }
        for (key, value) in members.iter_mut() {
            match key.as_str() {
                "subject" | "patient" => *value = json!({"reference": self.patient}),
                "recorder" | "requester" => *value = json!({"reference": self.practitioner}),
                "performer" => *value = json!([{"reference": self.practitioner}]),
                _ => {}
            }
        }
        resource
    }

    /// The stay in hospital from one day to another.
    pub(super) fn stay(&self, [admitted, discharged]: &[String; 2]) -> Value {
        json!({
            "resourceType": "Encounter", "status": "finished",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "IMP", "display": "入院",
            },
            "subject": {"reference": self.patient},
            "period": {"start": admitted, "end": discharged},
        })
    }
}

use serde_json::{Value, json};

use super::{human_name, meta};
use crate::{SampleClinicError, date, scene::Scene};

const MEMBER_SYSTEM: &str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";

/// The Patient with this kanji name: as the reader states it, or as clinical answers do.
pub(crate) fn patient(scene: &Scene<'_>, name: &str) -> Result<Value, SampleClinicError> {
    let rule = scene.patient;
    let own = scene.rules.facility(&scene.rules.clinic.own)?;
    let mut identifier = vec![
        json!({
            "system": format!("urn:oid:1.2.392.100495.20.3.51.1{}", own.number),
            "value": rule.chart,
        }),
        json!({"use": "official", "system": MEMBER_SYSTEM, "value": rule.member}),
    ];
    if let Some(former) = &rule.former_member {
        identifier.push(json!({"use": "old", "system": MEMBER_SYSTEM, "value": former}));
    }
    Ok(json!({
        "resourceType": "Patient", "id": rule.id,
        "meta": meta(
            "eCS/StructureDefinition/JP_Patient_eCS",
            &date::at(date::offset(scene.today, -1), "04:00"),
            None,
        ),
        "identifier": identifier,
        "name": [human_name(name, "IDE"), human_name(&rule.kana, "SYL")],
        "gender": rule.gender,
        "birthDate": rule.birth,
        "address": [{"text": scene.town()?, "postalCode": "780-9999"}],
    }))
}

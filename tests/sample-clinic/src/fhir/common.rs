use serde_json::{Value, json};

use crate::rules::Facility;

/// Identifier system of 保険医療機関番号.
const INSTITUTION_SYSTEM: &str =
    "http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no";
const RESOURCE_SYSTEM: &str = "http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier";

/// `meta` with one profile and, where given, one 長期保存/未告知/未提供 tag.
pub(crate) fn meta(profile: &str, updated: &str, tag: Option<&str>) -> Value {
    let tag = tag.map(|code| {
        let system = "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication";
        json!([{"system": system, "code": code}])
    });
    let profile = format!("http://jpfhir.jp/fhir/{profile}");
    json!({"lastUpdated": updated, "profile": [profile], "tag": tag})
}

/// `identifier` of a resource, free form by the sender.
pub(crate) fn resource_identifier(facility: &Facility, id: &str) -> Value {
    json!({"system": RESOURCE_SYSTEM, "value": format!("{}-{id}", facility.number)})
}

/// The two extensions every 6情報 resource carries: 医療機関番号 and 診療科.
pub(crate) fn extensions(facility: &Facility) -> Vec<Value> {
    let [code, name] = &facility.department;
    vec![
        json!({
            "url": "http://jpfhir.jp/fhir/clins/Extension/StructureDefinition/JP_eCS_InstitutionNumber",
            "valueIdentifier": {
                "system": INSTITUTION_SYSTEM,
                "value": facility.number,
                "assigner": {"display": facility.name},
            },
        }),
        json!({
            "url": "http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_Department",
            "valueCodeableConcept": {
                "coding": [{
                    "system": "http://jami.jp/SS-MIX2/CodeSystem/ClinicalDepartment",
                    "code": code, "display": name,
                }],
                "text": name,
            },
        }),
    ]
}

/// The contained Encounter (`#enc`), Practitioner (`#dr`) and Organization (`#org`).
pub(crate) fn contained(facility: &Facility) -> Vec<Value> {
    let mut practitioner = practitioner(facility, "dr");
    let mut organization = organization(facility, "org");
    for resource in [&mut practitioner, &mut organization] {
        if let Some(members) = resource.as_object_mut() {
            members.remove("meta");
        }
    }
    let encounter = json!({
        "resourceType": "Encounter", "id": "enc", "status": "finished",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
            "code": "AMB", "display": "外来",
        },
        "serviceProvider": {"reference": "#org", "display": facility.name},
    });
    vec![encounter, practitioner, organization]
}

/// Kanji or kana name of a person; the blank between the names stays as written.
pub(crate) fn human_name(text: &str, representation: &str) -> Value {
    let (family, given) = text.split_once([' ', '\u{3000}']).unwrap_or((text, ""));
    let given: Vec<_> = given
        .split([' ', '\u{3000}'])
        .filter(|part| !part.is_empty())
        .collect();
    json!({
        "extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation",
            "valueCode": representation,
        }],
        "use": "official", "text": text, "family": family, "given": given,
    })
}

/// The facility's doctor.
pub(crate) fn practitioner(facility: &Facility, id: &str) -> Value {
    let [kanji, kana] = &facility.doctor;
    json!({
        "resourceType": "Practitioner", "id": id,
        "meta": {"profile": ["http://jpfhir.jp/fhir/core/StructureDefinition/JP_Practitioner"]},
        "identifier": [{
            "system": format!("urn:oid:1.2.392.100495.20.3.41.1{}", facility.number),
            "value": "D0001",
        }],
        "name": [human_name(kanji, "IDE"), human_name(kana, "SYL")],
    })
}

/// The facility.
pub(crate) fn organization(facility: &Facility, id: &str) -> Value {
    json!({
        "resourceType": "Organization", "id": id,
        "meta": {"profile": ["http://jpfhir.jp/fhir/eCS/StructureDefinition/JP_Organization_eCS"]},
        "identifier": [{"system": INSTITUTION_SYSTEM, "value": facility.number}],
        "type": [{"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "prov",
        }]}],
        "name": facility.name,
    })
}

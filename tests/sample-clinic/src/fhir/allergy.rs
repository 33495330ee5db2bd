use serde_json::{Value, json};

use super::common::{contained, extensions, meta, resource_identifier};
use crate::{
    SampleClinicError, date,
    rules::{AllergyRule, find},
    scene::Scene,
};

/// アレルギー・薬剤禁忌. The flag tells whether the service counts it as 薬剤アレルギー等.
pub(crate) fn allergy(
    scene: &Scene<'_>,
    rule: &AllergyRule,
    id: &str,
) -> Result<(Value, bool), SampleClinicError> {
    let facility = scene.rules.facility(&rule.at)?;
    let (kind, code, text) = find(&scene.rules.terms.allergens, "allergen", &rule.a)?;
    let category = match kind.as_str() {
        "drug" => Some(json!(["medication"])),
        "none" => None,
        other => Some(json!([other])),
    };
    // A dummy code says that only the text names the allergen.
    let display = (!code.contains("000000000")).then_some(text);
    let on = rule
        .on
        .as_deref()
        .map(|day| date::text(scene.today, day))
        .transpose()?;
    let recorded = match on.as_deref().filter(|on| on.len() == 10) {
        Some(on) => date::registered(scene.today, on),
        None => date::offset(scene.today, -200),
    };
    let updated = date::at(recorded, "18:30");
    let reaction = rule
        .reaction
        .as_ref()
        .map(|text| json!([{"manifestation": [{"text": text}]}]));
    let resource = json!({
        "resourceType": "AllergyIntolerance", "id": id,
        "meta": meta(
            "eCS/StructureDefinition/JP_AllergyIntolerance_eCS", &updated, rule.tag.as_deref(),
        ),
        "contained": contained(facility),
        "extension": extensions(facility),
        "identifier": [resource_identifier(facility, id)],
        "clinicalStatus": status("clinical", rule.status.as_deref().unwrap_or("active")),
        "verificationStatus": status("verification", rule.ver.as_deref().unwrap_or("confirmed")),
        "category": category,
        "criticality": rule.high.then_some("high"),
        "code": {"coding": [{"system": system(code), "code": code, "display": display}], "text": text},
        "patient": scene.subject(),
        "encounter": {"reference": "#enc"},
        "onsetDateTime": on,
        "recordedDate": recorded.to_string(),
        "recorder": {"reference": "#dr"},
        "reaction": reaction,
    });
    Ok((resource, kind == "drug"))
}

/// The code system that the code's three-letter prefix belongs to.
fn system(code: &str) -> &'static str {
    match code.get(..3) {
        Some("YCM" | "D9M") => {
            "http://jpfhir.jp/fhir/core/CodeSystem/YCM/JP_JfagyMedicationAllergen_CS"
        }
        Some("GCM") => "http://jpfhir.jp/fhir/core/CodeSystem/GCM/JP_JfagyMedicationAllergen_CS",
        Some("J9F" | "D9F") => "http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyFoodAllergen_CS",
        _ => "http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyNonFoodNonMedicationAllergen_CS",
    }
}

fn status(system: &str, code: &str) -> Value {
    let system = format!("http://terminology.hl7.org/CodeSystem/allergyintolerance-{system}");
    json!({"coding": [{"system": system, "code": code}]})
}

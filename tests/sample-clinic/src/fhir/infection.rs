use serde_json::{Value, json};

use super::observation::{Head, observation};
use crate::{
    SampleClinicError, date, number,
    rules::{InfectionRule, find},
    scene::Scene,
};

/// The code system that alone says "this is 感染症".
const INFECTION: &str =
    "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_InfectionLabo_CS";

/// 感染症 of one report.
pub(crate) fn infections(
    scene: &Scene<'_>,
    rule: &InfectionRule,
    start: usize,
) -> Result<Vec<(String, Value)>, SampleClinicError> {
    let facility = scene.rules.facility(&rule.at)?;
    let (system, words) = find(&scene.rules.laboratory.answers, "answer table", "posneg")?;
    let day = date::offset(scene.today, rule.on).to_string();
    let mut made = Vec::new();
    for (at, (item, answer)) in rule.items.iter().enumerate() {
        let [code, display, name] = find(&scene.rules.laboratory.infections, "infection", item)?;
        let id = scene.id("inf", start + at);
        let word = words.get(answer.saturating_sub(1));
        let local = format!("I-{item}");
        let head = Head {
            id: &id,
            facility,
            local: (&local, name),
            coding: json!({"system": INFECTION, "code": code, "display": display}),
            day: &day,
            tag: Some("LTS"),
            status: None,
            specimen: "血清",
        };
        let value = json!({
            "valueCodeableConcept": {
                "coding": [{"system": system, "code": answer.to_string(), "display": word}],
                "text": word,
            },
            "interpretation": (*answer == 1).then(|| number::interpretation("POS")),
        });
        made.push((id.clone(), observation(scene, &head, value)));
    }
    Ok(made)
}

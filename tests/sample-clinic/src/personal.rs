use std::collections::BTreeMap;

use crate::{
    SampleClinicError,
    rules::{LabRule, find},
    scene::Scene,
};

/// Makes the series of a story those of one person: everybody has values of his own, and an item
/// that another series of the person already tells goes on from there instead of contradicting it.
/// `told` holds what the patient's other stories have said so far.
pub(crate) fn series(
    scene: &Scene<'_>,
    story: Vec<LabRule>,
    told: &mut BTreeMap<String, [f64; 3]>,
) -> Result<Vec<LabRule>, SampleClinicError> {
    let mut made = Vec::with_capacity(story.len());
    let before = told.clone();
    for mut rule in story {
        for (key, values) in &mut rule.items {
            match before.get(key) {
                Some(known) => *values = *known,
                None => *values = own(scene, key, *values)?,
            }
            told.entry(key.clone()).or_insert(*values);
        }
        made.push(rule);
    }
    Ok(made)
}

/// The values as this person has them.
fn own(scene: &Scene<'_>, key: &str, values: [f64; 3]) -> Result<[f64; 3], SampleClinicError> {
    let item = find(&scene.rules.laboratory.items, "laboratory item", key)?;
    if item.coded.is_some() {
        return Ok(values);
    }
    let sex = if scene.is_male() { 1.0 } else { item.female };
    let person = scene.random(&format!("personal/{key}")).around();
    Ok(values.map(|value| value * sex * (1.0 + person * item.spread)))
}

use jiff::Timestamp;
use sample_clinic::{Records, Resource};

use super::{Params, Refused, Site, page::Match};
use crate::{
    Fault,
    world::{Refusal, Registered},
};

/// A kind of entry with the consent it needs.
type Part = (&'static str, fn(&Records) -> &[Resource]);

const CONDITION: Part = ("condition", |records| &records.conditions);
const DRUG_ALLERGY: Part = ("drug_allergy", |records| &records.drug_allergies);
const OTHER_ALLERGY: Part = ("other_allergy", |records| &records.other_allergies);
const LABORATORY: Part = ("laboratory", |records| &records.laboratory);
const INFECTION: Part = ("infection", |records| &records.infections);
const PRESCRIPTION: Part = ("prescription", |records| &records.prescriptions);

/// A clinical search: the consented parts of what was asked, or a refusal when there is none.
pub(crate) fn search(site: &Site, kind: &str, params: &Params) -> Result<Vec<Match>, Refused> {
    let asked = params.patient().ok_or(Refused::incomplete())?;
    let world = site.read();
    let Some(registered) = world.by_id(asked) else {
        return Ok(Vec::new());
    };
    let asked_for = parts(kind, params);
    let consented = match site.special_mode(params) {
        Some(_) => asked_for.to_vec(),
        None => consented(site, registered, asked_for)?,
    };
    let faults = site.faults.now();
    let shown = if faults.has(Fault::WrongPatient) {
        world.somebody_else(asked).unwrap_or(registered)
    } else {
        registered
    };
    let patient = &shown.patient;
    let entries = consented.iter().flat_map(|(_, of)| of(&patient.records));
    Ok(entries
        .map(|resource| Match {
            url: format!("{}/{}", resource.kind, resource.id),
            resource: resource.json.clone(),
            includes: vec![(
                format!("Patient/{}", patient.id),
                patient.stated.json.clone(),
            )],
        })
        .collect())
}

/// What a search asks for. Observation with `code` of the infection list asks for 感染症 alone.
fn parts(kind: &str, params: &Params) -> &'static [Part] {
    match kind {
        "Condition" => &[CONDITION],
        "AllergyIntolerance" => &[DRUG_ALLERGY, OTHER_ALLERGY],
        "MedicationRequest" => &[PRESCRIPTION],
        _ if params
            .get("code")
            .is_some_and(|code| code.contains("InfectionLabo")) =>
        {
            &[INFECTION]
        }
        _ => &[LABORATORY, INFECTION],
    }
}

/// The parts that may be given out now; without any the reason for the first.
fn consented(
    site: &Site,
    registered: &Registered,
    parts: &'static [Part],
) -> Result<Vec<Part>, Refused> {
    if site.faults.now().has(Fault::ConsentExpired) {
        return Err(Refusal::Expired.into());
    }
    let now = Timestamp::now();
    let mut allowed = Vec::new();
    let mut reason = None;
    for (category, of) in parts {
        match registered.permits(category, now) {
            Ok(()) => allowed.push((*category, *of)),
            Err(refusal) => reason = reason.or(Some(refusal)),
        }
    }
    match reason {
        Some(refusal) if allowed.is_empty() => Err(refusal.into()),
        _ => Ok(allowed),
    }
}

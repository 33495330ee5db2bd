use jiff::{
    Timestamp,
    civil::Date,
    tz::{self, TimeZone},
};
use sample_clinic::{ConsentFlag, resource_text};
use serde_json::{Value, json, value::RawValue};

use super::{Params, Refused, Site, page::Match};
use crate::world::{Arrived, Consented, Registered, Setting, World};

/// The day's card checks, each with its Patient and Consents included.
pub(crate) fn encounters(site: &Site, params: &Params) -> Result<Vec<Match>, Refused> {
    let asked = params.get("date").ok_or(Refused::incomplete())?;
    let day: Date = asked
        .trim_start_matches("eq")
        .parse()
        .map_err(|_| Refused::incomplete())?;
    let world = site.read();
    let mut arrived: Vec<(&Registered, Arrived)> = world
        .patients
        .iter()
        .filter_map(|r| r.arrival.map(|arrival| (r, arrival)))
        .collect();
    arrived.retain(|(_, arrival)| is_of_day(&world, *arrival, day));
    arrived.sort_by_key(|(_, arrival)| arrival.at);
    arrived
        .into_iter()
        .map(|(registered, arrival)| encounter(site, registered, arrival))
        .collect()
}

/// The consents of one patient.
pub(crate) fn consents(site: &Site, params: &Params) -> Result<Vec<Match>, Refused> {
    let asked = params.patient().ok_or(Refused::incomplete())?;
    let world = site.read();
    let Some(registered) = world.by_id(asked) else {
        return Ok(Vec::new());
    };
    let consents = consent_resources(site, registered)?;
    Ok(consents
        .into_iter()
        .map(|(url, resource)| Match {
            url,
            resource,
            includes: Vec::new(),
        })
        .collect())
}

/// A card check belongs to the day it happened and to the day we learnt of it, in Japan: a demo just
/// after midnight has its patients too.
fn is_of_day(world: &World, arrival: Arrived, day: Date) -> bool {
    let moments = [arrival.at, arrival.noticed];
    let mut days = moments.map(|at| at.to_zoned(japan()).date()).into_iter();
    day == world.today || days.any(|of| of == day)
}

fn encounter(site: &Site, registered: &Registered, arrival: Arrived) -> Result<Match, Refused> {
    let patient = &registered.patient;
    let codes = &site.interface.reception_codes;
    let resource = json!({
        "resourceType": "Encounter",
        "id": format!("e-{}", patient.id),
        "status": "arrived",
        "class": {
            "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB",
        },
        "type": [{"coding": [{
            "system": site.interface.reception_system,
            "code": match (arrival.card, arrival.setting) {
                (false, _) => &codes.no_card,
                (true, Setting::Outpatient) => &codes.card,
                (true, Setting::HomeVisit) => &codes.home_visit,
                (true, Setting::Online) => &codes.online,
            },
        }]}],
        "subject": {"reference": format!("Patient/{}", patient.id)},
        "period": {"start": moment(arrival.at)},
    });
    let mut includes = vec![(
        format!("Patient/{}", patient.id),
        patient.reception.json.clone(),
    )];
    includes.extend(consent_resources(site, registered)?);
    Ok(Match {
        url: format!("Encounter/e-{}", patient.id),
        resource: text(&resource)?,
        includes,
    })
}

fn consent_resources(
    site: &Site,
    registered: &Registered,
) -> Result<Vec<(String, Box<RawValue>)>, Refused> {
    let mut made = Vec::new();
    for (category, consented) in &registered.consents {
        let Some(code) = site.interface.consent_codes.get(*category) else {
            continue;
        };
        let id = format!("c-{}-{code}", registered.patient.id);
        if let Some(mut resource) = consent(site, consented) {
            if let Some(members) = resource.as_object_mut() {
                let coding = json!({"system": site.interface.consent_system, "code": code});
                let patient = format!("Patient/{}", registered.patient.id);
                members.insert("id".to_owned(), json!(id));
                members.insert("category".to_owned(), json!([{"coding": [coding]}]));
                members.insert("patient".to_owned(), json!({"reference": patient}));
            }
            made.push((format!("Consent/{id}"), text(&resource)?));
        }
    }
    Ok(made)
}

/// None when the reader did not ask.
fn consent(site: &Site, consented: &Consented) -> Option<Value> {
    let codes = &site.interface.consent_policy_codes;
    let policy = |code: &str| {
        let system = format!("{}-policy", site.interface.consent_system);
        Some(json!({"coding": [{"system": system, "code": code}]}))
    };
    let (status, provision, rule) = match consented.flag {
        ConsentFlag::Given => {
            let start = moment(consented.given);
            let period = if consented.until_cancelled {
                json!({"start": start})
            } else {
                json!({"start": start, "end": moment(consented.until)})
            };
            (
                "active",
                Some(json!({"type": "permit", "period": period})),
                None,
            )
        }
        ConsentFlag::Refused => ("rejected", Some(json!({"type": "deny"})), None),
        ConsentFlag::NotAsked => return None,
        ConsentFlag::SwitchedOff => ("inactive", None, policy(&codes.switched_off)),
        ConsentFlag::Expired => ("inactive", None, policy(&codes.expired)),
        ConsentFlag::NotObtainable => ("inactive", None, policy(&codes.not_obtainable)),
    };
    Some(json!({
        "resourceType": "Consent",
        "status": status,
        "scope": {"coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/consentscope",
            "code": "patient-privacy",
        }]},
        "dateTime": moment(consented.given),
        "provision": provision,
        "policyRule": rule,
    }))
}

fn text(resource: &Value) -> Result<Box<RawValue>, Refused> {
    resource_text(resource).map_err(|_| Refused::broken())
}

fn japan() -> TimeZone {
    TimeZone::fixed(tz::offset(9))
}

fn moment(at: Timestamp) -> String {
    at.to_zoned(japan())
        .strftime("%Y-%m-%dT%H:%M:%S+09:00")
        .to_string()
}

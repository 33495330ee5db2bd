use serde_json::value::RawValue;

use super::{Params, Refused, Site, page::Match};
use crate::world::Registered;

const MEMBER_SYSTEM: &str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
const CHART_SYSTEM: &str = "urn:oid:1.2.392.100495.20.3.51.1";

/// `identifier=system|value`: an insured number, present or former, or our chart number.
pub(crate) fn search(site: &Site, params: &Params) -> Result<Vec<Match>, Refused> {
    let asked = params.get("identifier").ok_or(Refused::incomplete())?;
    let (system, value) = asked.split_once('|').unwrap_or(("", asked));
    let world = site.read();
    let found = world
        .patients
        .iter()
        .filter(|r| has_number(r, system, value));
    Ok(found
        .map(|r| Match {
            url: format!("Patient/{}", r.patient.id),
            resource: r.patient.stated.json.clone(),
            includes: Vec::new(),
        })
        .collect())
}

/// One Patient by logical id.
pub(crate) fn read(site: &Site, id: &str) -> Result<Box<RawValue>, Refused> {
    let world = site.read();
    let found = world.by_id(id).ok_or(Refused::unknown())?;
    Ok(found.patient.stated.json.clone())
}

/// Digits of either width make the same number.
fn same(one: &str, other: &str) -> bool {
    let plain = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        other => other,
    };
    one.chars().map(plain).eq(other.chars().map(plain))
}

fn has_number(registered: &Registered, system: &str, value: &str) -> bool {
    let patient = &registered.patient;
    let former = patient.former_member_id.as_deref();
    let is_member =
        same(&patient.member_id, value) || former.is_some_and(|former| same(former, value));
    let is_chart = patient.chart_number == value;
    match system {
        MEMBER_SYSTEM => is_member,
        "" => is_member || is_chart,
        other => other.starts_with(CHART_SYSTEM) && is_chart,
    }
}

use serde_json::value::RawValue;

use super::{Params, Refused, Site, clinical, documents, page, patient, reception};

/// One page of a search of this resource type.
pub(crate) fn search(
    site: &Site,
    kind: &str,
    params: &Params,
    offset: usize,
) -> Result<Box<RawValue>, Refused> {
    let found = match kind {
        "Patient" => patient::search(site, params)?,
        "Encounter" => reception::encounters(site, params)?,
        "Consent" => reception::consents(site, params)?,
        "Condition" | "AllergyIntolerance" | "Observation" | "MedicationRequest" => {
            clinical::search(site, kind, params)?
        }
        "DocumentReference" => documents::search(site, params)?,
        _ => return Err(Refused::unknown()),
    };
    page::page(site, kind, params, offset, &found)
}

use jiff::Timestamp;
use sample_clinic::{DOCUMENT, Document, resource_text};
use serde_json::{json, value::RawValue};

use super::{Params, Refused, Site, page::Match};
use crate::{
    Fault,
    world::{Refusal, Registered},
};

const CHECKUP: &str = "53576-5";
/// What a search without a type asks for: 健診結果報告書, 診療情報提供書, 退院時サマリー, 患者サマリー.
const TYPES: [&str; 4] = [CHECKUP, "57133-1", "18842-5", "56447-6"];

/// The list of documents of these types (or of all) about a patient: the consented ones, or a
/// refusal when there is no consent for any of them.
pub(crate) fn search(site: &Site, params: &Params) -> Result<Vec<Match>, Refused> {
    let asked = params.patient().ok_or(Refused::incomplete())?;
    let types = params.codes("type").unwrap_or_else(|| TYPES.to_vec());
    let world = site.read();
    let Some(registered) = world.by_id(asked) else {
        return Ok(Vec::new());
    };
    let mode = site.special_mode(params);
    let consented = match mode {
        Some(_) => types.clone(),
        None => consented(site, registered, &types)?,
    };
    let shown = if site.faults.now().has(Fault::WrongPatient) {
        world.somebody_else(asked).unwrap_or(registered)
    } else {
        registered
    };
    let documents = shown.patient.records.documents();
    documents
        .filter(|document| consented.contains(&document.type_code))
        .map(|document| listed(site, shown, document, mode))
        .collect()
}

/// The types that may be given out now; without any the reason for the first.
fn consented<'a>(
    site: &Site,
    registered: &Registered,
    types: &[&'a str],
) -> Result<Vec<&'a str>, Refused> {
    let mut allowed = Vec::new();
    let mut refused = None;
    for kind in types {
        match permit(site, registered, kind) {
            Ok(()) => allowed.push(*kind),
            Err(reason) => refused = refused.or(Some(reason)),
        }
    }
    match refused {
        Some(reason) if allowed.is_empty() => Err(reason.into()),
        _ => Ok(allowed),
    }
}

/// The document itself.
pub(crate) fn binary(site: &Site, id: &str, params: &Params) -> Result<Box<RawValue>, Refused> {
    let world = site.read();
    for registered in &world.patients {
        let mut documents = registered.patient.records.documents();
        if let Some(document) = documents.find(|document| document.id == id) {
            // Somebody else's document was listed by mistake: it is given out by mistake as well.
            let by_mistake = site.faults.now().has(Fault::WrongPatient);
            if !by_mistake && site.special_mode(params).is_none() {
                permit(site, registered, document.type_code)?;
            }
            return Ok(document.json.clone());
        }
    }
    Err(Refused::unknown())
}

/// 健診 need the consent of the card reader, documents addressed to us their own.
fn permit(site: &Site, registered: &Registered, type_code: &str) -> Result<(), Refusal> {
    if site.faults.now().has(Fault::ConsentExpired) {
        return Err(Refusal::Expired);
    }
    let category = if type_code == CHECKUP {
        "checkup"
    } else {
        DOCUMENT
    };
    registered.permits(category, Timestamp::now())
}

fn listed(
    site: &Site,
    registered: &Registered,
    document: &Document,
    mode: Option<(&str, &str)>,
) -> Result<Match, Refused> {
    let patient = &registered.patient;
    // Where to read it goes on under the same mode.
    let mode = mode.map_or_else(String::new, |(name, code)| format!("?{name}={code}"));
    let resource = json!({
        "resourceType": "DocumentReference",
        "id": document.id,
        "masterIdentifier": {
            "system": "http://jpfhir.jp/fhir/clins/bundle-identifier",
            "value": document.identifier,
        },
        "status": "current",
        "type": {"coding": [{
            "system": "http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes",
            "code": document.type_code,
        }]},
        "subject": {"reference": format!("Patient/{}", patient.id)},
        "date": format!("{}T10:00:00+09:00", document.date),
        "description": document.title,
        "content": [{"attachment": {
            "contentType": "application/fhir+json",
            "url": format!("{}/Binary/{}{mode}", site.base_url, document.id),
            "size": document.json.get().len(),
        }}],
    });
    Ok(Match {
        url: format!("DocumentReference/{}", document.id),
        resource: resource_text(&resource).map_err(|_| Refused::broken())?,
        includes: vec![(
            format!("Patient/{}", patient.id),
            patient.stated.json.clone(),
        )],
    })
}

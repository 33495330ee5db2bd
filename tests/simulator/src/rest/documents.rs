use jiff::Timestamp;
use sample_clinic::{Document, resource_text};
use serde_json::{json, value::RawValue};

use super::{Params, Refused, Site, page::Match};
use crate::{
    Fault,
    world::{Refusal, Registered},
};

const CHECKUP: &str = "53576-5";

/// The list of documents of one type (or of all) about a patient.
pub(crate) fn search(site: &Site, params: &Params) -> Result<Vec<Match>, Refused> {
    let asked = params.patient().ok_or(Refused::incomplete())?;
    let kind = params.code("type");
    let world = site.read();
    let Some(registered) = world.by_id(asked) else {
        return Ok(Vec::new());
    };
    permit(site, registered, kind.unwrap_or(CHECKUP))?;
    let shown = if site.faults.now().has(Fault::WrongPatient) {
        world.somebody_else(asked).unwrap_or(registered)
    } else {
        registered
    };
    let documents = shown.patient.records.documents();
    documents
        .filter(|document| kind.is_none_or(|kind| kind == document.type_code))
        .map(|document| listed(site, shown, document))
        .collect()
}

/// The document itself.
pub(crate) fn binary(site: &Site, id: &str) -> Result<Box<RawValue>, Refused> {
    let world = site.read();
    for registered in &world.patients {
        let mut documents = registered.patient.records.documents();
        if let Some(document) = documents.find(|document| document.id == id) {
            // Somebody else's document was listed by mistake: it is given out by mistake as well.
            if !site.faults.now().has(Fault::WrongPatient) {
                permit(site, registered, document.type_code)?;
            }
            return Ok(document.json.clone());
        }
    }
    Err(Refused::unknown())
}

/// 健診 need their own consent. Documents addressed to us need none of the seven categories, but a
/// card check with some consent that still runs.
fn permit(site: &Site, registered: &Registered, type_code: &str) -> Result<(), Refused> {
    if site.faults.now().has(Fault::ConsentExpired) {
        return Err(Refusal::Expired.into());
    }
    let now = Timestamp::now();
    if type_code == CHECKUP {
        return Ok(registered.permits("checkup", now)?);
    }
    let any = registered
        .consents
        .keys()
        .any(|category| registered.permits(category, now).is_ok());
    if any {
        Ok(())
    } else {
        Err(Refusal::NoConsent.into())
    }
}

fn listed(site: &Site, registered: &Registered, document: &Document) -> Result<Match, Refused> {
    let patient = &registered.patient;
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
            "url": format!("{}/Binary/{}", site.base_url, document.id),
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

//! Searchset pages as the service simulator writes them.

use anyhow::Result;
use sample_clinic::{ClinicPatient, Resource, resource_text};
use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;

/// `_count` of the viewer's questions.
const PAGE: usize = 100;
const BASE: &str = "https://localhost:8443/fhir";

#[derive(Serialize)]
struct Bundle<'a> {
    #[serde(rename = "resourceType")]
    resource_type: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    total: usize,
    link: Vec<Link>,
    entry: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Link {
    relation: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(rename = "fullUrl")]
    full_url: String,
    resource: &'a RawValue,
    search: Search,
}

#[derive(Serialize)]
struct Search {
    mode: &'static str,
}

/// Every page of what was found, each with the Patient included. Nothing found is one empty page.
pub(crate) fn pages(patient: &ClinicPatient, found: &[Resource]) -> Result<Vec<Vec<u8>>> {
    if found.is_empty() {
        return Ok(vec![page(patient, 0, &[], 0)?]);
    }
    (1..)
        .zip(found.chunks(PAGE))
        .map(|(number, shown)| page(patient, found.len(), shown, number))
        .collect()
}

fn page(
    patient: &ClinicPatient,
    total: usize,
    shown: &[Resource],
    number: usize,
) -> Result<Vec<u8>> {
    let entry = |resource, mode| entry_of(resource, Search { mode });
    let mut entries: Vec<_> = shown
        .iter()
        .map(|resource| entry(resource, "match"))
        .collect();
    if !shown.is_empty() {
        entries.push(entry(&patient.stated, "include"));
    }
    let link = |relation, page| Link {
        relation,
        url: format!("{BASE}?_page={page}"),
    };
    let mut links = vec![link("self", number)];
    if number * PAGE < total {
        links.push(link("next", number + 1));
    }
    Ok(serde_json::to_vec(&Bundle {
        resource_type: "Bundle",
        kind: "searchset",
        total,
        link: links,
        entry: entries,
    })?)
}

fn entry_of(resource: &Resource, search: Search) -> Entry<'_> {
    Entry {
        full_url: format!("{BASE}/{}/{}", resource.kind, resource.id),
        resource: &resource.json,
        search,
    }
}

/// The list of 健診結果報告書.
pub(crate) fn listing(patient: &ClinicPatient) -> Result<Vec<Resource>> {
    let checkups = patient.records.checkups.iter();
    checkups
        .map(|document| {
            let reference = json!({
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
                    "url": format!("{BASE}/Binary/{}", document.id),
                    "size": document.json.get().len(),
                }}],
            });
            Ok(Resource {
                kind: "DocumentReference",
                id: document.id.clone(),
                json: resource_text(&reference)?,
            })
        })
        .collect()
}

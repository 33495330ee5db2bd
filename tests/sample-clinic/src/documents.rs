use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use crate::{
    Document, SampleClinicError, checkup, date, fhir, json, rules::Facility, scene::Scene,
};

/// A document Bundle being put together.
pub(crate) struct Draft<'a> {
    scene: &'a Scene<'a>,
    id: String,
    entries: Vec<Value>,
}

/// What stands on the cover.
pub(crate) struct Header<'a> {
    pub(crate) type_code: &'static str,
    pub(crate) type_display: &'a str,
    pub(crate) bundle_profile: &'a str,
    pub(crate) composition_profile: &'a str,
    pub(crate) title: &'a str,
    pub(crate) facility: &'a Facility,
    pub(crate) year: i16,
    /// The day it was written.
    pub(crate) written: &'a str,
    pub(crate) signature: Option<Signature<'a>>,
}

/// 署名 on a document: invented bytes, for nobody checks them.
pub(crate) struct Signature<'a> {
    /// Reference of who signed.
    pub(crate) signer: String,
    /// The facility's number.
    pub(crate) number: &'a str,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(scene: &'a Scene<'a>, id: &str) -> Self {
        Self {
            scene,
            id: id.to_owned(),
            entries: Vec::new(),
        }
    }

    /// The reference of the Patient entry.
    pub(crate) fn patient(&self) -> String {
        self.scene.urn(&self.id, "patient")
    }

    /// Adds an entry and gives its reference.
    pub(crate) fn add(&mut self, name: &str, resource: Value) -> String {
        let urn = self.scene.urn(&self.id, name);
        self.entries
            .push(json!({"fullUrl": urn, "resource": resource}));
        urn
    }

    /// The finished Bundle; `composition` brings category, authors, event and sections.
    pub(crate) fn finish(
        self,
        header: &Header<'_>,
        composition: Value,
    ) -> Result<Document, SampleClinicError> {
        let scene = self.scene;
        let rule = scene.patient;
        let identifier = format!("{}^{}^{}", header.facility.number, header.year, self.id);
        let stamp = date::at(header.written, "10:00");
        let patient = self.patient();
        let cover = json!({
            "resourceType": "Composition",
            "meta": fhir::meta(header.composition_profile, &stamp, None),
            "extension": [{
                "url": "http://hl7.org/fhir/StructureDefinition/composition-clinicaldocument-versionNumber",
                "valueString": "1",
            }],
            "identifier": {
                "system": "http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier",
                "value": identifier,
            },
            "status": "final",
            "type": {"coding": [{
                "system": "http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes",
                "code": header.type_code, "display": header.type_display,
            }]},
            "subject": {"reference": patient},
            "date": stamp,
            "title": header.title,
        });
        let name = rule.clinical_name.as_ref().unwrap_or(&rule.name);
        let composition = checkup::merge(cover, composition);
        let mut entry = vec![
            json!({"fullUrl": scene.urn(&self.id, "composition"), "resource": composition}),
            json!({"fullUrl": patient, "resource": fhir::patient(scene, name)?}),
        ];
        entry.extend(self.entries);
        let bundle = json!({
            "resourceType": "Bundle", "id": self.id,
            "meta": fhir::meta(header.bundle_profile, &stamp, None),
            "identifier": {
                "system": "http://jpfhir.jp/fhir/clins/bundle-identifier", "value": identifier,
            },
            "type": "document", "timestamp": stamp, "entry": entry,
            "signature": header.signature.as_ref().map(|signature| signature.value(&stamp)),
        });
        Ok(Document {
            id: self.id,
            identifier,
            type_code: header.type_code,
            date: header.written.to_owned(),
            title: header.title.to_owned(),
            json: json::from_value(&bundle)?,
        })
    }
}

impl Signature<'_> {
    fn value(&self, stamp: &str) -> Value {
        let bytes = format!("invented signature of {}", self.number);
        json!({
            "type": [{
                "system": "urn:iso-astm:E1762-95:2013",
                "code": "1.2.840.10065.1.12.1.1", "display": "Author's Signature",
            }],
            "when": stamp,
            "who": {"reference": self.signer},
            "sigFormat": "application/jose",
            "data": BASE64_STANDARD.encode(bytes),
        })
    }
}

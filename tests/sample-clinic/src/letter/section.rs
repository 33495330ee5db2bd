use serde_json::{Value, json};

use super::{attachment, entry::Writer, plan};
use crate::{SampleClinicError, checkup::merge, documents::Draft, fhir, rules::SectionRule};

const SECTION: &str = "http://jpfhir.jp/fhir/clins/CodeSystem/document-section";

/// The sections of a document being written; what they list goes into the draft.
pub(super) struct Sections<'a, 'd> {
    writer: &'a Writer<'a>,
    pub(super) draft: &'a mut Draft<'d>,
    pub(super) made: Vec<Value>,
}

impl<'a, 'd> Sections<'a, 'd> {
    pub(super) fn new(writer: &'a Writer<'a>, draft: &'a mut Draft<'d>) -> Self {
        Self {
            writer,
            draft,
            made: Vec::new(),
        }
    }

    /// A section that only names entries.
    pub(super) fn name(&mut self, number: &str, title: &str, entries: Vec<String>) {
        self.made.push(json!({
            "title": title,
            "code": code(number, title),
            "entry": references(&entries),
        }));
    }

    /// A section with its words and its entries, or why there are none.
    pub(super) fn tell(&mut self, rule: &SectionRule) -> Result<(), SampleClinicError> {
        let mut entries = self.entries(rule)?;
        if let Some(plan) = &rule.plan {
            let made = plan::plan(self.writer, plan, &entries);
            entries.insert(0, self.add(rule, "plan", made));
        }
        for (at, attached) in (1..).zip(&rule.attachments) {
            let made = attachment::attachment(self.writer, attached);
            entries.push(self.add(rule, &format!("file-{at}"), made));
        }
        let empty = entries.is_empty().then(|| {
            let system = "http://terminology.hl7.org/CodeSystem/list-empty-reason";
            let why = rule.empty.as_deref().unwrap_or("unavailable");
            json!({"coding": [{"system": system, "code": why}]})
        });
        let told = rule.html.clone();
        let told = told.or(rule.text.as_ref().map(|text| format!("<p>{text}</p>")));
        self.made.push(json!({
            "title": rule.title,
            "code": code(&rule.code, &rule.title),
            "text": told.map(|told| json!({
                "status": "additional",
                "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{told}</div>"),
            })),
            "entry": (!entries.is_empty()).then(|| references(&entries)),
            "emptyReason": empty,
        }));
        Ok(())
    }

    /// The diseases, allergies, results and drugs of a section.
    fn entries(&mut self, rule: &SectionRule) -> Result<Vec<String>, SampleClinicError> {
        let scene = self.writer.scene;
        let id = |kind: &str, at: usize| scene.id(&format!("{kind}{}", rule.code), at);
        let mut made = Vec::new();
        for (at, condition) in (1..).zip(&rule.conditions) {
            let id = id("cond", at);
            made.push((fhir::condition(scene, condition, &id)?, id));
        }
        for (at, allergy) in (1..).zip(&rule.allergies) {
            let id = id("alg", at);
            made.push((fhir::allergy(scene, allergy, &id)?.0, id));
        }
        for series in &rule.labs {
            let results = fhir::laboratory(scene, series, made.len() + 1)?;
            made.extend(results.into_iter().map(|(id, resource)| (resource, id)));
        }
        for prescription in &rule.prescriptions {
            let drugs = fhir::prescriptions(scene, prescription, made.len() + 1)?;
            made.extend(drugs.into_iter().map(|(id, resource)| (resource, id)));
        }
        let placed = made.into_iter().map(|(resource, id)| {
            let also = Value::Object(rule.also.clone());
            let resource = merge(self.writer.as_entry(resource), also);
            self.draft.add(&id, resource)
        });
        Ok(placed.collect())
    }

    fn add(&mut self, rule: &SectionRule, name: &str, resource: Value) -> String {
        self.draft.add(&format!("{}/{name}", rule.code), resource)
    }
}

/// What a section is.
pub(super) fn code(number: &str, title: &str) -> Value {
    json!({"coding": [{"system": SECTION, "code": number, "display": title}]})
}

fn references(entries: &[String]) -> Vec<Value> {
    let references = entries.iter().map(|urn| json!({"reference": urn}));
    references.collect()
}

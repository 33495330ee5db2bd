use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    SampleClinicError,
    random::Random,
    rules::{PatientRule, Rules},
};

/// What every maker of resources needs to know: the rules, the day and whom it is about.
pub(crate) struct Scene<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) patient: &'a PatientRule,
    pub(crate) today: Date,
    /// Added to ids of later revisions, so that they are new resources; empty at first.
    pub(crate) edition: String,
}

impl Scene<'_> {
    /// The same with other ids, for what a document carries of its own.
    pub(crate) fn inside(&self, document: &str) -> Self {
        Self {
            edition: format!("{}-{document}", self.edition),
            ..*self
        }
    }

    /// A random stream for one purpose of this patient.
    pub(crate) fn random(&self, purpose: &str) -> Random {
        Random::new(
            self.rules.clinic.seed,
            &format!("{}/{purpose}", self.patient.id),
        )
    }

    /// The patient as resources of a server refer to them.
    pub(crate) fn subject(&self) -> Value {
        json!({"reference": format!("Patient/{}", self.patient.id)})
    }

    /// A logical id unique in the clinic.
    pub(crate) fn id(&self, kind: &str, number: usize) -> String {
        format!("{}-{kind}{}-{number}", self.patient.id, self.edition)
    }

    /// A `urn:uuid:` for an entry of a document, the same each time.
    pub(crate) fn urn(&self, document: &str, entry: &str) -> String {
        let name = format!("{}/{document}/{entry}", self.patient.id);
        format!(
            "urn:uuid:{}",
            Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
        )
    }

    /// True for a man: some reference ranges differ.
    pub(crate) fn is_male(&self) -> bool {
        self.patient.gender == "male"
    }

    /// An address that fits the patient, invented.
    pub(crate) fn town(&self) -> Result<&str, SampleClinicError> {
        let towns = &self.rules.clinic.towns;
        let at = self.random("town").below(towns.len());
        towns
            .get(at)
            .map(String::as_str)
            .ok_or(SampleClinicError::Missing("town"))
    }
}

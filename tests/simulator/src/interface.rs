use std::collections::BTreeMap;

use serde::Deserialize;

use crate::SimulatorError;

/// The names the service uses beyond FHIR: the same file that the viewer reads.
const DEFINITION: &str = include_str!("../../../assets/interface/fhir-rest.json");

/// `assets/interface/fhir-rest.json`.
#[derive(Debug, Deserialize)]
pub(crate) struct Interface {
    pub(crate) reception_system: String,
    pub(crate) reception_codes: ReceptionCodes,
    pub(crate) consent_system: String,
    /// Category → the service's element prefix.
    pub(crate) consent_codes: BTreeMap<String, String>,
    pub(crate) consent_policy_codes: PolicyCodes,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ReceptionCodes {
    pub(crate) card: String,
    pub(crate) no_card: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PolicyCodes {
    pub(crate) switched_off: String,
    pub(crate) not_obtainable: String,
}

impl Interface {
    pub(crate) fn load() -> Result<Self, SimulatorError> {
        Ok(serde_json::from_str(DEFINITION)?)
    }
}

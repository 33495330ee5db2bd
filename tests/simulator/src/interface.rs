use std::collections::BTreeMap;

use serde::Deserialize;

use crate::SimulatorError;
use crate::special_modes::SpecialModes;

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
    #[serde(skip)]
    pub(crate) special_modes: SpecialModes,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ReceptionCodes {
    pub(crate) card: String,
    pub(crate) no_card: String,
    pub(crate) home_visit: String,
    pub(crate) online: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PolicyCodes {
    pub(crate) switched_off: String,
    pub(crate) not_obtainable: String,
    pub(crate) expired: String,
}

impl Interface {
    pub(crate) fn load() -> Result<Self, SimulatorError> {
        let interface: Self = serde_json::from_str(DEFINITION)?;
        let special_modes = SpecialModes::load()?;
        Ok(Self {
            special_modes,
            ..interface
        })
    }
}

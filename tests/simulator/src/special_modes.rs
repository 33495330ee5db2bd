use std::collections::BTreeMap;

use serde::Deserialize;

use crate::SimulatorError;

/// How a question says that it is asked under 救急時 / 災害時 / システム障害時: the same file that the viewer
/// reads.
const DEFINITION: &str = include_str!("../../../assets/interface/special-modes.json");

/// `assets/interface/special-modes.json`. The facility of the sample clinic is open for all three.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SpecialModes {
    pub(crate) parameter: String,
    codes: BTreeMap<String, String>,
}

impl SpecialModes {
    pub(crate) fn load() -> Result<Self, SimulatorError> {
        Ok(serde_json::from_str(DEFINITION)?)
    }

    /// Whether this is the code of a mode.
    pub(crate) fn names(&self, code: &str) -> bool {
        self.codes.values().any(|known| known == code)
    }
}

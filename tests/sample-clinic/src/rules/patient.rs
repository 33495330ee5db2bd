use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Chart, LetterRule};

/// One patient of `patients-*.json`.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PatientRule {
    pub(crate) id: String,
    pub(crate) chart: String,
    pub(crate) name: String,
    pub(crate) kana: String,
    pub(crate) gender: String,
    pub(crate) birth: String,
    pub(crate) member: String,
    pub(crate) former_member: Option<String>,
    /// The name as clinical answers carry it, when it differs.
    pub(crate) clinical_name: Option<String>,
    /// Minutes ago; none: has not come today.
    pub(crate) arrival: Option<i64>,
    #[serde(default = "yes")]
    pub(crate) card: bool,
    /// `all` and single categories → flag.
    #[serde(default)]
    pub(crate) consent: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) withdraws: bool,
    #[serde(default)]
    pub(crate) stories: Vec<String>,
    /// Yearly checkups with usual values: programs, newest first.
    #[serde(default)]
    pub(crate) routine: Vec<String>,
    /// Documents others wrote, newest first.
    #[serde(default)]
    pub(crate) letters: Vec<LetterRule>,
    /// What is registered beside the stories.
    #[serde(flatten)]
    pub(crate) own: Chart,
}

fn yes() -> bool {
    true
}

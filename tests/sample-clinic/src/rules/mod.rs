//! The data files of the clinic, as written.

mod chart;
mod checkup;
mod facility;
mod laboratory;
mod letter;
mod patient;
mod source;
mod term;

use std::{collections::BTreeMap, path::Path};

use serde::de::DeserializeOwned;

use crate::SampleClinicError;
pub(crate) use chart::{
    AllergyRule, Chart, CheckupRule, ConditionRule, InfectionRule, LabRule, PrescriptionRule, Rp,
};
pub(crate) use checkup::{CheckupItem, CheckupRules, Program};
pub(crate) use facility::{ClinicRules, Facility};
pub(crate) use laboratory::{LabItem, LabRules};
pub(crate) use letter::{
    AttachmentRule, FileKind, LetterKind, LetterRule, LetterText, PlanRule, SectionRule,
};
pub(crate) use patient::PatientRule;
pub(crate) use source::Sources;
pub(crate) use term::Terms;

/// Everything but the patients.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) clinic: ClinicRules,
    pub(crate) laboratory: LabRules,
    pub(crate) terms: Terms,
    pub(crate) checkups: CheckupRules,
    pub(crate) sources: Sources,
    pub(crate) stories: BTreeMap<String, Chart>,
    pub(crate) revisions: BTreeMap<String, Chart>,
    pub(crate) letters: BTreeMap<String, LetterText>,
}

impl Rules {
    pub(crate) fn load(dir: &Path) -> Result<Self, SampleClinicError> {
        Ok(Self {
            clinic: read(dir, "clinic.json")?,
            laboratory: read(dir, "laboratory.json")?,
            terms: read(dir, "terms.json")?,
            checkups: read(dir, "checkups.json")?,
            sources: Sources::load()?,
            stories: read(dir, "stories.json")?,
            revisions: read(dir, "revisions.json")?,
            letters: read(dir, "letters.json")?,
        })
    }

    pub(crate) fn facility(&self, key: &str) -> Result<&Facility, SampleClinicError> {
        find(&self.clinic.facilities, "facility", key)
    }
}

/// The thing named `key`, or which name the rules lack.
pub(crate) fn find<'a, T>(
    map: &'a BTreeMap<String, T>,
    kind: &'static str,
    key: &str,
) -> Result<&'a T, SampleClinicError> {
    let undefined = || SampleClinicError::Undefined {
        kind,
        name: key.to_owned(),
    };
    map.get(key).ok_or_else(undefined)
}

/// One data file.
pub(crate) fn read<T: DeserializeOwned>(dir: &Path, name: &str) -> Result<T, SampleClinicError> {
    let path = dir.join(name);
    let bytes = std::fs::read(&path).map_err(|source| SampleClinicError::Read {
        path: path.clone(),
        source,
    })?;
    serde_json::from_slice(&bytes).map_err(|source| SampleClinicError::Shape { path, source })
}

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{AllergyRule, ConditionRule, LabRule, PrescriptionRule};

/// One document of a patient: facility keys and days from today.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LetterRule {
    /// Key of `letters.json`.
    pub(crate) text: String,
    pub(crate) from: String,
    /// Whom it is addressed to.
    pub(crate) to: Option<String>,
    pub(crate) on: i32,
    /// Admission and discharge.
    pub(crate) stay: Option<[i32; 2]>,
}

/// What a document says (`letters.json`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LetterText {
    pub(crate) kind: LetterKind,
    #[serde(default)]
    pub(crate) signed: bool,
    pub(crate) sections: Vec<SectionRule>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LetterKind {
    /// 診療情報提供書.
    Referral,
    /// 退院時サマリー.
    DischargeSummary,
    /// 患者サマリー（療養計画書）.
    PatientSummary,
}

/// One section: words, entries, both or neither.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionRule {
    pub(crate) code: String,
    pub(crate) title: String,
    /// One paragraph.
    pub(crate) text: Option<String>,
    /// In place of it, XHTML as a program wrote it.
    pub(crate) html: Option<String>,
    /// Why there are no entries, `unavailable` unless said.
    pub(crate) empty: Option<String>,
    #[serde(default)]
    pub(crate) conditions: Vec<ConditionRule>,
    #[serde(default)]
    pub(crate) allergies: Vec<AllergyRule>,
    #[serde(default)]
    pub(crate) labs: Vec<LabRule>,
    #[serde(default)]
    pub(crate) prescriptions: Vec<PrescriptionRule>,
    pub(crate) plan: Option<PlanRule>,
    #[serde(default)]
    pub(crate) attachments: Vec<AttachmentRule>,
    /// Members that the sender adds to each entry, such as no profile knows.
    #[serde(default)]
    pub(crate) also: Map<String, Value>,
}

/// A CarePlan for the diseases of its section.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanRule {
    pub(crate) title: String,
    pub(crate) aim: String,
    /// Day from today since which it holds.
    pub(crate) since: i32,
    /// What, how often, how.
    pub(crate) activities: Vec<[String; 3]>,
    pub(crate) note: Option<String>,
}

/// A DocumentReference.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AttachmentRule {
    pub(crate) title: String,
    pub(crate) file: FileKind,
    pub(crate) lines: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileKind {
    /// No file: the words stand in `description`.
    Words,
    /// text/plain.
    Text,
    /// application/pdf.
    Pdf,
}

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FacilityView, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// 処方 of one patient over all facilities, in the groups of the clinical rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PrescriptionContent {
    /// 計算上の投与期間内.
    pub current: Vec<PrescriptionView>,
    /// 期間終了（100日以内）: never folded.
    pub ended: Vec<PrescriptionView>,
    /// 期間不明（頓用・外用）.
    pub unknown: Vec<PrescriptionView>,
    /// Older: folded.
    pub older: Vec<PrescriptionView>,
    /// 提供されなくなった項目.
    pub withdrawn: Vec<PrescriptionView>,
}

/// One prescribed or dispensed drug.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct PrescriptionView {
    /// Names the row over versions.
    pub key: RowKey,
    /// Set by the viewer from what the reader has read.
    pub mark: RowMark,
    /// Drug name as entered.
    pub text: String,
    /// Dose and usage in words, as sent (`dosageInstruction.text`).
    pub usage: String,
    /// How it is taken.
    pub kind: DoseKind,
    /// Days, times or total amount in words: 28日分, 10回分, 28枚.
    pub amount: Option<String>,
    /// 処方日 or 調剤日.
    pub date: Option<PartialDate>,
    /// Last day by calculation (start + days − 1), when it can be calculated.
    pub until: Option<PartialDate>,
    /// 処方 or 調剤済.
    pub state: PrescriptionState,
    /// Every origin that reported this fill, each once, in the order of [`PrescriptionOrigin`].
    pub origins: Vec<PrescriptionOrigin>,
    /// Who prescribed.
    pub facility: FacilityView,
    /// RP group number and index in it: rows of one group share usage and days.
    pub group: Option<String>,
    /// Notes as sent.
    pub notes: Vec<String>,
    /// For withdrawn rows: the day of the last set that still held it.
    pub last_supplied: Option<PartialDate>,
}

impl PrescriptionState {
    /// 中止 or 行わない指示: nothing that is being taken.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Stopped | Self::DoNotPerform)
    }
}

/// How a drug is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DoseKind {
    /// 内服.
    Oral,
    /// 内服, different amounts over the day (不均等投与).
    OralUneven,
    /// 頓用.
    AsNeeded,
    /// 外用.
    External,
    /// 注射.
    Injection,
    /// Not stated.
    NotStated,
}

/// 処方 or 調剤済, or why it is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrescriptionState {
    /// 処方.
    Prescribed,
    /// 調剤済.
    Dispensed,
    /// Stopped or cancelled by the sender.
    Stopped,
    /// 行わない指示 (`doNotPerform`): an order not to give it.
    DoNotPerform,
}

/// Where the service had it from (FHIR `meta.source`), the most trusted first.
///
/// The source URIs that stand for these are ours (`assets/interface/fhir-rest.json`): the official
/// layouts are not public. A URI that is not listed there is [`NotStated`](Self::NotStated).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrescriptionOrigin {
    /// 電子処方箋.
    EPrescription,
    /// 調剤.
    Dispensing,
    /// レセプト.
    Receipt,
    /// 文書.
    Document,
    /// Not stated.
    NotStated,
}

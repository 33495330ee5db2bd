use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FacilityView, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// 傷病名 of one patient over all facilities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConditionContent {
    /// Current ones: 主病名 first, then by start date, newest first.
    pub items: Vec<ConditionView>,
    /// Ended ones, folded with their count.
    pub ended: Vec<ConditionView>,
    /// 提供されなくなった項目.
    pub withdrawn: Vec<ConditionView>,
    /// 提供対象外 (UNDELIVERED): received, never listed; only the count is told.
    #[ts(type = "number")]
    pub undelivered: usize,
}

/// One 傷病名 as registered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct ConditionView {
    /// Names the row over versions.
    pub key: RowKey,
    /// Set by the viewer from what the reader has read.
    pub mark: RowMark,
    /// The full name as entered, modifiers included (`code.text`).
    pub text: String,
    /// 主病名.
    pub principal: bool,
    /// 疑い (verificationStatus unconfirmed, or the suffix modifier "の疑い").
    pub suspected: bool,
    /// 未告知: the patient has not been told.
    pub uninformed: bool,
    /// The date as of which it was 未告知 (meta.lastUpdated of the entry), when known.
    pub uninformed_as_of: Option<PartialDate>,
    /// 長期保存.
    pub long_term: bool,
    /// 転帰.
    pub status: ConditionStatus,
    /// 開始日.
    pub onset: Option<PartialDate>,
    /// 終了日.
    pub abatement: Option<PartialDate>,
    /// ICD-10, as secondary help only.
    pub icd10: Option<String>,
    /// Who registered it.
    pub facility: FacilityView,
    /// 診療科 as text.
    pub department: Option<String>,
    /// Notes as sent.
    pub notes: Vec<String>,
    /// For withdrawn rows: the day of the last set that still held it.
    pub last_supplied: Option<PartialDate>,
}

/// clinicalStatus of a condition (転帰).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConditionStatus {
    /// 継続.
    Active,
    /// 寛解.
    Remission,
    /// 治癒.
    Resolved,
    /// Not stated.
    NotStated,
}

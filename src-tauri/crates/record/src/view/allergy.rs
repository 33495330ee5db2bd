use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FacilityView, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// One half of the allergy band (アレルギー等).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AllergyContent {
    /// Active entries, the most critical first.
    pub items: Vec<AllergyView>,
    /// inactive / resolved entries: folded, with their count.
    pub past: Vec<AllergyView>,
    /// 提供されなくなった項目: no longer in the newest set.
    pub withdrawn: Vec<AllergyView>,
}

/// One allergy, intolerance or 禁忌 as registered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
pub struct AllergyView {
    /// Names the row over versions.
    pub key: RowKey,
    /// Set by the viewer from what the reader has read.
    pub mark: RowMark,
    /// The allergen as entered (`code.text`).
    pub text: String,
    /// What kind of substance the category or the code says it is.
    pub substance: Substance,
    /// The code says "drug" although no category `medication` was sent: warn as a drug as well.
    pub drug_by_code: bool,
    /// Only free text, no usable code (自由記載).
    pub text_only: bool,
    /// Where it stands.
    pub status: AllergyStatus,
    /// verificationStatus unconfirmed (未確認).
    pub unconfirmed: bool,
    /// criticality high, named 重症度 by the service.
    pub critical: bool,
    /// Reactions as text, in the order sent.
    pub reactions: Vec<String>,
    /// Those of `reactions` that are the sender's own sentence (`description`) and not a manifestation.
    pub described: Vec<String>,
    /// Onset, or else the recorded date.
    pub date: Option<PartialDate>,
    /// When the facility last recorded it (for 「N年更新なし」).
    pub recorded: Option<PartialDate>,
    /// Who registered it.
    pub facility: FacilityView,
    /// Notes as sent: of the entry, then of its reactions.
    pub notes: Vec<String>,
    /// 長期保存.
    pub long_term: bool,
    /// For withdrawn rows: the day of the last set that still held it (`YYYY-MM-DD`).
    pub last_supplied: Option<PartialDate>,
}

/// The kind of substance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Substance {
    /// 薬剤.
    Drug,
    /// 食品.
    Food,
    /// その他.
    Other,
}

/// clinicalStatus of an allergy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AllergyStatus {
    /// Current.
    Active,
    /// No longer considered active.
    Inactive,
    /// 消失.
    Resolved,
    /// Not stated.
    NotStated,
}

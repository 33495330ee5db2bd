use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::IdentityView;

/// The doctor's list of today (本日の患者).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TodayView {
    /// The day.
    #[ts(type = "string")]
    pub date: Date,
    /// In order of arrival.
    pub patients: Vec<TodayPatientView>,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TodayPatientView {
    /// Who.
    pub identity: IdentityView,
    /// When the card was read, or reception noted the arrival.
    #[ts(type = "string")]
    pub arrived_at: Timestamp,
    /// How ready the records are.
    pub readiness: Readiness,
}

/// How ready one patient's records are. In an outage the screen words it as 保存あり / 一部保存 / 保存なし.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Readiness {
    /// The one word of the list.
    pub state: ReadinessState,
    /// Categories held, whenever fetched.
    #[ts(type = "number")]
    pub held: usize,
    /// Categories fetched under today's consent.
    #[ts(type = "number")]
    pub fetched: usize,
    /// Categories consented to now.
    #[ts(type = "number")]
    pub consented: usize,
    /// All categories but those the facility has switched off.
    #[ts(type = "number")]
    pub of: usize,
    /// Oldest as-of among the held categories.
    #[ts(type = "string | null")]
    pub as_of: Option<Timestamp>,
}

/// The one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReadinessState {
    /// 完了: every category is consented and fetched.
    Complete,
    /// 一部同意: every consented category is fetched, but not all are consented.
    PartlyConsented,
    /// 取得中.
    Fetching,
    /// 失敗: at least one consented category could not be fetched.
    Failed,
    /// 同意なし: everything refused.
    Refused,
    /// 期限切れ.
    Expired,
    /// カードなし.
    NoCard,
    /// 確認できません.
    Unknown,
}

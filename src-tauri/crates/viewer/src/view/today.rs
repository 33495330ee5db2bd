use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Hindrance, IdentityView};

/// The doctor's list of today (本日の患者).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TodayView {
    /// The day.
    #[ts(type = "string")]
    pub date: Date,
    /// In order of arrival, then those who are on a list only.
    pub patients: Vec<TodayPatientView>,
    /// 障害への備え: how ready the copy is for today's patients, in one line.
    pub ready: ReadyLine,
}

/// How many of today's patients could be read if the line went now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReadyLine {
    /// Everything they consented to was fetched under today's consent.
    #[ts(type = "number")]
    pub complete: usize,
    /// Something is held and may be read, but not all they consented to.
    #[ts(type = "number")]
    pub partial: usize,
    /// Nothing that may be read is held.
    #[ts(type = "number")]
    pub none: usize,
    /// Patients of the list.
    #[ts(type = "number")]
    pub of: usize,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TodayPatientView {
    /// Who.
    pub identity: IdentityView,
    /// When the card was read, or the service was asked by number; none for somebody who is on a list, or
    /// announced, and of whom no check of today says that they came.
    #[ts(type = "string | null")]
    pub arrived_at: Option<Timestamp>,
    /// Names of the lists they are on (外来, 3階病棟).
    pub lists: Vec<String>,
    /// How ready the records are.
    pub readiness: Readiness,
    /// What is missing and why, in screen order. A category that the facility has switched off is
    /// missing to nobody.
    pub missing: Vec<MissingCategory>,
}

/// One category of which nothing is held that may be read now, or nothing under today's consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MissingCategory {
    /// Which.
    pub category: Category,
    /// Why.
    pub why: Hindrance,
    /// An older copy is held and may be read.
    pub older_held: bool,
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
    /// 一部取得: what the site has fetched ahead is there; the rest is fetched on opening.
    PartlyFetched,
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
    /// 権限なし: the role of the reader was granted no category. Nothing is counted.
    NotGranted,
}

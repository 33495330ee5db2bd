use jiff::Timestamp;
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// 保存期間を過ぎた情報の削除計画, as an administrator sees it: counts and bytes, no patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetentionPlanView {
    /// The plan; none when none was made yet. It is made while clinical stores are open and the
    /// time is trusted.
    pub plan: Option<RetentionPlan>,
    /// Why no newer plan can be made or carried out now.
    pub waiting_for: Option<RetentionWait>,
    /// The plan with this name was approved and waits to be carried out.
    pub approved: Option<String>,
    /// What was deleted last.
    pub last: Option<RetentionDone>,
}

/// What would be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetentionPlan {
    /// Names exactly what would be deleted: another deletion has another name.
    pub id: String,
    /// The trusted moment it was made for.
    #[ts(type = "string")]
    pub made_at: Timestamp,
    /// By category and reason.
    pub lines: Vec<RetentionLine>,
    /// People who would lose something.
    #[ts(type = "number")]
    pub people: usize,
    /// Old versions that stay because they alone hold something that has to stay, or took it back.
    #[ts(type = "number")]
    pub needed: usize,
    /// Old versions that stay because they cannot be read.
    #[ts(type = "number")]
    pub in_doubt: usize,
}

/// One line of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetentionLine {
    /// Of which section.
    pub category: Category,
    /// Why it may be deleted, besides its age.
    pub reason: RetentionReason,
    /// Versions.
    #[ts(type = "number")]
    pub versions: usize,
    /// Bytes as received.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// Why a version may be deleted, besides its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RetentionReason {
    /// A newer version took its place.
    Replaced,
    /// The service no longer gives the set.
    NotReturned,
}

/// What a plan, or carrying it out, waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RetentionWait {
    /// 時刻の確認: no trusted time within 24 hours.
    TrustedTime,
    /// The service cannot be reached: nothing is deleted in an outage.
    Service,
    /// Somebody with the clinical key has to sign in.
    ClinicalSession,
}

/// What was deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetentionDone {
    /// When.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// Versions.
    #[ts(type = "number")]
    pub versions: usize,
    /// People who lost something.
    #[ts(type = "number")]
    pub people: usize,
    /// Bytes as received.
    #[ts(type = "number")]
    pub bytes: u64,
}

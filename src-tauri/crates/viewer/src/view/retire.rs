use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::ErrorCode;

/// Ending the use of this PC (このPCの利用を終える), as an administrator sees it: counts, no patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RetirementView {
    /// The folder in which the next clinical session makes the copy to be taken away.
    pub planned: Option<String>,
    /// Why the last try to make it failed; it is tried again when it is planned again.
    pub fault: Option<ErrorCode>,
    /// The last copy that was made and verified.
    pub last: Option<ExportDone>,
    /// What stands in the way; nothing when the use may be ended.
    pub obstacles: Vec<RetirementObstacle>,
}

/// What stands in the way of ending the use of this PC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RetirementObstacle {
    /// No copy was made yet.
    NotExported,
    /// Answers were stored since the copy was made.
    StoredSince,
    /// Answers came since, and wait sealed for somebody with the clinical key.
    SealedSince,
    /// Answers were stored on this PC that its records store no longer holds, nor the copy. It can
    /// be ended without them on purpose.
    AnswersMissing,
    /// Somebody with the clinical key is signed in.
    ClinicalSession,
}

/// A copy to be taken away (持ち出し用の写し) that was made and verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportDone {
    /// When.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// Its folder: a whole profile, which the printed recovery key opens on another PC.
    pub folder: String,
    /// How many answers had been stored in what it holds.
    #[ts(type = "number")]
    pub commits: i64,
    /// Its folder lies on the same disk as the profile, and would be lost with it.
    pub same_disk: bool,
    /// Of what it holds, that which exists nowhere else as far as is known.
    pub nowhere_else: NowhereElse,
}

/// What exists nowhere else, as far as is known (ほかにない情報).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NowhereElse {
    /// People concerned.
    #[ts(type = "number")]
    pub people: usize,
    /// Sets that the newest answer no longer held.
    #[ts(type = "number")]
    pub not_returned: usize,
    /// Sets that the service gave longer ago than it gives them.
    #[ts(type = "number")]
    pub beyond_window: usize,
    /// Older versions: the service gives the newest only.
    #[ts(type = "number")]
    pub earlier: usize,
    /// Notes (記録メモ) and their drafts: none of them is anywhere else.
    #[serde(default)]
    #[ts(type = "number")]
    pub notes: usize,
    /// Bytes of all received ones, as received.
    #[ts(type = "number")]
    pub bytes: u64,
}

/// That the keys and files of this PC were destroyed (消去証明).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertificateView {
    /// What it says, line by line; holds no patient data.
    pub text: String,
    /// SHA-256 of `text` in UTF-8, in hexadecimal.
    pub sha256: String,
    /// When the act was done.
    #[ts(type = "string")]
    pub finished_at: Timestamp,
    /// Where it was saved besides; none when that failed.
    pub saved: Option<String>,
    /// Files of ours that could not be deleted; their keys are gone all the same.
    #[ts(type = "number")]
    pub remained: usize,
}

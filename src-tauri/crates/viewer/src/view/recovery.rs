use jiff::Timestamp;
use record::vocabulary::Category;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ChangeCounts, IdentityView};

/// 復旧後の変更点: what this reader read during the latest outage that has ended, and what of it is
/// different now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoveryChangesView {
    /// The outage; none when there was none on this PC, or one still lasts.
    pub outage: Option<OutageView>,
    /// Patients with at least one section that changed.
    #[ts(type = "number")]
    pub changed_patients: usize,
    /// Sections that changed, of all of them.
    #[ts(type = "number")]
    pub changed_sections: usize,
    /// These patients, in the order they were read. Empty unless the list was asked for.
    pub patients: Vec<RecoveryPatientView>,
    /// Sections read in the outage that are known to be as they were read.
    #[ts(type = "number")]
    pub unchanged: usize,
    /// Sections read in the outage that the service has not confirmed since: nothing is known of
    /// them yet.
    #[ts(type = "number")]
    pub unconfirmed: usize,
}

/// An outage of the line (障害) that has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutageView {
    /// The line went down.
    #[ts(type = "string")]
    pub from: Timestamp,
    /// The line came back.
    #[ts(type = "string")]
    pub to: Timestamp,
}

/// One patient with changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoveryPatientView {
    /// Who.
    pub identity: IdentityView,
    /// The sections that changed.
    pub sections: Vec<RecoverySectionView>,
}

/// One section that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecoverySectionView {
    /// Which.
    pub category: Category,
    /// Rows that differ; none when the state that was read can no longer be read whole.
    pub changes: Option<ChangeCounts>,
    /// The state that was painted: `from` for `compare_states`.
    pub version_read: String,
    /// The state now: `to` for `compare_states`.
    pub version_now: String,
}

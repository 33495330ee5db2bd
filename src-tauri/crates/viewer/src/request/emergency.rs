//! What is asked in an emergency. `proof` is a fresh code of the second factor where the account has
//! one, else the own password.

use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};
use service::ServiceMode;
use ts_rs::TS;

use super::ColleagueRequest;
use crate::emergency::EmergencyReason;

/// Declares 障害時閲覧.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DeclareOutageReadingRequest {
    /// Why.
    pub reason: EmergencyReason,
    /// In the own words; required for `other`.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// For how long, 1 to 24; none: as the site has set.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub hours: Option<u32>,
    /// Proof.
    pub proof: String,
}

/// Moves the end of 障害時閲覧: so many hours from now.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ExtendOutageReadingRequest {
    /// 1 to 24; none: as the site has set.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub hours: Option<u32>,
    /// Proof.
    pub proof: String,
}

/// Begins 緊急閲覧（院内保存分） of one patient.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct BeginEmergencyReadingRequest {
    /// Whose held copies.
    pub person: PersonId,
    /// Why.
    pub reason: EmergencyReason,
    /// In the own words; required for `other`.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// Proof.
    pub proof: String,
}

/// Ends what is on.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct EndEmergencyRequest {
    /// `LastingUseView::number`.
    #[ts(type = "number")]
    pub number: u64,
}

/// Begins a mode of the service.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct BeginServiceModeRequest {
    /// Which.
    pub mode: ServiceMode,
    /// Whose; required for 救急時医療情報閲覧, else none.
    #[serde(default)]
    #[ts(optional)]
    pub person: Option<PersonId>,
    /// Why.
    pub reason: EmergencyReason,
    /// In the own words; required for `other`.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// Proof.
    pub proof: String,
}

/// Cuts this PC off from the network, or lets it back.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct IsolateRequest {
    /// Cut off.
    pub on: bool,
    /// In the own words.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// Proof.
    pub proof: String,
}

/// Records that somebody looked at a use afterwards.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct RecordReviewRequest {
    /// `ReviewTaskView::number`.
    #[ts(type = "number")]
    pub number: u64,
    /// It was in order.
    pub proper: bool,
    /// What there is to say of it; required when it was not.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
}

/// A sealed account. Its secret is made here and answered once. The clinical key comes from the
/// printed recovery key or from a colleague who reads.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MakeEmergencyAccountRequest {
    /// Account name.
    pub account: String,
    /// Who keeps the envelope (保管責任者).
    pub display_name: String,
    /// Their 職員番号.
    pub staff_number: String,
    /// The printed recovery key.
    #[serde(default)]
    #[ts(optional)]
    pub recovery_key: Option<String>,
    /// Or a colleague who reads clinical content.
    #[serde(default)]
    #[ts(optional)]
    pub colleague: Option<ColleagueRequest>,
}

/// 平常時への復帰 after a sealed account was used.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ReturnToNormalRequest {
    /// The account that ends.
    pub account: String,
}

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};
use service::ServiceMode;
use service::fault::FaultCode;
use ts_rs::TS;

use crate::emergency::{
    DisasterPeriod, EmergencyKind, EmergencyReason, EndedBy, FacilityKind, ModeHindrance,
};

/// What is on beyond everyday reading, as it is announced on every screen. The desk is told no
/// reason in words and no patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EmergencyStateView {
    /// 障害時閲覧, while it is on.
    pub outage_reading: Option<LastingUseView>,
    /// The service is unreachable now, so that it could be declared.
    pub service_down: bool,
    /// 緊急閲覧（院内保存分） of the asker.
    pub readings: Vec<LastingUseView>,
    /// The service's own modes that are on.
    pub service_modes: Vec<LastingUseView>,
    /// Those of them that the facility may begin today.
    pub allowed_modes: Vec<ServiceMode>,
    /// This PC is cut off from the network.
    pub isolated: Option<LastingUseView>,
    /// Sealed accounts that were opened and not ended yet.
    pub accounts: Vec<LastingUseView>,
    /// Uses nobody has looked at; none for those who do not look at them.
    #[ts(type = "number | null")]
    pub open_tasks: Option<usize>,
    /// The rule of the site is not 不可: held copies may be opened in an emergency.
    pub rule_permits: bool,
    /// 障害時閲覧: hours unless said otherwise.
    #[ts(type = "number")]
    pub outage_hours: u32,
    /// 緊急閲覧: minutes.
    #[ts(type = "number")]
    pub reading_minutes: u32,
}

/// One use that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LastingUseView {
    /// Names it.
    #[ts(type = "number")]
    pub number: u64,
    /// What.
    pub kind: EmergencyKind,
    /// The account of who began it.
    pub account: String,
    /// Their name.
    pub by: String,
    /// Of whom, where it is the asker's own.
    pub person: Option<PersonId>,
    /// Since when.
    #[ts(type = "string")]
    pub from: Timestamp,
    /// Until when, if it ends by its time.
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
}

/// A use that has to be looked at afterwards, or was (事後確認).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReviewTaskView {
    /// Names it.
    #[ts(type = "number")]
    pub number: u64,
    /// What.
    pub kind: EmergencyKind,
    /// Account of who began it.
    pub account: String,
    /// Their name.
    pub by: String,
    /// 患者番号 of whom it is about, where it is one patient.
    pub chart_number: Option<String>,
    /// Why, from the list.
    pub reason: Option<EmergencyReason>,
    /// Why, in their own words.
    pub text: Option<String>,
    /// When it began.
    #[ts(type = "string")]
    pub from: Timestamp,
    /// When it ended; none while it lasts: then it cannot be reviewed yet.
    #[ts(type = "string | null")]
    pub ended_at: Option<Timestamp>,
    /// What ended it.
    pub ended_by: Option<EndedBy>,
    /// The asker began it: a review by them is marked 自己確認.
    pub own: bool,
    /// Readings that rested on it: of one patient, those of who began it; of the sealed account, all.
    #[ts(type = "number")]
    pub openings: usize,
    /// The review; none while the task is open.
    pub review: Option<ReviewView>,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReviewView {
    /// The name of who looked.
    pub by: String,
    /// When.
    #[ts(type = "string")]
    pub at: Timestamp,
    /// It was in order.
    pub proper: bool,
    /// What they say of it.
    pub text: Option<String>,
    /// 自己確認.
    pub own: bool,
}

/// The service's own modes, as they stand for this facility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServiceModesView {
    /// Each of the three.
    pub modes: Vec<ServiceModeView>,
    /// 医療機関コード.
    pub facility_number: String,
    /// The telephone number of the call centre.
    pub call_centre: String,
    /// 災害時: area and period.
    pub disaster: Option<DisasterPeriod>,
    /// When the service last answered.
    #[ts(type = "string | null")]
    pub last_success: Option<Timestamp>,
    /// The layer that fails now.
    pub fault: Option<FaultCode>,
    /// Code and message of the service, verbatim, for the call centre.
    pub detail: Option<String>,
}

/// One mode of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServiceModeView {
    /// Which.
    pub mode: ServiceMode,
    /// Why it cannot be begun; none when it can.
    pub hindrance: Option<ModeHindrance>,
}

/// What the site has decided for emergencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EmergencyRulesView {
    /// 障害時閲覧: hours unless said otherwise, 1 to 24.
    #[ts(type = "number")]
    pub outage_hours: u32,
    /// 緊急閲覧: minutes, 10 to 240.
    #[ts(type = "number")]
    pub reading_minutes: u32,
    /// What the service counts this facility as.
    pub facility_kind: FacilityKind,
    /// 医療機関コード.
    pub facility_number: String,
    /// The telephone number of the call centre.
    pub call_centre: String,
    /// Modes of the service the facility may use.
    pub service_modes: Vec<ServiceMode>,
    /// 災害時: area and period, as announced.
    pub disaster: Option<DisasterPeriod>,
}

/// A sealed account just made. The secret is shown once, to be printed and sealed.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct EmergencyAccountView {
    /// Account name.
    pub account: String,
    /// Its secret.
    pub secret: String,
}

/// What a mode of the service was used for: the text of the report that is due (利用報告).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UsageReportView {
    /// Which use.
    pub task: ReviewTaskView,
    /// 医療機関コード.
    pub facility_number: String,
    /// Questions sent to the service under it, by section.
    pub asked: Vec<AskedView>,
}

/// How often one section was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AskedView {
    /// Which.
    pub category: Category,
    /// How often.
    #[ts(type = "number")]
    pub times: usize,
}

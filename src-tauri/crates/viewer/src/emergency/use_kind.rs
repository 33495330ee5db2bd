use audit::{EventKind, Purpose};
use serde::{Deserialize, Serialize};
use service::ServiceMode;
use ts_rs::TS;

/// What was used. The names are kept in the desk store: add to them, never change one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EmergencyKind {
    /// 障害時閲覧.
    OutageReading,
    /// 緊急閲覧（院内保存分） of one patient.
    PersonReading,
    /// 救急時医療情報閲覧 of the service.
    ServiceEmergency,
    /// 災害時 of the service.
    ServiceDisaster,
    /// システム障害時 of the service.
    ServiceSystemFault,
    /// The sealed account (緊急用アカウント).
    EmergencyAccount,
    /// ネットワークからの切り離し.
    Isolation,
}

impl EmergencyKind {
    /// Every kind.
    pub(crate) const ALL: [Self; 7] = [
        Self::OutageReading,
        Self::PersonReading,
        Self::ServiceEmergency,
        Self::ServiceDisaster,
        Self::ServiceSystemFault,
        Self::EmergencyAccount,
        Self::Isolation,
    ];

    /// The use of a mode of the service.
    pub(crate) const fn of(mode: ServiceMode) -> Self {
        match mode {
            ServiceMode::Emergency => Self::ServiceEmergency,
            ServiceMode::Disaster => Self::ServiceDisaster,
            ServiceMode::SystemFault => Self::ServiceSystemFault,
        }
    }

    /// The service's mode it is a use of.
    pub(crate) const fn service_mode(self) -> Option<ServiceMode> {
        match self {
            Self::ServiceEmergency => Some(ServiceMode::Emergency),
            Self::ServiceDisaster => Some(ServiceMode::Disaster),
            Self::ServiceSystemFault => Some(ServiceMode::SystemFault),
            _ => None,
        }
    }

    /// What its lines in the audit are for.
    pub(crate) const fn purpose(self) -> Purpose {
        match self {
            Self::OutageReading => Purpose::OutageReading,
            Self::PersonReading | Self::EmergencyAccount => Purpose::Emergency,
            Self::ServiceEmergency | Self::ServiceDisaster | Self::ServiceSystemFault => {
                Purpose::ServiceEmergency
            }
            Self::Isolation => Purpose::Normal,
        }
    }

    /// The word of what is read on its ground, in the rows of the log; none where it is no ground by itself.
    pub(crate) const fn ground(self) -> Option<&'static str> {
        match self {
            // That of [`ReadingGround::Emergency`](crate::reading::ReadingGround::Emergency).
            Self::PersonReading => Some("emergency"),
            Self::OutageReading
            | Self::ServiceEmergency
            | Self::ServiceDisaster
            | Self::ServiceSystemFault => Some(self.as_str()),
            Self::EmergencyAccount | Self::Isolation => None,
        }
    }

    /// How the audit names its beginning and its end.
    pub(crate) const fn events(self) -> (EventKind, EventKind) {
        match self {
            Self::OutageReading | Self::PersonReading => {
                (EventKind::EmergencyBegun, EventKind::EmergencyEnded)
            }
            Self::ServiceEmergency | Self::ServiceDisaster | Self::ServiceSystemFault => {
                (EventKind::ServiceModeBegun, EventKind::ServiceModeEnded)
            }
            Self::EmergencyAccount => {
                (EventKind::EmergencyAccountUsed, EventKind::ReturnedToNormal)
            }
            Self::Isolation => (EventKind::IsolationBegun, EventKind::IsolationEnded),
        }
    }

    /// Its stable name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::OutageReading => "outage_reading",
            Self::PersonReading => "person_reading",
            Self::ServiceEmergency => "service_emergency",
            Self::ServiceDisaster => "service_disaster",
            Self::ServiceSystemFault => "service_system_fault",
            Self::EmergencyAccount => "emergency_account",
            Self::Isolation => "isolation",
        }
    }
}

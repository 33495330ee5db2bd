use serde::{Deserialize, Serialize};

/// What something was done for. The names are stored for ever: add to them, never change one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Everyday work.
    #[default]
    Normal,
    /// 障害時閲覧: declared while the service is out.
    OutageReading,
    /// 緊急閲覧 of what is held here.
    Emergency,
    /// The service's own 救急時 / 災害時 / システム障害時.
    ServiceEmergency,
    /// Looking at what others did.
    Review,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: &[Self] = &[
        Self::Normal,
        Self::OutageReading,
        Self::Emergency,
        Self::ServiceEmergency,
        Self::Review,
    ];

    /// Those of emergencies, gravest first.
    pub const EMERGENCIES: [Self; 3] =
        [Self::Emergency, Self::ServiceEmergency, Self::OutageReading];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::OutageReading => "outage_reading",
            Self::Emergency => "emergency",
            Self::ServiceEmergency => "service_emergency",
            Self::Review => "review",
        }
    }

    /// Whether its rows may use the space that is kept for emergencies.
    #[must_use]
    pub const fn is_emergency(self) -> bool {
        matches!(
            self,
            Self::OutageReading | Self::Emergency | Self::ServiceEmergency
        )
    }
}

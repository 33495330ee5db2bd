use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where the care takes place for which a consent was given (受付の種別). The service keeps consents
/// for each of them by rules of its own.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum CareSetting {
    /// 外来・入院: a card was read at the facility.
    #[default]
    Outpatient,
    /// 在宅: consent given before a home visit; it goes on until it is cancelled.
    HomeVisit,
    /// オンライン診療.
    Online,
}

impl CareSetting {
    /// Every setting.
    pub const ALL: [Self; 3] = [Self::Outpatient, Self::HomeVisit, Self::Online];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outpatient => "outpatient",
            Self::HomeVisit => "home_visit",
            Self::Online => "online",
        }
    }

    /// The setting with this stable name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }
}

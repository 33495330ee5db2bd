use record::vocabulary::CareSetting;
use serde::{Deserialize, Serialize};

/// How we know of an arrival, and for what kind of care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// Who told us.
    pub source: ArrivalSource,
    /// 外来, 在宅 or オンライン診療.
    pub setting: CareSetting,
}

/// Who told us that somebody comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalSource {
    /// The service lists a check (資格確認) of today.
    #[default]
    Service,
    /// The desk asked the service by insured number (番号による資格確認).
    Number,
    /// A file of the reception or of appointments.
    File,
    /// The desk, by hand.
    Hand,
}

impl ArrivalSource {
    /// Every source.
    pub const ALL: [Self; 4] = [Self::Service, Self::Number, Self::File, Self::Hand];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Number => "number",
            Self::File => "file",
            Self::Hand => "hand",
        }
    }

    /// The source with this stable name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == name)
    }

    /// Typed by people: it says less of who somebody is than what the service said.
    pub(super) const fn is_typed(self) -> bool {
        matches!(self, Self::File | Self::Hand)
    }
}

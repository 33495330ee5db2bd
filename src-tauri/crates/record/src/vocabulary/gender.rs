use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Administrative gender (性別) as FHIR codes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// 男.
    Male,
    /// 女.
    Female,
    /// その他.
    Other,
    /// 不明.
    Unknown,
}

impl Gender {
    /// The gender with this FHIR code, if it is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "male" => Self::Male,
            "female" => Self::Female,
            "other" => Self::Other,
            "unknown" => Self::Unknown,
            _ => return None,
        })
    }

    /// The FHIR code.
    #[must_use]
    pub const fn as_code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }
}

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How and when a use ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ended {
    pub(crate) at: Timestamp,
    pub(crate) by: EndedBy,
}

/// What ended it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// Its time was over.
    Time,
    /// The service came back.
    ServiceReturned,
    /// Somebody ended it.
    Person,
}

impl EndedBy {
    /// Its stable name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::ServiceReturned => "service_returned",
            Self::Person => "person",
        }
    }
}

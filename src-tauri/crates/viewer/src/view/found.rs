use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::IdentityView;

/// People found while the query is being typed. Who they are, and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FoundView {
    /// At most the first twenty.
    pub people: Vec<FoundPersonView>,
    /// There are more.
    pub more: bool,
}

/// One person found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FoundPersonView {
    /// Who: name and birth date are to be confirmed before opening.
    pub identity: IdentityView,
    /// The newest card check or reception on this PC.
    #[ts(type = "string | null")]
    pub last_arrival: Option<Timestamp>,
}

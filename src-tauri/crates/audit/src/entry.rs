use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::EventKind;

/// One line of the log. Says who, whose and which, never what was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// How it ended.
    pub outcome: Outcome,
    /// Who did it; none when the program acted by itself.
    pub actor: Option<Actor>,
    /// Whose data: our number for the person.
    pub person: Option<i64>,
    /// Their 患者番号, so that an auditor can look them up.
    pub chart_number: Option<String>,
    /// Which categories were shown or fetched.
    pub shown: Vec<Shown>,
    /// The consents it rested on.
    pub consent: Vec<ConsentNote>,
    /// Version of this program.
    pub program_version: String,
    /// Name of the PC.
    pub pc: String,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Ok,
    /// Turned away, with the code.
    Refused(String),
    /// Tried and failed, with the code.
    Failed(String),
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Account name.
    pub account: String,
    /// The person's name at that moment.
    pub display_name: String,
    /// The active role; none when the sign-in failed.
    pub role: Option<String>,
}

/// One category that was shown or fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The category's stable name.
    pub category: String,
    /// The state that was shown, as the records name it.
    pub version: Option<String>,
    /// Live or from the cache.
    pub origin: String,
}

/// One consent it rested on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentNote {
    /// The category's stable name.
    pub category: String,
    /// The consent's state then.
    pub state: String,
}

/// An entry as it is written: with the version of this shape and its place in the chain, so that
/// both are under the hash. Fields are written in this order, without spaces.
#[derive(Serialize, Deserialize)]
pub(crate) struct Line<E> {
    pub(crate) format: u32,
    pub(crate) number: u64,
    #[serde(flatten)]
    pub(crate) entry: E,
}

/// Version of [`Line`].
pub(crate) const LINE_FORMAT: u32 = 1;

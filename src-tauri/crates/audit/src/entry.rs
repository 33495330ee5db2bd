use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{EventKind, Purpose};

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
    /// Names the sitting: the same from a sign-in to its end.
    #[serde(default)]
    pub session: Option<String>,
    /// What it was done for.
    #[serde(default)]
    pub purpose: Purpose,
    /// Why, where a reason has to be given.
    #[serde(default)]
    pub reason: Option<Reason>,
    /// Whose data: our number for the person.
    pub person: Option<i64>,
    /// Their 患者番号, so that an auditor can look them up.
    pub chart_number: Option<String>,
    /// Whether an arrival (来院) of that day was on record; none where it does not matter.
    #[serde(default)]
    pub arrived: Option<bool>,
    /// Which categories were shown or fetched.
    pub shown: Vec<Shown>,
    /// The consents it rested on.
    pub consent: Vec<ConsentNote>,
    /// How this PC's clock stood; none in lines of the first format.
    #[serde(default)]
    pub clock: Option<ClockNote>,
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
    /// 職員番号.
    #[serde(default)]
    pub staff_number: Option<String>,
}

/// Why it was done: a code, and the words of who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Its stable name.
    pub code: String,
    /// In the person's own words, at most [`Reason::LONGEST`] characters.
    pub text: Option<String>,
}

impl Reason {
    /// Characters of [`Reason::text`] that are kept.
    pub const LONGEST: usize = 200;

    /// A reason; longer words are cut.
    #[must_use]
    pub fn new(code: &str, text: Option<&str>) -> Self {
        Self {
            code: code.to_owned(),
            text: text.map(|text| text.chars().take(Self::LONGEST).collect()),
        }
    }
}

/// How the clock of the PC stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockNote {
    /// Milliseconds by which it was ahead of the trusted time; none when nothing told that.
    pub offset_ms: Option<i64>,
    /// 時計要確認.
    pub in_doubt: bool,
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
    /// Seconds since the service last gave or confirmed it; none when unknown.
    #[serde(default)]
    pub age_seconds: Option<i64>,
    /// What of it, as far as it is known one by one.
    #[serde(default)]
    pub items: Vec<Item>,
}

/// One received thing that was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its resource type.
    pub resource: String,
    /// Its id: the document's identifier, or the name of the answer.
    pub id: String,
    /// Which of the versions kept here.
    pub version: String,
}

/// One consent it rested on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentNote {
    /// The category's stable name.
    pub category: String,
    /// The consent's state then. Lines of the first format have the end in it.
    pub state: String,
    /// When it ends or ended.
    #[serde(default)]
    pub until: Option<Timestamp>,
}

impl ConsentNote {
    /// Whether it ran.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.state == "given" || self.state.starts_with("given until ")
    }

    /// Whether a choice of the person was on record at all, running or ended.
    #[must_use]
    pub fn on_record(&self) -> bool {
        self.is_given() || self.state == "refused" || self.state.starts_with("expired")
    }

    /// When it ends or ended, in lines of either format.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        let former = || {
            let (_, end) = self
                .state
                .split_once(" until ")
                .or_else(|| self.state.split_once(" at "))?;
            end.parse().ok()
        };
        self.until.or_else(former)
    }
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

/// Version of [`Line`]: 2 since it says sitting, purpose, reason, clock, ages and items. Lines of the
/// first are read and verified for ever.
pub(crate) const LINE_FORMAT: u32 = 2;

use jiff::Timestamp;
use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::IdentityView;
use crate::typed_person::PersonProblem;

/// A list that lasts over days (外来, 3階病棟).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NamedListView {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Who is on it.
    pub people: Vec<IdentityView>,
}

/// What came of a file of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeopleFileView {
    /// Lines taken in.
    #[ts(type = "number")]
    pub taken: usize,
    /// Lines that were not, one by one.
    pub bad: Vec<BadLineView>,
}

/// A line of a file that was not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BadLineView {
    /// Counted from 1.
    #[ts(type = "number")]
    pub line: usize,
    /// What is wrong with it.
    pub problem: PersonProblem,
}

/// What the service said when it was asked by number. It never holds a consent: without the card
/// nothing can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum NumberCheckView {
    /// The person, who stands on today's board now.
    Found {
        /// Who.
        identity: IdentityView,
    },
    /// The service knows nobody by this number.
    Nobody,
    /// The number belongs to somebody born on another day.
    BirthDateDiffers,
    /// The service answered about somebody with another number.
    NumberDiffers,
    /// The service names several people.
    Several,
}

/// Joins that stand (結合の一覧).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JoinsView {
    /// The newest first.
    pub joins: Vec<JoinView>,
}

/// One join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JoinView {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// With whom.
    pub identity: IdentityView,
    /// Made by hand; else a card check brought a new number.
    pub by_hand: bool,
    /// How many insured numbers came with it.
    #[ts(type = "number")]
    pub numbers: usize,
    /// When.
    #[ts(type = "string")]
    pub joined_at: Timestamp,
}

/// Who was entered, joined or separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonView {
    /// Our number for the person.
    pub person: PersonId,
}

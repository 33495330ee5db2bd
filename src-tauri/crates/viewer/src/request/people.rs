//! What the desk types: who comes, which lists they are on, and who is one person.

use record::vocabulary::{Gender, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Somebody entered by hand.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct AddPersonRequest {
    /// 氏名.
    pub name: String,
    /// カナ; may be empty.
    pub kana: String,
    /// 生年月日 in either calendar.
    pub birth_date: String,
    /// 性別.
    pub gender: Gender,
    /// 患者番号; may be empty.
    pub chart_number: String,
    /// The list to put them on; none: today's reception.
    #[ts(type = "number | null")]
    pub list: Option<i64>,
}

/// A file of the reception or of appointments.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PeopleFileRequest {
    /// Its bytes in base64, at most 4 MiB of them.
    pub content: String,
    /// The list to put the people on; none: today's reception.
    #[ts(type = "number | null")]
    pub list: Option<i64>,
}

/// An insured number (被保険者番号) with the birth date of whom it belongs to.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct NumberCheckRequest {
    /// 保険者番号.
    pub insurer: String,
    /// 記号; empty where there is none.
    pub symbol: String,
    /// 番号.
    pub number: String,
    /// 枝番.
    pub branch: String,
    /// 生年月日 in either calendar.
    pub birth_date: String,
}

/// A new list.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MakeListRequest {
    /// Its name, at most 100 characters.
    pub name: String,
}

/// Names a list.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct ListRequest {
    /// Its number.
    #[ts(type = "number")]
    pub list: i64,
}

/// Puts people on a list.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct PutOnListRequest {
    /// Its number.
    #[ts(type = "number")]
    pub list: i64,
    /// Who.
    pub people: Vec<PersonId>,
}

/// Takes somebody off a list.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct TakeOffListRequest {
    /// Its number.
    #[ts(type = "number")]
    pub list: i64,
    /// Who.
    pub person: PersonId,
}

/// Undoes a join (分ける), confirmed by two items.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SeparateRequest {
    /// `JoinView::id`.
    #[ts(type = "number")]
    pub join: i64,
    /// 生年月日 as typed.
    pub birth_date: String,
    /// 患者番号 as typed.
    pub chart_number: String,
}

/// Joins two people who were found to be one (結ぶ), confirmed by two items.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct JoinPeopleRequest {
    /// One of them.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
    /// 生年月日 as typed.
    pub birth_date: String,
    /// 患者番号 of either as typed.
    pub chart_number: String,
}

/// Confirms that a name that differs is the same person's.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ConfirmNameRequest {
    /// Who.
    pub person: PersonId,
    /// 生年月日 as the patient says it.
    pub birth_date: String,
}

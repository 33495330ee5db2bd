use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Category, Gender, PartialDate, PersonId};
use serde::{Deserialize, Serialize};
use service::fault::FaultCode;
use ts_rs::TS;

use super::ConsentCategoryView;

/// The desk's board (同意確認). Holds no clinical word, count or title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BoardView {
    /// The day.
    #[ts(type = "string")]
    pub date: Date,
    /// In order of arrival.
    pub rows: Vec<BoardRowView>,
    /// Categories the facility has switched off: one line for the whole board.
    pub switched_off: Vec<Category>,
    /// Arrivals of the newest answer that could not be read: 読み取れない受付.
    #[ts(type = "number")]
    pub unreadable: usize,
}

/// One arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BoardRowView {
    /// Our number for the person.
    pub person: PersonId,
    /// When.
    #[ts(type = "string")]
    pub arrived_at: Timestamp,
    /// 患者番号.
    pub chart_number: Option<String>,
    /// 氏名 as received.
    pub name: String,
    /// カナ.
    pub kana: Option<String>,
    /// The name holds 「●」 or a private-use character.
    pub unshown_characters: bool,
    /// 生年月日.
    pub birth_date: Option<PartialDate>,
    /// 性別.
    pub gender: Option<Gender>,
    /// Another arrival has the same kana.
    pub same_kana: bool,
    /// Another arrival has the same surname.
    pub same_surname: bool,
    /// The one word for the row.
    pub consent: BoardConsent,
    /// Shown on the focused row only.
    pub categories: Vec<ConsentCategoryView>,
    /// The earliest end among the given ones.
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
    /// Two hours and thirty minutes before the end.
    pub warning: ExpiryWarning,
    /// Whether the records have arrived; the same whatever came.
    pub records: BoardRecords,
    /// Why they have not, as a code we word ourselves; never the service's message.
    pub fault: Option<FaultCode>,
    /// The answer named the person differently: the desk confirms.
    pub name_differs: bool,
    /// Somebody at the desk should do something.
    pub needs_attention: bool,
}

/// 同意 of one arrival in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BoardConsent {
    /// 全部.
    All,
    /// 一部.
    Some,
    /// なし.
    None,
    /// 期限切れ.
    Expired,
    /// 確認できません.
    Unknown,
    /// カードなし.
    NoCard,
}

/// Whether the records have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BoardRecords {
    /// 完了.
    Complete,
    /// 取得中.
    Fetching,
    /// 失敗.
    Failed,
    /// Nothing is to be fetched.
    None,
}

/// How near the end of consent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryWarning {
    /// Far.
    None,
    /// Less than two hours.
    TwoHours,
    /// Less than thirty minutes.
    ThirtyMinutes,
}

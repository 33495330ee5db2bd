use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{CareSetting, Category, Gender, PartialDate, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ConsentCategoryView;

/// The desk's board (同意確認). Holds no clinical word, count or title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BoardView {
    /// The day.
    #[ts(type = "string")]
    pub date: Date,
    /// Those of the reception in its order, then those who are on a list only.
    pub rows: Vec<BoardRowView>,
    /// Lists that last over days, to look at one of them.
    pub lists: Vec<ListNameView>,
    /// Categories the facility has switched off: one line for the whole board.
    pub switched_off: Vec<Category>,
    /// Arrivals of the newest answer that could not be read: 読み取れない受付.
    #[ts(type = "number")]
    pub unreadable: usize,
}

/// The name of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ListNameView {
    /// Its number.
    #[ts(type = "number")]
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// One arrival, or somebody on a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BoardRowView {
    /// Our number for the person.
    pub person: PersonId,
    /// When; none as long as no check of today says that they came: an appointment is no arrival.
    #[ts(type = "string | null")]
    pub arrived_at: Option<Timestamp>,
    /// How we know of it.
    pub source: BoardSource,
    /// 外来, 在宅 or オンライン診療.
    pub setting: CareSetting,
    /// Numbers of the lists they are on.
    #[ts(type = "number[]")]
    pub lists: Vec<i64>,
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
    /// Shown on the focused row only; empty where the site shows none.
    pub categories: Vec<ConsentCategoryView>,
    /// The earliest end among the given ones.
    #[ts(type = "string | null")]
    pub until: Option<Timestamp>,
    /// Two hours and thirty minutes before the end.
    pub warning: ExpiryWarning,
    /// Whether the records have arrived; the same whatever came.
    pub records: BoardRecords,
    /// Why they have not, told apart only as far as the desk can do something about it.
    pub reason: Option<BoardReason>,
    /// Answers named the person so: the desk confirms.
    pub other_names: Vec<String>,
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

/// How we know of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BoardSource {
    /// 資格確認, as the service lists it.
    Service,
    /// 番号による資格確認.
    Number,
    /// 受付・予約ファイル.
    File,
    /// 手入力.
    Hand,
    /// A list that lasts over days.
    List,
}

/// Why nothing has arrived. What only tells more of what came, or of the service, is one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BoardReason {
    /// つながりません.
    Line,
    /// 枝番がありません.
    BranchMissing,
    /// The answer is about somebody else: identity must be looked at.
    OtherPerson,
    /// The service refuses: 同意が確認できません.
    NotAllowed,
    /// This PC cannot keep it (空き容量など).
    ThisPc,
    /// The service gave no usable answer.
    Service,
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

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Gender, MemberId, PartialDate};

/// Our own number for a person, made by the desk store; means nothing outside this PC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct PersonId(#[ts(type = "number")] pub i64);

/// Who a person is, as the card check or an answer states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// 氏名 as sent (may hold U+3000, variants or 「●」).
    pub name: String,
    /// カナ, when sent.
    pub kana: Option<String>,
    /// 生年月日, when sent.
    pub birth_date: Option<PartialDate>,
    /// 性別, when sent.
    pub gender: Option<Gender>,
    /// 被保険者番号 sets, newest first.
    pub member_ids: Vec<MemberId>,
}

use record::vocabulary::{Gender, PartialDate, PersonId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who is shown: the identity bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct IdentityView {
    /// Our number for the person.
    pub person: PersonId,
    /// 患者番号.
    pub chart_number: Option<String>,
    /// 氏名 as received.
    pub name: String,
    /// カナ.
    pub kana: Option<String>,
    /// The name holds 「●」 or a private-use character: 表示できない文字.
    pub unshown_characters: bool,
    /// 生年月日.
    pub birth_date: Option<PartialDate>,
    /// Full years today, when the birth date has a day.
    pub age_years: Option<u8>,
    /// 性別.
    pub gender: Option<Gender>,
    /// Another patient of today's list has the same kana.
    pub same_kana: bool,
    /// Another patient of today's list has the same surname.
    pub same_surname: bool,
    /// The last answer named the person differently (variant, 「●」, married surname).
    pub name_differs: bool,
}

//! Somebody whom people typed, into the screen or into a file: checked before the desk store sees it.

use cache::desk::typed_birth_date;
use jiff::civil::Date;
use record::vocabulary::{Gender, Identity, PartialDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization as _;

/// A person as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TypedPerson {
    pub(crate) identity: Identity,
    pub(crate) chart_number: Option<String>,
}

/// What is wrong with somebody as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PersonProblem {
    /// 氏名: missing, too long, or with characters that are not to be seen.
    Name,
    /// カナ: too long, or with characters that are not to be seen.
    Kana,
    /// 生年月日: none, no whole date, or after today.
    BirthDate,
    /// 性別: a word we do not know.
    Gender,
    /// 患者番号: too long, or other than letters, digits and hyphens.
    ChartNumber,
    /// 被保険者番号.
    MemberNumber,
    /// 時刻.
    Time,
}

impl PersonProblem {
    /// Its stable name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kana => "kana",
            Self::BirthDate => "birth_date",
            Self::Gender => "gender",
            Self::ChartNumber => "chart_number",
            Self::MemberNumber => "member_number",
            Self::Time => "time",
        }
    }
}

/// Names longer than this are no names.
const LONGEST_NAME: usize = 100;
const LONGEST_NUMBER: usize = 20;

/// Who it is, when everything that was typed can be used.
pub(crate) fn identity(
    name: &str,
    kana: Option<&str>,
    birth_date: &str,
    gender: Option<Gender>,
    chart_number: Option<&str>,
    today: Date,
) -> Result<TypedPerson, PersonProblem> {
    let name = visible(name).ok_or(PersonProblem::Name)?;
    let kana = match kana.map(str::trim).filter(|kana| !kana.is_empty()) {
        Some(kana) => Some(visible(kana).ok_or(PersonProblem::Kana)?),
        None => None,
    };
    let born = typed_birth_date(birth_date).ok_or(PersonProblem::BirthDate)?;
    let born = PartialDate::parse(&born).ok_or(PersonProblem::BirthDate)?;
    if born.day().is_none_or(|day| day > today) {
        return Err(PersonProblem::BirthDate);
    }
    let chart_number = match chart_number.map(plain_number).filter(|n| !n.is_empty()) {
        Some(number) if is_number(&number) => Some(number),
        Some(_) => return Err(PersonProblem::ChartNumber),
        None => None,
    };
    Ok(TypedPerson {
        identity: Identity {
            name,
            kana,
            birth_date: Some(born),
            gender,
            member_ids: Vec::new(),
        },
        chart_number,
    })
}

/// A number as typed, in the width that numbers are kept in.
pub(crate) fn plain_number(typed: &str) -> String {
    typed.nfkc().filter(|c| !c.is_whitespace()).collect()
}

fn is_number(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.len() <= LONGEST_NUMBER && text.chars().all(fits)
}

/// The text without blanks around it; none when it is empty, too long, or has characters that cannot
/// be seen or turn the order of the others.
pub(crate) fn visible(text: &str) -> Option<String> {
    let text = text.trim();
    let is_seen = !text.contains(char::is_control) && !record::has_hidden(text);
    let fits = !text.is_empty() && text.chars().count() <= LONGEST_NAME && is_seen;
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn problem(name: &str, born: &str, chart: &str) -> Option<PersonProblem> {
        let today = date(2026, 11, 21);
        identity(name, None, born, Some(Gender::Male), Some(chart), today).err()
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        assert_eq!(problem("見本 太郎", "昭和25年2月3日", "０００１２３"), None);
        assert_eq!(problem("𠮷田 健", "1950-02-03", ""), None);
        assert_eq!(problem(" ", "1950-02-03", ""), Some(PersonProblem::Name));
        assert_eq!(
            problem(&"長".repeat(101), "1950-02-03", ""),
            Some(PersonProblem::Name)
        );
        for hidden in [
            "見\u{202E}本",
            "見\u{200B}本",
            "見\n本",
            "\u{FEFF}見本\u{2066}",
            "見\u{AD}本",
            "見\u{3164}本",
            "見\u{180E}本",
            "見\u{E0041}本",
        ] {
            assert_eq!(problem(hidden, "1950-02-03", ""), Some(PersonProblem::Name));
        }
        for born in ["", "1950", "1950-02", "1950-02-30", "2026-11-22", "x"] {
            assert_eq!(
                problem("見本", born, ""),
                Some(PersonProblem::BirthDate),
                "{born}"
            );
        }
        assert_eq!(
            problem("見本", "1950-02-03", "1'; --"),
            Some(PersonProblem::ChartNumber)
        );
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// The insured person's number (保険者番号:記号:番号:枝番) as sent.
///
/// For 生活保護 the form is 公費負担者番号::受給者番号: and the branch is absent by rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemberId {
    insurer: String,
    symbol: String,
    number: String,
    branch: String,
}

/// Why a text is not an insured person's number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MemberIdError {
    /// Not four parts divided by colons.
    #[error("an insured number has four parts divided by ':'")]
    Parts,
    /// 保険者番号 is not up to eight digits.
    #[error("the insurer number is not up to eight digits")]
    Insurer,
    /// 枝番 is neither absent nor two digits.
    #[error("the branch number is not two digits")]
    Branch,
}

impl MemberId {
    /// The FHIR identifier system of an insured number (also accepted: the public payer's).
    pub const SYSTEM: &'static str = "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID";
    /// The FHIR identifier system of a 公費負担 (生活保護) number.
    pub const PUBLIC_PAYER_SYSTEM: &'static str =
        "http://jpfhir.jp/fhir/clins/Idsystem/JP_PublicPayer_memberID";

    /// Reads `保険者番号:記号:番号:枝番`.
    ///
    /// # Errors
    /// When the shape is not that of an insured number.
    pub fn parse(text: &str) -> Result<Self, MemberIdError> {
        let mut parts = text.trim().split(':');
        let (Some(insurer), Some(symbol), Some(number), Some(branch), None) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return Err(MemberIdError::Parts);
        };
        let plain = |s: &str| s.nfkc().collect::<String>().trim().to_owned();
        let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit());
        let insurer_digits = plain(insurer);
        if !digits(&insurer_digits) || insurer_digits.len() > 8 {
            return Err(MemberIdError::Insurer);
        }
        let branch_digits = plain(branch);
        if !(branch_digits.is_empty() || (digits(&branch_digits) && branch_digits.len() == 2)) {
            return Err(MemberIdError::Branch);
        }
        Ok(Self {
            insurer: insurer.to_owned(),
            symbol: symbol.to_owned(),
            number: number.to_owned(),
            branch: branch.to_owned(),
        })
    }

    /// True when 枝番 is missing although this is an ordinary insurance (not 公費).
    #[must_use]
    pub fn lacks_branch(&self) -> bool {
        self.branch.is_empty() && !self.symbol.is_empty()
    }

    /// The form for comparing: NFKC, insurer number padded to eight digits with zeros.
    #[must_use]
    pub fn normalised(&self) -> String {
        let plain = |s: &str| s.nfkc().filter(|c| !c.is_whitespace()).collect::<String>();
        format!(
            "{:0>8}:{}:{}:{}",
            plain(&self.insurer),
            plain(&self.symbol),
            plain(&self.number),
            plain(&self.branch)
        )
    }

    /// True when both name the same insured person, whatever their width or padding.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.normalised() == other.normalised()
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}:{}:{}",
            self.insurer, self.symbol, self.number, self.branch
        )
    }
}

impl TryFrom<String> for MemberId {
    type Error = MemberIdError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<MemberId> for String {
    fn from(id: MemberId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_and_padding_do_not_make_another_person() {
        let a = MemberId::parse("06139999:１２：３".replace('：', ":").as_str());
        assert_eq!(a, Err(MemberIdError::Parts));
        let a = MemberId::parse("139999:１８７:あ４５:01").unwrap();
        let b = MemberId::parse("00139999:187:あ45:01").unwrap();
        assert!(a.same_as(&b));
        assert_eq!(a.to_string(), "139999:１８７:あ４５:01");
    }

    #[test]
    fn a_missing_branch_is_noticed_except_for_public_payers() {
        assert!(MemberId::parse("06139999:12:34:").unwrap().lacks_branch());
        assert!(
            !MemberId::parse("12139999::1234567:")
                .unwrap()
                .lacks_branch()
        );
        assert_eq!(
            MemberId::parse("06139999:1:2:3"),
            Err(MemberIdError::Branch)
        );
        assert_eq!(MemberId::parse("x:1:2:03"), Err(MemberIdError::Insurer));
    }
}

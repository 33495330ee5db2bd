use crate::narrow::narrow;

/// Common beginnings of passwords, lower case, one a line.
const COMMON: &str = include_str!("common_passwords.txt");
/// Longer input is refused before it is hashed.
pub(crate) const MOST: usize = 256;
/// The bytes so many characters can take.
pub(crate) const MOST_BYTES: usize = 4 * MOST;

/// Which part of the password rule is not met. There is no forced change after some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRule {
    /// Too few characters.
    #[error("at least {least} characters")]
    TooShort {
        /// How many are needed.
        least: usize,
    },
    /// More than 256 characters.
    #[error("too long")]
    TooLong,
    /// No letter.
    #[error("needs a letter")]
    NoLetter,
    /// No digit.
    #[error("needs a digit")]
    NoDigit,
    /// Contains the account name, the person's name or the staff number.
    #[error("contains the account, the name or the staff number")]
    ContainsOwner,
    /// A common password, or one short piece repeated.
    #[error("is a common password")]
    Common,
    /// One of the five used last.
    #[error("was used before")]
    Reused,
}

impl PasswordRule {
    /// The stable name, for the screen's catalogue.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too_short",
            Self::TooLong => "too_long",
            Self::NoLetter => "no_letter",
            Self::NoDigit => "no_digit",
            Self::ContainsOwner => "contains_owner",
            Self::Common => "common",
            Self::Reused => "reused",
        }
    }
}

/// Checks a new password. `owner` holds what belongs to the person: account, names, staff number.
/// `least` characters are needed, counted as a reader counts them.
pub(crate) fn check(password: &str, owner: &[&str], least: usize) -> Result<(), PasswordRule> {
    let length = password.chars().count();
    if length < least {
        return Err(PasswordRule::TooShort { least });
    }
    if length > MOST {
        return Err(PasswordRule::TooLong);
    }
    if !password.chars().any(char::is_alphabetic) {
        return Err(PasswordRule::NoLetter);
    }
    if !password.chars().any(|c| c.is_ascii_digit()) {
        return Err(PasswordRule::NoDigit);
    }
    let folded = zeroize::Zeroizing::new(fold(password));
    if owner
        .iter()
        .flat_map(|own| telling_parts(own))
        .any(|part| folded.contains(&part))
    {
        return Err(PasswordRule::ContainsOwner);
    }
    if is_common(&folded) || repeats(&folded) {
        return Err(PasswordRule::Common);
    }
    Ok(())
}

fn fold(text: &str) -> String {
    text.chars()
        .map(narrow)
        .flat_map(char::to_lowercase)
        .collect()
}

/// A name whole and in its parts. Very short ones ("a", "7") would forbid almost everything.
fn telling_parts(own: &str) -> Vec<String> {
    let folded = fold(own);
    let whole: String = folded.split_whitespace().collect();
    let long_enough = |part: &String| part.chars().count() >= if part.is_ascii() { 3 } else { 2 };
    folded
        .split_whitespace()
        .map(str::to_owned)
        .chain([whole])
        .filter(long_enough)
        .collect()
}

/// A listed beginning followed by nothing but digits and signs.
fn is_common(folded: &str) -> bool {
    COMMON
        .lines()
        .filter_map(|stem| folded.strip_prefix(stem))
        .any(|rest| !rest.chars().any(char::is_alphabetic))
}

/// `abc123abc123abc`: one piece of up to six characters over and over.
fn repeats(folded: &str) -> bool {
    let letters: Vec<char> = folded.chars().collect();
    (1..=6).any(|piece| {
        letters
            .iter()
            .zip(letters.iter().skip(piece))
            .all(|(a, b)| a == b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(password: &str) -> Result<(), PasswordRule> {
        check(
            password,
            &["yamada.t", "山田 太郎", "Taro Yamada", "N04711"],
            13,
        )
    }

    #[test]
    fn good_passwords_pass() {
        for good in [
            "kawa-7-nagare-no",
            "correct horse 9 staple",
            "あさがおのたね9つぶ植えた",
        ] {
            assert_eq!(verdict(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn each_part_of_the_rule_refuses() {
        let short = PasswordRule::TooShort { least: 13 };
        assert_eq!(verdict("kawa7nagareno"), Ok(()));
        assert_eq!(verdict("kawa7nagaren"), Err(short));
        assert_eq!(
            verdict("kawa7な"),
            Err(short),
            "characters are counted, not bytes"
        );
        assert_eq!(verdict(&"a1b2c3d4e".repeat(30)), Err(PasswordRule::TooLong));
        assert_eq!(verdict("20250101194507"), Err(PasswordRule::NoLetter));
        assert_eq!(verdict("kawa-no-nagare-no"), Err(PasswordRule::NoDigit));
        for own in [
            "xx9YAMADA.Txxxxxx",
            "kawa9山田nagareno",
            "ＹＡＭＡＤＡ9kawanagare",
            "tanoshii-n04711-kawa",
            "kawa-tarotaroyamada-1",
        ] {
            assert_eq!(verdict(own), Err(PasswordRule::ContainsOwner), "{own}");
        }
        for common in [
            "password12345",
            "Password123!!!!",
            "qwertyuiop1234",
            "1q2w3e4r5t6y7u8i",
            "abc123abc123abc123",
            "hospital202511!",
        ] {
            assert_eq!(verdict(common), Err(PasswordRule::Common), "{common}");
        }
    }

    #[test]
    fn a_one_letter_name_forbids_nothing() {
        assert_eq!(check("kawa-7-nagare-no", &["a", "7", "", " "], 13), Ok(()));
    }

    #[test]
    fn beside_a_second_factor_eight_characters_are_enough() {
        assert_eq!(check("kawa7nag", &[], 8), Ok(()));
        let short = PasswordRule::TooShort { least: 8 };
        assert_eq!(check("kawa7na", &[], 8), Err(short));
    }

    #[test]
    fn the_list_is_folded_and_has_no_empty_line() {
        for stem in COMMON.lines() {
            assert!(!stem.is_empty());
            assert_eq!(stem, fold(stem));
        }
    }
}

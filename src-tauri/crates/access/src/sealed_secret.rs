//! The secret of a sealed account (緊急用アカウント): printed once, put into an envelope, typed by hand on
//! a bad day.

use std::ops::Deref;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use crate::recovery_key::ALPHABET;
use crate::typed_key::is_separator;
use crate::{AccessError, AccountKind, spoken_code};

/// Characters of a secret, hyphens left out.
const LENGTH: usize = 20;
/// Characters between two hyphens.
const GROUP: usize = 5;

/// A new one: four groups of five characters, 100 random bits.
///
/// # Errors
/// `Random`.
pub fn sealed_secret() -> Result<Zeroizing<String>, AccessError> {
    loop {
        let (first, second) = (spoken_code::new()?, spoken_code::new()?);
        let mut secret = Zeroizing::new(String::with_capacity(first.len() + 1 + second.len()));
        secret.push_str(&first);
        secret.push('-');
        secret.push_str(&second);
        // Typed without a shift key; the letters that look like digits are not among them.
        secret.make_ascii_lowercase();
        // One in some thousand lacks a digit, which the rule of passwords asks for.
        let mut characters = secret.chars();
        if characters.any(|c| c.is_ascii_digit()) && secret.chars().any(|c| c.is_alphabetic()) {
            return Ok(secret);
        }
    }
}

/// A password as it is compared: as it was typed, or where that is a sealed secret, as it was printed.
pub(crate) enum Meant<'a> {
    Typed(&'a str),
    Secret(Zeroizing<String>),
}

impl<'a> Meant<'a> {
    /// What was typed for an account of this kind.
    pub(crate) fn of(kind: AccountKind, typed: &'a str) -> Self {
        let secret = match kind {
            AccountKind::Emergency => printed(typed),
            AccountKind::Personal => None,
        };
        secret.map_or(Self::Typed(typed), Self::Secret)
    }
}

impl Deref for Meant<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Typed(typed) => typed,
            Self::Secret(secret) => secret,
        }
    }
}

/// The secret that was typed, as it was printed: any case and width, with or without whatever stands
/// for a hyphen, O for 0, I or L for 1. None when it has not the shape of one.
fn printed(typed: &str) -> Option<Zeroizing<String>> {
    // Room for all at once: growing would leave copies of the secret behind.
    let mut secret = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
    let mut length = 0;
    for c in typed.nfkc().filter(|c| !is_separator(*c)) {
        let meant = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let known = ALPHABET.iter().any(|letter| char::from(*letter) == meant);
        if !known || length == LENGTH {
            return None;
        }
        if length > 0 && length % GROUP == 0 {
            secret.push('-');
        }
        secret.push(meant.to_ascii_lowercase());
        length += 1;
    }
    (length == LENGTH).then_some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_another_and_long_enough_for_a_password_alone() {
        let secret = sealed_secret().unwrap();
        assert_eq!(secret.split('-').map(str::len).collect::<Vec<_>>(), [5; 4]);
        assert_ne!(*secret, *sealed_secret().unwrap());
    }

    #[test]
    fn it_may_be_typed_in_every_way_a_hand_and_an_input_method_write_it() {
        let as_printed = "a0b1c-defgh-jkmnp-qrstv";
        for typed in [
            as_printed,
            "A0B1C-DEFGH-JKMNP-QRSTV",
            "a0b1cdefghjkmnpqrstv",
            "aObIc defgh jkmnp qrstv ",
            "ａ０ｂ１ｃ－ｄｅｆｇｈ－ｊｋｍｎｐ－ｑｒｓｔｖ",
            "ＡＯＢＬＣ　ｄｅｆｇｈーｊｋｍｎｐ−ｑｒｓｔｖ",
            "a⁰b①c‐defgh–jkmnp—qrstv",
        ] {
            assert_eq!(&*Meant::of(AccountKind::Emergency, typed), as_printed);
            assert_eq!(&*Meant::of(AccountKind::Personal, typed), typed);
        }
        let longest = "a".repeat(10_000);
        for other in [
            "a0b1c-defgh-jkmnp-qrst",
            "a0b1c-defgh-jkmnp-qrstvw",
            "a0b1c-defgh-jkmnp-qrstu",
            &longest,
        ] {
            assert_eq!(&*Meant::of(AccountKind::Emergency, other), other);
        }
    }
}

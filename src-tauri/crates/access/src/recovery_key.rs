use zeroize::Zeroizing;

use crate::narrow::narrow;
use crate::{AccessError, random};

/// Crockford's base32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 8;
/// Characters of a group: four of the key and one that checks them.
const GROUP: usize = 5;

/// The printed recovery key (回復キー): 160 random bits as eight groups of five characters. Opens the
/// clinical keys without any account and on any PC; shown once, stored nowhere.
pub struct RecoveryKey {
    /// One base32 digit per byte.
    digits: Zeroizing<[u8; GROUPS * (GROUP - 1)]>,
}

/// Why a typed recovery key is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKeyError {
    /// A group is mistyped.
    #[error("group {group} is mistyped")]
    Group {
        /// Which, counted from 1.
        group: usize,
    },
    /// Not eight groups of five.
    #[error("{found} characters instead of 40")]
    Length {
        /// Characters found, without spaces and hyphens.
        found: usize,
    },
}

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKey(..)")
    }
}

impl RecoveryKey {
    /// A new one.
    ///
    /// # Errors
    /// `Random`.
    pub fn generate() -> Result<Self, AccessError> {
        let mut digits = random::bytes::<{ GROUPS * (GROUP - 1) }>()?;
        // 256 is a multiple of 32, so the lower five bits are evenly spread.
        for digit in digits.iter_mut() {
            *digit &= 31;
        }
        Ok(Self { digits })
    }

    /// For printing: `ABCDE-FGHJK-…`.
    #[must_use]
    pub fn to_printable(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * (GROUP + 1)));
        for (index, group) in self.digits.chunks(GROUP - 1).enumerate() {
            if index > 0 {
                text.push('-');
            }
            text.extend(group.iter().copied().map(letter));
            text.push(letter(check(group, index)));
        }
        text
    }

    /// Reads what a person typed from the print: any case, any spaces or hyphens, full-width, and O
    /// for 0, I or L for 1.
    ///
    /// # Errors
    /// Which group is mistyped (two groups in each other's place count as mistyped), or the length.
    pub fn parse(typed: &str) -> Result<Self, RecoveryKeyError> {
        let plain: Zeroizing<String> = Zeroizing::new(typed.chars().map(narrow).collect());
        let pieces: Vec<&str> = plain
            .split(is_separator)
            .filter(|p| !p.is_empty())
            .collect();
        if pieces.len() == GROUPS {
            // Groups as printed: a missing or doubled character is told by its group too.
            if let Some(index) = pieces.iter().position(|p| p.chars().count() != GROUP) {
                return Err(RecoveryKeyError::Group { group: index + 1 });
            }
        }
        let typed: Zeroizing<Vec<u8>> = Zeroizing::new(
            pieces
                .iter()
                .flat_map(|p| p.chars())
                .map(|c| digit(c).unwrap_or(u8::MAX))
                .collect(),
        );
        if typed.len() != GROUPS * GROUP {
            return Err(RecoveryKeyError::Length { found: typed.len() });
        }
        let mut digits = Zeroizing::new([0; GROUPS * (GROUP - 1)]);
        let groups = typed.chunks(GROUP).zip(digits.chunks_mut(GROUP - 1));
        for (index, (typed, place)) in groups.enumerate() {
            match typed.split_last() {
                Some((last, group))
                    if group.iter().all(|d| *d < 32) && *last == check(group, index) =>
                {
                    place.copy_from_slice(group);
                }
                _ => return Err(RecoveryKeyError::Group { group: index + 1 }),
            }
        }
        Ok(Self { digits })
    }

    /// The key material.
    pub(crate) fn secret(&self) -> &[u8] {
        self.digits.as_slice()
    }
}

/// A check digit over GF(32): finds every single wrong character, every two exchanged ones in a
/// group, and groups in the wrong place.
fn check(group: &[u8], index: usize) -> u8 {
    let sum = group.iter().fold(0, |sum, digit| double(sum ^ digit));
    sum ^ (index as u8 & 31)
}

/// Times x in GF(32) modulo x^5 + x^2 + 1.
fn double(digit: u8) -> u8 {
    let doubled = digit << 1;
    if doubled & 32 == 0 {
        doubled
    } else {
        (doubled ^ 0b10_0101) & 31
    }
}

fn letter(digit: u8) -> char {
    ALPHABET
        .get(usize::from(digit))
        .map_or('?', |byte| char::from(*byte))
}

fn digit(typed: char) -> Option<u8> {
    let meant = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let position = ALPHABET
        .iter()
        .position(|byte| char::from(*byte) == meant)?;
    u8::try_from(position).ok()
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{FF70}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed() -> (RecoveryKey, String) {
        let key = RecoveryKey::generate().unwrap();
        let text = key.to_printable().to_string();
        (key, text)
    }

    #[test]
    fn is_printed_in_eight_groups_of_five() {
        let (_, text) = printed();
        let groups: Vec<&str> = text.split('-').collect();
        assert_eq!(groups.len(), 8);
        assert!(groups.iter().all(|group| group.len() == 5));
        assert!(
            text.bytes().all(|b| b == b'-' || ALPHABET.contains(&b)),
            "{text}"
        );
        assert_ne!(text, printed().1);
    }

    #[test]
    fn reads_what_people_type() {
        let (key, text) = printed();
        let wide: String = text
            .chars()
            .map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap())
            .collect();
        for typed in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " \u{3000}\n"),
            text.replace('-', "ー"),
            text.replace('0', "O").replace('1', "l"),
            text.replace('0', "o").replace('1', "I"),
            format!("  {text} "),
            wide,
        ] {
            assert_eq!(
                RecoveryKey::parse(&typed).unwrap().secret(),
                key.secret(),
                "{typed}"
            );
        }
    }

    #[test]
    fn every_wrong_character_is_told_by_its_group() {
        let (_, text) = printed();
        for at in (0..text.len()).filter(|at| text.as_bytes()[*at] != b'-') {
            for wrong in ALPHABET
                .iter()
                .chain(b"U*")
                .filter(|c| **c != text.as_bytes()[at])
            {
                let mut typed = text.clone().into_bytes();
                typed[at] = *wrong;
                let typed = String::from_utf8(typed).unwrap();
                let error = RecoveryKey::parse(&typed).unwrap_err();
                assert_eq!(
                    error,
                    RecoveryKeyError::Group { group: at / 6 + 1 },
                    "{typed}"
                );
            }
        }
    }

    #[test]
    fn exchanged_characters_and_groups_are_told() {
        let key = RecoveryKey {
            digits: Zeroizing::new(std::array::from_fn(|i| i as u8)),
        };
        let text = key.to_printable().to_string();
        for at in 0..3 {
            let mut typed = text.clone().into_bytes();
            typed.swap(at, at + 1);
            let typed = String::from_utf8(typed).unwrap();
            assert_eq!(
                RecoveryKey::parse(&typed).unwrap_err(),
                RecoveryKeyError::Group { group: 1 }
            );
        }
        let mut groups: Vec<&str> = text.split('-').collect();
        groups.swap(2, 5);
        assert_eq!(
            RecoveryKey::parse(&groups.join("-")).unwrap_err(),
            RecoveryKeyError::Group { group: 3 }
        );
    }

    #[test]
    fn missing_characters_are_told() {
        let (_, text) = printed();
        let mut short = text.clone();
        short.remove(7);
        assert_eq!(
            RecoveryKey::parse(&short).unwrap_err(),
            RecoveryKeyError::Group { group: 2 }
        );
        assert_eq!(
            RecoveryKey::parse(&short.replace('-', "")).unwrap_err(),
            RecoveryKeyError::Length { found: 39 }
        );
        assert_eq!(
            RecoveryKey::parse("").unwrap_err(),
            RecoveryKeyError::Length { found: 0 }
        );
    }

    #[test]
    fn the_print_of_a_known_key_does_not_change() {
        let key = RecoveryKey {
            digits: Zeroizing::new(std::array::from_fn(|i| i as u8)),
        };
        assert!(key.to_printable().starts_with("0123"));
        assert_eq!(format!("{key:?}"), "RecoveryKey(..)");
    }
}

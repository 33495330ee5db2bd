use zeroize::Zeroizing;

use crate::typed_key::Typed;
use crate::{AccessError, RecoveryKeyError};

/// Crockford's base32: no I, L, O, U.
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Groups of a key.
pub(crate) const GROUPS: usize = 8;
/// Characters of a group: four of the key and one that checks them.
pub(crate) const GROUP: usize = 5;

/// The printed recovery key (回復キー): 160 random bits as eight groups of five characters. Opens the
/// clinical keys without any account and on any PC; shown once, stored nowhere.
pub struct RecoveryKey {
    /// One base32 digit per byte.
    digits: Zeroizing<Box<[u8]>>,
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
        let mut digits = room();
        getrandom::fill(&mut digits).map_err(|_| AccessError::Random)?;
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
    /// What is wrong, by the group it is in where the check characters tell.
    pub fn parse(typed: &str) -> Result<Self, RecoveryKeyError> {
        let typed = Typed::new(typed);
        if let Some(error) = typed.mistake() {
            return Err(error);
        }
        let mut digits = room();
        let groups = typed.groups().zip(digits.chunks_mut(GROUP - 1));
        for (typed, place) in groups {
            place
                .iter_mut()
                .zip(typed)
                .for_each(|(to, from)| *to = *from);
        }
        Ok(Self { digits })
    }

    /// A key of derived digits, of which the lower five bits count.
    pub(crate) fn of_digits(derived: &[u8; 32]) -> Self {
        let mut digits = room();
        for (digit, from) in digits.iter_mut().zip(derived) {
            *digit = from & 31;
        }
        Self { digits }
    }

    /// The key material.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.digits
    }
}

/// One place of the heap for all digits, so that moving a key leaves no copy behind.
fn room() -> Zeroizing<Box<[u8]>> {
    Zeroizing::new(vec![0; GROUPS * (GROUP - 1)].into_boxed_slice())
}

/// A check digit over GF(32): finds every single wrong character, every two exchanged ones in a
/// group, and groups in the wrong place.
pub(crate) fn check(group: &[u8], index: usize) -> u8 {
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
    fn the_print_of_a_known_key_does_not_change() {
        let key = RecoveryKey {
            digits: Zeroizing::new((0..32).collect()),
        };
        assert!(key.to_printable().starts_with("0123"));
        assert_eq!(format!("{key:?}"), "RecoveryKey(..)");
    }
}

use zeroize::Zeroizing;

use crate::RecoveryKeyError;
use crate::narrow::narrow;
use crate::recovery_key::{ALPHABET, GROUP, GROUPS, check};

/// Characters of a whole key.
const WHOLE: usize = GROUPS * GROUP;

/// A recovery key as a person typed it: base32 digits, [`u8::MAX`] for what is none.
pub(crate) struct Typed {
    digits: Zeroizing<Vec<u8>>,
    /// Characters of each piece between spaces and hyphens.
    pieces: Vec<usize>,
}

impl Typed {
    pub(crate) fn new(typed: &str) -> Self {
        // Room for all at once: growing would leave copies of the key behind.
        let mut digits = Zeroizing::new(Vec::with_capacity(typed.len()));
        let mut pieces = vec![0];
        for c in typed.chars().map(narrow) {
            if is_separator(c) {
                pieces.push(0);
                continue;
            }
            digits.push(digit(c).unwrap_or(u8::MAX));
            if let Some(piece) = pieces.last_mut() {
                *piece += 1;
            }
        }
        pieces.retain(|piece| *piece > 0);
        Self { digits, pieces }
    }

    /// The groups of a key without a mistake, check character included.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &[u8]> {
        self.digits.chunks(GROUP)
    }

    /// What is wrong with it, if anything.
    pub(crate) fn mistake(&self) -> Option<RecoveryKeyError> {
        match self.digits.len() {
            WHOLE => self.wrong_group(),
            found => Some(
                self.odd_piece()
                    .or_else(|| self.lost_or_added())
                    .unwrap_or(RecoveryKeyError::Length { found }),
            ),
        }
    }

    /// In a key of the right length: the first wrong group, or two that were exchanged.
    fn wrong_group(&self) -> Option<RecoveryKeyError> {
        let groups = || self.groups().enumerate();
        let wrong: Vec<usize> = groups()
            .filter(|(index, group)| !fits(group, *index))
            .map(|(index, _)| index)
            .collect();
        if let [one, other] = *wrong.as_slice() {
            let at = |place: usize| self.groups().nth(place).unwrap_or_default();
            if fits(at(one), other) && fits(at(other), one) {
                return Some(RecoveryKeyError::Exchanged {
                    group: one + 1,
                    other: other + 1,
                });
            }
        }
        let group = wrong.first()? + 1;
        Some(RecoveryKeyError::Group { group })
    }

    /// Eight groups as printed, one of them too short or too long.
    fn odd_piece(&self) -> Option<RecoveryKeyError> {
        let odd = self.pieces.iter().position(|length| *length != GROUP)?;
        (self.pieces.len() == GROUPS).then_some(RecoveryKeyError::Group { group: odd + 1 })
    }

    /// Characters or a whole group lost or added at one place: the groups before it fit counted from
    /// the front, those after it fit counted from the end.
    fn lost_or_added(&self) -> Option<RecoveryKeyError> {
        let found = self.digits.len();
        let front = self
            .groups()
            .zip(0..GROUPS)
            .take_while(|(group, index)| fits(group, *index))
            .count();
        let back = self
            .digits
            .rchunks(GROUP)
            .zip((0..GROUPS).rev())
            .take_while(|(group, index)| fits(group, *index))
            .count();
        let sound = front + back;
        if found == WHOLE - GROUP && sound == GROUPS - 1 {
            return Some(RecoveryKeyError::Missing { group: front + 1 });
        }
        if found == WHOLE + GROUP && sound >= GROUPS {
            return Some(RecoveryKeyError::Surplus { group: front + 1 });
        }
        // More would mean that a group fits by chance, and then it is open which one is wrong.
        let one_is_wrong = sound == GROUPS - 1 && found.abs_diff(WHOLE) < GROUP;
        one_is_wrong.then_some(RecoveryKeyError::Group { group: front + 1 })
    }
}

/// Whether a group is whole and its check character says that it belongs at this place.
fn fits(group: &[u8], index: usize) -> bool {
    match group.split_last() {
        Some((last, digits)) if group.len() == GROUP => {
            digits.iter().all(|digit| *digit < 32) && *last == check(digits, index)
        }
        _ => false,
    }
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

/// Spaces and whatever may stand for a hyphen; also what pasting brings along unseen.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2060}'
                | '\u{2212}' | '\u{2500}' | '\u{30FC}' | '\u{FEFF}' | '\u{FF70}'
        )
}

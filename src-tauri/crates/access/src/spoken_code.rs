//! Codes that are printed or told to a person and typed by hand: ten characters, 50 random bits.

use zeroize::Zeroizing;

use crate::narrow::narrow;
use crate::recovery_key::ALPHABET;
use crate::{AccessError, random};

/// Characters of a code.
const LENGTH: usize = 10;

/// A new one, as it is printed: `ABCDE-FGHJK`.
pub(crate) fn new() -> Result<Zeroizing<String>, AccessError> {
    let bytes = random::bytes::<LENGTH>()?;
    let mut text = Zeroizing::new(String::with_capacity(LENGTH + 1));
    for (index, byte) in bytes.iter().enumerate() {
        if index == LENGTH / 2 {
            text.push('-');
        }
        // 256 is a multiple of 32, so the lower five bits are evenly spread.
        let letter = ALPHABET.get(usize::from(byte & 31));
        text.push(letter.map_or('?', |byte| char::from(*byte)));
    }
    Ok(text)
}

/// As compared: any case, spaces or hyphens, full width, O for 0, I or L for 1.
pub(crate) fn folded(typed: &str) -> Zeroizing<String> {
    // Longer input is no code of ours; enough of it is kept to differ from every one.
    let meant = typed
        .chars()
        .map(|c| narrow(c).to_ascii_uppercase())
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .take(LENGTH + 1);
    let mut text = Zeroizing::new(String::with_capacity(4 * (LENGTH + 1)));
    text.extend(meant);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_two_groups_of_five_and_may_be_typed_in_many_ways() {
        let code = new().unwrap();
        assert_eq!(code.len(), 11);
        assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [5, 5]);
        assert_ne!(*code, *new().unwrap());
        let plain = folded(&code);
        assert_eq!(plain.len(), 10);
        assert_eq!(folded(&code.to_lowercase()), plain);
        assert_eq!(*folded(" ａｂｃ０o-iLdef "), "ABC0011DEF");
        assert_eq!(
            folded(&"A".repeat(10_000)).len(),
            11,
            "and is no code of ours"
        );
    }
}

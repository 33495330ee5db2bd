use std::borrow::Cow;

use encoding_rs::{EUC_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::encoding::{Declared, Encoding, MARK, declared, decode_as_found, strict};
use crate::error::ReadError;

/// Text of which some may have been none.
pub(crate) struct Found<'a> {
    pub(crate) text: Cow<'a, str>,
    /// It is UTF-8 but calls itself something else.
    pub(crate) differs: bool,
    /// Where the first of it is no text: U+FFFD stands there and wherever else.
    pub(crate) damage: Option<Damage>,
}

/// A place at which bytes were no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Among the bytes.
    pub(crate) at: usize,
    /// Among the bytes of the text as UTF-8.
    pub(crate) in_text: usize,
}

/// As [`decode_as_found`]; but where only some of it is malformed, U+FFFD stands for that.
///
/// # Errors
/// As [`decode`](super::encoding::decode), when too much of it is malformed for its encoding, or the encoding is not known.
pub(crate) fn decode_leniently(bytes: &[u8]) -> Result<Found<'_>, ReadError> {
    let (text, differs, error) = match decode_as_found(bytes) {
        Ok((text, differs)) => (text, differs, None),
        Err(error) => {
            let (text, differs) = mended(bytes).ok_or(error)?;
            (text, differs, Some(error))
        }
    };
    let damage = match error {
        Some(ReadError::Encoding { at }) => Some(Damage {
            at,
            in_text: text.find(char::REPLACEMENT_CHARACTER).unwrap_or_default(),
        }),
        _ => None,
    };
    Ok(Found {
        text,
        differs,
        damage,
    })
}

/// The text with U+FFFD in it, and whether it is UTF-8 under another name. `Shift_JIS` and EUC have to be
/// declared: each reads as a good deal of the other.
fn mended(bytes: &[u8]) -> Option<(Cow<'_, str>, bool)> {
    for (mark, kind) in [(b"\xFE\xFF", UTF_16BE), (b"\xFF\xFE", UTF_16LE)] {
        if let Some(body) = bytes.strip_prefix(mark) {
            return lossy(kind, body).map(|text| (text, false));
        }
    }
    let utf8 = || String::from_utf8_lossy(bytes);
    if bytes.starts_with(MARK) {
        return is_damaged_utf8(bytes).then(|| (utf8(), false));
    }
    let kind = match declared(bytes) {
        Declared::Unknown { .. } => return None,
        Declared::Known(Encoding::ShiftJis) => SHIFT_JIS,
        Declared::Known(Encoding::EucJp) => EUC_JP,
        Declared::Known(_) | Declared::Not => {
            return is_damaged_utf8(bytes).then(|| (utf8(), false));
        }
    };
    if is_mostly_utf8(bytes) {
        return Some((utf8(), true));
    }
    lossy(kind, bytes).map(|text| (text, false))
}

fn lossy<'a>(kind: &'static encoding_rs::Encoding, body: &'a [u8]) -> Option<Cow<'a, str>> {
    let (text, _) = kind.decode_without_bom_handling(body);
    let (mut good, mut bad) = (0_usize, 0_usize);
    for character in text.chars().filter(|c| !c.is_ascii()) {
        if character == char::REPLACEMENT_CHARACTER {
            bad += 1;
        } else {
            good += 1;
        }
    }
    let is_other = || {
        let mut others = [SHIFT_JIS, EUC_JP].into_iter();
        others.any(|other| other != kind && strict(other, body, 0).is_ok())
    };
    (bad <= good.min(MOST) || bad <= FEW && !is_other()).then_some(text)
}

/// Ill-formed sequences up to which an answer without other characters beyond ASCII is UTF-8 that was
/// damaged.
const FEW: usize = 8;
/// Most damage that is mended: more is no accident.
const MOST: usize = 65_536;

/// Whether bytes that are not all UTF-8 were UTF-8 before they were damaged: most of what is not ASCII
/// still is. Text in `Shift_JIS` or EUC is hardly ever well-formed here and there, and short text that
/// could be either is not taken for damage.
pub(crate) fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (good, bad) = good_and_bad(bytes);
    let other = || {
        [SHIFT_JIS, EUC_JP]
            .iter()
            .any(|kind| strict(kind, bytes, 0).is_ok())
    };
    bad <= good.min(MOST) || bad <= FEW && !other()
}

/// Whether there is more well-formed UTF-8 beyond ASCII than anything else beyond it.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (good, bad) = good_and_bad(bytes);
    bad < good && bad <= MOST
}

/// Characters beyond ASCII and ill-formed sequences of what may be UTF-8.
fn good_and_bad(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sjis(text: &str) -> Vec<u8> {
        SHIFT_JIS.encode(text).0.into_owned()
    }

    #[test]
    fn what_is_malformed_here_and_there_is_marked_and_what_is_so_throughout_is_refused() {
        let declared =
            |label: &str| format!("<?xml version='1.0' encoding='{label}'?><a>卵アレルギー</a>");
        let (utf8, other) = (declared("UTF-8"), declared("Shift_JIS"));
        let bad = b"\xFD".as_slice();
        let told = |parts: &[&[u8]]| {
            let bytes = parts.concat();
            decode_leniently(&bytes)
                .map(|found| (found.text.into_owned(), found.differs, found.damage))
        };
        let marked = |text: &str| format!("{text}\u{FFFD}");
        let at = |at, in_text| Some(Damage { at, in_text });
        let long = utf8.len();
        assert_eq!(
            told(&[utf8.as_bytes(), bad]),
            Ok((marked(&utf8), false, at(long, long)))
        );
        assert_eq!(
            told(&[MARK, utf8.as_bytes(), bad]).unwrap().2,
            at(long + 3, long + 3)
        );
        let bytes = sjis(&other);
        let expected = (marked(&other), false, at(bytes.len(), other.len()));
        assert_eq!(told(&[&bytes, bad]), Ok(expected));
        assert!(
            told(&[other.as_bytes(), bad]).unwrap().1,
            "UTF-8 under another name"
        );
        assert_eq!(told(&[utf8.as_bytes()]).unwrap().2, None);
        // In another encoding than declared, or in none that is declared.
        assert!(told(&[&sjis(&utf8)]).is_err());
        assert!(told(&[&sjis("<a>卵アレルギー</a>"), bad]).is_err());
        assert!(told(&[declared("UTF-7").as_bytes(), bad]).is_err());
        assert!(told(&[&sjis(&other), &bad.repeat(50)]).is_err());
    }

    #[test]
    fn damaged_utf8_is_told_from_text_in_another_encoding() {
        let words = "{\"text\":\"卵アレルギー（発疹）見本 花子 ﾐﾎﾝ\"}";
        for kind in [SHIFT_JIS, EUC_JP] {
            let bytes = kind.encode(words).0;
            assert!(!is_damaged_utf8(&bytes), "{kind:?}");
            let broken = [&bytes, b"\xFF".as_slice()].concat();
            assert!(!is_damaged_utf8(&broken), "{kind:?} with a bad byte");
        }
        let mixed = [words.as_bytes(), &sjis("卵")].concat();
        assert!(is_damaged_utf8(&mixed), "one text of another encoding");
        assert!(is_damaged_utf8(b"{\"text\":\"egg \xFF\"}"));
        assert!(
            !is_damaged_utf8(b"{\"text\":\"egg \xB1\"}"),
            "half-width kana"
        );
        let many = "卵".repeat(MOST + 1).into_bytes();
        let bad = |count: usize| [many.as_slice(), &b"\xFF ".repeat(count)].concat();
        assert!(is_damaged_utf8(&bad(MOST)) && !is_damaged_utf8(&bad(MOST + 1)));
    }
}

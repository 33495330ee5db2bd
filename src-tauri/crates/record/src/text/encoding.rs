use std::borrow::Cow;

use encoding_rs::{DecoderResult, EUC_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

use crate::error::ReadError;

/// How the characters of an answer were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    /// Only with a byte order mark.
    Utf16,
    /// As Windows writes it, 外字 included.
    ShiftJis,
    EucJp,
}

/// The XML declaration is looked for within this many bytes.
const DECLARATION: usize = 256;

/// Names of encodings in XML declarations, in lower case.
const LABELS: [(&str, Encoding); 12] = [
    ("utf-8", Encoding::Utf8),
    ("utf8", Encoding::Utf8),
    ("us-ascii", Encoding::Utf8),
    ("shift_jis", Encoding::ShiftJis),
    ("shift-jis", Encoding::ShiftJis),
    ("sjis", Encoding::ShiftJis),
    ("x-sjis", Encoding::ShiftJis),
    ("windows-31j", Encoding::ShiftJis),
    ("ms932", Encoding::ShiftJis),
    ("cp932", Encoding::ShiftJis),
    ("euc-jp", Encoding::EucJp),
    ("eucjp", Encoding::EucJp),
];

/// The text of `bytes` without its byte order mark. The mark decides the encoding, then the XML
/// declaration; with neither it is UTF-8 or else `Shift_JIS`.
///
/// # Errors
/// [`ReadError::Encoding`] where a sequence is malformed or the declared encoding is not one we
/// read: a replaced character could turn a value into another one.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), ReadError> {
    if let Some(body) = bytes.strip_prefix(MARK) {
        return with(Encoding::Utf8, body, 3);
    }
    for (mark, kind) in [(b"\xFE\xFF", UTF_16BE), (b"\xFF\xFE", UTF_16LE)] {
        if let Some(body) = bytes.strip_prefix(mark) {
            return strict(kind, body, 2).map(|text| (text, Encoding::Utf16));
        }
    }
    match declared(bytes) {
        Declared::Known(encoding) => with(encoding, bytes, 0),
        Declared::Unknown { at } => Err(ReadError::Encoding { at }),
        Declared::Not => with(Encoding::Utf8, bytes, 0).or_else(|as_utf8| {
            with(Encoding::ShiftJis, bytes, 0).map_err(|as_sjis| further(as_utf8, as_sjis))
        }),
    }
}

/// As [`decode`]; but UTF-8 that calls itself something else is read as what it is. Also says whether
/// it was such.
///
/// # Errors
/// As [`decode`].
pub(crate) fn decode_as_found(bytes: &[u8]) -> Result<(Cow<'_, str>, bool), ReadError> {
    let declared = match declared(bytes) {
        Declared::Known(Encoding::ShiftJis | Encoding::EucJp) => decode(bytes),
        Declared::Known(_) | Declared::Unknown { .. } | Declared::Not => {
            return decode(bytes).map(|(text, _)| (text, false));
        }
    };
    let utf8 = std::str::from_utf8(bytes).ok();
    match (declared, utf8) {
        // Some UTF-8 is Shift_JIS as well, of other characters.
        (Ok((text, _)), Some(utf8)) if !surely_utf8(utf8) => Ok((text, false)),
        (_, Some(utf8)) => Ok((Cow::Borrowed(utf8), true)),
        (Ok((text, _)), None) => Ok((text, false)),
        (Err(error), None) => Err(error),
    }
}

/// The byte order mark of UTF-8.
pub(super) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// How many bytes of blanks and byte order marks stand before everything else.
pub(crate) fn before_markup(bytes: &[u8]) -> usize {
    let mut rest = bytes.trim_ascii_start();
    while let Some(behind) = rest.strip_prefix(MARK) {
        rest = behind.trim_ascii_start();
    }
    bytes.len() - rest.len()
}

/// Text in `Shift_JIS` or EUC has no two sequences of three bytes with nothing malformed around them:
/// it would have to consist of rare characters alone.
fn surely_utf8(text: &str) -> bool {
    const ENOUGH: usize = 2;
    text.chars()
        .filter(|c| *c > '\u{7FF}')
        .nth(ENOUGH - 1)
        .is_some()
}

fn with(
    encoding: Encoding,
    body: &[u8],
    skipped: usize,
) -> Result<(Cow<'_, str>, Encoding), ReadError> {
    let text = match encoding {
        Encoding::Utf8 => {
            std::str::from_utf8(body)
                .map(Cow::Borrowed)
                .map_err(|e| ReadError::Encoding {
                    at: skipped + e.valid_up_to(),
                })
        }
        Encoding::Utf16 => strict(UTF_16LE, body, skipped),
        Encoding::ShiftJis => strict(SHIFT_JIS, body, skipped),
        Encoding::EucJp => strict(EUC_JP, body, skipped),
    };
    text.map(|text| (text, encoding))
}

pub(super) fn strict<'a>(
    kind: &'static encoding_rs::Encoding,
    body: &'a [u8],
    skipped: usize,
) -> Result<Cow<'a, str>, ReadError> {
    kind.decode_without_bom_handling_and_without_replacement(body)
        .ok_or_else(|| ReadError::Encoding {
            at: skipped + malformed(kind, body),
        })
}

/// Where the first malformed sequence begins.
fn malformed(kind: &'static encoding_rs::Encoding, body: &[u8]) -> usize {
    let mut decoder = kind.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(body.len());
    let mut text = String::with_capacity(room.unwrap_or_default());
    let (result, read) = decoder.decode_to_string_without_replacement(body, &mut text, true);
    match result {
        DecoderResult::Malformed(bad, after) => {
            read.saturating_sub(usize::from(bad) + usize::from(after))
        }
        DecoderResult::InputEmpty | DecoderResult::OutputFull => read,
    }
}

/// Of two failed readings, the one that came further was more likely the right one.
fn further(one: ReadError, other: ReadError) -> ReadError {
    match (one, other) {
        (ReadError::Encoding { at: a }, ReadError::Encoding { at: b }) => {
            ReadError::Encoding { at: a.max(b) }
        }
        _ => one,
    }
}

pub(super) enum Declared {
    Not,
    Known(Encoding),
    /// The offset of the name.
    Unknown {
        at: usize,
    },
}

/// What `<?xml … encoding="…"?>` says.
pub(super) fn declared(bytes: &[u8]) -> Declared {
    let lead = before_markup(bytes);
    let body = bytes.get(lead..).unwrap_or_default();
    let head = body.get(..DECLARATION).unwrap_or(body);
    let ascii: String = head.iter().map(|b| char::from(*b & 0x7F)).collect();
    let label = ascii
        .starts_with("<?xml")
        .then(|| ascii.split_once("?>"))
        .flatten()
        .and_then(|(declaration, _)| declaration.split_once("encoding"))
        .and_then(|(_, after)| after.trim_start().strip_prefix('='))
        .and_then(|value| {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            value.strip_prefix(quote)?.split(quote).next()
        });
    let Some(label) = label else {
        return Declared::Not;
    };
    let known = LABELS
        .iter()
        .find(|(name, _)| label.eq_ignore_ascii_case(name));
    match known {
        Some((_, encoding)) => Declared::Known(*encoding),
        None => Declared::Unknown {
            at: lead + label.as_ptr().addr() - ascii.as_ptr().addr(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sjis(text: &str) -> Vec<u8> {
        SHIFT_JIS.encode(text).0.into_owned()
    }

    #[test]
    fn mark_declaration_and_guess_in_this_order() {
        let declared =
            |label: &str| format!("<?xml version='1.0' encoding=\"{label}\"?><a>漢字ｶﾅ</a>");
        for (label, encoding) in LABELS {
            let text = declared(label);
            let bytes = match encoding {
                Encoding::ShiftJis => sjis(&text),
                Encoding::EucJp => EUC_JP.encode(&text).0.into_owned(),
                _ => text.clone().into_bytes(),
            };
            assert_eq!(decode(&bytes), Ok((text.into(), encoding)), "{label}");
        }
        // The mark is stronger than what the declaration says.
        let text = declared("Shift_JIS");
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        assert_eq!(decode(&marked), Ok((text.into(), Encoding::Utf8)));
        let wide: Vec<u8> = "\u{FEFF}漢a"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide), Ok(("漢a".into(), Encoding::Utf16)));
        let wide: Vec<u8> = "\u{FEFF}漢a"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&wide), Ok(("漢a".into(), Encoding::Utf16)));
        assert_eq!(
            decode("漢字".as_bytes()),
            Ok(("漢字".into(), Encoding::Utf8))
        );
        assert_eq!(
            decode(&sjis("漢字①髙")),
            Ok(("漢字①髙".into(), Encoding::ShiftJis))
        );
        assert_eq!(decode(b""), Ok(("".into(), Encoding::Utf8)));
    }

    #[test]
    fn utf8_under_another_name_is_read_as_utf8_and_told() {
        let text =
            |words: &str| format!("<?xml version='1.0' encoding='Shift_JIS'?><a>{words}</a>");
        // Most of it is well-formed Shift_JIS too, of other characters: 縺ゅ＞.
        for words in ["見本", "あああ", "収縮期血圧"] {
            let sent = text(words);
            let found = decode_as_found(sent.as_bytes()).unwrap();
            assert_eq!(found, (sent.as_str().into(), true), "{words}");
        }
        for words in ["見本", "ああああ", "ﾐﾎﾝ", "plain"] {
            let sent = text(words);
            let bytes = sjis(&sent);
            let found = decode_as_found(&bytes).unwrap();
            assert_eq!(found, (sent.into(), false), "{words}");
        }
        let neither = [sjis(&text("見本")), b"\xFD".to_vec()].concat();
        assert!(decode_as_found(&neither).is_err());
        let unread = "<?xml version='1.0' encoding='UTF-7'?><a>見本</a>";
        assert!(decode_as_found(unread.as_bytes()).is_err());
    }

    #[test]
    fn a_user_defined_character_of_windows_is_kept_as_private_use() {
        assert_eq!(
            decode(b"\xF0\x40"),
            Ok(("\u{E000}".into(), Encoding::ShiftJis))
        );
    }

    #[test]
    fn malformed_text_is_told_with_its_place() {
        let told = |bytes: &[u8]| decode(bytes).unwrap_err();
        assert_eq!(told(b"\xEF\xBB\xBFab\xFFc"), ReadError::Encoding { at: 5 });
        let mut bytes = sjis("<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><a>漢");
        let at = bytes.len();
        bytes.extend(b"\xFD</a>");
        assert_eq!(told(&bytes), ReadError::Encoding { at });
        // Cut in the middle of a character.
        assert_eq!(told(&sjis("漢字")[..3]), ReadError::Encoding { at: 2 });
        assert_eq!(told(b"\xFF\xFE\x00\xD8"), ReadError::Encoding { at: 2 });
        let utf8_said = b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\x8A\xBF";
        assert_eq!(told(utf8_said), ReadError::Encoding { at: 38 });
        let unread = b"<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?>";
        assert_eq!(told(unread), ReadError::Encoding { at: 30 });
    }
}

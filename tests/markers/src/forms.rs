use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS};

/// The ways in which a program may write a text, by name; those that give the same bytes only once.
pub(crate) fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf8 = text.as_bytes();
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    let mut made: Vec<(&'static str, Vec<u8>)> = vec![
        ("UTF-8", utf8.to_vec()),
        ("UTF-16LE", wide(u16::to_le_bytes)),
        ("UTF-16BE", wide(u16::to_be_bytes)),
        ("hexadecimal", hex::encode(utf8).into_bytes()),
        (
            "JSON escapes",
            escapes(text, |unit| format!("\\u{unit:04x}")),
        ),
        (
            "JSON escapes",
            escapes(text, |unit| format!("\\u{unit:04X}")),
        ),
        ("percent signs", percent(utf8)),
    ];
    made.extend(other(text, SHIFT_JIS).map(|bytes| ("Shift_JIS", bytes)));
    made.extend(other(text, EUC_JP).map(|bytes| ("EUC-JP", bytes)));
    for before in 0..3 {
        made.push(("base64", inside(&STANDARD_NO_PAD, utf8, before)));
        made.push(("base64", inside(&URL_SAFE_NO_PAD, utf8, before)));
    }
    let mut kept: Vec<(&'static str, Vec<u8>)> = Vec::new();
    for (name, bytes) in made {
        if !kept.iter().any(|(_, known)| *known == bytes) {
            kept.push((name, bytes));
        }
    }
    kept
}

/// In an older encoding, when it has every character.
fn other(text: &str, encoding: &'static Encoding) -> Option<Vec<u8>> {
    let (bytes, _, lacking) = encoding.encode(text);
    (!lacking).then(|| bytes.into_owned())
}

/// ASCII as it is, everything else escaped.
fn escapes(text: &str, escape: impl Fn(u16) -> String) -> Vec<u8> {
    let units = text.encode_utf16().map(|unit| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => escape(unit),
    });
    units.collect::<String>().into_bytes()
}

fn percent(utf8: &[u8]) -> Vec<u8> {
    let parts = utf8.iter().map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    parts.collect::<String>().into_bytes()
}

/// As it stands in the base64 of something longer, so many bytes behind a group of three: without
/// the characters that hold bits of a neighbour.
fn inside(alphabet: &impl Engine, utf8: &[u8], before: usize) -> Vec<u8> {
    let padded: Vec<u8> = std::iter::repeat_n(0, before)
        .chain(utf8.iter().copied())
        .collect();
    let whole = padded.len() * 8 / 6;
    let shared = (before * 8).div_ceil(6);
    let text = alphabet.encode(padded).into_bytes();
    text.into_iter().take(whole).skip(shared).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_known_wherever_the_text_stands() {
        let text = "縞馬0000042印007号";
        let forms = forms(text);
        for before in 0..7 {
            for after in 0..4 {
                let whole = [&vec![b'<'; before], text.as_bytes(), &vec![b'>'; after]].concat();
                for coded in [
                    STANDARD_NO_PAD.encode(&whole),
                    URL_SAFE_NO_PAD.encode(&whole),
                ] {
                    let found = forms.iter().any(|(name, bytes)| {
                        *name == "base64"
                            && coded.as_bytes().windows(bytes.len()).any(|w| w == bytes)
                    });
                    assert!(found, "{before} before, {after} after");
                }
            }
        }
    }

    #[test]
    fn every_form_is_what_other_programs_write() {
        let forms = forms("印A");
        let of = |asked: &str| -> Vec<&[u8]> {
            let of = forms.iter().filter(|(name, _)| *name == asked);
            of.map(|(_, bytes)| bytes.as_slice()).collect()
        };
        assert_eq!(of("Shift_JIS"), [b"\x88\xf3A"]);
        assert_eq!(of("EUC-JP"), [b"\xb0\xf5A"]);
        assert_eq!(of("UTF-16LE"), [b"\x70\x53A\0"]);
        assert_eq!(of("JSON escapes"), [b"\\u5370A"]);
        assert_eq!(of("percent signs"), [b"%E5%8D%B0A"]);
        assert_eq!(of("hexadecimal"), [b"e58db041"]);
    }
}

//! The parts of a JSON string, for those who read one that may be damaged.

/// The length of the string that `text` begins with, quotes included; none when it is not closed.
pub(crate) fn string_len(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The UTF-16 unit of an escape, from its `u`.
pub(crate) fn unit(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix('u')?.get(..4)?;
    let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

/// How many bytes of `text`, which begins with a backslash, are one escape.
///
/// # Errors
/// The bytes that are none: half of a pair of surrogates, or a backslash that begins no escape.
pub(super) fn escape_len(text: &str) -> Result<usize, usize> {
    const UNIT: usize = 6;
    let behind = text.get(1..).unwrap_or_default();
    match behind.as_bytes().first() {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
        Some(b'u') => {
            let first = unit(behind).ok_or(1_usize)?;
            let second = || unit(text.get(UNIT..)?.strip_prefix('\\')?);
            match first {
                0xD800..=0xDBFF => match second() {
                    Some(0xDC00..=0xDFFF) => Ok(2 * UNIT),
                    _ => Err(UNIT),
                },
                0xDC00..=0xDFFF => Err(UNIT),
                _ => Ok(UNIT),
            }
        }
        _ => Err(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_at_their_quote() {
        assert_eq!(string_len(r#""a\"b" c"#), Some(6));
        assert_eq!(string_len("\"\\卵\"x"), Some(6));
        for open in [r#"""#, r#""a\""#, r#""\"#, r#""a"#] {
            assert_eq!(string_len(open), None, "{open}");
        }
    }

    #[test]
    fn escapes_are_told_from_what_is_none() {
        for (text, len) in [
            (r"\n", Ok(2)),
            (r"\u5375卵", Ok(6)),
            (r"\ud842\udfb7", Ok(12)),
            (r"\ud842\u5375", Err(6)),
            (r"\ud842x", Err(6)),
            (r"\udfb7", Err(6)),
            (r"\u12", Err(1)),
            (r"\q", Err(1)),
            (r"\卵", Err(1)),
            (r"\", Err(1)),
        ] {
            assert_eq!(escape_len(text), len, "{text}");
        }
    }
}

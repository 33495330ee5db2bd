//! 原文: an answer as it was received, as text for a reader.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::json::{string_len, unit};
use crate::text::encoding::{Encoding, decode};
use crate::text::lenient::{decode_leniently, is_damaged_utf8};
use crate::text::visible::visible;

/// What kind of text an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OriginalForm {
    /// JSON; laid out in lines, with nothing else changed.
    Json,
    /// XML, as it is.
    Xml,
    /// A PDF: no text.
    Pdf,
    /// Anything else, as it is.
    Other,
}

/// How the characters were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OriginalEncoding {
    /// UTF-8.
    Utf8,
    /// UTF-16 with a byte order mark.
    Utf16,
    /// `Shift_JIS` as Windows writes it.
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// None of these, or not throughout: what could not be read stands as U+FFFD.
    Unknown,
}

/// An answer as text. Hidden and direction characters are spelled out (`[U+202E]`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// What it is.
    pub form: OriginalForm,
    /// How its characters were written.
    pub encoding: OriginalEncoding,
    /// The text; empty for a PDF.
    pub text: String,
}

/// The text of received bytes.
#[must_use]
pub fn original(bytes: &[u8]) -> Original {
    if bytes.trim_ascii_start().starts_with(b"%PDF-") {
        return Original {
            form: OriginalForm::Pdf,
            encoding: OriginalEncoding::Unknown,
            text: String::new(),
        };
    }
    let (text, encoding) = decoded(bytes);
    let form = match text.trim_start().chars().next() {
        Some('{' | '[') => OriginalForm::Json,
        Some('<') => OriginalForm::Xml,
        _ => OriginalForm::Other,
    };
    let text = if form == OriginalForm::Json {
        visible(&laid_out(&text)).into_owned()
    } else {
        visible(&text).into_owned()
    };
    Original {
        form,
        encoding,
        text,
    }
}

/// Text of an attachment or an answer, whatever it is written in.
fn decoded(bytes: &[u8]) -> (String, OriginalEncoding) {
    // Damaged UTF-8 may be Shift_JIS by accident, of other characters.
    let damaged = std::str::from_utf8(bytes).is_err() && is_damaged_utf8(bytes);
    if damaged && is_json(bytes) {
        return (
            String::from_utf8_lossy(bytes).into_owned(),
            OriginalEncoding::Unknown,
        );
    }
    match decode_leniently(bytes) {
        Ok(found) => {
            let encoding = match (found.damage, found.differs) {
                (Some(_), _) => OriginalEncoding::Unknown,
                (None, true) => OriginalEncoding::Utf8,
                (None, false) => decode(bytes).map_or(OriginalEncoding::Unknown, |(_, e)| named(e)),
            };
            (found.text.into_owned(), encoding)
        }
        Err(_) => (
            String::from_utf8_lossy(bytes).into_owned(),
            OriginalEncoding::Unknown,
        ),
    }
}

fn is_json(bytes: &[u8]) -> bool {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    plain.trim_ascii_start().starts_with(b"{") || plain.trim_ascii_start().starts_with(b"[")
}

const fn named(encoding: Encoding) -> OriginalEncoding {
    match encoding {
        Encoding::Utf8 => OriginalEncoding::Utf8,
        Encoding::Utf16 => OriginalEncoding::Utf16,
        Encoding::ShiftJis => OriginalEncoding::ShiftJis,
        Encoding::EucJp => OriginalEncoding::EucJp,
    }
}

/// Deeper levels are not moved further to the right: the text would grow with the square of depth.
const DEEPEST: usize = 64;

/// JSON in lines. Only blanks outside of strings change, and escapes of characters beyond ASCII
/// become the characters, so that a reader can read and find them. What is no JSON comes through
/// as well.
fn laid_out(json: &str) -> String {
    let mut page = Page {
        text: String::with_capacity(json.len() + json.len() / 4),
        depth: 0,
    };
    let mut rest = json.trim();
    while let Some(next) = rest.chars().next() {
        let taken = match next {
            '"' => page.string(rest),
            _ => page.sign(next, rest.get(next.len_utf8()..).unwrap_or_default()),
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    page.text
}

struct Page {
    text: String,
    depth: usize,
}

impl Page {
    fn line(&mut self) {
        self.text.push('\n');
        for _ in 0..self.depth.min(DEEPEST) {
            self.text.push_str("  ");
        }
    }

    /// A character outside of strings. Answers how many bytes of the text are done.
    fn sign(&mut self, sign: char, after: &str) -> usize {
        let next = after.trim_start();
        match sign {
            '{' | '[' => {
                self.text.push(sign);
                if next.starts_with(['}', ']']) {
                    self.text.extend(next.chars().next());
                    return 1 + (after.len() - next.len()) + 1;
                }
                self.depth += 1;
                self.line();
            }
            '}' | ']' => {
                self.depth = self.depth.saturating_sub(1);
                self.line();
                self.text.push(sign);
                // Values that follow each other in one file.
                if self.depth == 0 && !next.is_empty() {
                    self.text.push('\n');
                }
            }
            ',' => {
                self.text.push(sign);
                self.line();
            }
            ':' => self.text.push_str(": "),
            ' ' | '\t' | '\n' | '\r' => {}
            other => self.text.push(other),
        }
        sign.len_utf8()
    }

    /// A string, from its first quote. Answers how many bytes of the text are done.
    fn string(&mut self, rest: &str) -> usize {
        let length = string_len(rest).unwrap_or(rest.len());
        let mut source = rest.get(..length).unwrap_or(rest);
        while let Some((before, escape)) = source.split_once('\\') {
            self.text.push_str(before);
            let (character, taken) = unescaped(escape);
            match character {
                Some(character) => self.text.push(character),
                None => {
                    self.text.push('\\');
                    self.text.push_str(escape.get(..taken).unwrap_or_default());
                }
            }
            source = escape.get(taken..).unwrap_or_default();
        }
        self.text.push_str(source);
        length
    }
}

/// The character of `uXXXX` beyond ASCII, and how many bytes the escape has. Any other escape is one
/// character that stays as sent.
fn unescaped(escape: &str) -> (Option<char>, usize) {
    const ONE: usize = 5;
    const TWO: usize = 11;
    let Some(first) = unit(escape) else {
        return (None, escape.chars().next().map_or(0, char::len_utf8));
    };
    let second = escape
        .get(ONE..)
        .and_then(|rest| unit(rest.strip_prefix('\\')?));
    let units = [first, second.unwrap_or_default()];
    match char::decode_utf16(units).next() {
        Some(Ok(character)) if !character.is_ascii() => {
            let taken = if character.len_utf16() == 2 { TWO } else { ONE };
            (Some(character), taken)
        }
        _ => (None, ONE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_and_keeps_every_digit_key_and_escape() {
        let sent = r#"{"a":5.0,"a":[1e400,{},[ ]],"b":"x\"\\\n\u0041 {,}:","c":null}"#;
        let shown = original(sent.as_bytes());
        assert_eq!(
            (shown.form, shown.encoding),
            (OriginalForm::Json, OriginalEncoding::Utf8)
        );
        assert_eq!(
            shown.text,
            "{\n  \"a\": 5.0,\n  \"a\": [\n    1e400,\n    {},\n    []\n  ],\n  \"b\": \"x\\\"\\\\\\n\\u0041 {,}:\",\n  \"c\": null\n}"
        );
    }

    #[test]
    fn characters_written_as_escapes_can_be_read_and_hidden_ones_are_seen() {
        let shown = original(br#"{"a":"\u7d39\u4ecb \ud842\udfb7 \u202e \ud800 \u00"}"#);
        assert_eq!(
            shown.text,
            "{\n  \"a\": \"紹介 𠮷 [U+202E] \\ud800 \\u00\"\n}"
        );
        let shown = original("{\"a\":\"佐藤\u{202E}子\"}".as_bytes());
        assert!(shown.text.contains("佐藤[U+202E]子"));
    }

    #[test]
    fn encodings_are_named_and_what_is_none_still_shows() {
        let sent = "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><a>胃癌</a>";
        let sjis = encoding_rs::SHIFT_JIS.encode(sent).0;
        let shown = original(&sjis);
        assert_eq!(
            (shown.form, shown.encoding, shown.text.as_str()),
            (OriginalForm::Xml, OriginalEncoding::ShiftJis, sent)
        );
        let broken = original(b"{\"a\":\"\xFF\xFF\"}");
        assert_eq!(broken.encoding, OriginalEncoding::Unknown);
        assert!(broken.text.contains('\u{FFFD}'));
        assert_eq!(original(b"%PDF-1.7").form, OriginalForm::Pdf);
        assert_eq!(original(b"").form, OriginalForm::Other);
    }

    #[test]
    fn what_is_cut_or_deep_comes_through() {
        for cut in [
            r#"{"a":"b"#,
            r#"{"a":"b\"#,
            r#"{"a"#,
            "{",
            "[[[",
            r#"{"a":"\u12"#,
        ] {
            let shown = original(cut.as_bytes()).text;
            let bare = |text: &str| text.replace([' ', '\n'], "");
            assert_eq!(bare(&shown), bare(cut));
        }
        let deep = "[".repeat(10_000);
        assert!(original(deep.as_bytes()).text.len() < 2_000_000);
        assert_eq!(original(br#"{"a":1}{"b":2}"#).text.matches('\n').count(), 5);
    }
}

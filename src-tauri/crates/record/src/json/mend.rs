use std::fmt::Write as _;
use std::ops::Range;

use super::escape::{escape_len, string_len};

/// The text of an answer after what is no JSON inside its strings was mended.
pub(super) struct Mended {
    pub(super) text: String,
    /// What stands in it as it stood before, in order; short pieces are left out.
    pub(super) kept: Vec<Kept>,
    /// Where the first string begins in which something could not be kept.
    pub(super) damaged_at: Option<usize>,
}

/// A piece of the text as it was.
pub(super) struct Kept {
    /// Where it begins in the mended text.
    pub(super) start: usize,
    /// Where it stood.
    pub(super) from: Range<usize>,
}

/// Shorter pieces are not worth noting: there may be millions.
const WORTH_KEEPING: usize = 64;

/// Most digits before the point that the parser takes.
const MOST_DIGITS: usize = 4_300;

/// Mends strings and nothing else; none when there is nothing to mend. Control characters are kept, as
/// escapes; U+FFFD stands for half of a pair of surrogates, and for a backslash that begins no escape.
/// A number with more digits than the parser takes becomes text.
pub(super) fn mend(text: &str) -> Option<Mended> {
    let mut mending = Mending::of(text);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        match byte {
            b'"' => {
                // A string without an end is the end of the answer.
                let Some(length) = string_len(rest) else {
                    break;
                };
                let inner = rest.get(1..length - 1).unwrap_or_default();
                if let Some(sound) = sound(inner) {
                    mending.replace(at..at + length, &sound);
                }
                at += length;
            }
            b'-' | b'0'..=b'9' => {
                let length = number_len(rest);
                let number = rest.get(..length).unwrap_or_default();
                if is_too_long(number) && !is_name(rest, length) {
                    mending.replace(
                        at..at + length,
                        &Sound {
                            text: number.to_owned(),
                            damaged: false,
                        },
                    );
                }
                at += length;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    mending.finish()
}

/// The inside of a string as JSON has it.
struct Sound {
    text: String,
    /// Something of it is lost.
    damaged: bool,
}

/// The inside of a string, mended; none when it is as it should be.
fn sound(inner: &str) -> Option<Sound> {
    let odd = |c: char| c == '\\' || c < ' ';
    let (mut text, mut changed, mut damaged) = (String::new(), false, false);
    let mut rest = inner;
    while let Some(at) = rest.find(odd) {
        let (before, here) = rest.split_at_checked(at)?;
        text.push_str(before);
        let taken = match here.chars().next()? {
            '\\' => match escape_len(here) {
                Ok(taken) => {
                    text.push_str(here.get(..taken)?);
                    taken
                }
                Err(taken) => {
                    text.push(char::REPLACEMENT_CHARACTER);
                    (changed, damaged) = (true, true);
                    taken
                }
            },
            control => {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(control));
                changed = true;
                1
            }
        };
        rest = here.get(taken..)?;
    }
    text.push_str(rest);
    changed.then_some(Sound { text, damaged })
}

/// How many bytes a number may have at the beginning of `text`: all that its characters are.
fn number_len(text: &str) -> usize {
    let of_number = |b: &u8| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let end = text.bytes().position(|b| !of_number(&b));
    end.unwrap_or(text.len())
}

/// Whether it is a number of JSON that is longer than the parser takes.
fn is_too_long(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if number.len() <= MOST_DIGITS {
        return false;
    }
    let (value, power) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    whole.len() > MOST_DIGITS
        && !whole.starts_with('0')
        && [whole, fraction, power].into_iter().all(digits)
}

/// Whether what has this length stands where the name of a member belongs.
fn is_name(text: &str, length: usize) -> bool {
    let behind = text.get(length..).unwrap_or_default();
    behind.trim_start().starts_with(':')
}

struct Mending<'t> {
    source: &'t str,
    /// Up to where the source has been taken over.
    done: usize,
    mended: Mended,
}

impl<'t> Mending<'t> {
    const fn of(source: &'t str) -> Self {
        Self {
            source,
            done: 0,
            mended: Mended {
                text: String::new(),
                kept: Vec::new(),
                damaged_at: None,
            },
        }
    }

    fn keep(&mut self, end: usize) {
        let from = self.done..end;
        let mended = &mut self.mended;
        if from.len() >= WORTH_KEEPING {
            mended.kept.push(Kept {
                start: mended.text.len(),
                from: from.clone(),
            });
        }
        mended
            .text
            .push_str(self.source.get(from).unwrap_or_default());
    }

    fn replace(&mut self, range: Range<usize>, by: &Sound) {
        self.keep(range.start);
        let text = &mut self.mended.text;
        text.push('"');
        text.push_str(&by.text);
        text.push('"');
        if by.damaged {
            self.mended.damaged_at.get_or_insert(range.start);
        }
        self.done = range.end;
    }

    fn finish(mut self) -> Option<Mended> {
        if self.done == 0 {
            return None;
        }
        self.keep(self.source.len());
        Some(self.mended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> Option<(String, Option<usize>)> {
        mend(text).map(|mended| (mended.text, mended.damaged_at))
    }

    #[test]
    fn only_what_is_wrong_inside_of_strings_is_mended() {
        let changed = |text: &str, by: &str, at: Option<usize>| {
            assert_eq!(mended(text), Some((by.to_owned(), at)), "{text}");
        };
        changed("{\"a\":\"x\ty\n\"}", "{\"a\":\"x\\u0009y\\u000a\"}", None);
        changed(
            r#"["\n","a\ud800\"b"]"#,
            "[\"\\n\",\"a\u{FFFD}\\\"b\"]",
            Some(6),
        );
        changed(r#"["C:\q\卵"]"#, "[\"C:\u{FFFD}q\u{FFFD}卵\"]", Some(1));
        for sound in [
            "",
            "{\"a\":\t\"\\ud842\\udfb7\"}",
            "\u{1}\\x",
            "[\"a\\",
            "[\"a\t\\\"",
            "[1,-2.5e+3,\"x\"]",
        ] {
            assert_eq!(mended(sound), None, "{sound}");
        }
    }

    #[test]
    fn a_number_that_is_too_long_for_the_parser_becomes_text() {
        let long = "7".repeat(MOST_DIGITS + 1);
        for number in [long.clone(), format!("-{long}.5e-3")] {
            let (text, damaged) = mended(&format!("[1,{number}]")).unwrap();
            assert_eq!((text, damaged), (format!("[1,\"{number}\"]"), None));
        }
        for other in [
            format!("[0{long}]"),
            format!("[{long}.]"),
            format!("[0.{long}]"),
            format!("{{{long}:1}}"),
            format!("[-{long}-]"),
        ] {
            assert_eq!(mended(&other), None);
        }
    }

    #[test]
    fn what_was_kept_is_known_by_its_place() {
        let long = "卵".repeat(WORTH_KEEPING);
        let text = format!("[\"{long}\",\"\t\",\"{long}\"]");
        let mended = mend(&text).unwrap();
        assert_eq!(mended.kept.len(), 2);
        for kept in &mended.kept {
            let here = kept.start..kept.start + kept.from.len();
            assert_eq!(mended.text.get(here), text.get(kept.from.clone()));
        }
    }
}

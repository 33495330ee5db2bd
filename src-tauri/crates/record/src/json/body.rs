use std::borrow::Cow;

use super::mend::{Kept, mend};
use crate::error::ReadError;
use crate::text::lenient::is_damaged_utf8;

/// The text of an answer without its byte order mark.
///
/// In UTF-8 of which some bytes are damaged, U+FFFD stands for each ill-formed sequence: it must cost
/// the text it stands in, not the answer. An answer in another encoding is text up to its first
/// character that is none: replaced characters would be most of what it says.
pub(super) struct Body<'a> {
    text: Cow<'a, str>,
    /// What of the text stands in the answer as it is, in order; more than one part when it was mended.
    parts: Vec<Part<'a>>,
    /// Why the answer goes on and the text does not.
    pub(super) ends: Option<ReadError>,
    /// Where the first bytes stand that were no UTF-8 and were mended.
    bad_bytes: Option<usize>,
    /// Where the first string begins with something that is no JSON and was mended.
    bad_string: Option<usize>,
}

/// A part of the answer, and where it begins in the text.
struct Part<'a> {
    start: usize,
    sent: &'a str,
}

impl<'a> Body<'a> {
    /// # Errors
    /// When there are more than `limit` bytes.
    pub(super) fn read(bytes: &'a [u8], limit: usize) -> Result<Self, ReadError> {
        if bytes.len() > limit {
            return Err(ReadError::TooLarge { limit });
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Ok(Self::plain(text, None));
        }
        if is_damaged_utf8(bytes) {
            return Ok(Self::mended(bytes));
        }
        let chunk = bytes.utf8_chunks().next();
        let text = chunk.map_or("", |chunk| chunk.valid());
        let at = text.len();
        Ok(Self::plain(text, Some(ReadError::Encoding { at })))
    }

    fn plain(text: &'a str, ends: Option<ReadError>) -> Self {
        Self {
            text: Cow::Borrowed(text),
            parts: vec![Part {
                start: 0,
                sent: text,
            }],
            ends,
            bad_bytes: None,
            bad_string: None,
        }
    }

    fn mended(bytes: &'a [u8]) -> Self {
        let mut text = String::with_capacity(bytes.len());
        let mut parts = Vec::new();
        for chunk in bytes.utf8_chunks() {
            let sent = chunk.valid();
            parts.push(Part {
                start: text.len(),
                sent,
            });
            text.push_str(sent);
            if !chunk.invalid().is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        Self {
            bad_bytes: parts.first().map(|part| part.sent.len()),
            text: Cow::Owned(text),
            parts,
            ends: None,
            bad_string: None,
        }
    }

    /// The same with what is no JSON inside of strings mended; none when there is nothing of that.
    pub(super) fn tidied(&self) -> Option<Self> {
        let mended = mend(&self.text)?;
        let parts = mended.kept.iter().flat_map(|kept| self.parts_of(kept));
        Some(Self {
            parts: parts.collect(),
            text: Cow::Owned(mended.text),
            ends: self.ends,
            bad_bytes: self.bad_bytes,
            bad_string: mended.damaged_at,
        })
    }

    /// What of a piece of the text stands in the answer, placed where the piece is now.
    fn parts_of(&self, kept: &Kept) -> impl Iterator<Item = Part<'a>> {
        let (start, from) = (kept.start, kept.from.clone());
        let behind = self.parts.partition_point(|part| part.start <= from.start);
        let parts = self.parts.get(behind.saturating_sub(1)..);
        let parts = parts.unwrap_or_default().iter();
        let end = from.end;
        parts
            .take_while(move |part| part.start < end)
            .filter_map(move |part| {
                let first = from.start.max(part.start);
                let last = from.end.min(part.start + part.sent.len());
                let sent = part
                    .sent
                    .get(first - part.start..last.checked_sub(part.start)?)?;
                Some(Part {
                    start: start + first - from.start,
                    sent,
                })
            })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where the first text stands of which something was no text, if there is any and it was mended.
    pub(super) fn mended_at(&self) -> Option<usize> {
        let places = self.bad_bytes.into_iter().chain(self.bad_string);
        places.min()
    }

    /// `text` as a part of the answer, when it lies in it; escapes had to be resolved elsewhere.
    pub(super) fn part(&self, text: &str) -> Option<&'a str> {
        let offset = text.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        let part = match self.parts.as_slice() {
            [whole] => whole,
            parts => {
                let behind = parts.partition_point(|part| part.start <= offset);
                parts.get(behind.checked_sub(1)?)?
            }
        };
        let within = offset.checked_sub(part.start)?;
        part.sent.get(within..within.checked_add(text.len())?)
    }

    /// The reason why reading stopped: behind bytes that are no text these are more likely than
    /// whatever was made of them.
    pub(super) fn located(&self, error: ReadError) -> ReadError {
        match (error, self.bad_bytes) {
            (ReadError::NotJson { at: stopped }, Some(at)) if stopped >= at => {
                ReadError::Encoding { at }
            }
            _ => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Body<'_> {
        Body::read(bytes, 1_000).unwrap()
    }

    #[test]
    fn only_what_was_damaged_is_no_part_of_the_answer() {
        let sent = b"\xEF\xBB\xBF\xE5\x8D\xB5|a\xFFb|\xE5\x8D\xB5";
        let body = read(sent);
        assert_eq!(body.text(), "卵|a\u{FFFD}b|卵");
        assert_eq!(body.mended_at(), Some(5));
        for (text, lies_in_it) in [(0..3, true), (4..9, false), (8..9, true), (10..13, true)] {
            let text = body.text().get(text).unwrap();
            let part = body.part(text);
            assert_eq!(part, lies_in_it.then_some(text));
            let inside = |part: &str| sent.as_ptr_range().contains(&part.as_ptr());
            assert!(part.is_none_or(inside));
        }
        assert_eq!(body.part("卵"), None, "says the same, but stands elsewhere");
        let whole = read("卵".as_bytes());
        assert!(whole.mended_at().is_none() && whole.part(whole.text()) == Some("卵"));
    }

    #[test]
    fn what_was_mended_twice_still_knows_its_parts() {
        let long = "卵".repeat(30);
        let sent = format!("[\"?\",\"{long}\",\"\t\",\"{long}\",\"\\q\"]").replace('?', "\u{1}");
        let sent: Vec<u8> = sent
            .bytes()
            .map(|byte| if byte == 1 { 0xFF } else { byte })
            .collect();
        let body = read(&sent);
        let tidied = body.tidied().unwrap();
        assert_eq!(tidied.mended_at(), Some(2));
        let inside = |part: &str| sent.as_ptr_range().contains(&part.as_ptr());
        let found: Vec<_> = tidied.text().match_indices(&long).collect();
        assert_eq!(found.len(), 2);
        for (_, text) in found {
            assert_eq!(tidied.part(text), Some(text));
            assert!(tidied.part(text).is_some_and(inside));
        }
        assert!(tidied.text().ends_with("\u{FFFD}q\"]"));
        assert!(tidied.tidied().is_none());
    }

    #[test]
    fn text_in_another_encoding_ends_where_it_is_no_utf8() {
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("{\"a\":\"卵アレルギー\"}");
        let body = read(&sjis);
        assert_eq!(body.text(), "{\"a\":\"");
        assert_eq!(body.ends, Some(ReadError::Encoding { at: 6 }));
        assert_eq!(body.mended_at(), None);
    }

    #[test]
    fn what_stops_reading_behind_bad_bytes_is_their_fault() {
        let body = read(b"\xE5\x8D\xB5[\xFF]");
        let not_json = |at| ReadError::NotJson { at };
        assert_eq!(body.located(not_json(2)), not_json(2));
        let encoding = ReadError::Encoding { at: 4 };
        assert_eq!(body.located(not_json(4)), encoding);
        let deep = ReadError::TooDeep { limit: 1 };
        assert_eq!(body.located(deep), deep);
    }
}

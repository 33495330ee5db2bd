use std::borrow::Cow;

use jiter::{Jiter, JiterError, Peek};

use super::Node;
use crate::error::ReadError;
use crate::text::visible::{suspicious, visible};

/// Deepest nesting that is read. Real documents stay under 20 levels.
const MAX_DEPTH: usize = 64;
/// Most values that are read of an answer up to 16 MB, and one for every so many bytes of a longer
/// one. Real documents have one for 25 bytes or more; a list of ones would take sixteen times its
/// size in memory.
const MAX_VALUES: usize = 1_000_000;
const BYTES_PER_VALUE: usize = 16;
/// Largest part that is read: the same limit as an answer's.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Reads one JSON value, with or without a byte order mark.
///
/// # Errors
/// When it is not one whole JSON value within the limits.
pub(crate) fn parse(bytes: &[u8]) -> Result<Node<'_>, ReadError> {
    let mut parser = Parser::new(bytes)?;
    let node = parser.next()?;
    parser.reader.finish().map_err(|e| not_json(&e))?;
    Ok(node)
}

/// Reads all JSON values that follow each other: two or three in one file occur.
///
/// # Errors
/// When any of them is not JSON within the limits, or there is none.
pub(crate) fn parse_all(bytes: &[u8]) -> Result<Vec<Node<'_>>, ReadError> {
    let mut parser = Parser::new(bytes)?;
    let mut nodes = vec![parser.next()?];
    while parser.reader.finish().is_err() {
        nodes.push(parser.next()?);
    }
    Ok(nodes)
}

/// Borrows from the answer what it can, and copies only text with escapes or with characters that
/// hide, which are spelled out here once and for all screens.
struct Parser<'a> {
    body: &'a str,
    reader: Jiter<'a>,
    /// Some character that hides may be in the answer as itself (not as an escape).
    suspicious: bool,
    /// Values that may still come.
    left: usize,
}

impl<'a> Parser<'a> {
    fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        if bytes.len() > MAX_BYTES {
            return Err(ReadError::TooLarge { limit: MAX_BYTES });
        }
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let body = std::str::from_utf8(bytes).map_err(|e| ReadError::NotJson {
            at: e.valid_up_to(),
        })?;
        Ok(Self {
            body,
            reader: Jiter::new(body.as_bytes()),
            suspicious: suspicious(body.as_bytes()),
            left: MAX_VALUES.max(body.len() / BYTES_PER_VALUE),
        })
    }

    fn next(&mut self) -> Result<Node<'a>, ReadError> {
        let peek = self.reader.peek().map_err(|e| not_json(&e))?;
        self.value(peek, 0)
    }

    fn value(&mut self, peek: Peek, depth: usize) -> Result<Node<'a>, ReadError> {
        if depth >= MAX_DEPTH {
            return Err(ReadError::TooDeep { limit: MAX_DEPTH });
        }
        self.left = self.left.checked_sub(1).ok_or(ReadError::TooMany {
            limit: MAX_VALUES.max(self.body.len() / BYTES_PER_VALUE),
        })?;
        let (body, suspicious, reader) = (self.body, self.suspicious, &mut self.reader);
        let read = match peek {
            Peek::Null => reader.known_null().map(|()| Node::Null),
            Peek::True | Peek::False => reader.known_bool(peek).map(Node::Bool),
            Peek::String => reader
                .known_str()
                .map(|text| Node::String(shown(kept(body, text), suspicious))),
            Peek::Array => return self.array(depth),
            Peek::Object => return self.object(depth),
            number => reader.known_number_bytes(number).map(|digits| {
                // Digits are ASCII: a number is always text.
                Node::Number(kept(body, std::str::from_utf8(digits).unwrap_or_default()))
            }),
        };
        read.map_err(|e| not_json(&e))
    }

    fn array(&mut self, depth: usize) -> Result<Node<'a>, ReadError> {
        let mut items = Vec::new();
        let mut next = self.reader.known_array().map_err(|e| not_json(&e))?;
        while let Some(peek) = next {
            items.push(self.value(peek, depth + 1)?);
            next = self.reader.array_step().map_err(|e| not_json(&e))?;
        }
        Ok(Node::Array(items))
    }

    fn object(&mut self, depth: usize) -> Result<Node<'a>, ReadError> {
        let mut members = Vec::new();
        let (body, suspicious) = (self.body, self.suspicious);
        // Names of members are shown too, in pointers.
        let name = |key: &str| shown(kept(body, key), suspicious);
        let first = self.reader.known_object().map_err(|e| not_json(&e))?;
        let mut next = first.map(name);
        while let Some(key) = next {
            let peek = self.reader.peek().map_err(|e| not_json(&e))?;
            members.push((key, self.value(peek, depth + 1)?));
            let following = self.reader.next_key().map_err(|e| not_json(&e))?;
            next = following.map(name);
        }
        Ok(Node::Object(members))
    }
}

/// Text with hiding characters spelled out. Text that had no escapes holds none when the whole answer
/// holds none.
fn shown(text: Cow<'_, str>, suspicious: bool) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(plain) if suspicious => visible(plain),
        Cow::Borrowed(plain) => Cow::Borrowed(plain),
        Cow::Owned(escaped) => match visible(&escaped) {
            Cow::Borrowed(_) => Cow::Owned(escaped),
            Cow::Owned(spelled) => Cow::Owned(spelled),
        },
    }
}

/// `text` as a part of `body` when it lies in it; a copy when escapes had to be resolved elsewhere.
fn kept<'a>(body: &'a str, text: &str) -> Cow<'a, str> {
    let offset = text.as_ptr().addr().wrapping_sub(body.as_ptr().addr());
    match body.get(offset..offset.saturating_add(text.len())) {
        Some(inside) if std::ptr::eq(inside, text) => Cow::Borrowed(inside),
        _ => Cow::Owned(text.to_owned()),
    }
}

fn not_json(error: &JiterError) -> ReadError {
    ReadError::NotJson { at: error.index }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_as_sent() {
        let node = parse(br#"[5.0, -0.10, 1e3, 12345678901234567890.000]"#).unwrap();
        let digits = ["5.0", "-0.10", "1e3", "12345678901234567890.000"];
        assert_eq!(
            node,
            Node::Array(digits.map(|d| Node::Number(d.into())).to_vec())
        );
    }

    #[test]
    fn a_byte_order_mark_is_skipped_and_bad_input_is_told_apart() {
        assert_eq!(parse(b"\xEF\xBB\xBF{}").unwrap(), Node::Object(vec![]));
        assert!(matches!(parse(b"<html>"), Err(ReadError::NotJson { .. })));
        assert!(matches!(parse(b"{} {}"), Err(ReadError::NotJson { at: 3 })));
        assert!(matches!(parse(b"{\"a\":"), Err(ReadError::NotJson { .. })));
        assert!(matches!(parse(b"\"\xFF\""), Err(ReadError::NotJson { .. })));
        let deep = "[".repeat(100_000);
        assert_eq!(
            parse(deep.as_bytes()),
            Err(ReadError::TooDeep { limit: MAX_DEPTH })
        );
    }
}

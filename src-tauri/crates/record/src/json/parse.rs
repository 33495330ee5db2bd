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
    let (body, ill_encoded) = text(bytes)?;
    ill_encoded.map_or(Ok(()), Err)?;
    let mut parser = Parser::new(body);
    let node = parser.next()?;
    parser.reader.finish().map_err(|e| not_json(&e))?;
    Ok(node)
}

/// The JSON values an answer begins with: two or three in one file occur.
#[derive(Debug, PartialEq)]
pub(crate) struct Leading<'a> {
    /// At least one, in the order sent.
    pub(crate) nodes: Vec<Node<'a>>,
    /// Why the rest of the answer is no JSON, when there is a rest.
    pub(crate) stopped: Option<ReadError>,
}

/// Reads all JSON values that follow each other, up to what is none.
///
/// # Errors
/// When the first is not JSON, or any of them is not within the limits.
pub(crate) fn parse_leading(bytes: &[u8]) -> Result<Leading<'_>, ReadError> {
    let (body, mut stopped) = text(bytes)?;
    let mut parser = Parser::new(body);
    let mut nodes = vec![parser.next().map_err(|e| stopped.unwrap_or(e))?];
    while parser.reader.finish().is_err() {
        match parser.next() {
            Ok(node) => nodes.push(node),
            Err(error @ ReadError::NotJson { .. }) => {
                stopped = Some(error);
                break;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Leading { nodes, stopped })
}

/// The bytes as text as far as they are text, and where they cease to be.
fn text(bytes: &[u8]) -> Result<(&str, Option<ReadError>), ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { limit: MAX_BYTES });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let chunk = bytes.utf8_chunks().next();
    let body = chunk.map_or("", |chunk| chunk.valid());
    let ill_encoded = (body.len() < bytes.len()).then_some(ReadError::NotJson { at: body.len() });
    Ok((body, ill_encoded))
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
    fn new(body: &'a str) -> Self {
        Self {
            body,
            reader: Jiter::new(body.as_bytes()),
            suspicious: suspicious(body.as_bytes()),
            left: MAX_VALUES.max(body.len() / BYTES_PER_VALUE),
        }
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
        assert!(matches!(
            parse(b"{}\xFF"),
            Err(ReadError::NotJson { at: 2 })
        ));
        let deep = "[".repeat(100_000);
        assert_eq!(
            parse(deep.as_bytes()),
            Err(ReadError::TooDeep { limit: MAX_DEPTH })
        );
    }

    #[test]
    fn values_before_something_that_is_none_are_read() {
        let read = |bytes| {
            let leading = parse_leading(bytes).unwrap();
            (leading.nodes.len(), leading.stopped)
        };
        assert_eq!(read(b"{} [1]\n"), (2, None));
        let stopped = |at| Some(ReadError::NotJson { at });
        assert_eq!(read(b"{}{} <html>"), (2, stopped(5)));
        assert_eq!(read(b"{}\xFF\x00"), (1, stopped(2)));
        assert!(parse_leading(b"").is_err() && parse_leading(b"{\"a\"").is_err());
        assert!(parse_leading(b"{\"a\":\"\xFF\"}").is_err());
        let deep = format!("{{}}{}", "[".repeat(100));
        let limit = MAX_DEPTH;
        assert_eq!(
            parse_leading(deep.as_bytes()),
            Err(ReadError::TooDeep { limit })
        );
    }
}

use jiter::{Jiter, JiterError, Peek};

use super::body::Body;
use super::{Member, Node, Text};
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

/// A JSON value that is all there is of an answer.
#[derive(Debug, PartialEq)]
pub(crate) struct Whole<'a> {
    pub(crate) node: Node<'a>,
    /// Where the first text stood that was none in part. U+FFFD stands there and wherever else.
    pub(crate) mended_at: Option<usize>,
}

/// Reads one JSON value, with or without a byte order mark. What is no text in a text is U+FFFD.
///
/// # Errors
/// As [`parse_whole`].
pub(crate) fn parse(bytes: &[u8]) -> Result<Node<'_>, ReadError> {
    parse_whole(bytes).map(|whole| whole.node)
}

/// As [`parse`], for who has to tell where something was no text.
///
/// # Errors
/// When it is not one whole JSON value within the limits.
pub(crate) fn parse_whole(bytes: &[u8]) -> Result<Whole<'_>, ReadError> {
    let body = Body::read(bytes, MAX_BYTES)?;
    body.ends.map_or(Ok(()), Err)?;
    leniently(&body, whole, |_| true)
}

/// The JSON values an answer begins with: two or three in one file occur.
#[derive(Debug, PartialEq)]
pub(crate) struct Leading<'a> {
    /// At least one, in the order sent.
    pub(crate) nodes: Vec<Node<'a>>,
    /// Why the rest of the answer is no JSON, when there is a rest.
    pub(crate) stopped: Option<ReadError>,
    /// As of [`Whole`].
    pub(crate) mended_at: Option<usize>,
}

/// Reads all JSON values that follow each other, up to what is none.
///
/// # Errors
/// When the first is not JSON, or any of them is not within the limits.
pub(crate) fn parse_leading(bytes: &[u8]) -> Result<Leading<'_>, ReadError> {
    let body = Body::read(bytes, MAX_BYTES)?;
    leniently(&body, leading, |leading| leading.stopped.is_none())
}

/// Reads as JSON, and what is none once more with its strings mended: nearly every answer is JSON,
/// and shall not wait for those that are not. Where mending does not help, the first reason stands.
fn leniently<'a, T>(
    body: &Body<'a>,
    read: impl Fn(&Body<'a>) -> Result<T, ReadError>,
    is_complete: impl Fn(&T) -> bool,
) -> Result<T, ReadError> {
    let strict = read(body);
    let done = match &strict {
        Ok(read) => is_complete(read),
        Err(error) => !is_no_json(*error),
    };
    if done {
        return strict;
    }
    let Some(tidied) = body.tidied() else {
        return strict;
    };
    // What was read up to there is read again: both would take the room of both.
    let reason = strict.err();
    read(&tidied).map_err(|error| reason.filter(|_| is_no_json(error)).unwrap_or(error))
}

const fn is_no_json(error: ReadError) -> bool {
    matches!(
        error,
        ReadError::NotJson { .. } | ReadError::Encoding { .. }
    )
}

fn whole<'a>(body: &Body<'a>) -> Result<Whole<'a>, ReadError> {
    let mut parser = Parser::new(body);
    let node = parser.next().and_then(|node| parser.end().map(|()| node));
    Ok(Whole {
        node: node.map_err(|error| body.located(error))?,
        mended_at: body.mended_at(),
    })
}

fn leading<'a>(body: &Body<'a>) -> Result<Leading<'a>, ReadError> {
    let mut stopped = body.ends;
    let mut parser = Parser::new(body);
    let first = parser.next();
    let mut nodes = vec![first.map_err(|e| stopped.unwrap_or_else(|| body.located(e)))?];
    while parser.end().is_err() {
        match parser.next() {
            Ok(node) => nodes.push(node),
            Err(error @ ReadError::NotJson { .. }) => {
                stopped = Some(body.located(error));
                break;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(Leading {
        nodes,
        stopped,
        mended_at: body.mended_at(),
    })
}

/// Borrows from the answer what it can, and copies only text with escapes or with characters that
/// hide, which are spelled out here once and for all screens.
struct Parser<'b, 'a> {
    source: Source<'b, 'a>,
    reader: Jiter<'b>,
    /// Values that may still come.
    left: usize,
    /// Elements and members of the lists that are still open: a closed list takes its own from the
    /// end, so that it is allocated once and in its size.
    items: Vec<Node<'a>>,
    members: Vec<Member<'a>>,
}

impl<'b, 'a> Parser<'b, 'a> {
    fn new(body: &'b Body<'a>) -> Self {
        let text = body.text();
        Self {
            source: Source {
                body,
                suspicious: suspicious(text.as_bytes()),
            },
            reader: Jiter::new(text.as_bytes()),
            left: most_values(text),
            items: Vec::new(),
            members: Vec::new(),
        }
    }

    /// Nothing but blanks follows.
    fn end(&mut self) -> Result<(), ReadError> {
        self.reader.finish().map_err(|e| not_json(&e))
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
            limit: most_values(self.source.body.text()),
        })?;
        let (source, reader) = (self.source, &mut self.reader);
        let read = match peek {
            Peek::String => reader
                .known_str()
                .map(|text| Node::String(source.shown(text))),
            Peek::Array => return self.array(depth),
            Peek::Object => return self.object(depth),
            Peek::Null => reader.known_null().map(|()| Node::Null),
            Peek::True | Peek::False => reader.known_bool(peek).map(Node::Bool),
            // Digits are ASCII: a number is always text.
            number => reader.known_number_bytes(number).map(|digits| {
                let digits = std::str::from_utf8(digits).unwrap_or_default();
                Node::Number(source.shown(digits))
            }),
        };
        read.map_err(|e| not_json(&e))
    }

    fn array(&mut self, depth: usize) -> Result<Node<'a>, ReadError> {
        let start = self.items.len();
        let mut next = self.reader.known_array().map_err(|e| not_json(&e))?;
        while let Some(peek) = next {
            let item = self.value(peek, depth + 1)?;
            self.items.push(item);
            next = self.reader.array_step().map_err(|e| not_json(&e))?;
        }
        Ok(Node::Array(self.items.drain(start..).collect()))
    }

    fn object(&mut self, depth: usize) -> Result<Node<'a>, ReadError> {
        let (source, start) = (self.source, self.members.len());
        // Names of members are shown too, in pointers.
        let name = |key: &str| source.shown(key);
        let first = self.reader.known_object().map_err(|e| not_json(&e))?;
        let mut next = first.map(name);
        while let Some(key) = next {
            let peek = self.reader.peek().map_err(|e| not_json(&e))?;
            let value = self.value(peek, depth + 1)?;
            self.members.push((key, value));
            let following = self.reader.next_key().map_err(|e| not_json(&e))?;
            next = following.map(name);
        }
        Ok(Node::Object(self.members.drain(start..).collect()))
    }
}

fn most_values(body: &str) -> usize {
    MAX_VALUES.max(body.len() / BYTES_PER_VALUE)
}

/// The answer that texts are parts of.
#[derive(Clone, Copy)]
struct Source<'b, 'a> {
    body: &'b Body<'a>,
    /// Some character that hides may be in the answer as itself (not as an escape).
    suspicious: bool,
}

impl<'a> Source<'_, 'a> {
    /// Text with hiding characters spelled out. Text that had no escapes holds none when the whole
    /// answer holds none.
    fn shown(self, text: &str) -> Text<'a> {
        match self.body.part(text) {
            Some(plain) if !self.suspicious => Text::Sent(plain),
            Some(plain) => visible(plain).into(),
            None => visible(text).into_owned().into(),
        }
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
            Node::Array(digits.map(|d| Node::Number(d.into())).into())
        );
    }

    #[test]
    fn a_byte_order_mark_is_skipped_and_bad_input_is_told_apart() {
        assert_eq!(parse(b"\xEF\xBB\xBF{}").unwrap(), Node::Object([].into()));
        assert!(matches!(parse(b"<html>"), Err(ReadError::NotJson { .. })));
        assert!(matches!(parse(b"{} {}"), Err(ReadError::NotJson { at: 3 })));
        assert!(matches!(parse(b"{\"a\":"), Err(ReadError::NotJson { .. })));
        assert_eq!(parse(b"[\xFF]"), Err(ReadError::Encoding { at: 1 }));
        assert_eq!(parse(b"{}\xFF"), Err(ReadError::Encoding { at: 2 }));
        let deep = "[".repeat(100_000);
        assert_eq!(
            parse(deep.as_bytes()),
            Err(ReadError::TooDeep { limit: MAX_DEPTH })
        );
    }

    #[test]
    fn what_is_no_json_in_a_text_costs_only_itself() {
        let text = |json: &str| {
            let whole = parse_whole(json.as_bytes()).unwrap();
            let text = whole.node.text("a").map(str::to_owned);
            (text.unwrap(), whole.mended_at)
        };
        assert_eq!(text(r#"{"a":"x\ud800y"}"#), ("x\u{FFFD}y".into(), Some(5)));
        assert_eq!(text(r#"{"a":"\qy","b":1}"#), ("\u{FFFD}qy".into(), Some(5)));
        assert_eq!(text("{\"a\":\"x\ty\u{1}\"}"), ("x\ty[U+0001]".into(), None));
        let long = format!("-{}.50", "9".repeat(5_000));
        assert_eq!(text(&format!("{{\"a\":{long}}}")), (long, None));
        // The structure is as broken as before, and told where it broke first.
        let at = |json: &str| parse(json.as_bytes()).unwrap_err();
        assert_eq!(at("{\"a\":\"x\ty\""), ReadError::NotJson { at: 7 });
        assert_eq!(at("[\u{1}]"), ReadError::NotJson { at: 1 });
        let deep = format!("[\"\t\",{}", "[".repeat(100));
        assert_eq!(at(&deep), ReadError::TooDeep { limit: MAX_DEPTH });
        let two = parse_leading(b"{} {\"a\":\"\t\"} <").unwrap();
        assert_eq!(two.nodes.len(), 2);
        assert!(two.stopped.is_some());
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
        let at = 2;
        assert_eq!(read(b"{}\xFF\x00"), (1, Some(ReadError::Encoding { at })));
        assert!(parse_leading(b"").is_err() && parse_leading(b"{\"a\"").is_err());
        assert!(parse_leading(b"{\"a\":\xFF}").is_err());
        let deep = format!("{{}}{}", "[".repeat(100));
        let limit = MAX_DEPTH;
        assert_eq!(
            parse_leading(deep.as_bytes()),
            Err(ReadError::TooDeep { limit })
        );
    }
}

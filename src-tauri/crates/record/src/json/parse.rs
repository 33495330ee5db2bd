use jiter::{Jiter, JiterError, Peek};

use super::Node;
use crate::error::ReadError;

/// Deepest nesting that is read. Real documents stay under 20 levels.
const MAX_DEPTH: usize = 64;
/// Largest part that is read: the same limit as an answer's.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Reads one JSON value, with or without a byte order mark.
///
/// # Errors
/// When it is not one whole JSON value within the limits.
pub(crate) fn parse(bytes: &[u8]) -> Result<Node, ReadError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge { limit: MAX_BYTES });
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = Jiter::new(body);
    let peek = reader.peek().map_err(|e| not_json(&e))?;
    let node = value(&mut reader, peek, 0)?;
    reader.finish().map_err(|e| not_json(&e))?;
    Ok(node)
}

fn value(reader: &mut Jiter<'_>, peek: Peek, depth: usize) -> Result<Node, ReadError> {
    if depth >= MAX_DEPTH {
        return Err(ReadError::TooDeep { limit: MAX_DEPTH });
    }
    let read = match peek {
        Peek::Null => reader.known_null().map(|()| Node::Null),
        Peek::True | Peek::False => reader.known_bool(peek).map(Node::Bool),
        Peek::String => reader.known_str().map(|text| Node::String(text.to_owned())),
        Peek::Array => return array(reader, depth),
        Peek::Object => return object(reader, depth),
        number => reader
            .known_number_bytes(number)
            .map(|digits| Node::Number(String::from_utf8_lossy(digits).into_owned())),
    };
    read.map_err(|e| not_json(&e))
}

fn array(reader: &mut Jiter<'_>, depth: usize) -> Result<Node, ReadError> {
    let mut items = Vec::new();
    let mut next = reader.known_array().map_err(|e| not_json(&e))?;
    while let Some(peek) = next {
        items.push(value(reader, peek, depth + 1)?);
        next = reader.array_step().map_err(|e| not_json(&e))?;
    }
    Ok(Node::Array(items))
}

fn object(reader: &mut Jiter<'_>, depth: usize) -> Result<Node, ReadError> {
    let mut members = Vec::new();
    let mut next = reader
        .known_object()
        .map_err(|e| not_json(&e))?
        .map(str::to_owned);
    while let Some(key) = next {
        let peek = reader.peek().map_err(|e| not_json(&e))?;
        members.push((key, value(reader, peek, depth + 1)?));
        next = reader
            .next_key()
            .map_err(|e| not_json(&e))?
            .map(str::to_owned);
    }
    Ok(Node::Object(members))
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

//! Comma-separated values as programs of receptions write them: quotes, either end of line, and the
//! encodings in use.

use std::borrow::Cow;

use encoding_rs::SHIFT_JIS;

/// One record with the line it begins on, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) line: usize,
    pub(super) fields: Vec<String>,
}

/// The text of a file: UTF-8 with or without its mark, else Shift_JIS; none when it is neither.
pub(super) fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let (text, broken) = SHIFT_JIS.decode_without_bom_handling(bytes);
    (!broken).then_some(text)
}

/// The records of a text; lines that hold nothing are left out.
pub(super) fn records(text: &str) -> Vec<Record> {
    let mut records = Vec::new();
    let mut fields: Vec<String> = Vec::new();
    let mut field = String::new();
    let (mut line, mut begins, mut quoted) = (1, 1, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                field.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if field.is_empty() => quoted = true,
            ',' | '\t' if !quoted => fields.push(std::mem::take(&mut field)),
            '\r' if !quoted && chars.peek() == Some(&'\n') => {}
            '\n' | '\r' if !quoted => {
                fields.push(std::mem::take(&mut field));
                push(&mut records, begins, std::mem::take(&mut fields));
                line += 1;
                begins = line;
            }
            other => {
                line += usize::from(other == '\n');
                field.push(other);
            }
        }
    }
    fields.push(field);
    push(&mut records, begins, fields);
    records
}

fn push(records: &mut Vec<Record>, line: usize, fields: Vec<String>) {
    if fields.iter().any(|field| !field.trim().is_empty()) {
        records.push(Record { line, fields });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_ends_of_lines_are_read() {
        let text = "a,b\r\n\"x, \"\"y\"\"\",\"2\nlines\"\n\n,,\nlast,";
        let records = records(text);
        let read: Vec<_> = records
            .iter()
            .map(|r| {
                (
                    r.line,
                    r.fields.iter().map(String::as_str).collect::<Vec<_>>(),
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                (1, vec!["a", "b"]),
                (2, vec!["x, \"y\"", "2\nlines"]),
                (6, vec!["last", ""])
            ]
        );
    }

    #[test]
    fn both_encodings_are_read_and_other_bytes_are_not_guessed_at() {
        let (sjis, _, _) = SHIFT_JIS.encode("見本,髙");
        assert_eq!(text(&sjis).unwrap(), "見本,髙");
        assert_eq!(text("\u{FEFF}見本".as_bytes()).unwrap(), "見本");
        assert_eq!(text(b"\xFF\xFE\x00a"), None);
    }
}

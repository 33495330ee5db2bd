/// Where the values of a JSON source begin and end, in the order they end: objects, lists, texts
/// (with their quotes), numbers and words. Keys are none.
pub(super) fn values(json: &[u8]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(&byte) = json.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => open.push(start),
            b'}' | b']' => found.extend(open.pop().map(|begin| (begin, at))),
            b'"' => {
                at = after_text(json, at);
                if !is_key(json, at) {
                    found.push((start, at));
                }
            }
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                while json.get(at).is_some_and(|b| !b",]} \n\r\t".contains(b)) {
                    at += 1;
                }
                found.push((start, at));
            }
            _ => {}
        }
    }
    found
}

/// Whether this value is a text.
pub(super) fn is_text(json: &[u8], (start, _): (usize, usize)) -> bool {
    json.get(start) == Some(&b'"')
}

/// The source with one value replaced.
pub(super) fn replaced(json: &[u8], (start, end): (usize, usize), by: &[u8]) -> Vec<u8> {
    let (head, tail) = (json.get(..start), json.get(end..));
    [head.unwrap_or_default(), by, tail.unwrap_or_default()].concat()
}

/// Whether this is JSON at a glance (the samples are XML and PDF otherwise).
pub(super) fn is_json(bytes: &[u8]) -> bool {
    bytes.first() == Some(&b'{')
}

fn after_text(json: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = json.get(at) {
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'"' => break,
            _ => {}
        }
    }
    at
}

fn is_key(json: &[u8], at: usize) -> bool {
    let behind = json.get(at..).unwrap_or_default();
    behind.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_and_keys_are_not() {
        let json = br#"{"a": [1, "x\"}", null], "b": {}}"#;
        let texts: Vec<_> = values(json)
            .into_iter()
            .map(|(start, end)| std::str::from_utf8(&json[start..end]).unwrap())
            .collect();
        assert_eq!(
            texts,
            [
                "1",
                r#""x\"}""#,
                "null",
                r#"[1, "x\"}", null]"#,
                "{}",
                r#"{"a": [1, "x\"}", null], "b": {}}"#
            ]
        );
    }
}

/// Whether something but white space stands outside angle brackets: the definition of a narrative
/// that is a value. A bracket that no tag can begin with is text ("< 5 mg").
pub(super) fn has_text(markup: &str) -> bool {
    let mut rest = markup;
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        let begins = |next: char| next.is_ascii_alphabetic() || "/!?".contains(next);
        if c == '<' && behind.chars().next().is_some_and(begins) {
            rest = behind.split_once('>').map_or("", |(_, behind)| behind);
        } else if c.is_whitespace() {
            rest = behind;
        } else {
            return true;
        }
    }
    false
}

/// What a person would read of markup, without any white space: everything outside tags, with
/// character references resolved. Content of elements that no browser shows is left out.
///
/// Crude on purpose: it is the opposite of the reader's careful sanitiser, and on markup that is
/// not hostile both must agree.
pub(super) fn words(markup: &str) -> String {
    let mut words = String::new();
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        words.push_str(text);
        rest = match skipped(tag) {
            Some(behind) => behind,
            None => {
                words.push('<');
                tag.get(1..).unwrap_or_default()
            }
        };
    }
    words.push_str(rest);
    super::visible(&resolved(&words))
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}

/// What follows the tag, comment or unseen element at the beginning of `tag`.
fn skipped(tag: &str) -> Option<&str> {
    if let Some(comment) = tag.strip_prefix("<!--") {
        return Some(comment.split_once("-->").map_or("", |(_, behind)| behind));
    }
    let next = tag.chars().nth(1)?;
    if !(next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')) {
        return None;
    }
    let behind = behind_tag(tag)?;
    for name in ["script", "style"] {
        if tag
            .get(1..=name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
        {
            let end = format!("</{name}>");
            let lower = behind.to_ascii_lowercase();
            let at = lower.find(&end).map_or(behind.len(), |at| at + end.len());
            return behind.get(at..);
        }
    }
    Some(behind)
}

/// What follows the end of a tag; a `>` in a quoted attribute is none.
fn behind_tag(tag: &str) -> Option<&str> {
    let mut quote = None;
    for (at, character) in tag.char_indices() {
        match (character, quote) {
            ('>', None) => return tag.get(at + 1..),
            ('"' | '\'', None) => quote = Some(character),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    tag.split_once('>').map(|(_, behind)| behind)
}

fn resolved(text: &str) -> String {
    let mut out = String::new();
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let known = part.split_once(';').and_then(|(name, behind)| {
            let character = match name {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => ' ',
                _ => char::from_u32(match name.strip_prefix("#x") {
                    Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                    None => name.strip_prefix('#')?.parse().ok()?,
                })?,
            };
            Some((character, behind))
        });
        match known {
            Some((character, behind)) => {
                out.push(character);
                out.push_str(behind);
            }
            None => {
                out.push('&');
                out.push_str(part);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn tags_go_and_words_stay() {
        assert_eq!(
            words("<div> a&lt;b <b class=\"x\">c</b><!-- d --> 1 < 2</div>"),
            "a<bc1<2"
        );
        assert_eq!(words("<div><script>x</script><br/></div>"), "");
    }
}

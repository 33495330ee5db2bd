/// Adds `text` so that HTML reads it as exactly this text, in an element or in a quoted attribute.
pub(crate) fn escape(out: &mut String, text: &str) {
    for part in text.split_inclusive(|c| reference(c).is_some()) {
        let mut plain = part.chars();
        match plain.next_back().and_then(reference) {
            Some(reference) => {
                out.push_str(plain.as_str());
                out.push_str(reference);
            }
            None => out.push_str(part),
        }
    }
}

const fn reference(character: char) -> Option<&'static str> {
    Some(match character {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        // A parser turns a bare one into a line feed.
        '\r' => "&#13;",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup_and_nothing_is_lost() {
        for (text, html) in [
            ("", ""),
            ("アレルギー <0.10", "アレルギー &lt;0.10"),
            ("&amp;<b>\"'", "&amp;amp;&lt;b&gt;&quot;&#39;"),
            ("終わり\r\n次", "終わり&#13;\n次"),
        ] {
            let mut out = String::new();
            escape(&mut out, text);
            assert_eq!(out, html);
        }
    }
}

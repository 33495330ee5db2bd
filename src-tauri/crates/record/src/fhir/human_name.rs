use super::extension::extension;
use crate::json::Node;

/// The names of one person: 漢字 as sent, and カナ when sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) written: Option<String>,
    pub(crate) kana: Option<String>,
}

/// Reads the `name` list; the order is not fixed and the IDE/SYL mark may be missing.
pub(crate) fn names(resource: &Node<'_>) -> Names {
    let mut names = Names::default();
    let mut unmarked = Vec::new();
    for node in resource.list("name") {
        let Some(text) = full(node) else { continue };
        match extension(node, &["iso21090-EN-representation"]).and_then(|e| e.text("valueCode")) {
            Some("SYL") => names.kana = names.kana.or(Some(text)),
            Some("IDE") => names.written = names.written.or(Some(text)),
            Some(_) => {}
            None => unmarked.push(text),
        }
    }
    for text in unmarked {
        let place = if is_kana(&text) {
            &mut names.kana
        } else {
            &mut names.written
        };
        if place.is_none() {
            *place = Some(text);
        }
    }
    names
}

fn full(node: &Node<'_>) -> Option<String> {
    if let Some(text) = node.as_text().or_else(|| node.text("text")) {
        return Some(text.to_owned());
    }
    let parts: Vec<&str> = node
        .text("family")
        .into_iter()
        .chain(node.list("given").into_iter().filter_map(Node::as_text))
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn is_kana(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{30A0}'..='\u{30FF}' | '\u{FF65}'..='\u{FF9F}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn marked_or_guessed_by_script_and_never_normalised() {
        let node = parse(
            r#"{"name":[{"text":"タカハシ　アヤコ"},{"family":"髙橋","given":["綾子"]}]}"#
                .as_bytes(),
        )
        .unwrap();
        let names = names(&node);
        assert_eq!(names.written.as_deref(), Some("髙橋 綾子"));
        assert_eq!(names.kana.as_deref(), Some("タカハシ　アヤコ"));
    }
}

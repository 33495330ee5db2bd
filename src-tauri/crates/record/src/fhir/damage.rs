//! Names and codes of which bytes were no text: what they may have been.

use crate::json::Node;

/// Stands where bytes were no text.
const DAMAGE: char = char::REPLACEMENT_CHARACTER;

/// Whether a name or code as sent is `code`, or was before bytes of it were damaged.
pub(crate) fn may_be(sent: &str, code: &str) -> bool {
    if sent == code {
        return true;
    }
    match (sent.split_once(DAMAGE), sent.rsplit_once(DAMAGE)) {
        (Some((begin, _)), Some((_, end))) => code.starts_with(begin) && code.ends_with(end),
        _ => false,
    }
}

/// Every value under `key`, and under each name that may have been it.
pub(crate) fn items_of<'n, 'a>(
    node: &'n Node<'a>,
    key: &str,
) -> impl Iterator<Item = &'n Node<'a>> {
    let members = node.members().iter();
    members
        .filter(move |(name, _)| may_be(name, key))
        .flat_map(|(_, value)| match value {
            Node::Array(items) => items,
            single => std::slice::from_ref(single),
        })
        .filter(|value| !value.is_null())
}

/// Whether what stands under `key` cannot be taken at its word: it is damaged, or its name is.
pub(crate) fn in_doubt(node: &Node<'_>, key: &str) -> bool {
    let mut members = node.members().iter();
    members.any(|(name, value)| match &**name {
        name if name == key => harmed(value),
        name => may_be(name, key),
    })
}

/// Whether any text or name in here is damaged.
fn harmed(node: &Node<'_>) -> bool {
    match node {
        Node::String(text) => text.contains(DAMAGE),
        Node::Array(items) => items.iter().any(harmed),
        Node::Object(members) => members
            .iter()
            .any(|(name, value)| name.contains(DAMAGE) || harmed(value)),
        Node::Null | Node::Bool(_) | Node::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_damaged_code_may_be_whatever_fits_what_is_left_of_it() {
        for sent in [
            "UNDELIVERED",
            "UNDEL\u{FFFD}VERED",
            "\u{FFFD}\u{FFFD}",
            "U\u{FFFD}DELI\u{FFFD}ED",
        ] {
            assert!(may_be(sent, "UNDELIVERED"), "{sent}");
        }
        for other in ["LTS", "", "UNINFORMED", "UNIN\u{FFFD}ORMED", "undelivered"] {
            assert!(!may_be(other, "UNDELIVERED"), "{other}");
        }
    }

    #[test]
    fn doubt_is_about_the_value_and_about_its_name() {
        let doubtful = |json: &str| in_doubt(&parse(json.as_bytes()).unwrap(), "status");
        assert!(doubtful("{\"status\":\"fin\u{FFFD}l\"}"));
        assert!(doubtful(
            "{\"status\":{\"coding\":[{\"co\u{FFFD}e\":\"final\"}]}}"
        ));
        assert!(doubtful("{\"st\u{FFFD}tus\":\"final\"}"));
        assert!(!doubtful("{\"status\":\"final\",\"no\u{FFFD}e\":\"x\"}"));
        assert!(!doubtful("{\"note\":\"\u{FFFD}\"}"));
    }
}

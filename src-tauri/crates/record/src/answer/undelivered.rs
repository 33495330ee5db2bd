use crate::fhir::tagged;
use crate::json::{Node, parse_leading};

/// Whether an answer, or one of several that follow each other in a file, is 未提供 as a whole: by
/// its Bundle or its Composition. The cards of a sheet do not say so.
#[must_use]
pub fn is_undelivered(answer: &[u8]) -> bool {
    parse_leading(answer).is_ok_and(|leading| leading.nodes.iter().any(has_such_frame))
}

/// Whether anything in an answer, at any depth, is 未提供.
#[must_use]
pub fn holds_undelivered(answer: &[u8]) -> bool {
    parse_leading(answer).is_ok_and(|leading| leading.nodes.iter().any(holds))
}

fn holds(node: &Node<'_>) -> bool {
    match node {
        Node::Array(items) => items.iter().any(holds),
        Node::Object(members) => {
            tagged(node, "UNDELIVERED") || members.iter().any(|(_, value)| holds(value))
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => false,
    }
}

fn has_such_frame(node: &Node<'_>) -> bool {
    match node {
        Node::Array(items) => items.iter().any(has_such_frame),
        Node::Object(members) => {
            let frame = matches!(node.text("resourceType"), Some("Bundle" | "Composition"));
            frame && tagged(node, "UNDELIVERED")
                || members.iter().any(|(_, value)| has_such_frame(value))
        }
        Node::Null | Node::Bool(_) | Node::Number(_) | Node::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_is_not_to_be_supplied_is_found_and_a_card_is_none() {
        const TAG: &str = r#""meta":{"tag":[{"code":"UNDELIVERED"}]},"#;
        let letter = |frame: &str, header: &str, card: &str| {
            format!(
                r#"{{{frame}"resourceType":"Bundle","type":"document","entry":[
                {{"resource":{{{header}"resourceType":"Composition"}}}},
                {{"resource":{{{card}"resourceType":"Condition"}}}}]}}"#
            )
        };
        let told = |json: &str| is_undelivered(json.as_bytes());
        let plain = letter("", "", TAG);
        let (frame, header) = (letter(TAG, "", ""), letter("", TAG, ""));
        assert!(!told(&plain) && !told("<XmlMsg/>"));
        assert!(holds_undelivered(plain.as_bytes()) && !holds_undelivered(b"<XmlMsg/>"));
        let bare = plain.replace(r#"[{"code":"UNDELIVERED"}]"#, r#"["undelivered"]"#);
        assert!(holds_undelivered(bare.as_bytes()));
        assert!(!holds_undelivered(letter("", "", "").as_bytes()));
        assert!(told(&frame) && told(&header));
        assert!(told(&format!("{plain}{header}")));
        let inside = plain.replace(
            r#""resourceType":"Condition""#,
            r#""resourceType":"Bundle""#,
        );
        assert!(told(&inside));
    }
}

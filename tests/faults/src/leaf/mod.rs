//! The values of an answer in JSON, found by a walk of its own.
//!
//! Shares no code with the reader: other parser, other tree, and another source for what counts as a
//! value. Here the datatypes of FHIR R4 decide ([`r4`]), in the reader the names of elements; whoever
//! changes the definition in `record` has to change it here as well, on purpose.

mod definition;
mod markup;
mod r4;
mod tidy;
mod tree;
mod visible;

use definition::Place;
use tree::Tree;

pub(crate) use r4::every_element;
pub use visible::visible;

/// One value that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// JSON pointer (RFC 6901), from the root it stands under.
    pub pointer: String,
    /// What must be shown of it.
    pub said: Said,
}

/// What must be shown of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Exactly this text: digits as sent, hidden characters spelled out.
    Text(String),
    /// XHTML: at least this visible text, or the markup itself as text.
    Narrative {
        /// As sent.
        markup: String,
        /// What a person would read of it. When that is nothing (a picture, a script), a reading
        /// may mention it or not.
        words: String,
    },
    /// Data of an attachment: that there is one. It is described, not printed.
    Data,
}

/// Every value sent; `None` when this does not begin with JSON. Of several JSON values that follow
/// each other, all that are FHIR resources count, and so do those in a list.
#[must_use]
pub fn sent(bytes: &[u8]) -> Option<Vec<Leaf>> {
    let mut leaves = Vec::new();
    for root in tree::roots(bytes)? {
        if root.resource_type().is_some() {
            walk(&root, Place::of("Bundle"), "", &mut leaves);
        }
        let Tree::List(items) = root else { continue };
        for (index, item) in items.iter().enumerate() {
            if item.resource_type().is_some() {
                walk(item, Place::of("Bundle"), &format!("/{index}"), &mut leaves);
            }
        }
    }
    Some(leaves)
}

fn walk(tree: &Tree, place: Place<'_>, pointer: &str, leaves: &mut Vec<Leaf>) {
    match tree {
        Tree::Null => {}
        Tree::Plain(raw) => {
            if place.counts() {
                leaves.push(Leaf {
                    pointer: pointer.to_owned(),
                    said: Said::Text(raw.clone()),
                });
            }
        }
        Tree::Text(text) => leaves.extend(leaf(&visible(text), place, pointer)),
        Tree::List(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, place, &format!("{pointer}/{index}"), leaves);
            }
        }
        Tree::Object(members) => {
            let place = place.inside(tree.resource_type());
            for (key, value) in members {
                let name = short(key).replace('~', "~0").replace('/', "~1");
                let below = format!("{pointer}/{name}");
                walk(value, place.member(key), &below, leaves);
            }
        }
    }
}

/// A long name as pointers have it: its beginning and its end.
fn short(key: &str) -> String {
    if key.len() <= 64 {
        return key.to_owned();
    }
    let begin = (0..=40).rev().find_map(|at| key.get(..at));
    let end = (key.len() - 16..key.len()).find_map(|at| key.get(at..));
    format!("{}…{}", begin.unwrap_or_default(), end.unwrap_or_default())
}

fn leaf(text: &str, place: Place<'_>, pointer: &str) -> Option<Leaf> {
    if !place.counts() || text.trim().is_empty() {
        return None;
    }
    let said = match place.key {
        "div" => Said::Narrative {
            markup: text.to_owned(),
            words: if markup::has_text(text) {
                markup::words(text)
            } else {
                String::new()
            },
        },
        _ if place.is_data() => Said::Data,
        _ => Said::Text(text.to_owned()),
    };
    Some(Leaf {
        pointer: pointer.to_owned(),
        said,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_escape_costs_only_itself() {
        let json = b"{\"resourceType\":\"Patient\",\"a\":[\"x\ty\",\"\\ud800\\udc00\",\"\\ud800z\",\"\\qz\",\"\\u00\"]}";
        let found: Vec<_> = sent(json)
            .unwrap()
            .into_iter()
            .map(|leaf| leaf.said)
            .collect();
        let texts = [
            "x\ty",
            "\u{10000}",
            "\u{FFFD}z",
            "\u{FFFD}qz",
            "\u{FFFD}u00",
        ];
        assert_eq!(found, texts.map(|text| Said::Text(text.to_owned())));
        for cut in [
            r#"{"resourceType":"Patient","a":"x\"#,
            r#"{"resourceType":"Patient","a":"x\""#,
        ] {
            assert_eq!(sent(cut.as_bytes()), None, "{cut}");
        }
    }

    #[test]
    fn values_are_found_and_codes_are_not() {
        let json = br#"{"resourceType":"Observation","id":"x","status":"final","identifier":[{"value":"n"}],
            "code":{"text":"AST","coding":[{"system":"s","code":"1","display":"a/b"}]},
            "valueQuantity":{"value":5.0,"unit":"U/L"},"note":{"text":" "},"a/b":[true,null],"a/b":1e400}"#;
        let found: Vec<_> = sent(json)
            .unwrap()
            .into_iter()
            .map(|leaf| (leaf.pointer, leaf.said))
            .collect();
        let text = |pointer: &str, text: &str| (pointer.to_owned(), Said::Text(text.to_owned()));
        assert_eq!(
            found,
            [
                text("/code/text", "AST"),
                text("/code/coding/0/display", "a/b"),
                text("/valueQuantity/value", "5.0"),
                text("/valueQuantity/unit", "U/L"),
                text("/a~1b/0", "true"),
                text("/a~1b", "1e400"),
            ]
        );
        let numbered = br#"{"resourceType":"Patient","identifier":[{"value":"n"}]}"#;
        assert_eq!(sent(numbered).unwrap().len(), 1);
        assert_eq!(sent(b"{\"a\":"), None);
        let listed = br#"[null,{"resourceType":"Patient","gender":"male"}] <html>"#;
        assert_eq!(sent(listed).unwrap()[0].pointer, "/1/gender");
    }
}

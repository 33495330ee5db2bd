use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::json::Node;

/// A number that equal values share: of all that is said under other names than these.
pub(crate) fn fingerprint_without(node: &Node<'_>, names: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    take_in(node, names, &mut hasher);
    hasher.finish()
}

fn take_in(node: &Node<'_>, without: &[&str], hasher: &mut DefaultHasher) {
    match node {
        Node::Null => {}
        Node::Bool(value) => value.hash(hasher),
        Node::Number(text) | Node::String(text) => text.hash(hasher),
        Node::Array(items) => items.iter().for_each(|item| take_in(item, without, hasher)),
        Node::Object(members) => {
            for (key, value) in members {
                if !without.contains(&key.as_ref()) {
                    key.hash(hasher);
                    take_in(value, without, hasher);
                }
            }
        }
    }
}

//! A small JSON tree: numbers stay text ("5.0" is not "5"), duplicate keys stay both, and every
//! accessor is lenient about one object standing where a list belongs.

mod parse;

use std::borrow::Cow;

pub(crate) use parse::{Leading, parse, parse_leading};

/// One JSON value. Text without escapes is borrowed from the answer: most of a document is text, and
/// copying it would cost more than reading it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Bool(bool),
    /// The digits exactly as sent.
    Number(Cow<'a, str>),
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    /// In the order sent, duplicates kept.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl Node<'_> {
    /// The first value under `key` that is not null.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(k, v)| k == key && *v != Self::Null)
                .map(|(_, v)| v),
            _ => None,
        }
    }

    /// The elements under `key` as [`list`](Self::list) gives them, without making a list.
    pub(crate) fn items(&self, key: &str) -> impl Iterator<Item = &Self> {
        let members: &[_] = match self {
            Self::Object(members) => members,
            _ => &[],
        };
        members
            .iter()
            .filter(move |(name, _)| name == key)
            .flat_map(|(_, value)| match value {
                Self::Array(items) => items.as_slice(),
                single => std::slice::from_ref(single),
            })
            .filter(|value| **value != Self::Null)
    }

    /// Every value under `key`: a list's elements, or the single object sent instead of a list;
    /// values of a repeated key follow each other.
    pub(crate) fn list(&self, key: &str) -> Vec<&Self> {
        self.items(key).collect()
    }

    /// The first element under `key`, be it a list or a single object.
    pub(crate) fn first(&self, key: &str) -> Option<&Self> {
        self.items(key).next()
    }

    /// Follows `keys` through objects and first elements of lists.
    pub(crate) fn at(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| node.first(key))
    }

    /// The value itself as text; blank text counts as absent.
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::String(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// The text under `key`; blank text counts as absent (invalid, but seen).
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.first(key)?.as_text()
    }

    /// The number under `key` as sent; digits sent as a string are accepted.
    pub(crate) fn number(&self, key: &str) -> Option<&str> {
        match self.first(key)? {
            Self::Number(digits) => Some(digits),
            Self::String(text) if text.trim().parse::<f64>().is_ok() => Some(text.trim()),
            _ => None,
        }
    }

    /// The boolean under `key`.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        match self.first(key)? {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_stands_for_a_list_and_repeated_keys_are_all_there() {
        let node = parse(br#"{"a":{"x":"1"},"b":[1,null,2],"a":[{"x":"2"}],"e":" "}"#).unwrap();
        let seen: Vec<_> = node.list("a").iter().filter_map(|n| n.text("x")).collect();
        assert_eq!(seen, ["1", "2"]);
        assert_eq!(node.list("b").len(), 2);
        assert_eq!(node.text("e"), None);
        assert_eq!(node.at(&["a", "x"]).and_then(Node::as_text), Some("1"));
    }
}

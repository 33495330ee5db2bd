//! A small JSON tree: numbers stay text ("5.0" is not "5"), duplicate keys stay both, and every
//! accessor is lenient about one object standing where a list belongs.

mod body;
mod damaged;
mod escape;
mod mend;
mod parse;
mod path;
mod text;

pub(crate) use damaged::damaged;
pub(crate) use escape::{string_len, unit};
pub(crate) use parse::{Leading, parse, parse_leading, parse_whole};
pub(crate) use path::Path;
pub use path::Pointer;
pub(crate) use text::Text;

/// One JSON value. Text without escapes is borrowed from the answer: most of a document is text, and
/// copying it would cost more than reading it. Lists are of their exact size, for the same reason.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Bool(bool),
    /// The digits exactly as sent.
    Number(Text<'a>),
    String(Text<'a>),
    Array(Box<[Node<'a>]>),
    /// In the order sent, duplicates kept.
    Object(Box<[Member<'a>]>),
}

/// A member of an object: its name and its value.
pub(crate) type Member<'a> = (Text<'a>, Node<'a>);

impl<'a> Node<'a> {
    /// The members of an object; nothing else has any.
    pub(crate) fn members(&self) -> &[Member<'a>] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// Whether it is `null`, which is as good as nothing.
    pub(crate) const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The first value under `key` that is not null.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let mut members = self.members().iter();
        let found = members.find(|(name, value)| name == key && !value.is_null());
        found.map(|(_, value)| value)
    }

    /// The elements under `key` as [`list`](Self::list) gives them, without making a list.
    pub(crate) fn items(&self, key: &str) -> impl Iterator<Item = &Self> {
        self.members()
            .iter()
            .filter(move |(name, _)| name == key)
            .flat_map(|(_, value)| match value {
                Self::Array(items) => items,
                single => std::slice::from_ref(single),
            })
            .filter(|value| !value.is_null())
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
            Self::String(text) if says_something(text) => Some(text),
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
        self.first(key)?.as_flag()
    }

    /// The value itself as a boolean; one sent as text or as 1 and 0 is accepted.
    pub(crate) fn as_flag(&self) -> Option<bool> {
        let said: &str = match self {
            Self::Bool(value) => return Some(*value),
            Self::Number(said) | Self::String(said) => said.trim(),
            _ => return None,
        };
        match said {
            "1" => Some(true),
            "0" => Some(false),
            _ => said.to_ascii_lowercase().parse().ok(),
        }
    }
}

/// Whether text is not blank. Most of it begins with a letter, and is not looked at any further.
fn says_something(text: &str) -> bool {
    text.as_bytes().first().is_some_and(u8::is_ascii_graphic) || !text.trim().is_empty()
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

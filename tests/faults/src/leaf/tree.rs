use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::tidy::tidy;

/// A JSON value with numbers as sent and every member of a repeated key.
pub(crate) enum Tree {
    Null,
    /// A number or a boolean, as written.
    Plain(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// The JSON values that follow each other at the beginning of `bytes`; `None` when the first is none.
/// Bytes that are no UTF-8 are U+FFFD, as the Unicode standard recommends, and so is what is no escape.
pub(crate) fn roots(bytes: &[u8]) -> Option<Vec<Tree>> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let body = tidy(&String::from_utf8_lossy(body));
    let roots: Vec<Tree> = serde_json::Deserializer::from_str(&body)
        .into_iter::<&RawValue>()
        .map_while(|raw| tree(raw.ok()?.get()))
        .collect();
    (!roots.is_empty()).then_some(roots)
}

/// Each level is read by itself, with everything below it left as text: this is how digits stay as
/// they were, whatever features the parser was built with.
fn tree(raw: &str) -> Option<Tree> {
    Some(match raw.trim_start().as_bytes().first()? {
        b'{' => {
            let members: Members<'_> = serde_json::from_str(raw).ok()?;
            let members = members.0.into_iter();
            Tree::Object(
                members
                    .map(|(key, value)| Some((key, tree(value.get())?)))
                    .collect::<Option<_>>()?,
            )
        }
        b'[' => {
            let items: Items<'_> = serde_json::from_str(raw).ok()?;
            let items = items.0.into_iter();
            Tree::List(items.map(|item| tree(item.get())).collect::<Option<_>>()?)
        }
        b'"' => Tree::Text(serde_json::from_str(raw).ok()?),
        b'n' => Tree::Null,
        _ => Tree::Plain(raw.trim().to_owned()),
    })
}

struct Members<'a>(Vec<(String, &'a RawValue)>);
struct Items<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Vec<(String, &'de RawValue)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(All).map(Self)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Items<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Vec<&'de RawValue>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = list.next_element()? {
                    items.push(item);
                }
                Ok(items)
            }
        }
        deserializer.deserialize_seq(All).map(Self)
    }
}

impl Tree {
    /// What an object says it is: the first value under `resourceType` that is not null, when it is
    /// text; a list stands for its first element.
    pub(crate) fn resource_type(&self) -> Option<&str> {
        let Self::Object(members) = self else {
            return None;
        };
        let values = members.iter().filter(|(key, _)| key == "resourceType");
        let mut flat = values.flat_map(|(_, value)| match value {
            Self::List(items) => items.iter().collect(),
            single => vec![single],
        });
        match flat.find(|value| !matches!(value, Self::Null))? {
            Self::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }
}

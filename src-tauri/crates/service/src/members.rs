use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::wire::NotFhirJson;

/// The members of an object, as they stand there: one that is written twice spoils nothing but what
/// depends on it.
#[derive(Debug)]
pub(crate) struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    /// The first of this name.
    pub(crate) fn first(&self, name: &str) -> Option<&'a RawValue> {
        self.named(name).next()
    }

    /// The only one of this name; several are a fault.
    pub(crate) fn only(&self, name: &str) -> Result<Option<&'a RawValue>, NotFhirJson> {
        let mut named = self.named(name);
        let first = named.next();
        named.next().map_or(Ok(first), |_| Err(NotFhirJson))
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &'a RawValue> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| *value)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Vec<(String, &'de RawValue)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(member) = map.next_entry()? {
                    all.push(member);
                }
                Ok(all)
            }
        }
        deserializer.deserialize_map(All).map(Members)
    }
}

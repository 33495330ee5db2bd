//! その他の項目: values of which nobody has said what they are called.

use std::borrow::Cow;

use super::coded::Meaning;
use super::quantity::unit_differs;
use super::sent::{describe, primitive};
use super::{Walk, named};
use crate::answer::leaf::{Place, is_value};
use crate::answer::view::{Held, OtherItem};
use crate::fhir::unit::unit_in_doubt;
use crate::json::{Node, Path, Pointer};
use crate::tables::term;

/// Longer `data` is an attachment, not something to read.
const LONG: usize = 256;

/// The members of a Quantity that cannot be read apart.
const QUANTITY: [&str; 4] = ["comparator", "value", "unit", "code"];

impl<'t, 'a> Walk<'t, 'a> {
    /// Every value below goes to その他の項目, and with it what would change its meaning: the
    /// comparator and unit of a number, the state and the judgement of a record.
    pub(in crate::answer) fn unknown(
        &mut self,
        node: &Node<'a>,
        place: Place<'_>,
        path: &Path<'_>,
    ) {
        match node {
            Node::Null => {}
            Node::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.unknown(item, place, &Path::Index(path, index));
                }
            }
            Node::Object(members) => {
                let place = place.inside(node);
                let told: &[&str] = if self.amount(node, place, path) {
                    &QUANTITY
                } else {
                    &[]
                };
                for (key, value) in members.iter().filter(|(key, _)| !told.contains(&&**key)) {
                    self.unknown(value, place.member(key), &Path::Key(path, key));
                }
                self.meaning(node, place, path);
            }
            primitive_node => {
                let text = primitive(primitive_node).unwrap_or_default();
                if place.counts() && is_value(place.key, &text) {
                    let text = if place.key == "data" && text.len() > LONG {
                        describe(&text, None).into()
                    } else {
                        text
                    };
                    self.list(text, Held::Value, path);
                } else if place.is_state() {
                    self.state(&text, place, path);
                }
            }
        }
    }

    fn list(&mut self, text: Cow<'a, str>, holds: Held<'a>, path: &Path<'_>) {
        self.listed += holds.values();
        if self.keeps() {
            self.other.push(OtherItem {
                pointer: path.pointer(),
                text,
                holds,
            });
        }
    }

    /// A number with its sign and unit as one line; answers whether this object holds one.
    fn amount(&mut self, node: &Node<'a>, place: Place<'_>, path: &Path<'_>) -> bool {
        let Some(told) = Amount::of(node, place) else {
            return false;
        };
        let doubt = told
            .unit
            .as_deref()
            .and_then(|unit| unit_in_doubt(node, unit));
        let unit = told.unit.as_deref().or(told.code).unwrap_or_default();
        let mut text = format!("{}{}", told.sign, told.value);
        if !unit.is_empty() {
            text.push(' ');
            text.push_str(unit);
        }
        if let Some(code) = doubt {
            text.push_str(&format!("（コードは {code}）"));
            self.problems.push(unit_differs(path));
        }
        let stood = |key| Path::Key(path, key).pointer();
        let mut values: Vec<(Pointer, Cow<'a, str>)> = vec![(stood("value"), told.value)];
        values.extend(told.unit.map(|unit| (stood("unit"), unit)));
        self.list(text.into(), Held::Values(values), path);
        true
    }

    /// What the code of a Coding means, when no words were sent with it.
    fn meaning(&mut self, node: &Node<'a>, place: Place<'_>, path: &Path<'_>) {
        if !matches!(place.key, "coding" | "valueCoding") || node.text("display").is_some() {
            return;
        }
        if let (Some(code), Some(word)) = (node.text("code"), Meaning::of(node).word()) {
            let text = format!("{word} {}", code.trim());
            self.list(text.into(), Held::Code, &Path::Key(path, "code"));
        }
    }

    /// A state as a code: `entered-in-error` takes back everything beside it.
    fn state(&mut self, code: &str, place: Place<'_>, path: &Path<'_>) {
        let code = code.trim();
        if code.is_empty() {
            return;
        }
        let of = format!("{}.{}", place.resource, place.key);
        let word = term(&of, code).or_else(|| term(ANY_STATE, code));
        let text = match word {
            Some(word) => format!("{} {code}", word.ja),
            None => code.to_owned(),
        };
        self.list(text.into(), Held::Code, path);
    }
}

/// The states of a resource whose type has none in the table: those all of them share.
const ANY_STATE: &str = "Observation.status";

/// A Quantity in a place where nothing says that it is one.
struct Amount<'n, 'a> {
    sign: &'n str,
    value: Cow<'a, str>,
    unit: Option<Cow<'a, str>>,
    code: Option<&'n str>,
}

impl<'n, 'a> Amount<'n, 'a> {
    /// A value with a sign or a unit; not when a member has another shape or stands there twice.
    fn of(node: &'n Node<'a>, place: Place<'_>) -> Option<Self> {
        let counted = ["value", "unit"]
            .iter()
            .all(|key| place.member(key).counts());
        let single = QUANTITY.iter().all(|key| {
            let mut all = node.members().iter().filter(|(name, _)| name == *key);
            let plain = all
                .next()
                .is_none_or(|(_, value)| !matches!(value, Node::Array(_) | Node::Object(_)));
            plain && all.next().is_none()
        });
        if !counted || !single {
            return None;
        }
        let told = |key| {
            let text = named(node, key).next().and_then(primitive)?;
            (!text.trim().is_empty()).then_some(text)
        };
        let (value, unit) = (told("value")?, told("unit"));
        let sign = node.text("comparator");
        let measured = matches!(node.get("value"), Some(Node::Number(_)));
        let code = node.text("code").filter(|_| measured);
        (sign.is_some() || unit.is_some() || code.is_some()).then(|| Self {
            sign: sign.unwrap_or_default(),
            value,
            unit,
            code,
        })
    }
}

//! FHIR R4 read leniently: references of every form, codings normalised by (system, code), text
//! before code text, placeholders never shown. Knows resources, not sections of a screen.

pub(crate) mod brief;
pub(crate) mod concept;
pub(crate) mod damage;
pub(crate) mod entry;
pub(crate) mod extension;
pub(crate) mod facility;
pub(crate) mod fingerprint;
pub(crate) mod human_name;
mod indication;
pub(crate) mod patient;
pub(crate) mod polarity;
pub(crate) mod reference;
pub(crate) mod scope;
pub(crate) mod suspicion;
pub(crate) mod system;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod unit;

pub(crate) use indication::tagged;

use crate::json::Node;
use crate::vocabulary::PartialDate;

/// The date under `key`, when it is one.
pub(crate) fn date(node: &Node<'_>, key: &str) -> Option<PartialDate> {
    node.text(key).and_then(PartialDate::parse)
}

/// `note[].text`, as sent.
pub(crate) fn notes(node: &Node<'_>) -> Vec<String> {
    node.list("note")
        .into_iter()
        .filter_map(|note| note.text("text").or_else(|| note.as_text()))
        .map(str::to_owned)
        .collect()
}

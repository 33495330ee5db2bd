//! FHIR R4 read leniently: references of every form, codings normalised by (system, code), text
//! before code text, placeholders never shown. Knows resources, not sections of a screen.

pub(crate) mod concept;
pub(crate) mod entry;
pub(crate) mod extension;
pub(crate) mod facility;
pub(crate) mod human_name;
pub(crate) mod patient;
pub(crate) mod reference;
pub(crate) mod scope;
pub(crate) mod system;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod unit;

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

/// True when `meta.tag` carries this code of 提供・告知・保存 (`JP_ehrshrs_indication`).
///
/// Under any system, and in `meta.security` as well: official tables print the system in several ways,
/// and a disease that must not be told has to be recognised however its tag was spelled.
pub(crate) fn tagged(resource: &Node<'_>, code: &str) -> bool {
    resource
        .items("meta")
        .flat_map(|meta| meta.items("tag").chain(meta.items("security")))
        .any(|tag| tag.text("code").is_some_and(|c| c.trim() == code))
}

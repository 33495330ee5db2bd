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
pub(crate) fn tagged(resource: &Node<'_>, code: &str) -> bool {
    // Only the end of the system is compared: one official table prints it with a typo.
    resource
        .items("meta")
        .flat_map(|meta| meta.items("tag"))
        .any(|tag| {
            tag.text("code") == Some(code)
                && tag
                    .text("system")
                    .is_none_or(|s| s.ends_with(system::INDICATION_END))
        })
}

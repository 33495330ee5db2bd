//! FHIR R4 read leniently: references of every form, codings normalised by (system, code), text
//! before code text, placeholders never shown. Knows resources, not sections of a screen.

pub(crate) mod brief;
pub(crate) mod concept;
pub(crate) mod entry;
pub(crate) mod extension;
pub(crate) mod facility;
pub(crate) mod fingerprint;
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
        .any(|tag| tag.text("code").is_some_and(|c| may_be(c.trim(), code)))
}

/// Whether a code as sent is `code`, or was before bytes of it were damaged: a disease that must not be
/// told stays one.
fn may_be(sent: &str, code: &str) -> bool {
    let damage = char::REPLACEMENT_CHARACTER;
    match (sent.split_once(damage), sent.rsplit_once(damage)) {
        (Some((begin, _)), Some((_, end))) => code.starts_with(begin) && code.ends_with(end),
        _ => sent == code,
    }
}

#[cfg(test)]
mod tests {
    use super::may_be;

    #[test]
    fn a_damaged_tag_may_be_whatever_fits_what_is_left_of_it() {
        for sent in [
            "UNDELIVERED",
            "UNDEL\u{FFFD}VERED",
            "\u{FFFD}\u{FFFD}",
            "U\u{FFFD}DELI\u{FFFD}ED",
        ] {
            assert!(may_be(sent, "UNDELIVERED"), "{sent}");
        }
        for other in ["LTS", "", "UNINFORMED", "UNIN\u{FFFD}ORMED", "undelivered"] {
            assert!(!may_be(other, "UNDELIVERED"), "{other}");
        }
    }
}

use std::collections::BTreeSet;

use serde_json::Value;

/// Members whose text describes people, places and paperwork, not the patient's health.
const ADMINISTRATIVE: [&str; 19] = [
    "assigner",
    "author",
    "category",
    "class",
    "clinicalStatus",
    "contained",
    "custodian",
    "encounter",
    "event",
    "extension",
    "format",
    "identifier",
    "meta",
    "recorder",
    "requester",
    "serviceType",
    "subject",
    "type",
    "verificationStatus",
];

/// Resource types that describe people and places.
const PEOPLE: [&str; 6] = [
    "Patient",
    "Practitioner",
    "Organization",
    "Encounter",
    "Coverage",
    "Composition",
];

/// Members that hold text for a reader.
const TEXTS: [&str; 4] = ["text", "display", "valueString", "description"];

/// Adds the clinical texts of a resource or Bundle.
pub(crate) fn collect(json: &str, found: &mut BTreeSet<String>) {
    if let Ok(value) = serde_json::from_str(json) {
        walk(&value, found);
    }
}

fn walk(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, found)),
        Value::Object(members) => {
            let kind = members.get("resourceType").and_then(Value::as_str);
            if kind.is_some_and(|kind| PEOPLE.contains(&kind)) {
                narrative(members.get("section"), found);
                return;
            }
            for (key, member) in members {
                match member {
                    Value::String(text) if TEXTS.contains(&key.as_str()) => keep(text, found),
                    _ if !ADMINISTRATIVE.contains(&key.as_str()) => walk(member, found),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// The paragraphs of a Composition's sections; their titles are paperwork.
fn narrative(sections: Option<&Value>, found: &mut BTreeSet<String>) {
    for section in sections.and_then(Value::as_array).into_iter().flatten() {
        let div = section
            .pointer("/text/div")
            .and_then(Value::as_str)
            .unwrap_or_default();
        for piece in div.split('<').filter_map(|piece| piece.split_once('>')) {
            keep(piece.1, found);
        }
        narrative(section.get("section"), found);
    }
}

fn keep(text: &str, found: &mut BTreeSet<String>) {
    let text = text.trim();
    let least = if text.is_ascii() { 5 } else { 3 };
    if text.chars().count() >= least {
        found.insert(text.to_owned());
    }
}

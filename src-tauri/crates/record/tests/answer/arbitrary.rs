//! Arbitrary JSON with the names of FHIR: whatever stands where, every value is told once.

use faults::account;
use proptest::prelude::*;

const KEYS: [&str; 48] = [
    "resourceType",
    "id",
    "meta",
    "text",
    "div",
    "status",
    "identifier",
    "value",
    "code",
    "coding",
    "system",
    "display",
    "extension",
    "modifierExtension",
    "url",
    "valueString",
    "valueQuantity",
    "valueCodeableConcept",
    "valueReference",
    "unit",
    "low",
    "high",
    "referenceRange",
    "component",
    "hasMember",
    "contained",
    "reference",
    "entry",
    "resource",
    "section",
    "title",
    "name",
    "family",
    "given",
    "period",
    "start",
    "dosageInstruction",
    "timing",
    "repeat",
    "doseAndRate",
    "note",
    "attachment",
    "data",
    "content",
    "subject",
    "_birthDate",
    "birthDate",
    "unknown~/key",
];

const TYPES: [&str; 12] = [
    "Bundle",
    "Composition",
    "Patient",
    "Observation",
    "Condition",
    "MedicationRequest",
    "AllergyIntolerance",
    "DocumentReference",
    "Organization",
    "DiagnosticReport",
    "Binary",
    "未知の型",
];

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("-0.50".to_owned()),
        Just("1e400".to_owned()),
        Just("\"\"".to_owned()),
        Just("\"　\"".to_owned()),
        Just("\"a\\u202eb\"".to_owned()),
        Just("\"<p>見出し &amp; <b>本文</b></p>\"".to_owned()),
        Just("\"document\"".to_owned()),
        Just("\"Observation/1\"".to_owned()),
        Just("\"99999999\"".to_owned()),
        "[a-z0-9ア-ン]{1,6}".prop_map(|text| format!("\"{text}\"")),
        proptest::sample::select(&TYPES[..]).prop_map(|text| format!("\"{text}\"")),
    ]
}

/// JSON text, so that keys may repeat.
fn tree() -> impl Strategy<Value = String> {
    leaf().prop_recursive(7, 96, 6, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            3 => prop::collection::vec((proptest::sample::select(&KEYS[..]), inner), 0..6)
                .prop_map(|members| object(&members)),
        ]
    })
}

fn object(members: &[(&str, String)]) -> String {
    let members: Vec<_> = members
        .iter()
        .map(|(key, value)| format!("\"{key}\":{value}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

fn resource() -> impl Strategy<Value = String> {
    let members = prop::collection::vec((proptest::sample::select(&KEYS[..]), tree()), 0..8);
    (proptest::sample::select(&TYPES[..]), members).prop_map(|(kind, mut members)| {
        members.insert(0, ("resourceType", format!("\"{kind}\"")));
        object(&members)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_resource_of_anything_adds_up(json in resource()) {
        let wrong = account(json.as_bytes());
        prop_assert!(wrong.is_empty(), "{json}\n{wrong:?}");
    }

    #[test]
    fn a_bundle_of_anything_adds_up(
        resources in prop::collection::vec(resource(), 0..4),
        kind in proptest::sample::select(&["document", "collection", "searchset"][..]),
        beside in tree(),
    ) {
        let entries: Vec<_> = resources
            .iter()
            .zip(0..)
            .map(|(r, n): (_, usize)| format!(r#"{{"fullUrl":"urn:uuid:{n}","resource":{r},"x":{beside}}}"#))
            .collect();
        let json = format!(r#"{{"resourceType":"Bundle","type":"{kind}","entry":[{}]}}"#, entries.join(","));
        let wrong = account(json.as_bytes());
        prop_assert!(wrong.is_empty(), "{json}\n{wrong:?}");
    }
}

use serde_json::json;

/// Types with what they can be searched by.
const TYPES: [(&str, &[&str]); 9] = [
    ("Patient", &["identifier"]),
    ("Encounter", &["date", "class"]),
    ("Consent", &["patient"]),
    ("Condition", &["patient"]),
    ("AllergyIntolerance", &["patient"]),
    ("Observation", &["patient", "category", "code"]),
    ("MedicationRequest", &["patient"]),
    ("DocumentReference", &["patient", "type"]),
    ("Binary", &[]),
];

/// The CapabilityStatement.
pub(crate) fn statement() -> String {
    let resource = |(kind, params): (&str, &[&str])| {
        let params: Vec<_> = params
            .iter()
            .map(|name| json!({"name": name, "type": "token"}))
            .collect();
        let code = if params.is_empty() {
            "read"
        } else {
            "search-type"
        };
        json!({"type": kind, "interaction": [{"code": code}], "searchParam": params})
    };
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-01-01",
        "kind": "instance",
        "software": {"name": "CLINS Viewer service simulator"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [{"mode": "server", "resource": TYPES.map(resource)}],
    })
    .to_string()
}

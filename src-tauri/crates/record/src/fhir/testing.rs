//! Small pieces of synthetic FHIR for the tests of this room. All people and places are invented.

/// A searchset Bundle of these resources.
pub(crate) fn searchset(resources: &[String]) -> Vec<u8> {
    bundle("searchset", "", resources)
}

/// A Bundle of this type; `head` is JSON members with a comma at the end, or empty.
pub(crate) fn bundle(kind: &str, head: &str, resources: &[String]) -> Vec<u8> {
    let entries: Vec<String> = resources
        .iter()
        .map(|r| format!(r#"{{"resource":{r}}}"#))
        .collect();
    format!(
        r#"{{"resourceType":"Bundle",{head}"type":"{kind}","entry":[{}]}}"#,
        entries.join(",")
    )
    .into_bytes()
}

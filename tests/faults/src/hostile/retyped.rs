use super::Case;
use super::source::{is_json, replaced, values};
use crate::samples::Sample;

/// A value of every type, where another one stood.
const OTHERS: [&str; 8] = [
    "null",
    "-0.0",
    r#""文字列""#,
    "true",
    "[]",
    r#"[null,[1,{"text":"x"}],"y"]"#,
    "{}",
    r#"{"text":"x","coding":"y","value":[2],"reference":{"a":"z"},"extension":[{"url":5,"valueString":"v"}]}"#,
];

/// Each value of a JSON sample replaced by one of each type.
pub fn retyped(sample: &Sample) -> impl Iterator<Item = Case> {
    let places = if is_json(&sample.bytes) {
        values(&sample.bytes)
    } else {
        Vec::new()
    };
    places.into_iter().flat_map(move |place| {
        OTHERS.iter().map(move |other| Case {
            name: format!("{} with {other} at byte {}", sample.name, place.0),
            bytes: replaced(&sample.bytes, place, other.as_bytes()),
        })
    })
}

//! JSON of a shape that no sender makes.

use super::{Heavy, bundle, filled, heavy_of};

pub(super) const ALL: &[Heavy] = &[
    heavy_of("one list of numbers", |size| {
        filled(OPEN_NOTE, "]}", size, |at| (at % 10).to_string())
    }),
    heavy_of("one list of texts", |size| {
        filled(OPEN_NOTE, "]}", size, |at| format!(r#""value {at}""#))
    }),
    heavy_of("one list of objects", |size| {
        filled(OPEN_NOTE, "]}", size, |at| format!(r#"{{"text":"{at}"}}"#))
    })
    .short(),
    heavy_of("members of one object", |size| {
        filled(r#"{"resourceType":"Observation","#, "}", size, |at| {
            format!(r#""k{at}":"v""#)
        })
    }),
    heavy_of("one member again and again", |size| {
        filled(r#"{"resourceType":"Observation","#, "}", size, |at| {
            format!(r#""valueString":"v{at}""#)
        })
    })
    .short(),
    heavy_of("entry lists again and again", |size| {
        filled(
            r#"{"resourceType":"Bundle","type":"collection","#,
            "}",
            size,
            |at| {
                format!(
                    r#""entry":[{{"resource":{{"resourceType":"Condition","code":{{"text":"{at}"}}}}}}]"#
                )
            },
        )
    }),
    heavy_of("60 levels, again and again", |size| {
        let deep = format!("{}\"x\"{}", "[".repeat(55), "]".repeat(55));
        filled(OPEN_NOTE, "]}", size, |_| deep.clone())
    }),
    heavy_of("20 extensions inside each other", |size| {
        let open = r#"{"url":"http://x.invalid/e","extension":["#;
        let deep = format!(
            r#"{}{{"url":"u","valueString":"v"}}{}"#,
            open.repeat(20),
            "]}".repeat(20)
        );
        bundle(size, |at| {
            format!(
                r#"{{"resourceType":"Condition","code":{{"text":"x{at}"}},"extension":[{deep}]}}"#
            )
        })
    }),
    heavy_of("extensions", |size| {
        filled(
            r#"{"resourceType":"Condition","code":{"text":"x"},"extension":["#,
            "]}",
            size,
            |at| format!(r#"{{"url":"http://x.invalid/{at}","valueString":"v"}}"#),
        )
    }),
    heavy_of("Bundles inside Bundles", |size| {
        let open = r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":"#;
        let patient = r#"{"resourceType":"Patient","gender":"male"}"#;
        let deep = format!("{}{patient}{}", open.repeat(12), "}]}".repeat(12));
        bundle(size, |_| deep.clone())
    }),
    heavy_of("answers one after the other", |size| {
        let one = r#"{"resourceType":"Patient","id":"p","gender":"male"}"#;
        one.repeat(size / one.len()).into_bytes()
    }),
];

const OPEN_NOTE: &str = r#"{"resourceType":"Observation","note":["#;

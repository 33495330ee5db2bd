//! Few values, and much in each of them.

use super::{Heavy, filled, heavy_of};

pub(super) const ALL: &[Heavy] = &[
    heavy_of("one text", |size| note(&"長".repeat(size / 3))).short(),
    heavy_of("one text in which every third character hides", |size| {
        note(&"ab\u{202E}".repeat(size / 5))
    })
    .short(),
    heavy_of("one text of escapes", |size| {
        note(&r"\u202e".repeat(size / 6))
    }),
    heavy_of("one key", |size| {
        let key = "k".repeat(size);
        format!(r#"{{"resourceType":"Observation","{key}":["x","y"]}}"#).into_bytes()
    }),
    heavy_of("one narrative of tags", |size| {
        narrative(&"<b>x</b>".repeat(size / 8))
    }),
    heavy_of("one narrative of open tags", |size| {
        narrative(&"<i>".repeat(size / 3))
    }),
    heavy_of("one narrative of attributes", |size| {
        let attributes: String = (0..size / 12).map(|n| format!("a{n:06}='' ")).collect();
        narrative(&format!("<p {attributes}>x</p>"))
    }),
    heavy_of("many narratives", |size| {
        filled(
            r#"{"resourceType":"Bundle","type":"collection","entry":["#,
            "]}",
            size,
            |at| {
                format!(
                    r#"{{"resource":{{"resourceType":"Observation","text":{{"div":"<div><p>見本 {at}</p><script>x</script></div>"}}}}}}"#
                )
            },
        )
    }),
    heavy_of("one file in base64", |size| {
        let data = "QUJD".repeat(size / 4);
        format!(r#"{{"resourceType":"Binary","contentType":"text/plain","data":"{data}"}}"#)
            .into_bytes()
    }),
    heavy_of("one number", |size| {
        format!(
            r#"{{"resourceType":"Observation","valueQuantity":{{"value":{}}}}}"#,
            "9".repeat(size)
        )
        .into_bytes()
    }),
    heavy_of("a PDF", |size| {
        [b"%PDF-1.7\n".as_slice(), &vec![b'x'; size], b"\n%%EOF"].concat()
    }),
    heavy_of("service XML", |size| {
        let item = "<Item><ItemName>見本の項目</ItemName><ItemCode>9N001</ItemCode><Value unit=\"mg\">5.0</Value></Item>";
        xml("UTF-8", &item.repeat(size / item.len()))
    })
    .short(),
    heavy_of("service XML in Shift_JIS", |size| {
        // 見本 in Shift_JIS.
        let item = [b"<Name>".as_slice(), b"\x8C\xA9\x96\x7B", b"</Name>"].concat();
        let head = br#"<?xml version="1.0" encoding="Shift_JIS"?><XmlMsg><MessageBody>"#;
        let tail = b"</MessageBody></XmlMsg>";
        [head.as_slice(), &item.repeat(size / item.len()), tail].concat()
    })
    .short(),
    heavy_of("one text in Shift_JIS", |size| {
        let head = br#"<?xml version="1.0" encoding="Shift_JIS"?><XmlMsg><Name>"#;
        let tail = b"</Name></XmlMsg>";
        [head.as_slice(), &b"\x8C\xA9".repeat(size / 2), tail].concat()
    }),
    heavy_of("service XML of empty elements", |size| {
        xml("UTF-8", &"<a/>".repeat(size / 4))
    }),
    heavy_of("service XML of attributes", |size| {
        xml("UTF-8", &r#"<a b="1" c="2"/>"#.repeat(size / 16))
    }),
];

fn note(text: &str) -> Vec<u8> {
    format!(r#"{{"resourceType":"Observation","code":{{"text":"x"}},"valueString":"y","note":[{{"text":"{text}"}}]}}"#)
        .into_bytes()
}

fn narrative(html: &str) -> Vec<u8> {
    format!(r#"{{"resourceType":"Observation","text":{{"div":"<div>{html}</div>"}}}}"#).into_bytes()
}

fn xml(encoding: &str, inner: &str) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0" encoding="{encoding}"?><XmlMsg><MessageBody>{inner}</MessageBody></XmlMsg>"#
    )
    .into_bytes()
}

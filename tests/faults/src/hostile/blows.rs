use super::Case;
use super::source::{is_json, is_text, replaced, values};
use crate::samples::Sample;

/// Observations of which each is a member of the one before.
fn chain(length: usize) -> String {
    let entries: Vec<String> = (0..length)
        .map(|at| {
            format!(
                r#"{{"fullUrl":"urn:uuid:{at}","resource":{{"resourceType":"Observation","valueString":"{at}","hasMember":[{{"reference":"urn:uuid:{}"}}]}}}}"#,
                at + 1
            )
        })
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

/// One Observation whose members are all contained in it.
fn crowd(members: usize) -> String {
    let references: Vec<_> = (0..members)
        .map(|at| format!(r##"{{"reference":"#m{at}"}}"##))
        .collect();
    let contained: Vec<_> = (0..members)
        .map(|at| format!(r#"{{"resourceType":"Observation","id":"m{at}","valueString":"v"}}"#))
        .collect();
    format!(
        r#"{{"resourceType":"Observation","valueString":"x","hasMember":[{}],"contained":[{}]}}"#,
        references.join(","),
        contained.join(",")
    )
}

/// A Bundle of as many entries as `resource` is asked for.
fn bundle(entries: usize, resource: impl Fn(usize) -> String) -> String {
    let entries: Vec<_> = (0..entries)
        .map(|at| format!(r#"{{"resource":{}}}"#, resource(at)))
        .collect();
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{}]}}"#,
        entries.join(",")
    )
}

/// Diseases that name each other by identifier alone, each under `tag`.
fn by_identifier(entries: usize, tag: &str) -> String {
    bundle(entries, |at| {
        format!(
            r#"{{"resourceType":"Condition","meta":{{"tag":[{{"code":"{tag}"}}]}},"code":{{"text":"x{at}"}},"identifier":[{{"value":"{at}"}}],"evidence":[{{"detail":[{{"identifier":{{"value":"{at}"}}}}]}}]}}"#
        )
    })
}

/// A Patient of whom every entry says the name anew.
fn by_name(name: &str, former: usize, entries: usize) -> String {
    let former: String = (0..former)
        .map(|at| format!(r#",{{"use":"old","text":"旧{at}"}}"#))
        .collect();
    bundle(entries, |at| match at {
        0 => {
            format!(r#"{{"resourceType":"Patient","id":"p","name":[{{"text":"{name}"}}{former}]}}"#)
        }
        _ => format!(
            r#"{{"resourceType":"Condition","code":{{"text":"x"}},"subject":{{"reference":"Patient/p","display":"別{at}"}}}}"#
        ),
    })
}

/// Many values below one long name.
fn long_key(bytes: usize, values: usize) -> String {
    let (key, values) = ("k".repeat(bytes), vec![r#""v""#; values].join(","));
    format!(r#"{{"resourceType":"Observation","{key}":[{values}]}}"#)
}

/// Answers made to exhaust or confuse a reader of JSON.
pub fn blows() -> impl Iterator<Item = Case> {
    let deep = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(10_000), close.repeat(10_000))
    };
    let in_bundle = |value: &str| {
        format!(
            r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{{"resourceType":"Observation","code":{{"text":"x"}},"valueString":"y","note":{value}}}}}]}}"#
        )
    };
    let nested = r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":"#;
    let contained = r#"{"resourceType":"Observation","contained":["#;
    let long = "長".repeat(10 * 1024 * 1024 / 3);
    let tags = "<b>".repeat(1024 * 1024 * 10 / 3);
    let digits = "9".repeat(400);
    let texts = [
        ("10,000 lists", deep("[", "", "]")),
        ("10,000 objects", deep("{\"a\":", "1", "}")),
        ("10,000 lists in a note", in_bundle(&deep("[", "1", "]"))),
        ("10,000 extensions", in_bundle(&deep("{\"extension\":[", "{}", "]}"))),
        ("10,000 bundles", deep(nested, "{}", "}]}")),
        ("10,000 contained", deep(contained, "{}", "]}")),
        ("60 lists in a note", in_bundle(&format!("{}{}", "[".repeat(55), "]".repeat(55)))),
        ("12 bundles", format!("{}{{}}{}", nested.repeat(12), "}]}".repeat(12))),
        ("100 lists never closed", "[".repeat(100)),
        ("10 MB in one text", in_bundle(&format!("[{{\"text\":\"{long}\"}}]"))),
        ("10 MB in one narrative", format!(r#"{{"resourceType":"Observation","text":{{"div":"<div>{long}</div>"}}}}"#)),
        ("10 MB of open tags", format!(r#"{{"resourceType":"Observation","text":{{"div":"{tags}"}}}}"#)),
        ("10 MB of data", format!(r#"{{"resourceType":"Binary","data":"{}"}}"#, "QUJD".repeat(1024 * 1024 * 10 / 4))),
        ("10 MB in one key", format!(r#"{{"resourceType":"Observation","{long}":"x"}}"#)),
        ("1e400", in_bundle(r#"[{"text":"a","time":1e400},-1e-400,1e99999999999]"#)),
        ("a number of 400 digits", in_bundle(&format!("[{digits},-0.{digits},{digits}e{digits}]"))),
        ("a value of 1e400", r#"{"resourceType":"Observation","valueQuantity":{"value":1e400,"unit":"x"},"referenceRange":[{"low":{"value":-1e400}}]}"#.to_owned()),
        ("no number", in_bundle("[NaN,Infinity,0x10,01,+1,.5,1.]")),
        ("repeated members", r#"{"resourceType":"Patient","resourceType":"Observation","entry":1,"code":{"text":"a","text":"b"},"code":[{"text":"c"}],"valueString":"d","valueString":"e","text":{"div":"<p>f</p>","div":"<p>g</p>"},"text":{"div":"<p>h</p>"},"id":"1","id":2}"#.to_owned()),
        ("repeated entry lists", r#"{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p","gender":"male"}}],"entry":{"resource":{"resourceType":"Patient","id":"p","gender":"female"},"resource":{"resourceType":"Condition","code":{"text":"x"}}}}"#.to_owned()),
        ("references in a ring", r##"{"resourceType":"Bundle","type":"document","entry":[{"fullUrl":"a","resource":{"resourceType":"Observation","id":"a","valueString":"A","hasMember":[{"reference":"b"},{"reference":"Observation/a"}],"contained":[{"resourceType":"Observation","id":"x","valueString":"X","hasMember":[{"reference":"#x"}]}]}},{"fullUrl":"b","resource":{"resourceType":"Observation","id":"b","valueString":"B","hasMember":[{"reference":"a"},{"reference":"b"}]}}]}"##.to_owned()),
        ("a Composition in its own section", r#"{"resourceType":"Bundle","type":"document","entry":[{"fullUrl":"c","resource":{"resourceType":"Composition","id":"c","title":"t","section":[{"title":"s","entry":[{"reference":"c"}],"section":[{"title":"i","entry":[{"reference":"c"}]}]}]}},{"resource":{"resourceType":"Composition","id":"d","title":"u","section":[{"title":"v"}]}}]}"#.to_owned()),
        ("a chain of 4,000 groups", chain(4_000)),
        ("1,000 references into 1,000 contained", crowd(1_000)),
        ("2,000 references by identifier", by_identifier(2_000, "LTS")),
        ("2,000 references by identifier to what is not supplied", by_identifier(2_000, "UNDELIVERED")),
        ("2,000 references to a name of 20 kB", by_name(&"長".repeat(7_000), 0, 2_000)),
        ("2,000 references to 2,000 names", by_name("見本", 2_000, 2_000)),
        ("2,000 values below a key of 20 kB", long_key(20_000, 2_000)),
        ("2,000 answers one after the other", r#"{"resourceType":"Patient","gender":"male"}"#.repeat(2_000)),
        ("two values", r#"{"resourceType":"Patient","gender":"male"} {"resourceType":"Patient","gender":"female"}"#.to_owned()),
        ("an answer and no answer", r#"{"resourceType":"Patient","gender":"male"}{"a":"b"}[1]"#.to_owned()),
        ("a list of answers", r#"[null,5,{"resourceType":"Patient","gender":"male"},[{"resourceType":"Patient"}],{"resourceType":"Bundle","entry":[null,{"resource":{"resourceType":"Condition","code":{"text":"x"}}}]}]"#.to_owned()),
        ("an answer and HTML", r#"{"resourceType":"Patient","gender":"male"}<html>"#.to_owned()),
        ("an answer and half of one", r#"{"resourceType":"Patient","gender":"male"}{"resourceType":"Patient","gen"#.to_owned()),
        ("a number and HTML", "5 <html>".to_owned()),
        ("half a surrogate", r#"{"resourceType":"Patient","gender":"\ud800","name":[{"text":"\udc00\ud800"}]}"#.to_owned()),
        ("nothing", String::new()),
        ("only a byte order mark", "\u{FEFF}".to_owned()),
        ("HTML", "<!DOCTYPE html><html><body>502</body></html>".to_owned()),
    ];
    let bytes: [(&str, &[u8]); 9] = [
        (
            "invalid UTF-8 in a text",
            b"{\"resourceType\":\"Patient\",\"gender\":\"\xC3\x28\xFF\"}",
        ),
        (
            "UTF-8 too long",
            b"{\"resourceType\":\"Patient\",\"gender\":\"\xC0\xAF\xED\xA0\x80\"}",
        ),
        ("UTF-16 without its mark", b"{\0\"\0a\0\"\0:\0\x31\0}\0"),
        ("UTF-16", b"\xFF\xFE{\0\"\0a\0\"\0:\0\x31\0}\0"),
        ("zeros", &[0; 4096]),
        ("an archive", b"PK\x03\x04\x14\x00\x01\x00\x63\x00"),
        ("a PDF cut short", b"%PDF-"),
        ("a PDF behind blanks", b"\n \r\n%PDF-1.7"),
        (
            "an answer and bytes that are no text",
            b"{\"resourceType\":\"Patient\",\"gender\":\"male\"}\n\xFF\0",
        ),
    ];
    let texts = texts
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()));
    let bytes = bytes
        .into_iter()
        .map(|(name, bytes)| (name, bytes.to_vec()));
    texts.chain(bytes).map(|(name, bytes)| Case {
        name: name.to_owned(),
        bytes,
    })
}

/// Answers made to exhaust or confuse a reader of XML.
pub fn xml_blows() -> impl Iterator<Item = Case> {
    let message = |inner: &str| {
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><XmlMsg><MessageBody>{inner}</MessageBody></XmlMsg>"#
        )
    };
    let laughs: String = (1..10)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let texts = [
        ("a billion laughs", format!("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]><XmlMsg>&l9;</XmlMsg>")),
        ("an external entity", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><XmlMsg><Name>&e;</Name></XmlMsg>".to_owned()),
        ("a parameter entity", "<!DOCTYPE x [<!ENTITY % p SYSTEM \"https://example.invalid/x.dtd\"> %p;]><XmlMsg/>".to_owned()),
        ("an unknown entity", message("<Name>&nbsp;&e;</Name>")),
        ("10,000 elements deep", message(&format!("{}x{}", "<a>".repeat(10_000), "</a>".repeat(10_000)))),
        ("10 MB in one element", message(&format!("<Name>{}</Name>", "長".repeat(10 * 1024 * 1024 / 3)))),
        ("100,000 attributes", message(&format!("<Name {}/>", (0..100_000).map(|n| format!("a{n}=\"x\" ")).collect::<String>()))),
        ("repeated attributes", message("<Name a=\"1\" a=\"2\" b='3'>x</Name>")),
        ("scripts", message("<Name>&lt;script&gt;alert(1)&lt;/script&gt;<![CDATA[<img onerror=1>]]>&#x202e;</Name>")),
        ("no message", "<html><body>502</body></html>".to_owned()),
        ("never closed", "<XmlMsg><a><b>".to_owned()),
        ("another encoding", "<?xml version=\"1.0\" encoding=\"UTF-7\"?><XmlMsg>+ADw-</XmlMsg>".to_owned()),
    ];
    let mut cases: Vec<Case> = texts
        .into_iter()
        .map(|(name, text)| Case {
            name: name.to_owned(),
            bytes: text.into_bytes(),
        })
        .collect();
    let head = b"<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><XmlMsg><Name>";
    for broken in [
        &b"\x81"[..],
        b"\xFF\xFE",
        b"\x85\x39\x80",
        b"\xE0\x80\xFC\xFD",
        b"\xFC\xFC",
    ] {
        cases.push(Case {
            name: format!("invalid Shift_JIS {broken:02X?}"),
            bytes: [head, broken, b"</Name></XmlMsg>"].concat(),
        });
    }
    cases.into_iter()
}

/// Invalid UTF-8 inside each text of a JSON sample.
pub fn ill_encoded(sample: &Sample) -> impl Iterator<Item = Case> {
    let json = sample.bytes.as_slice();
    let places = if is_json(json) {
        values(json)
    } else {
        Vec::new()
    };
    let texts = places
        .into_iter()
        .filter(move |place| is_text(json, *place));
    texts.map(move |place| Case {
        name: format!("{} with bytes that are no text at {}", sample.name, place.0),
        bytes: replaced(json, place, b"\"\xE3\x81\""),
    })
}

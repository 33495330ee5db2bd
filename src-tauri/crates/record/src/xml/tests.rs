use encoding_rs::SHIFT_JIS;

use super::{MAX_VALUES, parse_xml, read_xml};
use crate::error::ReadError;
use crate::json::{Node, parse};

/// An answer of the older services, with everything that XML can do.
const MESSAGE: &str = r#"<?xml version="1.0" encoding="Shift_JIS" standalone="no"?>
<!-- 応答 -->
<XmlMsg xmlns="urn:x" xmlns:y="urn:y">
  <MessageHeader><ResultCode>1</ResultCode><Empty/></MessageHeader>
  <MessageBody>
    <y:Info id="1" xml:lang="ja"><Name>テスト　花子</Name><Unit>&lt;&#x31;0&amp;<![CDATA[<b>]]></Unit></y:Info>
    <Note a='x "y"'>本文</Note>
    <Info id="2"/>
    <Mixed>前<i>中</i>後<i>々</i></Mixed>
  </MessageBody>
</XmlMsg>
"#;

const MESSAGE_AS_JSON: &str = r##"{"XmlMsg":{
  "MessageHeader":{"ResultCode":"1","Empty":""},
  "MessageBody":{
    "Info":[{"@id":"1","@lang":"ja","Name":"テスト　花子","Unit":"<10&<b>"},{"@id":"2"}],
    "Note":{"@a":"x \"y\"","#text":"本文"},
    "Mixed":{"#text":["前","後"],"i":["中","々"]}
  }
}}"##;

fn sjis(text: &str) -> Vec<u8> {
    SHIFT_JIS.encode(text).0.into_owned()
}

fn error(text: &str) -> ReadError {
    parse_xml(text.as_bytes()).unwrap_err()
}

#[test]
fn a_message_is_the_same_in_both_encodings_and_in_json() {
    let expected = parse(MESSAGE_AS_JSON.as_bytes()).unwrap();
    assert_eq!(parse_xml(&sjis(MESSAGE)).unwrap(), expected);
    let utf8 = MESSAGE.replace("Shift_JIS", "UTF-8");
    assert_eq!(parse_xml(utf8.as_bytes()).unwrap(), expected);
    let marked = [b"\xEF\xBB\xBF", utf8.as_bytes()].concat();
    assert_eq!(parse_xml(&marked).unwrap(), expected);
}

#[test]
fn a_message_cut_anywhere_is_told_and_never_half_read() {
    let whole = sjis(MESSAGE);
    let end = whole.trim_ascii_end().len();
    for cut in 0..end {
        assert!(parse_xml(&whole[..cut]).is_err(), "{cut}");
    }
    assert!(parse_xml(&whole[..end]).is_ok());
    for at in 0..end {
        for byte in [0, b'<', b'>', b'&', 0x80, 0xFF] {
            let mut broken = whole.clone();
            broken[at] = byte;
            let _ = parse_xml(&broken);
        }
    }
}

#[test]
fn document_types_and_entities_are_refused() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
        <!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><lolz>&lol2;</lolz>"#;
    assert_eq!(error(laughs), ReadError::Doctype);
    let external = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#;
    assert_eq!(error(external), ReadError::Doctype);
    assert_eq!(error("<!DOCTYPE html><html></html>"), ReadError::Doctype);
    assert_eq!(
        error("<!doctype html SYSTEM 'http://x.example/y.dtd'><a/>"),
        ReadError::Doctype
    );
    assert_eq!(error("<!DOCTYPE a [<!ENTITY"), ReadError::Doctype);
}

#[test]
fn what_is_no_reference_costs_only_itself() {
    for (sent, text, damaged, loose) in [
        ("<a>&x;</a>", "&x;", false, true),
        ("<a b='&x;'>&lt;</a>", "<", false, true),
        ("<a>&nbsp;b</a>", "&nbsp;b", false, true),
        ("<a>R& b</a>", "R& b", false, true),
        ("<a b='R&D'>c</a>", "c", false, true),
        ("<a>R&</a>", "R&", false, true),
        ("<a>&#0;b</a>", "\u{FFFD}b", true, false),
        ("<a>&#xD800;</a>", "\u{FFFD}", true, false),
        ("<a><![CDATA[R&D]]></a>", "R&D", false, false),
        ("<a>R&amp;D</a>", "R&D", false, false),
    ] {
        let document = read_xml(sent.as_bytes()).unwrap();
        let a = document.roots[0].first("a").unwrap();
        let found = a.as_text().or_else(|| a.text("#text"));
        assert_eq!(found, Some(text), "{sent}");
        assert_eq!(
            (document.damaged, document.loose_ampersand),
            (damaged, loose),
            "{sent}"
        );
    }
    assert!(parse_xml(b"<a>&lt;</a>&lt;").is_err());
}

#[test]
fn bytes_that_are_no_text_cost_their_text_and_nothing_else() {
    for whole in [
        sjis(MESSAGE),
        MESSAGE.replace("Shift_JIS", "UTF-8").into_bytes(),
    ] {
        let at = memchr::memmem::find(&whole, b"</Name>").unwrap();
        let broken = [&whole[..at], b"\xFF", &whole[at..]].concat();
        let document = read_xml(&broken).unwrap();
        assert!(document.damaged && !document.encoding_differs);
        let path = ["XmlMsg", "MessageBody", "Info", "Name"];
        let name = document.roots[0].at(&path).and_then(Node::as_text);
        assert_eq!(name, Some("テスト　花子\u{FFFD}"));
        // Outside of texts they break the structure.
        let broken = [&whole[..at + 1], b"\xFF", &whole[at + 1..]].concat();
        let at = at + 1;
        assert_eq!(parse_xml(&broken), Err(ReadError::Encoding { at }));
    }
}

#[test]
fn documents_that_follow_each_other_are_all_read() {
    let two = "<?xml version='1.0'?><a>1</a>\n\u{FEFF}<?xml version='1.0'?><b/>";
    let document = read_xml(two.as_bytes()).unwrap();
    let names: Vec<_> = document
        .roots
        .iter()
        .map(|root| &*root.members()[0].0)
        .collect();
    assert_eq!(names, ["a", "b"]);
    for broken in [
        "<a/>x<b/>",
        "<a/><b>",
        "<a/></b>",
        "<?xml version='1.0'?><?xml version='1.0'?><a/>",
    ] {
        assert!(read_xml(broken.as_bytes()).is_err(), "{broken}");
    }
}

#[test]
fn blanks_and_marks_before_the_declaration_are_skipped() {
    let expected = parse(MESSAGE_AS_JSON.as_bytes()).unwrap();
    for lead in [" ", "\r\n\t", "\u{FEFF}\n", " \u{FEFF}", "\u{FEFF}\u{FEFF}"] {
        let sent = format!("{lead}{}", MESSAGE.replace("Shift_JIS", "UTF-8"));
        assert_eq!(parse_xml(sent.as_bytes()).unwrap(), expected, "{lead:?}");
    }
    let sent = [b"\n ", sjis(MESSAGE).as_slice()].concat();
    assert_eq!(parse_xml(&sent).unwrap(), expected);
    assert_eq!(error(" <a></b>"), ReadError::NotXml { at: 4 });
}

#[test]
fn limits_are_kept() {
    let deep = "<a>".repeat(10_000);
    assert_eq!(error(&deep), ReadError::TooDeep { limit: 64 });
    let whole = format!("{}x{}", "<a>".repeat(64), "</a>".repeat(64));
    assert!(parse_xml(whole.as_bytes()).is_ok());
    let limit = 64 * 1024 * 1024;
    assert_eq!(
        parse_xml(&vec![b' '; limit + 1]),
        Err(ReadError::TooLarge { limit })
    );
}

#[test]
fn many_names_siblings_or_attributes_take_linear_time() {
    let names: String = (0..50_000).map(|n| format!("<n{n}/>")).collect();
    let siblings = "<s>1</s>".repeat(50_000);
    let attributes: String = (0..50_000).map(|n| format!(" a{n}='1'")).collect();
    let node = parse_xml(format!("<r{attributes}>{names}{siblings}</r>").as_bytes()).unwrap();
    let Some(Node::Object(members)) = node.get("r") else {
        panic!("no object");
    };
    assert_eq!(members.len(), 100_001);
    assert_eq!(node.get("r").unwrap().list("s").len(), 50_000);
}

#[test]
fn what_is_not_one_well_formed_document_is_refused() {
    for text in [
        "",
        " ",
        "text",
        "<a>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "<a/>x",
        "x<a/>",
        "<a b/>",
        "<a b=c/>",
        "< a/>",
        "<a><?xml version='1.0'?></a>",
        "{\"a\":1}",
        "%PDF-1.4",
        "<a><!-- x</a>",
        "<a><![CDATA[x</a>",
    ] {
        assert!(matches!(error(text), ReadError::NotXml { .. }), "{text}");
    }
    assert_eq!(error("<a>x</b>"), ReadError::NotXml { at: 4 });
}

#[test]
fn hidden_characters_are_written_out_and_text_is_kept_as_sent() {
    let node = parse_xml("<a b='x\u{202E}'>佐藤&#x202e;子花\r\n 5.0 </a>".as_bytes()).unwrap();
    let a = node.get("a").unwrap();
    assert_eq!(a.text("@b"), Some("x[U+202E]"));
    assert_eq!(a.text("#text"), Some("佐藤[U+202E]子花\n 5.0 "));
}

#[test]
fn elements_and_attributes_without_end_are_refused() {
    let many = |inner: &str, times| format!("<x>{}</x>", inner.repeat(times));
    let read = |text: String| parse_xml(text.as_bytes()).map(drop);
    let limit = MAX_VALUES;
    assert_eq!(read(many("<a/>", limit)), Err(ReadError::TooMany { limit }));
    let attributes = many(r#"<a b=""/>"#, limit / 2);
    assert_eq!(read(attributes), Err(ReadError::TooMany { limit }));
    assert_eq!(read(many("<a/>", 1_000)), Ok(()));
}

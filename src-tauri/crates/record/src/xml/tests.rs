use encoding_rs::SHIFT_JIS;

use super::{MAX_VALUES, parse_xml};
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
    for unknown in [
        "<a>&x;</a>",
        "<a b='&x;'/>",
        "<a>&nbsp;</a>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a>& b</a>",
    ] {
        assert!(
            matches!(error(unknown), ReadError::NotXml { .. }),
            "{unknown}"
        );
    }
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
    assert!(matches!(
        parse_xml(b"<a>\xFF\xFF</a>"),
        Err(ReadError::Encoding { .. })
    ));
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

//! A service message with something small broken in it, refused, or not answered yet.

use record::{Answer, AnswerKind, Pointers, Severity, read};

use super::service::{message, reading};
use crate::support::drawn;

fn codes<'a>(answer: &'a Answer<'_>) -> Vec<&'a str> {
    answer.problems.iter().map(|p| p.code).collect()
}

fn encoded(label: &str) -> Vec<u8> {
    let xml = message(
        "<Item><ItemName>所見</ItemName><DataValue>心雑音?なし</DataValue></Item><Item><ItemName>身長</ItemName><DataValue>160.5</DataValue></Item>",
    );
    let text = format!("<?xml version='1.0' encoding='{label}'?>{xml}");
    match label {
        "Shift_JIS" => encoding_rs::SHIFT_JIS.encode(&text).0.into_owned(),
        _ => text.into_bytes(),
    }
}

#[test]
fn a_bad_byte_costs_its_text_in_either_encoding() {
    for label in ["UTF-8", "Shift_JIS"] {
        let mut bytes = encoded(label);
        let at = memchr::memmem::rfind(&bytes, b"?\xE3\x81")
            .or_else(|| memchr::memmem::rfind(&bytes, b"?\x82"));
        bytes[at.unwrap()] = 0xFF;
        let answer = read(&bytes, Pointers::Kept);
        assert!(answer.readable, "{label}: {:?}", answer.problems);
        let told = drawn(&answer);
        assert!(told.contains("心雑音\u{FFFD}なし"), "{told}");
        assert!(told.contains("身長 160.5"), "{told}");
        let [problem] = answer.problems.as_slice() else {
            panic!("{:?}", answer.problems);
        };
        assert_eq!(
            (problem.code, problem.severity),
            ("damaged_text", Severity::Error)
        );
        assert_eq!(problem.pointer, "/XmlMsg/MessageBody/Item/0/DataValue");
        assert_eq!(
            answer.values.sent,
            answer.values.placed + answer.values.other
        );
    }
}

#[test]
fn a_bad_byte_in_a_tag_and_a_wrong_encoding_cost_the_message() {
    let mut bytes = encoded("UTF-8");
    let at = memchr::memmem::find(&bytes, b"<ItemName").unwrap() + 3;
    bytes[at] = 0xFF;
    let wrong = encoded("Shift_JIS");
    let head = wrong.iter().position(|byte| *byte == b'>').unwrap() + 1;
    let wrong = [b"<?xml version='1.0' encoding='UTF-8'?>", &wrong[head..]].concat();
    for bytes in [bytes, wrong] {
        let answer = read(&bytes, Pointers::Kept);
        assert!(!answer.readable);
        assert_eq!(codes(&answer), ["encoding"]);
    }
}

#[test]
fn blanks_before_the_declaration_are_nothing() {
    for lead in ["\n", " \u{FEFF}", "\u{FEFF}\r\n"] {
        let bytes = [lead.as_bytes(), &encoded("UTF-8")].concat();
        let answer = read(&bytes, Pointers::Kept);
        assert!(answer.readable, "{lead:?}");
        assert_eq!(answer.kind, AnswerKind::ServiceXml);
        assert!(answer.problems.is_empty());
    }
}

#[test]
fn an_ampersand_of_its_own_stays_as_sent_and_is_told() {
    for text in ["A & B", "R&D", "5&nbsp;mg", "&"] {
        let xml = message(&format!(
            "<Item><ItemName>所見</ItemName><DataValue>{text}</DataValue></Item>"
        ));
        let answer = reading(&xml);
        assert!(drawn(&answer).contains(&format!("所見 {text}")), "{text}");
        assert_eq!(codes(&answer), ["loose_ampersand"]);
    }
    let bomb = r#"<!DOCTYPE a [<!ENTITY b "c">]><XmlMsg><MessageBody>&b;</MessageBody></XmlMsg>"#;
    assert_eq!(
        codes(&read(bomb.as_bytes(), Pointers::Kept)),
        ["xml_doctype"]
    );
}

#[test]
fn why_a_request_was_refused_is_drawn_first_with_its_code() {
    let xml = "<XmlMsg><MessageHeader><MedicalInstitutionCode>1311234567</MedicalInstitutionCode><SegmentOfResult>9</SegmentOfResult><ErrorCode>E90001</ErrorCode><ErrorMessage>記号が一致しません</ErrorMessage></MessageHeader><MessageBody><ProcessingResultCode>P12</ProcessingResultCode><ProcessingResultMessage>該当なし</ProcessingResultMessage></MessageBody></XmlMsg>";
    let answer = reading(xml);
    assert_eq!(codes(&answer), ["service_refused"]);
    assert!(answer.other.is_empty(), "{:?}", answer.other);
    let told = drawn(&answer);
    let lines: Vec<_> = told.lines().skip(1).take(4).collect();
    assert_eq!(
        lines,
        [
            "エラーコード: E90001",
            "エラーメッセージ: 記号が一致しません",
            "処理結果コード: P12",
            "処理結果メッセージ: 該当なし"
        ]
    );
}

#[test]
fn a_request_that_is_still_worked_on_is_no_answer_yet() {
    for (segment, expected) in [
        ("1", None),
        ("2", Some("service_pending")),
        ("3", Some("service_pending")),
        ("9", Some("service_refused")),
    ] {
        let xml = format!(
            "<XmlMsg><MessageHeader><SegmentOfResult>{segment}</SegmentOfResult></MessageHeader></XmlMsg>"
        );
        let answer = reading(&xml);
        assert_eq!(codes(&answer), Vec::from_iter(expected), "{segment}");
    }
}

/// A message about somebody of this sex.
fn of_somebody(sex: &str) -> String {
    message(&format!(
        "<QualificationsInfo><Name>見本 花子</Name><Birthday>19800101</Birthday><AdministrativeGenderCode>{sex}</AdministrativeGenderCode></QualificationsInfo>"
    ))
}

#[test]
fn messages_that_follow_each_other_are_all_read_and_two_people_are_told() {
    let item = "<Item><ItemName>身長</ItemName><DataValue>160.5</DataValue></Item>";
    let (one, two) = (message(item), message(&item.replace("身長", "体重")));
    let head = "<?xml version='1.0' encoding='UTF-8'?>";
    let xml = format!("{head}{one}\n{head}{two}");
    let answer = read(xml.as_bytes(), Pointers::Kept);
    assert_eq!(codes(&answer), ["several_values"]);
    let told = drawn(&answer);
    assert!(
        told.contains("身長 160.5") && told.contains("体重 160.5"),
        "{told}"
    );
    assert_eq!(
        answer.values.sent,
        answer.values.placed + answer.values.other
    );
    for (sex, expected) in [("2", None), ("1", Some("several_patients"))] {
        let xml = format!("{}{}", of_somebody("2"), of_somebody(sex));
        let answer = read(xml.as_bytes(), Pointers::Kept);
        let expected: Vec<_> = ["several_values"].into_iter().chain(expected).collect();
        assert_eq!(codes(&answer), expected);
    }
    let xml = format!("{one}<Other/>");
    let answer = read(xml.as_bytes(), Pointers::Kept);
    assert_eq!(codes(&answer), ["several_values", "unknown_xml"]);
}

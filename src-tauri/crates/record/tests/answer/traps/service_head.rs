//! What a message of the older service says of itself: result, sender, person, encoding.

use record::vocabulary::Gender;
use record::{Answer, Pointers, Severity, read};

use super::service::{message, reading};
use crate::support::drawn;

fn problems(answer: &Answer<'_>) -> Vec<(&'static str, Severity, String)> {
    let all = answer.problems.iter();
    all.map(|p| (p.code, p.severity, p.pointer.clone()))
        .collect()
}

#[test]
fn a_refused_request_says_so_first_and_stays_readable() {
    for (said, at) in [
        ("<ResultCode>2</ResultCode>", "ResultCode"),
        ("<SegmentOfResult>9</SegmentOfResult>", "SegmentOfResult"),
    ] {
        let xml = format!(
            "<XmlMsg><MessageHeader><MedicalInstitutionCode>1</MedicalInstitutionCode>{said}</MessageHeader><MessageBody><MessageContents>該当なし</MessageContents></MessageBody></XmlMsg>"
        );
        let answer = reading(&xml);
        let pointer = format!("/XmlMsg/MessageHeader/{at}");
        assert_eq!(
            problems(&answer),
            [("service_refused", Severity::Error, pointer)]
        );
        let first = drawn(&answer).lines().nth(1).map(str::to_owned);
        assert_eq!(first.as_deref(), Some("メッセージ: 該当なし"));
    }
    let fine = message("<SegmentOfResult>1</SegmentOfResult>");
    assert!(reading(&fine).problems.is_empty());
}

#[test]
fn the_sender_is_the_source_and_the_header_only_when_nothing_else_is_said() {
    let facility = |body: &str| {
        let xml = format!(
            "<XmlMsg><MessageHeader><MedicalInstitutionCode>1319999999</MedicalInstitutionCode></MessageHeader><MessageBody>{body}</MessageBody></XmlMsg>"
        );
        reading(&xml).facility
    };
    let source = |code| format!("<A><MedicalInstitutionCode>{code}</MedicalInstitutionCode></A>");
    assert_eq!(facility("").as_deref(), Some("1319999999"));
    let (one, other) = (source("1310000001"), source("1310000002"));
    assert_eq!(facility(&one).as_deref(), Some("1310000001"));
    assert_eq!(
        facility(&format!("{one}{one}")).as_deref(),
        Some("1310000001")
    );
    assert_eq!(facility(&format!("{one}{other}")), None);
}

#[test]
fn every_name_the_person_is_read_by_has_its_place() {
    for (birth, gender, kana) in [
        ("Birthday", "AdministrativeGenderCode", "KanasName"),
        ("Birthdate", "Sex1", "KanaName"),
        ("Birth", "AdmGendCode", "KanaName"),
    ] {
        let xml = format!(
            "<XmlMsg><MessageHeader><QuaInf><Name>見本　花子</Name><{kana}>ﾐﾎﾝ ﾊﾅｺ</{kana}><{birth}>19510309</{birth}><{gender}>2</{gender}></QuaInf></MessageHeader></XmlMsg>"
        );
        let answer = reading(&xml);
        assert!(answer.other.is_empty(), "{:?}", answer.other);
        let drawn = drawn(&answer);
        for told in [
            "氏名カナ: ﾐﾎﾝ ﾊﾅｺ",
            "生年月日: 1951-03-09〔19510309〕",
            "性別: 女性〔2〕",
        ] {
            assert!(drawn.contains(told), "{told}:\n{drawn}");
        }
        let person = answer.patient.unwrap();
        assert_eq!(person.kana.as_deref(), Some("ﾐﾎﾝ ﾊﾅｺ"));
        assert_eq!(person.gender, Some(Gender::Female));
        assert_eq!(person.birth_date.unwrap().as_str(), "1951-03-09");
    }
}

#[test]
fn attributes_do_not_take_the_text_of_their_element_away() {
    let plain = "<I><ItemName>身長</ItemName><ItemCode>9N001000000000001</ItemCode><DataValue>158.2</DataValue><Unit>cm</Unit></I><MessageContents>済</MessageContents>";
    let with = plain
        .replace("<ItemName>", "<ItemName lang='ja'>")
        .replace("<ItemCode>", "<ItemCode kind='17'>")
        .replace("<DataValue>", "<DataValue nullFlavor='no'>")
        .replace("<MessageContents>", "<MessageContents level='1'>");
    let (plain, with) = (message(plain), message(&with));
    let answer = reading(&with);
    assert_eq!(drawn(&answer), drawn(&reading(&plain)));
    let other: Vec<&str> = answer.other.iter().map(|item| &*item.text).collect();
    assert_eq!(other, ["ja", "no", "17", "1"]);
}

#[test]
fn utf8_that_calls_itself_shift_jis_is_read_with_a_warning() {
    for words in ["身長", "収縮期血圧（その他）"] {
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?>{}",
            message(&format!("<I><ItemName>{words}</ItemName></I>"))
        );
        let answer = reading(&xml);
        assert_eq!(
            problems(&answer),
            [("encoding_differs", Severity::Warning, String::new())]
        );
        assert!(drawn(&answer).contains(words));
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(&xml);
        let answer = read(&sjis, Pointers::Kept);
        assert!(answer.problems.is_empty() && drawn(&answer).contains(words));
    }
}

//! A byte that is no text costs the text it stands in, and nothing else.

use record::view::SectionContent;
use record::vocabulary::Category;
use record::{Answer, HeldSet, Pointers, Severity, attachments, original, read, section};

use crate::support::{bundle, cards, drawn, observation};

const EGG: &str = r#"{"resourceType":"AllergyIntolerance","clinicalStatus":{"coding":[{"code":"active"}]},"text":{"div":"<p>鶏卵の記録</p>"},"code":{"text":"鶏卵","coding":[{"system":"http://x","code":"J9F1","display":"たまご"}]},"note":[{"text":"発疹"}]}"#;
const MILK: &str = r#"{"resourceType":"AllergyIntolerance","code":{"text":"牛乳"}}"#;

/// Two allergies, with a byte that is no UTF-8 behind the first place of `part`.
fn damaged(part: &str) -> Vec<u8> {
    let json = bundle("collection", &[EGG, MILK]);
    let at = json.find(part).unwrap() + part.len();
    let (before, behind) = json.as_bytes().split_at(at);
    [before, b"\xFF", behind].concat()
}

/// The reading of what is damaged, after checking that it adds up.
fn reading(bytes: &[u8]) -> Answer<'_> {
    let answer = read(bytes, Pointers::Kept);
    assert!(answer.readable, "{:?}", answer.problems);
    assert_eq!(faults::account(bytes), [""; 0]);
    assert!(
        drawn(&answer).contains("牛乳"),
        "the other allergy is there"
    );
    answer
}

fn told<'a>(answer: &'a Answer<'_>) -> Vec<&'a str> {
    let damaged = answer.problems.iter().filter(|p| p.code == "damaged_text");
    let places = damaged.inspect(|p| assert_eq!(p.severity, Severity::Error));
    places.map(|p| p.pointer.as_str()).collect()
}

/// The texts of the allergies in the doctor's section, and what is wrong with them.
fn rows(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let set = HeldSet {
        key: "k",
        fetched_on: faults::samples::TODAY,
        returned: true,
        parts: vec![bytes],
        earlier: Vec::new(),
    };
    let section = section(Category::OtherAllergy, &[set], faults::samples::TODAY);
    let SectionContent::OtherAllergy(content) = section.content else {
        panic!("not the section asked for");
    };
    let problems = section.problems.iter();
    let problems = problems.map(|p| format!("{:?} {} {}", p.severity, p.code, p.pointer));
    let mut texts: Vec<_> = content.items.into_iter().map(|row| row.text).collect();
    texts.sort();
    (texts, problems.collect())
}

#[test]
fn in_a_display_or_a_text_it_is_marked_where_it_stood() {
    for (part, text, place) in [
        ("たま", "たま\u{FFFD}ご", "/code/coding/0/display"),
        ("発", "発\u{FFFD}疹", "/note/0/text"),
        ("鶏卵の", "鶏卵の\u{FFFD}記録", "/text/div"),
    ] {
        let bytes = damaged(part);
        let answer = reading(&bytes);
        assert!(drawn(&answer).contains(text), "{part}");
        assert_eq!(told(&answer), [format!("/entry/0/resource{place}")]);
        assert_eq!(answer.counts.allergy, 2);
    }
}

#[test]
fn no_allergy_is_lost_and_the_damaged_one_is_marked_in_its_row() {
    let (texts, problems) = rows(&damaged(r#""code":{"text":"鶏"#));
    assert_eq!(texts, ["牛乳", "鶏\u{FFFD}卵"]);
    assert_eq!(problems, ["Error damaged_text /entry/0/resource/code/text"]);
    // Half a character is no character.
    let half = EGG.replace(r#"{"text":"鶏卵""#, r#"{"text":"鶏?""#);
    let mut bytes = bundle("collection", &[&half, MILK]).into_bytes();
    let at = bytes.iter().rposition(|b| *b == b'?').unwrap();
    bytes[at] = 0xE5;
    assert_eq!(rows(&bytes).0, ["牛乳", "鶏\u{FFFD}"]);
}

#[test]
fn in_a_name_the_value_below_it_has_no_place_but_is_listed() {
    let bytes = damaged(r#"code":"J9F1","disp"#);
    let answer = reading(&bytes);
    let place = "/entry/0/resource/code/coding/0/disp\u{FFFD}lay";
    assert_eq!(told(&answer), [place]);
    let other: Vec<_> = answer
        .other
        .iter()
        .map(|o| (&*o.pointer, &*o.text))
        .collect();
    assert_eq!(other, [(place, "たまご")]);
    assert_eq!(rows(&bytes).0, ["牛乳", "鶏卵"]);
}

#[test]
fn in_a_code_it_is_drawn_as_damaged_and_never_as_another_code() {
    let bytes = damaged(r#""code":"J9"#);
    let answer = reading(&bytes);
    assert!(drawn(&answer).contains("J9\u{FFFD}F1"));
    assert_eq!(told(&answer), ["/entry/0/resource/code/coding/0/code"]);
    // A state that cannot be read is none: the row stays.
    let bytes = damaged(r#""coding":[{"code":"act"#);
    assert_eq!(rows(&bytes).0, ["牛乳", "鶏卵"]);
}

#[test]
fn a_damaged_tag_keeps_back_what_it_may_have_kept_back() {
    let tag = |code: &str| format!(r#"{{"meta":{{"tag":[{{"code":"{code}"}}]}},"#);
    let kept = |code: &str| {
        let egg = EGG.replacen('{', &tag(code), 1);
        let json = bundle("collection", &[&egg, MILK]).into_bytes();
        let bytes: Vec<_> = json
            .iter()
            .map(|b| if *b == b'?' { 0xFF } else { *b })
            .collect();
        rows(&bytes).0
    };
    assert_eq!(kept("UNDELIV?RED"), ["牛乳"]);
    assert_eq!(kept("UNINF?RMED"), ["牛乳", "鶏卵"]);
}

#[test]
fn outside_of_texts_the_structure_is_broken_as_before() {
    for part in [
        r#""resource":"#,
        r#""code":{"text":"鶏卵","#,
        "[{\"fullUrl\":\"urn:uuid:0\"",
    ] {
        let bytes = damaged(part);
        let answer = read(&bytes, Pointers::Kept);
        assert!(!answer.readable, "{part}");
        assert_eq!(answer.problems[0].code, "encoding");
        let (texts, problems) = rows(&bytes);
        assert_eq!((texts.len(), problems.len()), (0, 1));
        assert_eq!(problems, ["Error encoding "]);
    }
}

#[test]
fn one_text_in_another_encoding_costs_itself_and_a_whole_answer_is_refused() {
    let json = bundle("collection", &[EGG, MILK]);
    let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode(&json);
    let answer = read(&sjis, Pointers::Kept);
    assert!(!answer.readable);
    assert_eq!(answer.problems[0].code, "encoding");
    let (name, _, _) = encoding_rs::SHIFT_JIS.encode("たまご");
    let at = json.find("たまご").unwrap();
    let (before, behind) = json.as_bytes().split_at(at);
    let mixed = [before, &name, &behind["たまご".len()..]].concat();
    let answer = reading(&mixed);
    assert_eq!(told(&answer), ["/entry/0/resource/code/coding/0/display"]);
    assert!(drawn(&answer).contains("鶏卵"));
}

#[test]
fn in_one_of_several_answers_the_place_is_told_and_files_are_found() {
    let file = observation(
        "写真",
        r#","valueAttachment":{"title":"x","data":"iVBORw0KGgo="}"#,
    );
    let bytes = [b"[", MILK.as_bytes(), b",", file.as_bytes(), b"]"].concat();
    let damage = |bytes: &[u8]| {
        let at = memchr::memmem::find(bytes, b"\"x\"").unwrap() + 2;
        [&bytes[..at], b"\xFF", &bytes[at..]].concat()
    };
    let bytes = damage(&bytes);
    let answer = reading(&bytes);
    assert_eq!(told(&answer), ["/1/valueAttachment/title"]);
    assert_eq!(cards(&answer, "Observation").len(), 1);
    assert_eq!(attachments(&damage(file.as_bytes())).len(), 1);
    assert!(original(&bytes).text.contains("x\u{FFFD}"));
}

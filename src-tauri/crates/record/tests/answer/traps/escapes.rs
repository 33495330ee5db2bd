//! What is no JSON inside of a string costs itself, and not the document.

use record::vocabulary::Category;
use record::{Answer, Pointers, original, read};

use crate::support::{bundle, content, drawn, observation, reading};

/// An allergy with this text, as it stands between the quotes, before another one.
fn allergies(text: &str) -> String {
    let egg = format!(r#"{{"resourceType":"AllergyIntolerance","code":{{"text":"{text}"}}}}"#);
    let milk = r#"{"resourceType":"AllergyIntolerance","code":{"text":"牛乳"}}"#;
    bundle("collection", &[&egg, milk])
}

fn damaged<'a>(answer: &'a Answer<'_>) -> Vec<&'a str> {
    let damaged = answer.problems.iter().filter(|p| p.code == "damaged_text");
    damaged.map(|p| p.pointer.as_str()).collect()
}

const PLACE: &str = "/entry/0/resource/code/text";

#[test]
fn what_is_no_escape_is_marked_where_it_stands() {
    for (sent, text) in [
        (r"鶏卵\ud83d", "鶏卵\u{FFFD}"),
        (r"鶏\udc00卵", "鶏\u{FFFD}卵"),
        (r"鶏\ud83d\u5375", "鶏\u{FFFD}卵"),
        (r"鶏卵\q", "鶏卵\u{FFFD}q"),
        (r"鶏卵\u12", "鶏卵\u{FFFD}u12"),
    ] {
        let json = allergies(sent);
        let answer = reading(&json);
        let drawn = drawn(&answer);
        assert!(drawn.contains(text) && drawn.contains("牛乳"), "{drawn}");
        assert_eq!(damaged(&answer), [PLACE], "{sent}");
        assert_eq!(answer.counts.allergy, 2);
        let rows = format!("{:?}", content(Category::OtherAllergy, &json));
        assert!(rows.contains("牛乳") && rows.contains('卵'), "{rows}");
        assert!(original(json.as_bytes()).text.contains("牛乳"));
    }
}

#[test]
fn control_characters_are_kept_and_nothing_is_wrong_with_them() {
    let json = allergies("鶏\t卵\n発疹\u{1}");
    let answer = reading(&json);
    assert!(drawn(&answer).contains("鶏\t卵\n発疹[U+0001]"));
    assert!(answer.problems.is_empty(), "{:?}", answer.problems);
}

#[test]
fn a_pair_of_surrogates_and_sound_escapes_stay_what_they_are() {
    let json = allergies(r"\ud842\udfb7野\t\/\u5375");
    let answer = reading(&json);
    assert!(drawn(&answer).contains("𠮷野\t/卵"));
    assert!(answer.problems.is_empty());
}

#[test]
fn a_bad_byte_and_a_bad_escape_are_both_marked() {
    let json = allergies(r"鶏\q卵");
    let name = "牛乳";
    let at = json.find(name).unwrap() + name.len();
    let bytes = [&json.as_bytes()[..at], b"\xFF", &json.as_bytes()[at..]].concat();
    let answer = read(&bytes, Pointers::Kept);
    assert_eq!(damaged(&answer), [PLACE, "/entry/1/resource/code/text"]);
    assert_eq!(faults::account(&bytes), [""; 0]);
}

#[test]
fn a_number_of_thousands_of_digits_is_kept_as_sent() {
    let digits = format!("{}.50", "7".repeat(5_000));
    let value = format!(r#","valueQuantity":{{"value":{digits},"unit":"mg"}}"#);
    let json = bundle(
        "collection",
        &[&observation("一", &value), &observation("二", "")],
    );
    let drawn = drawn(&reading(&json));
    assert!(drawn.contains(&digits) && drawn.contains('二'));
}

#[test]
fn the_structure_stays_as_strict_as_it_was() {
    let json = allergies(r"鶏\q卵");
    let cut = json.strip_suffix("]}").unwrap();
    for broken in [
        cut,
        &json.replacen(',', "", 1),
        &json.replacen(':', "\\q", 1),
    ] {
        let answer = read(broken.as_bytes(), Pointers::Kept);
        assert!(!answer.readable, "{broken}");
        assert_eq!(answer.problems[0].code, "not_json");
    }
}

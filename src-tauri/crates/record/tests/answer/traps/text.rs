//! Japanese names and text, and codings that repeat or lead astray.

use record::vocabulary::Category;
use record::{Severity, read};

use crate::support::{bundle, content, drawn, observation, reading, says};

#[test]
fn an_ideographic_space_stays_as_sent() {
    says(
        r#"{"resourceType":"Patient","name":[{"text":"見本　花子"}]}"#,
        &["見本　花子"],
        &[],
    );
}

#[test]
fn any_part_of_a_name_may_be_missing_and_the_scripts_come_in_any_order() {
    let script = |code: &str| {
        format!(
            r#""extension":[{{"url":"http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation","valueCode":"{code}"}}]"#
        )
    };
    let json = format!(
        r#"{{"resourceType":"Patient","name":[{{{},"text":"MIHON"}},{{{},"given":["ハナコ"]}},{{"family":"見本"}}]}}"#,
        script("ABC"),
        script("SYL")
    );
    says(&json, &["MIHON", "ハナコ", "見本"], &[]);
}

#[test]
fn characters_beyond_the_first_plane_and_variants_survive() {
    says(
        &observation("𠮷野 葛\u{E0100}飾 ⾎液型 −５", ""),
        &["𠮷野 葛\u{E0100}飾 ⾎液型 −５"],
        &[],
    );
}

#[test]
fn private_characters_are_shown_with_their_number_and_hidden_ones_are_spelled_out() {
    says(
        &observation("髙\u{E000}橋", ""),
        &["髙\u{E000}[U+E000]橋"],
        &[],
    );
    says(
        &observation(r"佐藤\u202e子花", ""),
        &["佐藤[U+202E]子花"],
        &["\u{202E}"],
    );
}

#[test]
fn the_text_comes_before_the_display_of_its_code() {
    let json = observation("x", "").replace(
        r#""text":"x""#,
        r#""coding":[{"code":"20061047","display":"胃癌"}],"text":"早期胃癌術後の疑い""#,
    );
    says(&json, &["早期胃癌術後の疑い〔胃癌 20061047〕"], &[]);
}

#[test]
fn every_display_of_several_codings_is_kept() {
    let json = observation("x", "").replace(
        r#""text":"x""#,
        r#""coding":[{"display":"一"},{"display":"二"},{"display":"三"}]"#,
    );
    says(&json, &["一", "二", "三"], &[]);
}

#[test]
fn placeholder_codes_are_never_shown() {
    for code in [
        "99999999",
        "99999999999999999",
        "0X0XXXXXXXXX0000",
        "000000000",
        "NOCODED",
        "D9M000000000",
    ] {
        let json = observation("x", "").replace(
            r#""text":"x""#,
            &format!(r#""text":"院内名","coding":[{{"system":"http://x","code":"{code}"}}]"#),
        );
        says(&json, &["院内名"], &[code]);
        let bundle = bundle("collection", &[&json.replace("Observation", "Condition")]);
        let told = format!("{:?}", content(Category::Condition, &bundle));
        assert!(!told.contains(&format!("\"{code}\"")), "{told}");
    }
    let json = r#"{"resourceType":"Condition","meta":{"profile":["http://x|x.x.x-instance"]},"code":{"text":"a"}}"#;
    says(json, &[], &["x.x.x-instance"]);
}

fn coded(system: &str, code: &str, display: &str) -> String {
    let display = if display.is_empty() {
        String::new()
    } else {
        format!(r#","display":"{display}""#)
    };
    observation(
        "検査",
        &format!(
            r#","valueCodeableConcept":{{"coding":[{{"system":"{system}","code":"{code}"{display}}}]}}"#
        ),
    )
}

#[test]
fn mirrored_tables_are_decoded_by_system_and_code() {
    let table = |n: u32| format!("urn:oid:1.2.392.200119.6.{n}");
    for (n, code, meaning) in [
        (2008, "0", "はい"),
        (2008, "1", "いいえ"),
        (2009, "0", "いいえ"),
        (2009, "1", "はい"),
        (2100, "1", "陽性"),
        (2100, "2", "陰性"),
        (2102, "1", "－"),
        (2102, "4", "＋＋"),
        (2202, "2", "食後10時間以上"),
    ] {
        let json = coded(&table(n), code, "");
        let drawn = drawn(&reading(&json));
        let value = drawn.lines().find(|line| line.contains(meaning));
        assert!(value.is_some(), "{n} {code}:\n{drawn}");
    }
    // 2101 is 2100 the other way round.
    says(&coded(&table(2101), "1", ""), &["陰性"], &["陽性"]);
    says(
        &coded(
            "http://jpfhir.jp/fhir/LaboResult/CodeSystem/JP_Urine_Code_CS",
            "4",
            "",
        ),
        &["２＋"],
        &[],
    );
}

#[test]
fn a_display_that_disagrees_with_its_table_is_shown_and_the_table_beside_it() {
    let json = coded("urn:oid:1.2.392.200119.6.2102", "1", "＋");
    let answer = reading(&json);
    assert!(
        drawn(&answer).contains("＋（コード表では「－」）"),
        "{}",
        drawn(&answer)
    );
    let noted: Vec<_> = answer
        .problems
        .iter()
        .map(|p| (p.code, p.severity))
        .collect();
    assert_eq!(noted, [("display_differs", Severity::Warning)]);
    assert!(
        reading(&coded("urn:oid:1.2.392.200119.6.2102", "1", "-"))
            .problems
            .is_empty()
    );
}

#[test]
fn a_byte_order_mark_before_the_answer_is_skipped() {
    let json = format!("\u{FEFF}{}", observation("AST", ""));
    says(&json, &["AST"], &[]);
}

#[test]
fn html_instead_of_an_answer_is_refused_with_a_reason() {
    let answer = read(b"<!DOCTYPE html><p>x</p>", record::Pointers::Kept);
    assert!(!answer.readable);
    assert_eq!(answer.problems.len(), 1);
}

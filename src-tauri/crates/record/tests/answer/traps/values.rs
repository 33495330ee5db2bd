//! Numbers, units, ranges, flags and dates stand exactly as they were sent.

use record::view::SectionContent;
use record::vocabulary::Category;

use crate::support::{bundle, content, observation, says};

fn quantity(value: &str, rest: &str) -> String {
    observation("CRP", &format!(r#","valueQuantity":{value}{rest}"#))
}

#[test]
fn decimals_keep_their_zeros_and_their_length() {
    for digits in [
        "5.0",
        "0.10",
        "-0.0",
        "1e3",
        "12345678901234567890.10",
        "1e400",
    ] {
        says(
            &quantity(&format!(r#"{{"value":{digits},"unit":"mg/dL"}}"#), ""),
            &[&format!(": {digits} mg/dL")],
            &[],
        );
    }
}

#[test]
fn a_comparator_stands_before_its_number() {
    for sign in ["<", "<=", ">=", ">"] {
        says(
            &quantity(
                &format!(r#"{{"value":0.10,"comparator":"{sign}","unit":"mg/dL"}}"#),
                "",
            ),
            &[&format!(": {sign}0.10 mg/dL")],
            &[],
        );
    }
}

#[test]
fn units_stand_as_sent_whatever_their_code() {
    for unit in [
        "mg/dl",
        "ｍｇ／ｄｌ",
        "X10*4/μL",
        "万/mm3",
        "\u{B5}g",
        "\u{3BC}g",
    ] {
        says(
            &quantity(
                &format!(r#"{{"value":1,"unit":"{unit}","code":"unbekannt"}}"#),
                "",
            ),
            &[&format!("1 {unit}")],
            &["unbekannt"],
        );
    }
    says(
        &quantity(r#"{"value":1,"code":"g/L"}"#, ""),
        &["1 g/L"],
        &[],
    );
}

#[test]
fn results_in_words_stay_words() {
    for text in ["0.5未満", "2+", "<1.0", "検体不良"] {
        says(
            &observation("尿", &format!(r#","valueString":"{text}""#)),
            &[text],
            &[],
        );
        says(
            &observation(
                "尿",
                &format!(r#","valueCodeableConcept":{{"text":"{text}"}}"#),
            ),
            &[text],
            &[],
        );
    }
}

#[test]
fn a_flag_that_contradicts_its_range_is_shown_as_sent_with_both_visible() {
    let json = quantity(
        r#"{"value":149,"unit":"mmHg"}"#,
        r#","interpretation":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"N"}]}],"referenceRange":[{"low":{"value":80},"high":{"value":130}}]"#,
    );
    says(&json, &["149 mmHg", "N", "80", "130"], &["高"]);
    let json = bundle("collection", &[&json]);
    let told = format!("{:?}", content(Category::Laboratory, &json));
    assert!(told.contains(r#"flag: Some("N")"#), "{told}");
}

#[test]
fn without_a_sent_flag_there_is_no_mark() {
    let json = bundle(
        "collection",
        &[&quantity(
            r#"{"value":999}"#,
            r#","referenceRange":[{"high":{"value":1}}]"#,
        )],
    );
    let told = format!("{:?}", content(Category::Laboratory, &json));
    assert!(told.contains("flag: None"), "{told}");
}

#[test]
fn ranges_of_every_kind_are_all_shown() {
    says(
        &quantity(
            r#"{"value":1}"#,
            r#","referenceRange":[{"text":"陰性(-)"},{"low":{"value":2.0}},{"high":{"value":3.50,"unit":"mg/L"}},{"text":"女性","appliesTo":[{"text":"成人女性"}]}]"#,
        ),
        &["陰性(-)", "2.0", "3.50 mg/L", "女性", "成人女性"],
        &[],
    );
}

#[test]
fn dates_keep_their_precision_and_are_never_moved() {
    for date in [
        "2019",
        "2019-05",
        "2019-05-01",
        "2026-10-05T23:30:00+09:00",
        "2026-10-05T23:30:00.123Z",
        "2026-10-05T12:12:2+09:00",
        "令和元年",
    ] {
        let json = format!(
            r#"{{"resourceType":"Condition","code":{{"text":"a"}},"onsetDateTime":"{date}"}}"#
        );
        says(&json, &[&format!(": {date}\n")], &[]);
    }
    for (sent, shown) in [
        ("2019", "2019"),
        ("2019-05", "2019-05"),
        ("2026-10-05T23:30:2+09:00", "2026-10-05T23:30:2+09:00"),
    ] {
        let json = bundle(
            "collection",
            &[&format!(
                r#"{{"resourceType":"Condition","code":{{"text":"a"}},"onsetDateTime":"{sent}"}}"#
            )],
        );
        let SectionContent::Condition(found) = content(Category::Condition, &json) else {
            unreachable!()
        };
        assert_eq!(found.items[0].onset.as_ref().unwrap().as_str(), shown);
    }
}

#[test]
fn the_same_item_in_two_units_is_two_series() {
    let wbc = |value: &str, unit: &str| {
        observation("WBC", &format!(r#","valueQuantity":{{"value":{value},"unit":"{unit}"}}"#)).replace(
            r#""text":"WBC""#,
            r#""text":"白血球","coding":[{"system":"http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_CoreLabo_CS","code":"2A990000001930952","display":"WBC"}]"#,
        )
    };
    let json = bundle(
        "collection",
        &[&wbc("65", "X10*2/μL"), &wbc("6.5", "X10*3/μL")],
    );
    let SectionContent::Laboratory(found) = content(Category::Laboratory, &json) else {
        unreachable!()
    };
    assert_eq!(found.series.len(), 2);
}

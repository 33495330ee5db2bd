use record::view::{Absence, Limit, ResultStatus};
use record::vocabulary::Category;

use crate::support::{labs, read, searchset, sent};

const CORE: &str =
    "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_CoreLabo_CS";

/// One result of item `display` at `number` on `day`.
fn lab(id: &str, number: &str, display: &str, day: &str, rest: &str) -> String {
    let rest = format!(
        r#""status":"final","code":{{"text":"{display}（院内名）","coding":[{{"system":"{CORE}",
        "code":"3H015000002327201","display":"{display}"}}]}},"effectiveDateTime":"{day}",{rest}"#
    );
    sent("Observation", id, number, &rest)
}

fn quantity(value: &str, unit: &str) -> String {
    format!(r#""valueQuantity":{{"value":{value},"unit":"{unit}"}}"#)
}

fn range(low: &str, high: &str) -> String {
    format!(r#","referenceRange":[{{"low":{{"value":{low}}},"high":{{"value":{high}}}}}]"#)
}

const A: &str = "1310000001";
const B: &str = "1310000002";

#[test]
fn same_item_and_unit_make_one_series_over_facilities() {
    let page = searchset(&[
        lab("1", A, "WBC", "2026-01-10", &quantity("12.4", "X10*3/μL")),
        lab(
            "2",
            B,
            "ＷＢＣ",
            "2026-06-01T08:30:00+09:00",
            &quantity("8.0", "X10*3/\u{B5}l"),
        ),
        lab("3", B, "WBC", "2026-07-01", &quantity("84", "X10*2/μL")),
    ]);
    let content = labs(read(Category::Laboratory, &page));
    assert_eq!(content.series.len(), 2);
    let joined = content
        .series
        .iter()
        .find(|s| s.segments.len() == 2)
        .unwrap();
    assert_eq!(joined.item.as_deref(), Some("WBC"));
    assert_eq!(joined.latest.value, "8.0");
    let previous = joined.previous.as_ref().unwrap();
    assert_eq!(previous.value, "12.4");
    assert_eq!(previous.date.as_ref().unwrap().as_str(), "2026-01-10");
    assert_eq!(joined.name, "ＷＢＣ（院内名）");
}

#[test]
fn a_change_of_method_or_range_breaks_the_line_and_so_does_a_gap() {
    let with = |value: &str, low: &str| quantity(value, "mmol/L") + &range(low, "5.0");
    let method =
        quantity("4.3", "mmol/L") + &range("3.6", "5.0") + r#","method":{"text":"電極法"}"#;
    let absent = r#""dataAbsentReason":{"coding":[{"code":"error"}],"text":"溶血"}"#;
    let page = searchset(&[
        lab("1", A, "K", "2026-01-01", &with("4.0", "3.5")),
        lab("2", A, "K", "2026-02-01", &with("4.1", "3.5")),
        lab("3", A, "K", "2026-03-01", &with("4.2", "3.6")),
        lab("4", A, "K", "2026-04-01", &method),
        lab("5", A, "K", "2026-05-01", absent),
        lab("6", A, "K", "2026-06-01", &method),
    ]);
    let content = labs(read(Category::Laboratory, &page));
    assert_eq!(
        content.series.len(),
        1,
        "a missing value joins its facility's series"
    );
    let lengths: Vec<_> = content.series[0]
        .segments
        .iter()
        .map(|s| s.points.len())
        .collect();
    assert_eq!(lengths, [2, 1, 1, 1]);
    let first = &content.series[0].segments[0];
    assert_eq!(
        first.range.as_ref().unwrap().low.as_ref().unwrap().as_str(),
        "3.5"
    );
    assert_eq!(first.points[1].day - first.points[0].day, 31);
}

#[test]
fn unmeasurable_newest_result_is_seen_with_the_value_before_it() {
    let page = searchset(&[
        lab("1", A, "K", "2026-01-01", &quantity("4.0", "mmol/L")),
        lab(
            "2",
            A,
            "K",
            "2026-02-01",
            r#""dataAbsentReason":{"coding":[{"code":"error"}],"text":"溶血のため測定不能"},
            "note":[{"text":"再採血をお願いします"}]"#,
        ),
    ]);
    let series = labs(read(Category::Laboratory, &page)).series.remove(0);
    let reason = Some("溶血のため測定不能".to_owned());
    assert_eq!(
        series.latest.absence,
        Some(Absence::Unmeasurable { reason })
    );
    assert_eq!(series.latest.notes, ["再採血をお願いします"]);
    assert_eq!(series.previous.unwrap().value, "4.0");
}

#[test]
fn a_limit_stays_a_limit() {
    let rest = r#""valueQuantity":{"value":0.10,"comparator":"<","unit":"mg/dL"}"#;
    let page = searchset(&[lab("1", A, "CRP", "2026-01-01", rest)]);
    let series = labs(read(Category::Laboratory, &page)).series.remove(0);
    assert_eq!(series.latest.value, "<0.10");
    assert_eq!(series.segments[0].points[0].limit, Some(Limit::Below));
}

#[test]
fn outside_the_list_only_identical_codes_or_the_same_facility_join() {
    let local = |id: &str, number: &str, code: &str, extra: &str| {
        sent(
            "Observation",
            id,
            number,
            &format!(
                r#""status":"final","code":{{"text":"院内検査Ｘ","coding":[{{"system":
                "http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_ObsLabResult_LocalCode_CS",
                "code":"{code}"}}{extra}]}},"effectiveDateTime":"2026-01-0{id}",{}"#,
                quantity("1.0", "U/L")
            ),
        )
    };
    let jlac = r#",{"system":"urn:oid:1.2.392.200119.4.504","code":"5C095000002302301"}"#;
    let uncoded = r#",{"system":
        "http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_ObsLabResult_Uncoded_CS",
        "code":"99999999999999999"}"#;
    let page = searchset(&[
        local("1", A, "L1", jlac),
        local("2", B, "X9", jlac),
        local("3", A, "L999", uncoded),
        local("4", B, "L999", uncoded),
    ]);
    let content = labs(read(Category::Laboratory, &page));
    let with_previous: Vec<_> = content
        .series
        .iter()
        .map(|s| s.previous.is_some())
        .collect();
    assert_eq!(with_previous.len(), 3);
    assert_eq!(with_previous.iter().filter(|p| **p).count(), 1);
    assert!(content.series.iter().all(|s| s.item.is_none()));
}

#[test]
fn numbers_without_a_unit_never_join_another_facility() {
    let bare = r#""valueQuantity":{"value":4.0}"#;
    let page = searchset(&[
        lab("1", A, "K", "2026-01-01", bare),
        lab("2", B, "K", "2026-02-01", bare),
        lab("3", B, "K", "2026-03-01", &quantity("4.0", "mmol/L")),
    ]);
    assert_eq!(labs(read(Category::Laboratory, &page)).series.len(), 3);
}

#[test]
fn fasting_and_random_glucose_stay_apart() {
    let page = searchset(&[
        lab("1", A, "CBG", "2026-01-01", &quantity("98", "mg/dL")),
        lab("2", A, "BS", "2026-02-01", &quantity("140", "mg/dL")),
    ]);
    assert_eq!(labs(read(Category::Laboratory, &page)).series.len(), 2);
}

#[test]
fn batteries_components_and_contained_members_are_all_there() {
    let page = searchset(&[
        sent(
            "Observation",
            "b",
            A,
            r##""code":{"text":"末梢血"},"effectiveDateTime":"2026-01-01",
            "hasMember":[{"reference":"#m"}],"contained":[{"resourceType":"Observation",
            "id":"m","code":{"text":"網赤血球"},"valueQuantity":{"value":12,"unit":"‰"}}]"##,
        ),
        sent(
            "Observation",
            "g",
            A,
            r#""code":{"text":"血ガス"},"effectiveDateTime":"2026-01-01",
            "component":[{"code":{"text":"pH"},"valueQuantity":{"value":7.38}},
            {"code":{"text":"乳酸"},"dataAbsentReason":{"coding":[{"code":"not-performed"}]}}]"#,
        ),
    ]);
    let section = read(Category::Laboratory, &page);
    assert_eq!(section.entries, 3);
    let content = labs(section);
    let names: Vec<_> = content.series.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["網赤血球", "血ガス pH", "血ガス 乳酸"]);
    assert_eq!(
        content.series[0].latest.date.as_ref().unwrap().as_str(),
        "2026-01-01"
    );
    assert_eq!(content.series[0].latest.facility.number.as_deref(), Some(A));
}

#[test]
fn entered_in_error_is_never_a_result() {
    let wrong = lab("1", A, "K", "2026-01-01", &quantity("9.9", "mmol/L"))
        .replace(r#""status":"final""#, r#""status":"entered-in-error""#);
    assert!(
        labs(read(Category::Laboratory, &searchset(&[wrong])))
            .series
            .is_empty()
    );
}

#[test]
fn a_preliminary_result_says_so_down_to_its_components() {
    let whole = lab("1", A, "K", "2026-11-20", &quantity("4.0", "mmol/L"))
        .replace(r#""status":"final""#, r#""status":"preliminary""#);
    let parts = lab(
        "2",
        A,
        "Na",
        "2026-11-20",
        r#""component":[{"code":{"text":"pH"},"valueQuantity":{"value":7.38}}]"#,
    )
    .replace(r#""status":"final""#, r#""status":"corrected""#);
    let last = lab("3", B, "Cl", "2026-11-20", &quantity("101", "mmol/L"));
    let content = labs(read(
        Category::Laboratory,
        &searchset(&[whole, parts, last]),
    ));
    let notes: Vec<_> = content
        .series
        .iter()
        .map(|series| series.latest.status_note)
        .collect();
    assert!(notes.contains(&Some(ResultStatus::Preliminary)));
    assert!(notes.contains(&Some(ResultStatus::Corrected)));
    assert!(notes.contains(&None));
}

#[test]
fn a_unit_in_doubt_joins_no_series_and_is_told() {
    let doubtful = r#""valueQuantity":{"value":45,"unit":"mg/L","code":"g/dL"}"#;
    let page = searchset(&[
        lab("1", A, "ALB", "2026-01-10", &quantity("41", "mg/L")),
        lab("2", A, "ALB", "2026-02-10", doubtful),
    ]);
    let section = read(Category::Laboratory, &page);
    let codes: Vec<_> = section.problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["unit_differs"]);
    let content = labs(section);
    let units: Vec<_> = content
        .series
        .iter()
        .filter_map(|s| s.unit.as_deref())
        .collect();
    assert_eq!(content.series.len(), 2);
    assert!(units.contains(&"mg/L") && units.contains(&"mg/L（コードは g/dL）"));
}

#[test]
fn of_two_values_both_are_shown_and_neither_is_drawn() {
    let twice =
        r#""valueQuantity":{"value":5,"unit":"mg/dL"},"valueQuantity":{"value":50,"unit":"mg/dL"}"#;
    let page = searchset(&[
        lab("1", A, "ALB", "2026-01-10", &quantity("4", "mg/dL")),
        lab("2", A, "ALB", "2026-02-10", twice),
    ]);
    let section = read(Category::Laboratory, &page);
    let codes: Vec<_> = section.problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["repeated_member"]);
    let content = labs(section);
    let both = content
        .series
        .iter()
        .find(|s| s.latest.value == "5 mg/dL ／ 50 mg/dL")
        .unwrap();
    assert!(both.segments.is_empty() && both.latest.number.is_none());
    assert_eq!(content.series.len(), 2);
}

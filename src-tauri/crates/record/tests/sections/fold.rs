use record::vocabulary::Category;

use crate::support::{labs, read, searchset, sent};

const CORE: &str =
    "http://jpfhir.jp/fhir/clins/CodeSystem/JLAC10/JP_CLINS_ObsLabResult_CoreLabo_CS";

fn lab(display: &str, flag: Option<&str>) -> String {
    let flag = flag.map_or(String::new(), |code| {
        format!(
            r#","interpretation":[{{"coding":[{{"code":"{code}","system":
            "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"}}]}}]"#
        )
    });
    sent(
        "Observation",
        display,
        "1310000001",
        &format!(
            r#""code":{{"coding":[{{"system":"{CORE}","code":"x","display":"{display}"}}]}},
            "effectiveDateTime":"2026-01-01","valueQuantity":{{"value":1,"unit":"u"}}{flag}"#
        ),
    )
}

/// All but the first six are outside the short list.
const ITEMS: [&str; 24] = [
    "TP",
    "ALB",
    "CK",
    "ALP",
    "ChE",
    "AMY",
    "AST",
    "ALT",
    "LD",
    "GGT",
    "Cre",
    "UA",
    "BUN",
    "BG",
    "HbA1c-NGSP",
    "LDL-C",
    "Na",
    "K",
    "WBC",
    "Hb",
    "PLT",
    "CRP",
    "T-CHO",
    "Ca",
];

#[test]
fn common_items_in_front_and_every_flagged_one() {
    let all: Vec<String> = ITEMS
        .iter()
        .map(|item| match *item {
            "Ca" => lab(item, Some("HH")),
            "AMY" => lab(item, Some("N")),
            other => lab(other, None),
        })
        .collect();
    let content = labs(read(Category::Laboratory, &searchset(&all)));
    let fold = content.fold;
    assert_eq!((fold.shown, fold.hidden), (16, 8));
    assert_eq!((fold.hidden_flagged, fold.hidden_without_flag), (0, 7));
    let front: Vec<_> = content
        .series
        .iter()
        .take(16)
        .filter_map(|s| s.item.as_deref())
        .collect();
    assert_eq!(front[0], "AST", "the order of the shared list");
    assert!(front.contains(&"Ca") && front.contains(&"CRP") && !front.contains(&"TP"));
    assert_eq!(content.series.len(), 24);
}

#[test]
fn a_short_list_is_filled_up_and_positive_counts_as_flagged() {
    let few: Vec<String> = ITEMS.iter().take(6).map(|item| lab(item, None)).collect();
    let content = labs(read(Category::Laboratory, &searchset(&few)));
    assert_eq!((content.fold.shown, content.fold.hidden), (6, 0));
    let mut many: Vec<String> = ITEMS.iter().map(|item| lab(item, None)).collect();
    many.push(sent(
        "Observation",
        "urine",
        "1310000001",
        r#""code":{"text":"便潜血"},"effectiveDateTime":"2020-01-01","valueCodeableConcept":
        {"coding":[{"system":"urn:oid:1.2.392.200119.6.2100","code":"1"}]}"#,
    ));
    let content = labs(read(Category::Laboratory, &searchset(&many)));
    assert_eq!(content.fold.shown, 16);
    assert_eq!(content.series[15].name, "便潜血");
    assert_eq!(content.series[15].latest.value, "陽性");
}

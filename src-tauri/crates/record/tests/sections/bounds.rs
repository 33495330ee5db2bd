//! What the rows of a section say may not grow faster than the answer, and what is told apart from each
//! other among thousands is told apart as among few.

use record::vocabulary::Category;

use super::support::{allergies, bundle, drugs, labs, read, searchset, sent};

/// Words of a section of `rows` rows that share one name of so many characters.
fn written(category: Category, answer: impl Fn(&str, usize) -> Vec<u8>, scale: usize) -> usize {
    let name = "長".repeat(1_000 * scale);
    let section = read(category, &answer(&name, 100 * scale));
    assert_eq!(section.entries, 100 * scale);
    serde_json::to_string(&section.content).unwrap().len()
}

fn grows_as_the_answer(category: Category, answer: impl Fn(&str, usize) -> Vec<u8>) {
    let (once, again) = (written(category, &answer, 1), written(category, &answer, 2));
    assert!(again < once * 5 / 2, "{category:?}: {once} {again}");
}

#[test]
fn a_long_name_that_rows_share_is_not_repeated_in_full() {
    grows_as_the_answer(Category::Condition, |name, rows| {
        let mut all = vec![format!(
            r#"{{"resourceType":"Organization","id":"o","name":"{name}"}}"#
        )];
        all.extend((0..rows).map(|at| {
            format!(
                r#"{{"resourceType":"Condition","code":{{"text":"c{at}"}},"recorder":{{"reference":"Organization/o"}}}}"#
            )
        }));
        searchset(&all)
    });
    grows_as_the_answer(Category::Prescription, |name, rows| {
        let mut all = vec![format!(
            r#"{{"resourceType":"Medication","id":"m","code":{{"text":"{name}"}}}}"#
        )];
        all.extend((0..rows).map(|at| {
            sent(
                "MedicationRequest",
                &at.to_string(),
                "1319999999",
                r#""medicationReference":{"reference":"Medication/m"}"#,
            )
        }));
        searchset(&all)
    });
    grows_as_the_answer(Category::Laboratory, |name, rows| {
        let components: Vec<_> = (0..rows)
            .map(|at| format!(r#"{{"code":{{"text":"c{at}"}},"valueString":"v"}}"#))
            .collect();
        searchset(&[format!(
            r#"{{"resourceType":"Observation","code":{{"text":"{name}"}},"component":[{}]}}"#,
            components.join(",")
        )])
    });
}

#[test]
fn a_long_name_of_one_heading_is_not_repeated_for_each_of_its_items() {
    let written = |scale: usize| {
        let name = "長".repeat(1_000 * scale);
        let members = 100 * scale;
        let references: Vec<_> = (0..members)
            .map(|at| format!(r#"{{"reference":"Observation/{at}"}}"#))
            .collect();
        let mut all = vec![format!(
            r#"{{"resourceType":"Observation","id":"g","code":{{"text":"{name}"}},"hasMember":[{}]}}"#,
            references.join(",")
        )];
        all.extend((0..members).map(|at| {
            format!(
                r#"{{"resourceType":"Observation","id":"{at}","code":{{"text":"c{at}"}},"valueString":"v"}}"#
            )
        }));
        let section = read(Category::Checkup, &bundle("document", "", &all));
        serde_json::to_string(&section.content).unwrap().len()
    };
    let (once, again) = (written(1), written(2));
    assert!(again < once * 5 / 2, "{once} {again}");
}

#[test]
fn rows_of_one_identifier_are_numbered_and_copies_are_one() {
    let resources: Vec<_> = (0..600)
        .map(|at| {
            let note = at / 2;
            let rest = format!(
                r#""category":["medication"],"code":{{"text":"x"}},"note":[{{"text":"{note}"}}]"#
            );
            sent("AllergyIntolerance", "same", "1319999999", &rest)
        })
        .collect();
    let content = allergies(read(Category::DrugAllergy, &searchset(&resources)));
    let keys: Vec<_> = content.items.iter().map(|row| row.key.0.as_str()).collect();
    assert_eq!(keys.len(), 300);
    assert!(!keys[0].contains('~') && keys[1].ends_with("~2") && keys[299].ends_with("~300"));
}

#[test]
fn fills_of_many_origins_are_joined_in_the_order_sent() {
    let fill = |id: usize, source: &str| {
        let rest = format!(
            r#""meta":{{"source":"{source}"}},"medicationCodeableConcept":{{"text":"見本錠"}},"authoredOn":"2026-10-01""#
        );
        sent("MedicationRequest", &id.to_string(), "1319999999", &rest)
    };
    let dispensed = |id: usize| {
        let rest = r#""medicationCodeableConcept":{"text":"見本錠"},"whenHandedOver":"2026-10-01""#;
        sent("MedicationDispense", &id.to_string(), "1319999999", rest)
    };
    let mut all: Vec<_> = (0..40).map(|id| fill(id, "")).collect();
    all.extend((40..70).map(dispensed));
    let content = drugs(read(Category::Prescription, &searchset(&all)));
    let groups = [
        content.current,
        content.ended,
        content.unknown,
        content.older,
    ];
    let rows: Vec<_> = groups.into_iter().flatten().collect();
    // Two of one origin are two fills; of forty, thirty were dispensed.
    assert_eq!(rows.len(), 40);
    let joined = rows.iter().filter(|row| row.origins.len() == 2).count();
    assert_eq!(joined, 30);
}

#[test]
fn a_result_without_a_value_joins_the_one_series_of_its_facility() {
    let result = |id: &str, facility: &str, value: &str| {
        let rest = format!(
            r#""code":{{"coding":[{{"system":"x/CoreLabo","code":"C","display":"見本"}}]}},{value}"#
        );
        sent("Observation", id, facility, &rest)
    };
    let in_unit = |unit: &str| format!(r#""valueQuantity":{{"value":5,"unit":"{unit}"}}"#);
    let absent = r#""dataAbsentReason":{"text":"測定不能"}"#;
    let rows = |results: &[String]| {
        let content = labs(read(Category::Laboratory, &searchset(results)));
        content.series.len()
    };
    let one = [
        result("1", "1319999999", &in_unit("mg/dL")),
        result("2", "1319999999", absent),
        result("3", "1319999999", absent),
    ];
    assert_eq!(rows(&one), 1);
    let two = [
        result("1", "1319999999", &in_unit("mg/dL")),
        result("2", "1319999999", &in_unit("U/L")),
        result("3", "1319999999", absent),
        result("4", "1319999999", absent),
    ];
    assert_eq!(rows(&two), 3);
    let elsewhere = [
        result("1", "1319999999", &in_unit("mg/dL")),
        result("2", "1311111111", absent),
        result("3", "1311111111", absent),
    ];
    assert_eq!(rows(&elsewhere), 2);
}

#[test]
fn more_components_than_any_panel_has_are_told_and_not_all_drawn() {
    let panel = |components: usize| {
        let component = |at| format!(r#"{{"code":{{"text":"c{at}"}},"valueString":"{at}"}}"#);
        let all: Vec<_> = (0..components).map(component).collect();
        searchset(&[format!(
            r#"{{"resourceType":"Observation","code":{{"text":"panel"}},"component":[{}]}}"#,
            all.join(",")
        )])
    };
    let told = |components: usize| {
        let section = read(Category::Laboratory, &panel(components));
        let codes = section.problems.iter().map(|problem| problem.code);
        let cut = codes.filter(|code| *code == "too_many_components").count();
        (section.entries, cut)
    };
    assert_eq!(told(20_000), (20_000, 0));
    assert_eq!(told(20_001), (20_000, 1));
}

use record::section;
use record::vocabulary::Category;

use super::{document, item, number, row};
use crate::support::{checkups, held, read, today};

#[test]
fn method_variants_share_a_row_over_reports_and_meanings_do_not() {
    let new = document(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            number("3F050000002327101", "総コレステロール", "201", ""),
            number("3D010000001926101", "空腹時血糖", "98", ""),
        ],
    );
    let old = document(
        "a^2025^1",
        "10",
        "2025-04-08",
        &[
            number("3F050000002399901", "総コレステロール", "195.0", ""),
            number("3D010129901926101", "随時血糖", "140", ""),
        ],
    );
    let sets = [held(&old), held(&new)];
    let content = checkups(section(Category::Checkup, &sets, today()));
    let dates: Vec<_> = content
        .reports
        .iter()
        .map(|r| r.date.as_ref().unwrap().as_str())
        .collect();
    assert_eq!(dates, ["2026-04-10", "2025-04-08"]);
    let joined = row(&content, "総コレステロール");
    let values: Vec<_> = joined
        .cells
        .iter()
        .map(|c| c.as_ref().unwrap().result.value.as_str())
        .collect();
    assert_eq!(values, ["201", "195.0"]);
    assert_eq!(joined.unit.as_deref(), Some("u"));
    assert!(row(&content, "空腹時血糖").cells[1].is_none());
    assert!(row(&content, "随時血糖").cells[0].is_none());
    assert!(content.rows.iter().all(|r| r.cells.len() == 2));
}

#[test]
fn the_fixed_list_and_flagged_items_are_prominent() {
    let flag = r#","interpretation":[{"coding":[{"code":"H"}],"text":"H"}]"#;
    let page = document(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            number("9N001000000000001", "身長", "158.3", ""),
            number("9N011000000000001", "BMI", "26.0", ""),
            number("3J010000002327101", "総ビリルビン", "1.8", flag),
        ],
    );
    let content = checkups(read(Category::Checkup, &page));
    assert!(!row(&content, "身長").prominent);
    assert!(row(&content, "BMI").prominent);
    assert!(row(&content, "総ビリルビン").prominent);
}

#[test]
fn a_finding_brings_its_words_in_front_of_the_fold() {
    let found = |code: &str| {
        format!(
            r#","valueCodeableConcept":{{"coding":[{{"code":"{code}","system":
            "urn:oid:1.2.392.200119.6.2002"}}]}}"#
        )
    };
    let page = |code: &str| {
        document(
            "a^2026^1",
            "10",
            "2026-04-10",
            &[
                item(
                    "1",
                    "9F130160700000011",
                    "腹部超音波(所見の有無)",
                    &found(code),
                ),
                item(
                    "2",
                    "9F130160800000049",
                    "腹部超音波(所見)",
                    r#","valueString":"胆石""#,
                ),
            ],
        )
    };
    let prominent = |code: &str| {
        let content = checkups(read(Category::Checkup, &page(code)));
        row(&content, "腹部超音波(所見)").prominent
    };
    assert!(prominent("1"));
    assert!(!prominent("2"));
}

#[test]
fn blood_pressure_variants_share_the_row_and_none_is_lost() {
    let page = document(
        "a^2026^1",
        "10",
        "2026-04-10",
        &[
            number("9A751000000000001", "収縮期血圧(1回目)", "150", ""),
            number("9A755000000000001", "収縮期血圧(その他)", "142", ""),
        ],
    );
    let content = checkups(read(Category::Checkup, &page));
    assert_eq!(content.rows.len(), 1);
    let cell = content.rows[0].cells[0].as_ref().unwrap();
    assert_eq!(cell.result.value, "142");
    assert_eq!(cell.details[0].label, "収縮期血圧(1回目)");
    assert_eq!(cell.details[0].text, "150 u");
}

use record::mark_changes;
use record::view::{RowMark, SectionContent};
use record::vocabulary::Category;

use crate::support::{conditions, read, searchset, sent};

fn condition(id: &str, text: &str, rest: &str) -> String {
    sent(
        "Condition",
        id,
        "1319999999",
        &format!(r#""code":{{"text":"{text}","coding":[{{"code":"C{id}"}}]}}{rest}"#),
    )
}

fn content(resources: &[String]) -> SectionContent {
    read(Category::Condition, &searchset(resources)).content
}

#[test]
fn new_changed_and_gone_rows_are_marked_and_counted() {
    let before = content(&[
        condition("1", "喘息", ""),
        condition("2", "痛風", ""),
        condition("3", "骨折", ""),
    ]);
    let mut now = content(&[
        condition("1", "喘息", ""),
        condition("2", "痛風", r#","abatementDateTime":"2026-01-01""#),
        condition("4", "高血圧症", ""),
    ]);
    let changes = mark_changes(&mut now, &before);
    assert_eq!((changes.added, changes.changed, changes.removed), (1, 1, 1));
    let SectionContent::Condition(now) = now else {
        unreachable!()
    };
    let mark = |text: &str| {
        now.items
            .iter()
            .chain(&now.ended)
            .find(|r| r.text == text)
            .map(|r| r.mark)
    };
    assert_eq!(mark("喘息"), Some(RowMark::None));
    assert_eq!(mark("痛風"), Some(RowMark::Changed));
    assert_eq!(mark("高血圧症"), Some(RowMark::New));
}

#[test]
fn marks_themselves_are_no_change_and_sections_are_not_mixed() {
    let mut before = content(&[condition("1", "喘息", "")]);
    let empty = content(&[]);
    assert_eq!(mark_changes(&mut before, &empty).added, 1);
    let mut again = content(&[condition("1", "喘息", "")]);
    assert_eq!(
        mark_changes(&mut again, &before),
        record::Changes::default()
    );
    let other = read(Category::Prescription, &searchset(&[])).content;
    assert_eq!(mark_changes(&mut again, &other), record::Changes::default());
}

#[test]
fn the_same_row_keeps_its_key_when_ids_and_order_change() {
    let first = searchset(&[condition("1", "喘息", ""), condition("2", "痛風", "")]);
    let second = searchset(&[
        condition("2", "痛風", "").replace(r#""id":"2""#, r#""id":"other""#),
        condition("1", "喘息", "").replace(r#""id":"1""#, r#""id":"new""#),
    ]);
    let keys = |part: &[u8]| {
        let mut keys: Vec<_> = conditions(read(Category::Condition, part))
            .items
            .into_iter()
            .map(|r| r.key)
            .collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&first), keys(&second));
}

#[test]
fn a_report_changes_with_any_of_its_cells() {
    let report = |value: &str| {
        let page = crate::checkup::document(
            "1319999999^2026^K1",
            "10",
            "2026-04-10",
            &[crate::checkup::number(
                "9N006000000000001",
                "体重",
                value,
                "",
            )],
        );
        read(Category::Checkup, &page).content
    };
    let mut now = report("61.0");
    let changes = mark_changes(&mut now, &report("61.5"));
    assert_eq!((changes.added, changes.changed, changes.removed), (0, 1, 0));
    assert_eq!(
        mark_changes(&mut report("61.0"), &report("61.0")).changed,
        0
    );
}

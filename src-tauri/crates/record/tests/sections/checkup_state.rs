use jiff::civil::date;
use record::view::ReportState;
use record::vocabulary::Category;
use record::{HeldSet, document_key, section};

use crate::checkup::{document, number};
use crate::support::{bundle, checkups, earlier, held, searchset, today};

fn report(identifier: &str, category: &str, day: &str) -> Vec<u8> {
    document(
        identifier,
        category,
        day,
        &[number("9N006000000000001", "体重", "61.5", "")],
    )
}

#[test]
fn a_report_not_returned_stays_and_says_so() {
    let page = report("a^2026^1", "10", "2026-04-10");
    let set = HeldSet {
        returned: false,
        ..held(&page)
    };
    let content = checkups(section(Category::Checkup, &[set], today()));
    assert_eq!(content.reports[0].state, ReportState::NotReturned);
    assert_eq!(content.rows.len(), 1);
}

#[test]
fn a_deletion_over_an_earlier_version_is_never_drawn_as_results() {
    let before = report("a^2026^1", "10", "2026-04-10");
    for code in ["19", "49", "69", "79", "89"] {
        let deletion = report("a^2026^1", code, "2026-04-10");
        assert!(document_key(&deletion).unwrap().unwrap().deletion);
        let set = HeldSet {
            earlier: vec![earlier(date(2026, 5, 1), &before)],
            ..held(&deletion)
        };
        let content = checkups(section(Category::Checkup, &[set], today()));
        assert_eq!(content.reports.len(), 1);
        assert_eq!(content.reports[0].state, ReportState::Deleted);
        assert!(content.rows.is_empty(), "{code}");
        assert!(content.reports[0].judgements.is_empty());
    }
}

#[test]
fn a_deletion_held_as_a_set_of_its_own_deletes_the_report_too() {
    let page = report("a^2026^1", "10", "2026-04-10");
    let deletion = report("a^2026^1", "19", "2026-04-10");
    let other = report("a^2025^1", "10", "2025-04-10");
    let sets = [held(&page), held(&deletion), held(&other)];
    let content = checkups(section(Category::Checkup, &sets, today()));
    let states: Vec<_> = content.reports.iter().map(|r| r.state).collect();
    assert_eq!(states, [ReportState::Deleted, ReportState::Current]);
    assert!(content.rows[0].cells[0].is_none() && content.rows[0].cells[1].is_some());
}

#[test]
fn a_document_with_only_its_patient_deletes() {
    let before = report("a^2026^1", "10", "2026-04-10");
    let only_patient = bundle(
        "document",
        r#""identifier":{"value":"a^2026^1"},"#,
        &[r#"{"resourceType":"Patient","id":"p"}"#.to_owned()],
    );
    let set = HeldSet {
        earlier: vec![earlier(date(2026, 5, 1), &before)],
        ..held(&only_patient)
    };
    let content = checkups(section(Category::Checkup, &[set], today()));
    assert_eq!(content.reports[0].state, ReportState::Deleted);
    assert_eq!(
        content.reports[0].date.as_ref().unwrap().as_str(),
        "2026-04-10"
    );
    assert!(content.rows.is_empty());
}

#[test]
fn a_list_of_references_is_no_report_and_two_routes_point_to_each_other() {
    let list = searchset(&[r#"{"resourceType":"DocumentReference","id":"1"}"#.to_owned()]);
    let one = report("a^2026^1", "10", "2026-04-10");
    let two = report("b^2026^7", "40", "2026-04-10");
    let content = checkups(section(
        Category::Checkup,
        &[held(&list), held(&one), held(&two)],
        today(),
    ));
    assert_eq!(content.reports.len(), 2);
    let other = |i: usize| {
        content.reports[i]
            .possibly_same_as
            .as_ref()
            .unwrap()
            .0
            .as_str()
    };
    assert_eq!((other(0), other(1)), ("b^2026^7", "a^2026^1"));
    assert!(content.rows[0].cells.iter().all(Option::is_some));
}

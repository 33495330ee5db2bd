use jiff::civil::date;
use record::vocabulary::Category;
use record::{HeldSet, section};

use crate::support::{bundle, conditions, earlier, held, infections, labs, searchset, sent, today};

fn condition(id: &str, text: &str, rest: &str) -> String {
    sent(
        "Condition",
        id,
        "1319999999",
        &format!(r#""code":{{"text":"{text}"}}{rest}"#),
    )
}

const REFUTED: &str = r#","verificationStatus":{"coding":[{"code":"refuted"}]}"#;

#[test]
fn a_row_gone_from_the_newest_version_is_withdrawn_with_its_last_day() {
    let oldest = searchset(&[condition("1", "喘息", ""), condition("2", "痛風", "")]);
    let older = searchset(&[condition("1", "喘息", ""), condition("3", "骨折", "")]);
    // Resource ids and order change from fetch to fetch.
    let newest = searchset(&[condition("1", "喘息", "").replace(r#""id":"1""#, r#""id":"z9""#)]);
    let set = HeldSet {
        earlier: vec![
            earlier(date(2026, 10, 1), &older),
            earlier(date(2026, 9, 1), &oldest),
        ],
        ..held(&newest)
    };
    let content = conditions(section(Category::Condition, &[set], today()));
    assert_eq!(content.items.len(), 1);
    let gone: Vec<_> = content
        .withdrawn
        .iter()
        .map(|r| (r.text.as_str(), r.last_supplied.as_ref().unwrap().as_str()))
        .collect();
    assert_eq!(gone, [("骨折", "2026-10-01"), ("痛風", "2026-09-01")]);
}

#[test]
fn refuted_and_undelivered_rows_are_not_withdrawn_ones() {
    let tag = r#","meta":{"tag":[{"code":"UNDELIVERED"}]}"#;
    let older = searchset(&[condition("1", "肺結核", ""), condition("2", "うつ状態", "")]);
    let newest = searchset(&[
        condition("1", "肺結核", REFUTED),
        condition("2", "うつ状態", tag),
    ]);
    let set = HeldSet {
        earlier: vec![earlier(date(2026, 10, 1), &older)],
        ..held(&newest)
    };
    let content = conditions(section(Category::Condition, &[set], today()));
    assert!(content.items.is_empty() && content.withdrawn.is_empty());
    assert_eq!(content.undelivered, 1);
}

#[test]
fn a_cancelled_set_leaves_nothing_but_an_empty_answer_withdraws() {
    let older = bundle("collection", "", &[condition("1", "喘息", "")]);
    let patient = r#"{"resourceType":"Patient","id":"p"}"#.to_owned();
    let cancelled = bundle("collection", "", std::slice::from_ref(&patient));
    let set = HeldSet {
        earlier: vec![earlier(date(2026, 10, 1), &older)],
        ..held(&cancelled)
    };
    let told = section(Category::Condition, &[set], today());
    assert!(told.problems.iter().any(|p| p.code == "set_cancelled"));
    assert!(conditions(told).withdrawn.is_empty());

    let empty = searchset(&[patient]);
    let set = HeldSet {
        earlier: vec![earlier(date(2026, 10, 1), &older)],
        ..held(&empty)
    };
    let told = section(Category::Condition, &[set], today());
    assert_eq!(told.entries, 0);
    assert_eq!(conditions(told).withdrawn.len(), 1);
}

#[test]
fn a_cancellation_may_name_its_sender_but_must_be_read_whole() {
    let older = bundle("collection", "", &[condition("1", "喘息", "")]);
    let parties = ["Patient", "Organization", "Practitioner", "Encounter"]
        .map(|kind| format!(r#"{{"resourceType":"{kind}"}}"#));
    let untyped = bundle("", "", &parties);
    let untyped = String::from_utf8(untyped).unwrap();
    let untyped = untyped.replace(r#""type":"","#, "").into_bytes();
    let withdrawn = |parts: Vec<&[u8]>| {
        let set = HeldSet {
            earlier: vec![earlier(date(2026, 10, 1), &older)],
            parts,
            ..held(&untyped)
        };
        let told = section(Category::Condition, &[set], today());
        let cancelled = told.problems.iter().any(|p| p.code == "set_cancelled");
        (cancelled, conditions(told).withdrawn.len())
    };
    assert_eq!(withdrawn(vec![&untyped]), (true, 0));
    assert_eq!(withdrawn(vec![&untyped, b"garbage"]), (false, 0));
}

#[test]
fn what_was_cancelled_in_between_does_not_come_back_as_withdrawn() {
    let oldest = bundle("collection", "", &[condition("1", "喘息", "")]);
    let cancelled = bundle(
        "collection",
        "",
        &[r#"{"resourceType":"Patient"}"#.to_owned()],
    );
    let newest = bundle("collection", "", &[condition("2", "痛風", "")]);
    let set = HeldSet {
        earlier: vec![
            earlier(date(2026, 10, 1), &cancelled),
            earlier(date(2026, 9, 1), &oldest),
        ],
        ..held(&newest)
    };
    assert!(
        conditions(section(Category::Condition, &[set], today()))
            .withdrawn
            .is_empty()
    );
}

#[test]
fn nothing_is_withdrawn_by_an_answer_that_could_not_be_read() {
    let older = searchset(&[condition("1", "喘息", "")]);
    let set = HeldSet {
        earlier: vec![earlier(date(2026, 10, 1), &older)],
        ..held(b"garbage")
    };
    let told = section(Category::Condition, &[set], today());
    assert_eq!(told.problems[0].code, "not_json");
    assert!(conditions(told).withdrawn.is_empty());
}

#[test]
fn a_row_that_moved_to_another_set_is_not_withdrawn() {
    let older = searchset(&[condition("1", "喘息", "")]);
    let empty = searchset(&[]);
    let first = HeldSet {
        earlier: vec![earlier(date(2026, 10, 1), &older)],
        ..held(&empty)
    };
    let content = conditions(section(
        Category::Condition,
        &[first, held(&older)],
        today(),
    ));
    assert_eq!((content.items.len(), content.withdrawn.len()), (1, 0));
}

#[test]
fn a_set_not_returned_stays_with_its_last_copy() {
    let page = searchset(&[condition("1", "喘息", "")]);
    let set = HeldSet {
        returned: false,
        ..held(&page)
    };
    let content = conditions(section(Category::Condition, &[set], today()));
    assert_eq!((content.items.len(), content.withdrawn.len()), (1, 0));
}

#[test]
fn one_identifier_on_two_resources_makes_two_rows() {
    let one = condition("1", "喘息", "");
    let twin = condition("1", "喘息", r#","onsetDateTime":"2020""#).replace("喘息", "気管支喘息");
    let same_code = |text: &str| {
        condition("9", text, "").replace(r#""code":{"#, r#""code":{"coding":[{"code":"X1"}],"#)
    };
    let page = searchset(&[one.clone(), one, twin, same_code("甲"), same_code("乙")]);
    let content = conditions(crate::support::read(Category::Condition, &page));
    assert_eq!(content.items.len(), 4, "an exact copy is one row");
    let mut keys: Vec<_> = content.items.iter().map(|r| r.key.clone()).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 4);
}

#[test]
fn results_no_longer_supplied_are_told_apart_from_the_series() {
    let result = |id: &str, system: &str, day: &str| {
        sent(
            "Observation",
            id,
            "1319999999",
            &format!(
                r#""code":{{"text":"K","coding":[{{"system":"{system}","code":"1","display":"K"}}]}},
                "effectiveDateTime":"{day}","valueQuantity":{{"value":4.0,"unit":"mmol/L"}}"#
            ),
        )
    };
    for (category, system) in [
        (
            Category::Laboratory,
            "http://x/JP_CLINS_ObsLabResult_CoreLabo_CS",
        ),
        (
            Category::Infection,
            "http://x/JP_CLINS_ObsLabResult_InfectionLabo_CS",
        ),
    ] {
        let older = searchset(&[
            result("1", system, "2026-01-01"),
            result("2", system, "2026-02-01"),
        ]);
        let newest = searchset(&[result("2", system, "2026-02-01")]);
        let set = HeldSet {
            earlier: vec![earlier(date(2026, 10, 1), &older)],
            ..held(&newest)
        };
        let told = section(category, &[set], today());
        let withdrawn = match category {
            Category::Laboratory => {
                let content = labs(told);
                assert!(content.series[0].previous.is_none());
                content.withdrawn[0].last_supplied.clone()
            }
            _ => infections(told).withdrawn[0].last_supplied.clone(),
        };
        assert_eq!(withdrawn.unwrap().as_str(), "2026-10-01");
    }
}

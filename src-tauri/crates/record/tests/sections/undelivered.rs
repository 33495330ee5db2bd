use record::view::SectionContent;
use record::vocabulary::Category;
use record::{HeldSet, section};

use crate::checkup::{document, number};
use crate::support::{bundle, checkups, earlier, held, read, searchset, sent, today};

const TAG: &str = r#","meta":{"tag":[{"code":"UNDELIVERED"}]}"#;
const SECRET: &str = "出してはならない";

/// A resource of the category, named [`SECRET`] and 未提供.
fn undelivered(category: Category) -> String {
    let code = |system: &str| {
        format!(
            r#""code":{{"text":"{SECRET}","coding":[{{"system":"{system}","code":"1","display":
            "{SECRET}"}}]}},"effectiveDateTime":"2026-01-01","valueString":"{SECRET}"{TAG}"#
        )
    };
    let drug = format!(r#""category":["medication"],"code":{{"text":"{SECRET}"}}{TAG}"#);
    let plain = format!(r#""code":{{"text":"{SECRET}"}}{TAG}"#);
    let medication = format!(r#""medicationCodeableConcept":{{"text":"{SECRET}"}}{TAG}"#);
    let (kind, rest) = match category {
        Category::DrugAllergy => ("AllergyIntolerance", drug),
        Category::OtherAllergy => ("AllergyIntolerance", plain),
        Category::Condition => ("Condition", plain),
        Category::Infection => (
            "Observation",
            code("http://x/JP_CLINS_ObsLabResult_InfectionLabo_CS"),
        ),
        Category::Laboratory | Category::Checkup => ("Observation", code("urn:x")),
        Category::Prescription => ("MedicationRequest", medication),
        Category::Document => ("Composition", format!(r#""title":"{SECRET}"{TAG}"#)),
    };
    sent(kind, "1", "1319999999", &rest)
}

#[test]
fn every_section_counts_what_it_may_not_show() {
    for category in Category::WITH_DOCUMENTS {
        let page = match category {
            Category::Checkup => document("a^2026^1", "10", "2026-04-10", &[undelivered(category)]),
            Category::Document => bundle("document", "", &[undelivered(category)]),
            _ => searchset(&[undelivered(category)]),
        };
        let told = read(category, &page);
        assert_eq!(told.undelivered, 1, "{category:?}");
        // The report around an item of a 健診 is shown.
        let shown = usize::from(category == Category::Checkup);
        assert_eq!(told.entries, shown, "{category:?}");
        assert!(!format!("{:?}", told.content).contains(SECRET));
        if let SectionContent::Condition(content) = &told.content {
            assert_eq!(content.undelivered, 1);
        }
    }
}

#[test]
fn a_whole_report_may_be_undelivered() {
    let weight = number("9N006000000000001", "体重", "61.5", "");
    let page = document("a^2026^1", "10", "2026-04-10", &[weight]);
    let kept_back = String::from_utf8(page.clone()).unwrap().replacen(
        r#""resourceType":"Composition""#,
        &format!(r#""resourceType":"Composition"{TAG}"#),
        1,
    );
    let set = HeldSet {
        earlier: vec![earlier(jiff::civil::date(2026, 5, 1), &page)],
        ..held(kept_back.as_bytes())
    };
    let told = section(Category::Checkup, &[set], today());
    assert_eq!((told.entries, told.undelivered), (0, 1));
    let content = checkups(told);
    assert!(content.reports.is_empty() && content.rows.is_empty());
}

#[test]
fn a_contained_result_with_the_tag_is_kept_back_alone() {
    let panel = sent(
        "Observation",
        "p",
        "1319999999",
        &format!(
            r##""code":{{"text":"血算"}},"effectiveDateTime":"2026-01-01",
            "hasMember":[{{"reference":"#a"}},{{"reference":"#b"}}],"contained":[
            {{"resourceType":"Observation","id":"a","code":{{"text":"見せる"}},"valueString":"1"}},
            {{"resourceType":"Observation","id":"b","code":{{"text":"{SECRET}"}},
            "valueString":"2"{TAG}}}]"##
        ),
    );
    let told = read(Category::Laboratory, &searchset(&[panel]));
    assert_eq!((told.entries, told.undelivered), (1, 1));
    assert!(!format!("{:?}", told.content).contains(SECRET));
}

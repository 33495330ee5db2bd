//! What holds for an answer as a whole, and whom its head names.

use record::view::SheetView;
use record::vocabulary::{Gender, Identity, PartialDate};
use record::{CardMark, PatientMatch, match_patient, stated_patient};

use crate::support::{bundle, checkup, observation, reading, says};

const DISEASE: &str = r#"{"resourceType":"Condition","code":{"text":"胃癌"}}"#;

fn letter(header: &str, section: &str) -> String {
    let composition = format!(
        r#"{{"resourceType":"Composition","title":"紹介状"{header},"section":[{{"title":"傷病名"{section},"entry":[{{"reference":"urn:uuid:1"}}]}}]}}"#
    );
    bundle("document", &[&composition, DISEASE])
}

fn codes(json: &str) -> Vec<(&'static str, String)> {
    let problems = reading(json).problems.into_iter();
    problems.map(|p| (p.code, p.pointer)).collect()
}

#[test]
fn a_withdrawn_or_modified_document_says_so_before_everything_in_it() {
    let header = "/entry/0/resource".to_owned();
    let modifier = r#","modifierExtension":[{"url":"urn:x","valueBoolean":true}]"#;
    for (head, section, mark, problem) in [
        (
            r#","status":"entered-in-error""#,
            "",
            CardMark::EnteredInError,
            ("document_in_error", header.clone()),
        ),
        (
            modifier,
            "",
            CardMark::Modified,
            ("modifier_extension", header.clone()),
        ),
        (
            "",
            modifier,
            CardMark::Modified,
            ("modifier_extension", header.clone()),
        ),
        (
            r#","implicitRules":"urn:r""#,
            "",
            CardMark::ImplicitRules,
            ("implicit_rules", header.clone()),
        ),
    ] {
        let json = letter(head, section);
        assert_eq!(reading(&json).marks, [mark]);
        assert_eq!(codes(&json), [problem]);
        let mut sheet = SheetView::default();
        sheet.add(&reading(&json), |_| true);
        assert_eq!(sheet.blocks[0].title, "傷病名");
        assert!(sheet.blocks.iter().all(|block| block.marks == [mark]));
    }
    let plain = letter(r#","status":"final""#, "");
    assert_eq!((reading(&plain).marks, codes(&plain)), (vec![], vec![]));
}

#[test]
fn rules_and_modifiers_of_the_frame_hold_for_all_and_those_of_an_entry_do_not() {
    let frame = |members: &str| {
        let head = format!(r#"{{{members},"resourceType""#);
        bundle("collection", &[DISEASE, DISEASE]).replacen(r#"{"resourceType""#, &head, 1)
    };
    let rules = frame(r#""implicitRules":"urn:r""#);
    assert_eq!(reading(&rules).marks, [CardMark::ImplicitRules]);
    assert_eq!(codes(&rules), [("implicit_rules", String::new())]);
    let modified = frame(r#""modifierExtension":[{"url":"urn:x","valueBoolean":true}]"#);
    assert_eq!(reading(&modified).marks, [CardMark::Modified]);
    let inside = DISEASE.replacen('{', r#"{"implicitRules":"urn:r","#, 1);
    let json = bundle("collection", &[&inside, DISEASE]);
    assert_eq!(reading(&json).marks, []);
}

#[test]
fn a_page_that_goes_on_says_so() {
    let page = |relation: &str| {
        format!(
            r#"{{"resourceType":"Bundle","type":"searchset","link":[{{"relation":"self","url":"Condition?x=1"}},{{"relation":"{relation}","url":"Condition?x=2"}}],"entry":[]}}"#
        )
    };
    assert_eq!(
        codes(&page("next")),
        [("further_pages", "/link/1".to_owned())]
    );
    assert_eq!(codes(&page("previous")), []);
}

#[test]
fn a_checkup_has_its_day_beside_the_day_of_the_paper() {
    let item = observation("AST", r#","valueString":"1""#);
    let json = checkup("10", &[&item]);
    let answer = reading(&json);
    assert_eq!(answer.examined.as_deref(), Some("2026-04-04"));
    assert_eq!(answer.document_date.as_deref(), Some("2026-05-01"));
    assert_eq!(
        reading(&bundle("collection", &[&item, DISEASE])).examined,
        None
    );
}

#[test]
fn the_head_and_the_matching_go_by_the_official_name() {
    let patient = r#"{"resourceType":"Patient","birthDate":"1951-03-09","gender":"female","name":[{"use":"old","text":"旧姓 花子"},{"use":"official","text":"見本 花子"}]}"#;
    let json = bundle("collection", &[patient, DISEASE]);
    assert_eq!(reading(&json).patient.unwrap().name, "見本 花子");
    let stated = stated_patient(json.as_bytes()).unwrap();
    let asked = |name: &str| {
        let identity = Identity {
            name: name.into(),
            kana: None,
            birth_date: PartialDate::parse("1951-03-09"),
            gender: Some(Gender::Female),
            member_ids: Vec::new(),
        };
        match_patient(&identity, &stated)
    };
    assert_eq!(asked("見本 花子"), PatientMatch::Same);
    // Without a number the name has to fit: a former one does not.
    assert_eq!(asked("旧姓 花子"), PatientMatch::NotStated);
}

#[test]
fn a_local_number_names_the_facility_that_gave_it() {
    let patient = |system: &str| {
        format!(
            r#"{{"resourceType":"Patient","identifier":[{{"system":"{system}","value":"000100717"}}]}}"#
        )
    };
    says(
        &patient("urn:oid:1.2.392.100495.20.3.51.13910000018"),
        &["施設内患者番号 000100717（3910000018）"],
        &[],
    );
    says(
        &patient("urn:oid:1.2.392.100495.20.3.41.13910000018"),
        &["施設内医師番号 000100717（3910000018）"],
        &[],
    );
    // Not a number of a facility: nothing is made of it.
    says(
        &patient("urn:oid:1.2.392.100495.20.3.51.1999"),
        &["施設内患者番号 000100717\n"],
        &["（999）"],
    );
}

//! What changes the meaning of a resource and must be said.

use record::CardMark;
use record::view::SectionContent;
use record::vocabulary::Category;

use crate::support::{bundle, content, marks};

fn condition(rest: &str) -> String {
    format!(r#"{{"resourceType":"Condition","code":{{"text":"胃癌"}}{rest}}}"#)
}

fn tag(system: &str, code: &str) -> String {
    condition(&format!(
        r#","meta":{{"tag":[{{"system":"other","code":"x"}},{{"system":"{system}","code":"{code}"}}]}}"#
    ))
}

#[test]
fn indications_are_read_with_both_spellings_of_their_system() {
    for system in [
        "http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication",
        "http:/jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication",
    ] {
        assert_eq!(marks(&tag(system, "UNINFORMED")), [CardMark::Uninformed]);
        assert_eq!(marks(&tag(system, "UNDELIVERED")), [CardMark::Undelivered]);
        assert_eq!(marks(&tag(system, "LTS")), [CardMark::LongTerm]);
    }
    assert_eq!(
        marks(&condition(
            r#","meta":{"tag":[{"system":"other","code":"x"}]}"#
        )),
        []
    );
}

#[test]
fn an_undelivered_condition_is_counted_and_not_listed() {
    let json = bundle(
        "collection",
        &[&tag(
            "http:/jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication",
            "UNDELIVERED",
        )],
    );
    let SectionContent::Condition(found) = content(Category::Condition, &json) else {
        unreachable!()
    };
    assert_eq!(
        (found.items.len(), found.ended.len(), found.undelivered),
        (0, 0, 1)
    );
}

#[test]
fn suspected_by_status_or_by_suffix_and_principal_by_extension() {
    let status = r#","verificationStatus":{"coding":[{"code":"unconfirmed"}]}"#;
    assert_eq!(marks(&condition(status)), [CardMark::Suspected]);
    assert_eq!(
        marks(&condition("").replace("胃癌", "胃癌の疑い")),
        [CardMark::Suspected]
    );
    let principal = r#","extension":[{"url":"http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_DiagnosisType","valueCodeableConcept":{"coding":[{"code":"principal"}]}}]"#;
    assert_eq!(marks(&condition(principal)), [CardMark::Principal]);
}

#[test]
fn states_are_found_however_they_were_sent() {
    for (state, mark) in [
        (r#""unconfirmed""#, CardMark::Suspected),
        (r#"{"text":"疑い"}"#, CardMark::Suspected),
        (r#"{"text":"unconfirmed"}"#, CardMark::Suspected),
        (r#""refuted""#, CardMark::Refuted),
        (r#"{"text":" entered-in-error"}"#, CardMark::EnteredInError),
        (
            r#"{"text":"confirmed"},"verificationStatus":{"text":"refuted"}"#,
            CardMark::Refuted,
        ),
    ] {
        let json = condition(&format!(r#","verificationStatus":{state}"#));
        assert_eq!(marks(&json), [mark], "{state}");
    }
    assert_eq!(
        marks(&condition(r#","verificationStatus":"confirmed""#)),
        []
    );
    assert_eq!(
        marks(
            r#"{"resourceType":"AllergyIntolerance","code":{"text":"そば"},"verificationStatus":{"text":"未確認"}}"#
        ),
        [CardMark::Unconfirmed]
    );
    assert_eq!(
        marks(r#"{"resourceType":"Observation","status":"entered-in-error ","valueString":"1"}"#),
        [CardMark::EnteredInError]
    );
}

#[test]
fn withdrawn_and_refuted_entries_are_marked() {
    for (code, mark) in [
        ("entered-in-error", CardMark::EnteredInError),
        ("refuted", CardMark::Refuted),
    ] {
        assert_eq!(
            marks(&condition(&format!(
                r#","verificationStatus":{{"coding":[{{"code":"{code}"}}]}}"#
            ))),
            [mark]
        );
        let allergy = format!(
            r#"{{"resourceType":"AllergyIntolerance","category":["medication"],"code":{{"text":"ペニシリン"}},"verificationStatus":{{"coding":[{{"code":"{code}"}}]}}}}"#
        );
        assert_eq!(marks(&allergy), [mark]);
        let SectionContent::DrugAllergy(found) =
            content(Category::DrugAllergy, &bundle("collection", &[&allergy]))
        else {
            unreachable!()
        };
        assert!(found.items.is_empty(), "{code} is shown as an allergy");
    }
    assert_eq!(
        marks(r#"{"resourceType":"Observation","status":"entered-in-error","valueString":"1"}"#),
        [CardMark::EnteredInError]
    );
}

#[test]
fn do_not_perform_modifiers_and_implicit_rules_are_said() {
    assert_eq!(
        marks(
            r#"{"resourceType":"MedicationRequest","doNotPerform":true,"medicationCodeableConcept":{"text":"薬"}}"#
        ),
        [CardMark::DoNotPerform]
    );
    for sent in [r#""true""#, "1"] {
        assert_eq!(
            marks(&format!(
                r#"{{"resourceType":"MedicationRequest","doNotPerform":{sent},"medicationCodeableConcept":{{"text":"薬"}}}}"#
            )),
            [CardMark::DoNotPerform]
        );
    }
    assert_eq!(
        marks(
            r#"{"resourceType":"MedicationRequest","doNotPerform":false,"medicationCodeableConcept":{"text":"薬"}}"#
        ),
        []
    );
    assert_eq!(
        marks(&condition(
            r#","modifierExtension":[{"url":"http://x","valueBoolean":true}]"#
        )),
        [CardMark::Modified]
    );
    assert_eq!(
        marks(&condition(r#","implicitRules":"http://x""#)),
        [CardMark::ImplicitRules]
    );
}

#[test]
fn modifiers_inside_an_element_are_said_as_well() {
    let inside = r#"{"resourceType":"MedicationRequest","medicationCodeableConcept":{"text":"薬"},"dosageInstruction":[{"text":"1日1回","modifierExtension":[{"url":"http://x","valueBoolean":true}]}]}"#;
    assert_eq!(marks(inside), [CardMark::Modified]);
}

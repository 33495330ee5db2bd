//! Each element that the guides specify has a place. The samples of `tests/faults/documents/whole`
//! hold all of them: every extension, section, dosage form, kind of code and way to say nothing.

use faults::samples;
use record::{AnswerKind, Pointers, read};

#[test]
fn nothing_specified_is_left_to_the_other_items() {
    let mut wrong = Vec::new();
    for sample in samples::whole() {
        let answer = read(&sample.bytes, Pointers::Kept);
        assert!(answer.readable, "{}", sample.name);
        for item in &answer.other {
            wrong.push(format!("{} {} = {}", sample.name, item.pointer, item.text));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} in other:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_kind_is_told_by_its_content() {
    let expected = [
        ("checkup.json", AnswerKind::CheckupReport),
        ("conditions.json", AnswerKind::ConditionSet),
        ("allergies.json", AnswerKind::AllergySet),
        ("observations.json", AnswerKind::ObservationSet),
        ("prescriptions.json", AnswerKind::MedicationSet),
        ("referral.json", AnswerKind::Referral),
        ("discharge.json", AnswerKind::DischargeSummary),
        ("patient-summary.json", AnswerKind::PatientSummary),
        ("deletion.json", AnswerKind::Deletion),
        ("single.json", AnswerKind::SingleResource),
        ("searchset.json", AnswerKind::Searchset),
        ("service.xml", AnswerKind::ServiceXml),
        ("service-sjis.xml", AnswerKind::ServiceXml),
        ("answer.pdf", AnswerKind::Pdf),
    ];
    for sample in samples::small().into_iter().chain(samples::whole()) {
        let file = sample.name.split('/').next_back().unwrap();
        let kind = expected.iter().find(|(name, _)| *name == file).unwrap().1;
        assert_eq!(
            read(&sample.bytes, Pointers::Dropped).kind,
            kind,
            "{}",
            sample.name
        );
    }
}

#[test]
fn both_encodings_of_a_service_message_say_the_same() {
    let small = samples::small();
    let told = |name: &str| {
        let sample = small.iter().find(|sample| sample.name == name).unwrap();
        faults::told(&read(&sample.bytes, Pointers::Kept))
    };
    let utf8 = told("small/service.xml");
    assert!(utf8.iter().any(|one| one.text == "はい & <毎日>"));
    assert_eq!(utf8, told("small/service-sjis.xml"));
}

/// Of an exchange, not of a patient.
const OF_THE_EXCHANGE: [&str; 3] = ["/entry/search", "/entry/request", "/entry/response"];

#[test]
fn every_element_of_the_specification_has_a_place() {
    let mut wrong = Vec::new();
    for sample in samples::every_element() {
        let account = faults::account(&sample.bytes);
        wrong.extend(account.iter().map(|w| format!("{}: {w}", sample.name)));
        let answer = read(&sample.bytes, Pointers::Kept);
        let other = answer.other.iter().filter(|item| {
            !OF_THE_EXCHANGE
                .iter()
                .any(|part| item.pointer.starts_with(part))
        });
        wrong.extend(other.map(|item| format!("{}: {} is left over", sample.name, item.pointer)));
    }
    let told = wrong.join("\n");
    assert!(wrong.is_empty(), "{}:\n{told}", wrong.len());
}

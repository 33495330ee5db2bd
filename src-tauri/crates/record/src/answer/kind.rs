use super::index::composition;
use super::view::AnswerKind;
use crate::cancellation::is_cancellation;
use crate::fhir::concept::Concept;
use crate::fhir::scope::Scope;
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::section::{deletes_by_other_code, is_checkup, is_deletion};

/// What a FHIR answer is: by its shape and its own words, never by the version of a profile.
pub(super) fn kind(root: &Node<'_>, scope: &Scope<'_>) -> AnswerKind {
    if root.text("resourceType") != Some("Bundle") {
        return AnswerKind::SingleResource;
    }
    match root.text("type") {
        Some("searchset" | "history" | "batch-response" | "transaction-response") => {
            AnswerKind::Searchset
        }
        _ => composition(scope).map_or_else(|| set(root, scope), document),
    }
}

/// Says when a document is read as a deletion by a code of no known list.
pub(super) fn doubtful_deletion(
    kind: AnswerKind,
    scope: &Scope<'_>,
    base: &str,
) -> Option<Problem> {
    let composition = composition(scope).filter(|_| kind == AnswerKind::Deletion)?;
    deletes_by_other_code(composition)
        .then(|| Problem::new(Severity::Warning, "deletion_by_other_code", base))
}

fn document(composition: &Node<'_>) -> AnswerKind {
    if is_deletion(composition) {
        return AnswerKind::Deletion;
    }
    let kind = Concept::under(composition, "type");
    let by_code = kind.codings.iter().find_map(|c| match c.code {
        "53576-5" | "JPGCHKUP01" => Some(AnswerKind::CheckupReport),
        "57133-1" => Some(AnswerKind::Referral),
        "18842-5" => Some(AnswerKind::DischargeSummary),
        "56447-6" => Some(AnswerKind::PatientSummary),
        "57833-6" | "57828-6" => Some(AnswerKind::MedicationSet),
        _ => None,
    });
    by_code.unwrap_or_else(|| by_words(composition))
}

/// A document without a code we know, by what it calls itself.
fn by_words(composition: &Node<'_>) -> AnswerKind {
    let words = [
        composition.text("title"),
        Concept::under(composition, "type").words(),
    ];
    let says = |part: &str| words.iter().flatten().any(|w| w.contains(part));
    if is_checkup(composition) {
        AnswerKind::CheckupReport
    } else if says("診療情報提供") || says("紹介状") {
        AnswerKind::Referral
    } else if says("退院時") {
        AnswerKind::DischargeSummary
    } else if says("患者サマリー") || says("療養計画") {
        AnswerKind::PatientSummary
    } else if says("処方") {
        AnswerKind::MedicationSet
    } else {
        AnswerKind::Unknown
    }
}

/// A set by what it holds; one with only its Patient takes an earlier one back.
fn set(root: &Node<'_>, scope: &Scope<'_>) -> AnswerKind {
    let kinds = [
        ("Condition", AnswerKind::ConditionSet),
        ("AllergyIntolerance", AnswerKind::AllergySet),
        ("Observation", AnswerKind::ObservationSet),
        ("MedicationRequest", AnswerKind::MedicationSet),
        ("MedicationDispense", AnswerKind::MedicationSet),
        ("MedicationStatement", AnswerKind::MedicationSet),
    ];
    let held = scope
        .entries
        .iter()
        .find_map(|e| kinds.iter().find(|(name, _)| *name == e.kind));
    match held {
        // A document says what it is in its Composition, and this one has none.
        Some(_) if root.text("type") == Some("document") => AnswerKind::Unknown,
        Some((_, kind)) => *kind,
        None if is_cancellation(&[root]) => AnswerKind::Deletion,
        None => AnswerKind::Unknown,
    }
}

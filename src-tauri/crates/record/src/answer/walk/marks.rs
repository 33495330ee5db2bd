use crate::answer::view::{Card, CardMark};
use crate::fhir::concept::Concept;
use crate::fhir::damage::in_doubt;
use crate::fhir::tagged;
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::section::{
    Status, coded_as_drug, forbids, is_drug_allergy, is_error, is_infection, is_principal,
    is_refuted, is_suspected, is_unconfirmed, unclear,
};
use crate::vocabulary::Category;

/// What must not be overlooked about a resource.
pub(super) fn marks(resource: &Node<'_>, undelivered_with_its_set: bool) -> Vec<CardMark> {
    let kind = resource.text("resourceType").unwrap_or_default();
    let (condition, allergy) = (kind == "Condition", kind == "AllergyIntolerance");
    let found = [
        (tagged(resource, "UNINFORMED"), CardMark::Uninformed),
        (
            undelivered_with_its_set || tagged(resource, "UNDELIVERED"),
            CardMark::Undelivered,
        ),
        (is_error(resource), CardMark::EnteredInError),
        (is_refuted(resource), CardMark::Refuted),
        (forbids(resource), CardMark::DoNotPerform),
        (
            resource.get("implicitRules").is_some(),
            CardMark::ImplicitRules,
        ),
        (
            unclear(resource) || unclear_judgement(resource),
            CardMark::UnclearState,
        ),
        (condition && is_principal(resource), CardMark::Principal),
        (condition && is_suspected(resource), CardMark::Suspected),
        (allergy && is_unconfirmed(resource), CardMark::Unconfirmed),
        (allergy && drug_by_code(resource), CardMark::DrugByCode),
        (not_done(resource), CardMark::NotDone),
        (not_current(resource), CardMark::NotCurrent),
        (tagged(resource, "LTS"), CardMark::LongTerm),
    ];
    found
        .into_iter()
        .filter_map(|(is, mark)| is.then_some(mark))
        .collect()
}

/// What of a card cannot be judged here.
pub(super) fn doubts(card: &Card<'_>) -> impl Iterator<Item = Problem> {
    card.marks.iter().filter_map(|mark| {
        let code = match mark {
            CardMark::Modified => "modifier_extension",
            CardMark::ImplicitRules => "implicit_rules",
            _ => return None,
        };
        Some(Problem::new(Severity::Warning, code, &*card.pointer))
    })
}

/// A state by which what stands there did not happen, or happens no more.
fn not_done(resource: &Node<'_>) -> bool {
    const STATES: [&str; 8] = [
        "not-done",
        "not-taken",
        "cancelled",
        "stopped",
        "declined",
        "aborted",
        "revoked",
        "on-hold",
    ];
    Status::under(resource, "status").says_any(&STATES)
}

/// A state by which what stands there is not, or no longer, in force.
fn not_current(resource: &Node<'_>) -> bool {
    const STATES: [&str; 4] = ["inactive", "rejected", "superseded", "retired"];
    Status::under(resource, "status").says_any(&STATES)
}

/// A damaged judgement may have said that a number is no measurement.
fn unclear_judgement(resource: &Node<'_>) -> bool {
    let mut holders = std::iter::once(resource).chain(resource.items("component"));
    holders.any(|holder| in_doubt(holder, "interpretation"))
}

fn drug_by_code(resource: &Node<'_>) -> bool {
    !is_drug_allergy(resource) && coded_as_drug(&Concept::under(resource, "code"))
}

/// 検査, and not a physical finding or a habit: by its category, when it has one.
pub(in crate::answer) fn is_laboratory(observation: &Node<'_>) -> bool {
    let mut codes = observation
        .items("category")
        .flat_map(|category| category.items("coding"))
        .filter_map(|coding| coding.text("code"))
        .peekable();
    codes.peek().is_none() || codes.any(|code| code == "laboratory")
}

/// The section of the screens a resource belongs to, when it is one of the 6情報.
pub(super) fn category(resource: &Node<'_>) -> Option<Category> {
    Some(match resource.text("resourceType")? {
        "Condition" => Category::Condition,
        "AllergyIntolerance" if is_drug_allergy(resource) => Category::DrugAllergy,
        "AllergyIntolerance" => Category::OtherAllergy,
        "Observation" if is_infection(resource) => Category::Infection,
        "Observation" if is_laboratory(resource) => Category::Laboratory,
        "MedicationRequest" | "MedicationDispense" | "MedicationStatement" => {
            Category::Prescription
        }
        _ => return None,
    })
}

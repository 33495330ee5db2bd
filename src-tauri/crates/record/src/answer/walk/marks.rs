use crate::answer::view::CardMark;
use crate::fhir::concept::Concept;
use crate::fhir::tagged;
use crate::json::Node;
use crate::section::{coded_as_drug, is_drug_allergy, is_infection, is_principal, is_suspected};
use crate::vocabulary::Category;

/// What must not be overlooked about a resource.
pub(super) fn marks(resource: &Node<'_>) -> Vec<CardMark> {
    let kind = resource.text("resourceType").unwrap_or_default();
    let (condition, allergy) = (kind == "Condition", kind == "AllergyIntolerance");
    let verification = Concept::under(resource, "verificationStatus");
    let said = |code: &str| verification.has_code(code) || verification.text == Some(code);
    let withdrawn = resource.text("status") == Some("entered-in-error");
    let found = [
        (tagged(resource, "UNINFORMED"), CardMark::Uninformed),
        (tagged(resource, "UNDELIVERED"), CardMark::Undelivered),
        (
            withdrawn || said("entered-in-error"),
            CardMark::EnteredInError,
        ),
        (said("refuted"), CardMark::Refuted),
        (
            resource.flag("doNotPerform") == Some(true),
            CardMark::DoNotPerform,
        ),
        (
            resource.get("modifierExtension").is_some(),
            CardMark::Modified,
        ),
        (
            resource.get("implicitRules").is_some(),
            CardMark::ImplicitRules,
        ),
        (condition && is_principal(resource), CardMark::Principal),
        (
            condition && suspected(resource, &verification),
            CardMark::Suspected,
        ),
        (allergy && said("unconfirmed"), CardMark::Unconfirmed),
        (allergy && drug_by_code(resource), CardMark::DrugByCode),
        (tagged(resource, "LTS"), CardMark::LongTerm),
    ];
    found
        .into_iter()
        .filter_map(|(is, mark)| is.then_some(mark))
        .collect()
}

fn suspected(resource: &Node<'_>, verification: &Concept<'_>) -> bool {
    let name = Concept::under(resource, "code");
    is_suspected(resource, verification, name.words().unwrap_or_default())
}

fn drug_by_code(resource: &Node<'_>) -> bool {
    !is_drug_allergy(resource) && coded_as_drug(&Concept::under(resource, "code"))
}

/// The section of the screens a resource belongs to, when it is one of the 6情報.
pub(super) fn category(resource: &Node<'_>) -> Option<Category> {
    Some(match resource.text("resourceType")? {
        "Condition" => Category::Condition,
        "AllergyIntolerance" if is_drug_allergy(resource) => Category::DrugAllergy,
        "AllergyIntolerance" => Category::OtherAllergy,
        "Observation" if is_infection(resource) => Category::Infection,
        "Observation" => Category::Laboratory,
        "MedicationRequest" | "MedicationDispense" | "MedicationStatement" => {
            Category::Prescription
        }
        _ => return None,
    })
}

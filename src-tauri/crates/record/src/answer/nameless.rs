use crate::fhir::concept::Concept;
use crate::fhir::reference::Target;
use crate::fhir::scope::{Scope, contained};
use crate::json::Node;

/// Whether a resource of the 6情報 does not say what it is about, by words or by a code: a disease, an
/// allergen, an item, a drug.
pub(super) fn is_nameless(scope: &Scope<'_>, node: &Node<'_>) -> bool {
    let named = |node: &Node<'_>, key| {
        node.items(key)
            .any(|concept| Concept::read(concept).words().is_some())
    };
    let referred = || {
        node.items("medicationReference").any(|reference| {
            let drug = match Target::read(reference) {
                Target::Contained(id) => contained(node, id),
                elsewhere => scope.entry(&elsewhere).map(|entry| entry.resource),
            };
            reference.text("display").is_some() || drug.is_some_and(|drug| named(drug, "code"))
        })
    };
    !named(node, "code") && !named(node, "medicationCodeableConcept") && !referred()
}

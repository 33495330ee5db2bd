use crate::fhir::human_name::names;
use crate::fhir::scope::Scope;
use crate::json::Node;

/// The first author by name: a person before an organization, a display when nothing resolves.
pub(super) fn author<'a>(scope: &Scope<'a>, composition: &'a Node<'a>) -> Option<String> {
    let authors = composition.list("author");
    let found = authors.iter().filter_map(|r| scope.resolve(composition, r));
    let person = found.clone().find_map(|n| person_name(scope, n));
    person
        .or_else(|| {
            found
                .clone()
                .find_map(|n| n.text("name"))
                .map(str::to_owned)
        })
        .or_else(|| {
            authors
                .iter()
                .find_map(|r| r.text("display"))
                .map(str::to_owned)
        })
}

/// The name of a Practitioner, directly or behind a PractitionerRole.
pub(super) fn person_name<'a>(scope: &Scope<'a>, node: &'a Node<'a>) -> Option<String> {
    match node.text("resourceType") {
        Some("Practitioner") => names(node).written,
        Some("PractitionerRole") => {
            let person = scope.resolve(node, node.first("practitioner")?)?;
            names(person).written
        }
        _ => None,
    }
}

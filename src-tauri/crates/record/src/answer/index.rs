use crate::fhir::entry::{element_pointer, elements};
use crate::fhir::scope::Scope;
use crate::json::Node;

/// A resource of an answer and where it stands.
pub(super) struct Placed<'t, 'a> {
    pub(super) node: &'t Node<'a>,
    pub(super) kind: &'t str,
    pub(super) pointer: String,
}

/// Every resource that stands as an entry of its own, exact copies included; or the single resource.
/// `base` is the pointer of `root`.
pub(super) fn resources<'t, 'a>(root: &'t Node<'a>, base: &str) -> Vec<Placed<'t, 'a>> {
    if root.text("resourceType") != Some("Bundle") {
        return placed(root, base.to_owned()).into_iter().collect();
    }
    let mut found = Vec::new();
    each_entry(root, base, |entry, pointer| {
        if let Node::Object(members) = entry {
            // More than one `resource` under a repeated key: each is there.
            for (_, resource) in members.iter().filter(|(key, _)| key == "resource") {
                found.extend(placed(resource, format!("{pointer}/resource")));
            }
        }
    });
    found
}

/// Visits the entries of the Bundle at `base` with their pointers.
pub(super) fn each_entry<'t, 'a>(
    bundle: &'t Node<'a>,
    base: &str,
    mut visit: impl FnMut(&'t Node<'a>, String),
) {
    for (index, entry) in elements(bundle, "entry") {
        visit(entry, element_pointer(base, "entry", index));
    }
}

fn placed<'t, 'a>(node: &'t Node<'a>, pointer: String) -> Option<Placed<'t, 'a>> {
    let kind = node.text("resourceType")?;
    Some(Placed {
        node,
        kind,
        pointer,
    })
}

/// The Composition of a document.
pub(super) fn composition<'t>(scope: &Scope<'t>) -> Option<&'t Node<'t>> {
    scope
        .of_kind("Composition")
        .next()
        .map(|entry| entry.resource)
}

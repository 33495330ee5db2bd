use crate::fhir::system::RESOURCE_IDENTIFIER;
use crate::json::Node;
use crate::view::{FacilityView, RowKey};

/// The key of one row: facility, the facility's own identifier of the resource, and what it is
/// about. Resource ids and fullUrls change with every upload, and an identifier may stand on
/// several resources, so neither is enough alone. `otherwise` stands in for a missing identifier.
pub(super) fn row_key(
    facility: &FacilityView,
    resource: &Node<'_>,
    what: &str,
    otherwise: &str,
) -> RowKey {
    named_key(facility, identifier(resource).unwrap_or(otherwise), what)
}

/// The same with the identifier in hand, or what stands in for it.
pub(super) fn named_key(facility: &FacilityView, identifier: &str, what: &str) -> RowKey {
    let place = facility
        .number
        .as_deref()
        .or(facility.name.as_deref())
        .unwrap_or_default();
    RowKey(format!("{place}|{identifier}|{what}"))
}

/// The facility's own identifier of a resource.
pub(super) fn identifier<'a>(resource: &'a Node<'a>) -> Option<&'a str> {
    identifier_in(resource, |system| system == RESOURCE_IDENTIFIER)
}

/// The value of the first identifier whose system passes `is`.
pub(super) fn identifier_in<'a>(
    resource: &'a Node<'a>,
    is: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    resource
        .list("identifier")
        .into_iter()
        .find(|i| i.text("system").is_some_and(&is))
        .and_then(|i| i.text("value"))
}

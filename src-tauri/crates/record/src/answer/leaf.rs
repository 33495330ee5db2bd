//! Which values of an answer mean something to a reader.
//!
//! A leaf is a JSON primitive (text that is not blank, a number, a boolean) except where its element
//! holds a code, a URI or an id by the FHIR specification. The list below is closed: an element we do
//! not know counts, so that nothing can hide behind an unknown name. A narrative is one leaf, and so
//! is the data of an attachment.

use crate::json::Node;

/// Elements that hold codes, URIs, ids or technical facts wherever they occur.
fn no_value(key: &str) -> bool {
    matches!(
        key,
        "resourceType"
            | "id"
            | "fullUrl"
            | "url"
            | "uri"
            | "system"
            | "code"
            | "reference"
            | "profile"
            | "version"
            | "versionId"
            | "source"
            | "implicitRules"
            | "language"
            | "status"
            | "use"
            | "mode"
            | "type"
            | "category"
            | "criticality"
            | "severity"
            | "intent"
            | "priority"
            | "kind"
            | "relation"
            | "comparator"
            | "contentType"
            | "hash"
            | "size"
            | "periodUnit"
            | "durationUnit"
            | "when"
            | "dayOfWeek"
            | "confidentiality"
            | "linkId"
            | "userSelected"
            | "valueCode"
            | "valueUri"
            | "valueUrl"
            | "valueCanonical"
            | "valueOid"
            | "valueUuid"
            | "valueId"
            | "definition"
            | "instantiatesUri"
            | "instantiatesCanonical"
            | "questionnaire"
            | "targetFormat"
            | "sigFormat"
            | "lifecycleStatus"
            | "daysOfWeek"
            | "operationalStatus"
            | "method"
            | "etag"
            | "clinicalStatus"
            | "verificationStatus"
            | "interpretation"
            | "docStatus"
            | "currency"
            | "action"
    )
}

/// Resources of which an `identifier` is shown to readers as a number: patient, cover, people and
/// the header of a document. Of clinical resources it is an id.
const NUMBERED: [&str; 8] = [
    "Patient",
    "RelatedPerson",
    "Coverage",
    "Organization",
    "Practitioner",
    "PractitionerRole",
    "Composition",
    "Bundle",
];

/// Elements of service XML that hold codes; names ending in `Code` do as well.
const NO_XML_VALUES: [&str; 3] = ["Oid", "DataType", "ArbitraryFileIdentifier"];

/// What surrounds a value, as far as it decides whether it is one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    /// `resourceType` of the resource around it; `XmlMsg` in service XML.
    pub(super) resource: &'p str,
    /// The last member name on the way.
    pub(super) key: &'p str,
    /// The member name before it.
    parent: &'p str,
    /// The way led through `identifier`.
    pub(super) in_identifier: bool,
}

impl<'p> Place<'p> {
    pub(super) const fn of(resource: &'p str) -> Self {
        Self {
            resource,
            key: "",
            parent: "",
            in_identifier: false,
        }
    }

    pub(super) fn member(self, key: &'p str) -> Self {
        // The text of an XML element beside its attributes is that element's.
        let key = if key == "#text" && self.resource == XML {
            self.key
        } else {
            key
        };
        Self {
            resource: self.resource,
            key,
            parent: self.key,
            in_identifier: self.in_identifier || key == "identifier",
        }
    }

    /// The place inside an object: another resource only where one may stand, whatever an object
    /// elsewhere says of itself.
    pub(super) fn inside<'n: 'p>(self, node: &'n Node<'_>) -> Self {
        if matches!(self.key, "" | "resource" | "contained") && self.resource != XML {
            Self::of(node.text("resourceType").unwrap_or_default())
        } else {
            self
        }
    }

    /// Whether a code here says in what state a record is: no value, but what stands beside it cannot
    /// be read without it. The state of a narrative or of an exchange is no such thing.
    pub(super) fn is_state(self) -> bool {
        let named = matches!(
            self.key,
            "status"
                | "docStatus"
                | "lifecycleStatus"
                | "operationalStatus"
                | "clinicalStatus"
                | "verificationStatus"
                | "interpretation"
        );
        let narrative = matches!(self.parent, "text" | "valueNarrative");
        named && !narrative && !matches!(self.resource, XML | "Bundle")
    }

    /// Whether a primitive here is a value.
    pub(super) fn counts(self) -> bool {
        if self.resource == XML {
            return !(NO_XML_VALUES.contains(&self.key)
                || self.key.ends_with("Code") && self.key != "AdministrativeGenderCode");
        }
        if self.in_identifier && self.key == "value" {
            return NUMBERED.contains(&self.resource);
        }
        // Words by the specification under names that are codes elsewhere.
        let word = matches!(
            (self.parent, self.key),
            ("signature" | "valueSignature", "when") | ("specialization", "version")
        );
        word || !no_value(self.key)
    }
}

/// The owner name of service XML in the element table.
pub(super) const XML: &str = "XmlMsg";

/// Counts the leaf values of a tree, apart from any reading.
pub(super) fn count(node: &Node<'_>, place: Place<'_>) -> usize {
    match node {
        Node::Null => 0,
        Node::String(text) => usize::from(place.counts() && is_value(place.key, text)),
        Node::Number(_) | Node::Bool(_) => usize::from(place.counts()),
        Node::Array(items) => items.iter().map(|item| count(item, place)).sum(),
        Node::Object(members) => {
            let inside = place.inside(node);
            members
                .iter()
                .map(|(key, value)| count(value, inside.member(key)))
                .sum()
        }
    }
}

/// Blank text is no value, and neither is a narrative of markup alone.
pub(super) fn is_value(key: &str, text: &str) -> bool {
    if key == "div" {
        says_something(text)
    } else {
        !text.trim().is_empty()
    }
}

/// Whether there is text between the tags. Reading the markup for that would cost as much again as
/// showing it.
fn says_something(markup: &str) -> bool {
    let (mut inside, mut rest) = (false, markup.chars().peekable());
    while let Some(c) = rest.next() {
        match c {
            '>' if inside => inside = false,
            // Anything else after it is a sign ("< 5 mg"), as a browser would have it.
            '<' if rest.peek().is_some_and(|next| tag_begins(*next)) => inside = true,
            _ if !inside && !c.is_whitespace() => return true,
            _ => {}
        }
    }
    false
}

fn tag_begins(next: char) -> bool {
    next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')
}

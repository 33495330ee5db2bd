//! The element table: what each element of a resource is called and of which type it is.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::view::Label;

/// The rows of one resource type, datatype or message, as a tree of element names.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) label: Label,
    pub(super) datatype: Datatype,
    /// Line of the table: the order in which fields are shown.
    pub(super) order: u32,
    /// Owner and path: the list a code here is taken from.
    pub(super) name: String,
    children: FxHashMap<&'static str, Element>,
    /// `value[x]`: the name without `[x]`.
    choices: Vec<(&'static str, Element)>,
}

/// How an element is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Datatype {
    /// Structure only: its children have rows of their own.
    #[default]
    Backbone,
    /// `value[x]`: the type follows from the key.
    Choice,
    /// A datatype with rows of its own (`Dosage`, `Timing`, …).
    Structured(&'static str),
    Primitive,
    Code,
    Concept,
    Coding,
    Quantity,
    Range,
    Ratio,
    Period,
    HumanName,
    Identifier,
    Reference,
    Annotation,
    Attachment,
    /// Base64: an attachment without a frame.
    Data,
    /// The narrative of a section of an enclosed document.
    Narrative,
    Resource,
}

/// A label of our own, for what has no row.
pub(super) const NO_LABEL: Label = Label { ja: "", en: "" };

impl Default for Label {
    fn default() -> Self {
        NO_LABEL
    }
}

static OWNERS: LazyLock<FxHashMap<&'static str, Element>> = LazyLock::new(|| {
    let mut owners: FxHashMap<&'static str, Element> = FxHashMap::default();
    let tables = [
        // Datatypes first: a dosage's own words go before its extensions.
        include_str!("../../../../../assets/tables/datatypes.tsv"),
        include_str!("../../../../../assets/tables/elements.tsv"),
    ];
    for (order, line) in (0_u32..).zip(tables.iter().flat_map(|t| t.lines().skip(1))) {
        let mut cells = line.split('\t');
        if let (Some(owner), Some(path), Some(kind), Some(ja), Some(en)) = (
            cells.next(),
            cells.next(),
            cells.next(),
            cells.next(),
            cells.next(),
        ) {
            let element = Element {
                label: Label { ja, en },
                datatype: Datatype::named(kind),
                order,
                name: format!("{owner}.{path}"),
                ..Element::default()
            };
            owners.entry(owner).or_default().insert(path, element);
        }
    }
    owners
});

/// The rows of a resource type, datatype or message.
pub(super) fn owner(name: &str) -> Option<&'static Element> {
    OWNERS.get(name)
}

/// The row of an extension, by the last part of its URL: paths changed between versions, names did
/// not.
pub(super) fn extension(url: &str) -> Option<&'static Element> {
    let name = url.rsplit(['/', ':']).next()?;
    owner("Extension")?.children.get(name)
}

/// What a resource of this type is called; `AllergyIntolerance.drug` is a name of ours for one.
pub(super) fn resource_label(kind: &str) -> Label {
    owner("Resource")
        .and_then(|o| match kind.split_once('.') {
            Some((kind, part)) => o.children.get(kind)?.children.get(part),
            None => o.children.get(kind),
        })
        .map_or(NO_LABEL, |element| element.label)
}

impl Element {
    fn insert(&mut self, path: &'static str, element: Self) {
        let (first, rest) = match path.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        let place = match first.strip_suffix("[x]") {
            Some(base) => {
                if !self.choices.iter().any(|(known, _)| *known == base) {
                    self.choices.push((base, Self::default()));
                }
                self.choices
                    .iter_mut()
                    .find(|(known, _)| *known == base)
                    .map(|(_, e)| e)
            }
            None => Some(self.children.entry(first).or_default()),
        };
        match (place, rest) {
            (Some(place), Some(rest)) => place.insert(rest, element),
            (Some(place), None) => {
                place.label = element.label;
                place.datatype = element.datatype;
                place.order = element.order;
                place.name = element.name;
            }
            (None, _) => {}
        }
    }

    /// The element of this name, at any depth.
    pub(super) fn anywhere(&self, name: &str) -> Option<&Self> {
        self.children.get(name).or_else(|| {
            self.children
                .values()
                .find_map(|child| child.anywhere(name))
        })
    }

    /// The element under this key, and how to read what stands there.
    pub(super) fn child(&self, key: &str) -> Option<(&Self, Datatype)> {
        if let Some(found) = self.children.get(key) {
            return Some((found, found.datatype));
        }
        self.choices.iter().find_map(|(base, element)| {
            let kind = key.strip_prefix(base)?;
            kind.starts_with(|c: char| c.is_ascii_uppercase())
                .then(|| (element, Datatype::named_in_key(kind)))
        })
    }
}

impl Datatype {
    /// The datatype of a key's end: `valueQuantity`.
    pub(super) fn named_in_key(kind: &str) -> Self {
        match kind {
            "Quantity" | "Duration" | "Age" | "Count" | "Distance" | "SimpleQuantity" => {
                Self::Quantity
            }
            "Range" => Self::Range,
            "Ratio" => Self::Ratio,
            "Period" => Self::Period,
            "CodeableConcept" => Self::Concept,
            "Coding" => Self::Coding,
            "Reference" => Self::Reference,
            "Identifier" => Self::Identifier,
            "HumanName" => Self::HumanName,
            "Annotation" => Self::Annotation,
            "Attachment" => Self::Attachment,
            "Narrative" => Self::Narrative,
            "Code" => Self::Code,
            "Base64Binary" | "base64Binary" => Self::Data,
            other => OWNERS_OF_TYPES
                .iter()
                .find(|known| **known == other)
                .map_or(Self::Primitive, |known| Self::Structured(known)),
        }
    }

    fn named(kind: &'static str) -> Self {
        match kind {
            "Backbone" => Self::Backbone,
            "choice" => Self::Choice,
            "code" => Self::Code,
            "Resource" => Self::Resource,
            other => Self::named_in_key(other),
        }
    }
}

/// Datatypes with rows of their own.
const OWNERS_OF_TYPES: [&str; 9] = [
    "Dosage",
    "Timing",
    "ReferenceRange",
    "Address",
    "ContactPoint",
    "SampledData",
    "Signature",
    "Money",
    "ContactDetail",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_every_type_is_known() {
        let known = [
            "string",
            "markdown",
            "date",
            "dateTime",
            "instant",
            "time",
            "decimal",
            "integer",
            "positiveInt",
            "unsignedInt",
            "boolean",
            "base64Binary",
            "uri",
            "url",
            "canonical",
            "id",
            "oid",
            "uuid",
            "xhtml",
            "integer64",
        ];
        let tables = [
            include_str!("../../../../../assets/tables/elements.tsv"),
            include_str!("../../../../../assets/tables/datatypes.tsv"),
        ];
        for line in tables.iter().flat_map(|t| t.lines().skip(1)) {
            let cells: Vec<_> = line.split('\t').collect();
            let [_, path, kind, ja, en] = cells.as_slice() else {
                panic!("not five cells: {line}");
            };
            assert!(
                !path.is_empty() && !ja.is_empty() && !en.is_empty(),
                "{line}"
            );
            let primitive = Datatype::named_in_key(kind) == Datatype::Primitive;
            let structure = ["Backbone", "choice", "Resource", "code"].contains(kind);
            assert!(!primitive || structure || known.contains(kind), "{line}");
        }
    }

    #[test]
    fn a_choice_takes_its_type_from_the_key() {
        let observation = owner("Observation").unwrap();
        let (_, kind) = observation.child("valueQuantity").unwrap();
        assert_eq!(kind, Datatype::Quantity);
        assert!(observation.child("valued").is_none());
        let timing = owner("Timing").unwrap().child("repeat").unwrap().0;
        assert_eq!(
            timing.child("boundsDuration").unwrap().1,
            Datatype::Quantity
        );
        assert!(
            extension("http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_Department")
                .is_some()
        );
    }
}

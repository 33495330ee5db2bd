//! Which elements FHIR R4 has, and of which datatype each is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Elements of a type by their names in JSON, with their datatypes.
type Elements = BTreeMap<String, &'static str>;

/// The resources, structures and datatypes of FHIR R4 (4.0.1) that may stand in an answer, made from
/// the definitions that HL7 publishes under CC0.
static TYPES: LazyLock<BTreeMap<&'static str, Elements>> = LazyLock::new(|| {
    let rows = include_str!("r4.tsv").lines().skip(1);
    rows.filter_map(|row| {
        let (name, elements) = row.split_once('\t')?;
        Some((name, elements.split(' ').flat_map(named).collect()))
    })
    .collect()
});

/// `value[x]:string|Quantity` has a name in JSON for each of its datatypes.
fn named(element: &'static str) -> Vec<(String, &'static str)> {
    let (name, kinds) = element.split_once(':').unwrap_or((element, ""));
    let each = kinds.split('|').map(|kind| kind.trim_start_matches('#'));
    match name.strip_suffix("[x]") {
        Some(base) => each.map(|kind| (joined(base, kind), kind)).collect(),
        None => each.map(|kind| (name.to_owned(), kind)).collect(),
    }
}

fn joined(base: &str, kind: &str) -> String {
    let mut letters = kind.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    base.chars().chain(first).chain(letters).collect()
}

/// An element of the specification.
#[derive(Clone, Copy)]
pub(super) struct Element {
    /// The type it is an element of.
    pub(super) within: &'static str,
    datatype: &'static str,
}

impl Element {
    /// A resource of this type.
    pub(super) fn resource(kind: &str) -> Option<Self> {
        let (name, _) = TYPES.get_key_value(kind)?;
        Some(Self {
            within: name,
            datatype: name,
        })
    }

    /// What stands below it under this name.
    pub(super) fn member(self, key: &str) -> Option<Self> {
        let (within, elements) = TYPES.get_key_value(self.datatype)?;
        let datatype = elements.get(key)?;
        Some(Self { within, datatype })
    }

    /// Whether a primitive belongs here.
    pub(super) fn is_primitive(self) -> bool {
        self.datatype.starts_with(char::is_lowercase)
    }

    pub(super) fn is_data(self) -> bool {
        self.datatype == "base64Binary"
    }

    /// Whether no value here means something to a reader, by the datatype.
    pub(super) fn is_code(self) -> bool {
        ["code", "uri", "url", "canonical", "oid", "uuid", "id"].contains(&self.datatype)
    }
}

/// A resource of each type with every element that the specification gives it, choices in all their
/// forms; of structures within themselves, one level.
pub(crate) fn every_element() -> impl Iterator<Item = (&'static str, String)> {
    let resources = TYPES
        .iter()
        .filter(|(_, elements)| elements.contains_key("implicitRules"));
    resources.map(|(name, _)| {
        let body = object(name, &mut Vec::new());
        let open = body.strip_prefix('{').unwrap_or_default();
        (*name, format!(r#"{{"resourceType":"{name}",{open}"#))
    })
}

fn object(name: &'static str, around: &mut Vec<&'static str>) -> String {
    around.push(name);
    let mut members = Vec::new();
    for (key, kind) in TYPES.get(name).into_iter().flatten() {
        let left_out = key.ends_with("xtension")
            || ["contained", "implicitRules"].contains(&&**key)
            || ["Resource", "OperationOutcome"].contains(kind)
            || around.contains(kind);
        if !left_out {
            members.push(format!(r#""{key}":{}"#, value(kind, around)));
        }
    }
    around.pop();
    format!("{{{}}}", members.join(","))
}

fn value(kind: &'static str, around: &mut Vec<&'static str>) -> String {
    match kind {
        "boolean" => "true".to_owned(),
        "decimal" => "1.50".to_owned(),
        "integer" | "positiveInt" | "unsignedInt" => "2".to_owned(),
        "date" | "dateTime" => r#""2026-04""#.to_owned(),
        "instant" => r#""2026-04-01T00:00:00+09:00""#.to_owned(),
        "time" => r#""08:30:00""#.to_owned(),
        "base64Binary" => r#""6KaL5pys""#.to_owned(),
        "xhtml" => r#""<div>本文</div>""#.to_owned(),
        primitive if primitive.starts_with(char::is_lowercase) => r#""見本""#.to_owned(),
        structure => object(structure, around),
    }
}

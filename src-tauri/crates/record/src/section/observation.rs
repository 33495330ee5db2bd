use rustc_hash::FxHashMap;

use crate::fhir::concept::Concept;
use crate::fhir::reference::Target;
use crate::fhir::scope::Scope;
use crate::fhir::system::INFECTION_PART;
use crate::json::Node;
use crate::vocabulary::PartialDate;

use super::repeated::repeats;
use super::result::effective;

/// One place that holds a result: an Observation, or a component of one.
#[derive(Clone, Debug)]
pub(super) struct Measured<'a> {
    /// Holds value, code, range.
    pub(super) holder: &'a Node<'a>,
    /// The Observation it belongs to.
    pub(super) observation: &'a Node<'a>,
    /// The entry it travelled in: facility and identifier come from here when it has none.
    pub(super) outer: &'a Node<'a>,
    /// Name of the Observation around a component, if any.
    pub(super) within: Option<&'a str>,
    /// 感染症, by the Observation.
    pub(super) infection: bool,
    pub(super) date: Option<PartialDate>,
    pub(super) pointer: String,
    /// The entry says something twice, and not the same.
    pub(super) repeated: bool,
}

/// Components of one Observation that become rows; the largest panels there are have some hundreds. More
/// would fill the memory, and stand in 全記載.
const MOST_COMPONENTS: usize = 20_000;

/// Whether an entry has more components than become rows.
pub(super) fn overflows(entry: &Node<'_>) -> bool {
    entry.list("component").len() > MOST_COMPONENTS
}

/// Every result in the scope: entries, their components and the members contained in them.
pub(super) fn measured<'a>(scope: &Scope<'a>) -> Vec<Measured<'a>> {
    let mut found = Vec::new();
    for entry in scope.of_kind("Observation") {
        let from = found.len();
        add(entry.resource, entry.resource, &entry.pointer, &mut found);
        // Once for the entry: it may have thousands of components.
        let repeated = repeats(entry.resource);
        for measured in found.iter_mut().skip(from) {
            measured.repeated = repeated;
        }
    }
    found
}

fn add<'a>(
    observation: &'a Node<'a>,
    outer: &'a Node<'a>,
    pointer: &str,
    found: &mut Vec<Measured<'a>>,
) {
    let date = effective(observation).or_else(|| effective(outer));
    let infection = is_infection(observation);
    let components = observation.list("component");
    let members = observation.list("hasMember");
    let header = components.len() + members.len() > 0;
    if !header || has_result(observation) {
        found.push(Measured {
            holder: observation,
            observation,
            outer,
            within: None,
            infection,
            date: date.clone(),
            pointer: pointer.to_owned(),
            repeated: false,
        });
    }
    let within = Concept::under(observation, "code").words();
    for (index, component) in components.into_iter().enumerate().take(MOST_COMPONENTS) {
        found.push(Measured {
            holder: component,
            observation,
            outer,
            within,
            infection,
            date: date.clone(),
            pointer: format!("{pointer}/component/{index}"),
            repeated: false,
        });
    }
    // Members that are entries of their own come by themselves; contained ones only come here.
    // A member is looked for in the entry, and never twice, so that a loop ends.
    if std::ptr::eq(observation, outer) && !members.is_empty() {
        let mut inner: FxHashMap<&str, &Node<'_>> = outer
            .items("contained")
            .filter(|n| n.text("resourceType") == Some("Observation"))
            .filter_map(|n| Some((n.text("id")?, n)))
            .collect();
        for member in members {
            let Target::Contained(id) = Target::read(member) else {
                continue;
            };
            // Named again it is the same result.
            if let Some(inner) = inner.remove(id) {
                add(inner, outer, pointer, found);
            }
        }
    }
}

/// A value, or a reason for its absence, of its own.
pub(crate) fn has_result(holder: &Node<'_>) -> bool {
    const VALUES: [&str; 12] = [
        "valueQuantity",
        "valueCodeableConcept",
        "valueString",
        "valueBoolean",
        "valueInteger",
        "valueRange",
        "valueRatio",
        "valueSampledData",
        "valueTime",
        "valueDateTime",
        "valuePeriod",
        "dataAbsentReason",
    ];
    VALUES.iter().any(|key| holder.get(key).is_some())
}

/// 感染症 is recognised only by the code system.
pub(crate) fn is_infection(observation: &Node<'_>) -> bool {
    Concept::under(observation, "code")
        .coding_like(INFECTION_PART)
        .is_some()
}

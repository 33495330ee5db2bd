use super::index::{Placed, composition, resources};
use super::nameless::is_nameless;
use super::view::{AnswerKind, Counts};
use super::walk::is_laboratory;
use crate::fhir::concept::Concept;
use crate::fhir::entry::{element_pointer, elements};
use crate::fhir::facility::facility;
use crate::fhir::patient::identity;
use crate::fhir::scope::Scope;
use crate::fhir::system::CHECKUP_ITEM;
use crate::fhir::tagged;
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::section::{is_infection, not_valid};
use crate::vocabulary::Identity;

/// The head of an answer: whose it is, whose it came from, which set and of when.
#[derive(Debug, Default)]
pub(super) struct Summary {
    pub(super) patient: Option<Identity>,
    pub(super) facility: Option<String>,
    pub(super) set_key: Option<String>,
    pub(super) document_date: Option<String>,
}

pub(super) fn summary(root: &Node<'_>, scope: &Scope<'_>) -> Summary {
    let composition = composition(scope);
    let key = |node: &Node<'_>| {
        let identifier = node.first("identifier")?;
        identifier.text("value").map(str::to_owned)
    };
    let bundle = root.text("resourceType") == Some("Bundle");
    let set_key = bundle
        .then(|| key(root))
        .flatten()
        .or_else(|| composition.and_then(key));
    Summary {
        patient: scope
            .of_kind("Patient")
            .next()
            .map(|e| identity(e.resource)),
        facility: set_key
            .as_deref()
            .and_then(sender)
            .or_else(|| told_facility(scope)),
        document_date: composition
            .and_then(|c| day(c, "date"))
            .or_else(|| day(root, "timestamp")),
        set_key,
    }
}

/// The first part of 医療機関番号^年^ID.
fn sender(key: &str) -> Option<String> {
    let (number, _) = key.split_once('^')?;
    let ten_digits = number.len() == 10 && number.bytes().all(|b| b.is_ascii_digit());
    ten_digits.then(|| number.to_owned())
}

fn told_facility(scope: &Scope<'_>) -> Option<String> {
    scope
        .entries
        .iter()
        .filter(|e| e.kind != "Patient")
        .find_map(|e| facility(scope, e.resource).number)
}

fn day(node: &Node<'_>, key: &str) -> Option<String> {
    let text = node.text(key)?;
    Some(text.split('T').next().unwrap_or(text).trim().to_owned())
}

/// Counts entries, at any depth; members contained in another resource count too, as they are read like
/// entries. What is not valid and what is not to be supplied is no allergy and no disease: it counts
/// nowhere, and is told on its own. So is what counts and has no name.
pub(super) fn counts(
    kind: AnswerKind,
    scope: &Scope<'_>,
    resources: &[Placed<'_, '_>],
    problems: &mut Vec<Problem>,
) -> Counts {
    // What was taken back is no content.
    if kind == AnswerKind::Deletion {
        return Counts::default();
    }
    let mut counting = Counting {
        scope,
        checkup: kind == AnswerKind::CheckupReport,
        counts: Counts::default(),
        problems,
    };
    for placed in resources {
        counting.placed(placed, scope.undelivered());
    }
    counting.counts
}

struct Counting<'s, 'a, 'p> {
    scope: &'s Scope<'a>,
    checkup: bool,
    counts: Counts,
    problems: &'p mut Vec<Problem>,
}

impl Counting<'_, '_, '_> {
    /// `undelivered`: 未提供, with the set around it.
    fn placed(&mut self, placed: &Placed<'_, '_>, undelivered: bool) {
        if placed.kind == "Bundle" {
            let undelivered = undelivered || tagged(placed.node, "UNDELIVERED");
            for inner in resources(placed.node, &placed.pointer) {
                self.placed(&inner, undelivered);
            }
            return;
        }
        self.contained(placed);
        let held = held(placed.node, self.checkup);
        if held == Counts::default() {
            return;
        }
        let undelivered = undelivered.then_some("not_supplied");
        let (severity, code) = match undelivered.or_else(|| out_of_count(placed.node)) {
            Some(code) => (Severity::Info, code),
            None => {
                self.counts = self.counts + held;
                if !is_nameless(self.scope, placed.node) {
                    return;
                }
                (Severity::Warning, "no_name")
            }
        };
        self.problems
            .push(Problem::new(severity, code, &placed.pointer));
    }

    /// What stands in another resource and counts for nothing is told as well.
    fn contained(&mut self, placed: &Placed<'_, '_>) {
        for (index, inner) in elements(placed.node, "contained") {
            let mut own = Counts::default();
            add(&mut own, inner, self.checkup);
            if own == Counts::default() {
                continue;
            }
            if let Some(code) = out_of_count(inner) {
                let pointer = element_pointer(&placed.pointer, "contained", index);
                self.problems
                    .push(Problem::new(Severity::Info, code, pointer));
            }
        }
    }
}

fn held(node: &Node<'_>, checkup: bool) -> Counts {
    let mut held = Counts::default();
    add(&mut held, node, checkup);
    for inner in node.items("contained") {
        let result = inner.text("resourceType") == Some("Observation");
        if result && out_of_count(inner).is_none() {
            add(&mut held, inner, checkup);
        }
    }
    held
}

/// Why a resource counts for nothing: 未提供, or it says itself that it is not so.
fn out_of_count(node: &Node<'_>) -> Option<&'static str> {
    if tagged(node, "UNDELIVERED") {
        Some("not_supplied")
    } else {
        not_valid(node).then_some("not_valid")
    }
}

fn add(counts: &mut Counts, node: &Node<'_>, checkup: bool) {
    let heading = node.items("hasMember").next().is_some() && !crate::section::has_result(node);
    match node.text("resourceType").unwrap_or_default() {
        "Condition" => counts.condition += 1,
        "AllergyIntolerance" => counts.allergy += 1,
        "MedicationRequest" | "MedicationDispense" | "MedicationStatement" => {
            counts.prescription += 1;
        }
        "Observation" if heading => {}
        "Observation" if checkup || is_checkup_item(node) => counts.checkup_item += 1,
        "Observation" if is_infection(node) => counts.infection += 1,
        "Observation" if is_laboratory(node) => counts.lab += 1,
        _ => {}
    }
}

/// A 健診 result on its own, by the system of its code.
fn is_checkup_item(node: &Node<'_>) -> bool {
    let code = Concept::under(node, "code");
    code.codings.iter().any(|c| c.system == CHECKUP_ITEM)
}

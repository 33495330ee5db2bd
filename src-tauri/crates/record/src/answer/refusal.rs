use super::index::Placed;
use crate::json::Node;
use crate::problem::{Problem, Severity};

/// What the service says of the request itself (OperationOutcome): an error where it could not be
/// fulfilled, be it the whole answer or a part of it.
pub(super) fn refusals(root: &Node<'_>, resources: &[Placed<'_, '_>]) -> Vec<Problem> {
    let outcomes = resources.iter().filter(|p| p.kind == "OperationOutcome");
    outcomes
        .filter_map(|placed| {
            if failed(placed.node) {
                let (severity, code) = (Severity::Error, "outcome_error");
                return Some(Problem::new(severity, code, &placed.pointer));
            }
            // Remarks among entries are told where the entries are found.
            let alone = std::ptr::eq(placed.node, root);
            alone.then(|| Problem::new(Severity::Info, "search_outcome", &placed.pointer))
        })
        .collect()
}

fn failed(outcome: &Node<'_>) -> bool {
    outcome.items("issue").any(|issue| {
        issue
            .items("severity")
            .any(|severity| matches!(severity.as_text().map(str::trim), Some("fatal" | "error")))
    })
}

use super::view::AnswerKind;
use crate::json::Node;
use crate::problem::{Problem, Severity};

/// What an answer says it has, and does not bring: the results of a search, the header of a document.
/// `base` is the pointer of `root`.
pub(super) fn shortfalls(root: &Node<'_>, kind: AnswerKind, base: &str) -> Option<Problem> {
    if kind == AnswerKind::Searchset && brings_none(root) {
        let place = format!("{base}/total");
        return Some(Problem::new(Severity::Warning, "results_missing", place));
    }
    lacks_header(root, kind).then(|| Problem::new(Severity::Warning, "no_composition", base))
}

/// A search that found something, of which neither this page nor one before or behind it has anything.
fn brings_none(root: &Node<'_>) -> bool {
    let found = root.number("total").and_then(|total| total.parse().ok());
    let is_result = |entry: &Node<'_>| {
        let mode = entry.first("search").and_then(|search| search.text("mode"));
        mode != Some("outcome")
    };
    let is_page =
        |link: &Node<'_>| matches!(link.text("relation"), Some("next" | "previous" | "prev"));
    found.is_some_and(|total: u64| total > 0)
        && !root.items("entry").any(is_result)
        && !root.items("link").any(is_page)
}

/// A document with entries and no Composition. One with only its Patient takes an earlier one back.
fn lacks_header(root: &Node<'_>, kind: AnswerKind) -> bool {
    let resources = || {
        root.items("entry")
            .flat_map(|entry| entry.items("resource"))
    };
    let is_header = |node: &Node<'_>| node.text("resourceType") == Some("Composition");
    root.text("resourceType") == Some("Bundle")
        && root.text("type") == Some("document")
        && kind != AnswerKind::Deletion
        && root.first("entry").is_some()
        && !resources().any(is_header)
}

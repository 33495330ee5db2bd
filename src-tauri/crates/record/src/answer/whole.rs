//! What is to be said of an answer as a whole, before anything in it is read.

use super::index::Placed;
use super::view::CardMark;
use crate::json::Node;
use crate::problem::{Problem, Severity};

/// Marks that, on the header of a document, hold for everything in it.
const FOR_ALL: [CardMark; 4] = [
    CardMark::EnteredInError,
    CardMark::Modified,
    CardMark::ImplicitRules,
    CardMark::UnclearState,
];

/// The marks of the whole: those of the header's card, and what the frame (the Bundle and its
/// sections) says itself.
pub(super) fn marks(header: &[CardMark], root: &Node<'_>, frame_modified: bool) -> Vec<CardMark> {
    let bundle = root.text("resourceType") == Some("Bundle");
    let frame = [
        (frame_modified, CardMark::Modified),
        (
            bundle && root.get("implicitRules").is_some(),
            CardMark::ImplicitRules,
        ),
    ];
    let by_frame = |mark| frame.contains(&(true, mark));
    FOR_ALL
        .into_iter()
        .filter(|mark| header.contains(mark) || by_frame(*mark))
        .collect()
}

/// What has to be known before reading: the document is not valid, not to be understood here,
/// holds nothing, or goes on in another answer. `base` is the pointer of `root`.
pub(super) fn problems(
    marks: &[CardMark],
    root: &Node<'_>,
    base: &str,
    resources: &[Placed<'_, '_>],
) -> Vec<Problem> {
    let header = resources.iter().find(|p| p.kind == "Composition");
    let place = header.map_or(base, |header| &header.pointer);
    let told = marks.iter().filter_map(|mark| match mark {
        CardMark::EnteredInError => {
            Some(Problem::new(Severity::Warning, "document_in_error", place))
        }
        CardMark::Modified => Some(Problem::new(Severity::Warning, "modifier_extension", place)),
        // Those of the Bundle are told where its entries are found.
        CardMark::ImplicitRules if root.get("implicitRules").is_none() => {
            Some(Problem::new(Severity::Warning, "implicit_rules", place))
        }
        _ => None,
    });
    let mut found: Vec<_> = told.collect();
    let next = root.items("link").position(goes_on);
    let next = next.map(|at| format!("{base}/link/{at}"));
    found.extend(next.map(|link| Problem::new(Severity::Warning, "further_pages", link)));
    found.extend(holds_nothing(root).then(|| Problem::new(Severity::Warning, "no_entries", base)));
    found
}

/// A set or a document without an entry. To a search that may be the answer.
fn holds_nothing(root: &Node<'_>) -> bool {
    const SETS: [Option<&str>; 3] = [None, Some("collection"), Some("document")];
    root.text("resourceType") == Some("Bundle")
        && SETS.contains(&root.text("type"))
        && root.items("entry").next().is_none()
}

fn goes_on(link: &Node<'_>) -> bool {
    link.text("relation") == Some("next")
}

use jiff::civil::Date;

use super::header::header;
use super::item::Item;
use super::walk::{Walked, walk};
use crate::cancellation::is_cancellation;
use crate::fhir::concept::Concept;
use crate::fhir::scope::Scope;
use crate::fhir::system::REPORT_CATEGORY;
use crate::fhir::tagged;
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::view::{CheckupReportView, CheckupText, ReportState};

/// One report with its items.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) view: CheckupReportView,
    pub(super) items: Vec<Item>,
    /// 未提供 items: not among `items`.
    pub(super) undelivered: usize,
    /// The day of the fetch that last carried it; none for a header kept after a deletion.
    pub(super) fetched_on: Option<Date>,
}

/// What one document says.
pub(super) enum Told {
    Report(Box<Report>),
    /// 未提供 as a whole.
    Undelivered,
    /// 削除依頼, or a document that holds only its Patient.
    Deletion {
        identifier: String,
        /// What the deletion itself says about the report, when it has a header.
        header: Option<Box<Report>>,
    },
}

impl Report {
    /// The same report as deleted: nothing of its contents is left.
    pub(super) fn deleted(mut self) -> Self {
        self.view.state = ReportState::Deleted;
        self.view.judgements.clear();
        self.items.clear();
        self.undelivered = 0;
        self
    }
}

/// Reads the documents among the parts of one version; a list page says nothing here.
pub(super) fn read(scope: &Scope<'_>, set_key: &str, problems: &mut Vec<Problem>) -> Vec<Told> {
    scope
        .roots
        .iter()
        .filter_map(|root| {
            // Resource ids repeat over documents: each is a scope of its own.
            let document = Scope::read(std::slice::from_ref(*root), &mut Vec::new());
            one(root, &document, set_key, problems)
        })
        .collect()
}

fn one(
    root: &Node<'_>,
    scope: &Scope<'_>,
    set_key: &str,
    problems: &mut Vec<Problem>,
) -> Option<Told> {
    let composition = scope.of_kind("Composition").next().map(|e| e.resource);
    let identifier = identifier(root, composition).unwrap_or(set_key).to_owned();
    // What stands in this section is a 健診, even when it does not say so itself.
    if composition.is_some_and(|c| says_deletion(c) || asks_for_deletion(c)) {
        if !composition.is_some_and(says_deletion) {
            problems.push(Problem::new(
                Severity::Warning,
                "deletion_by_other_code",
                "",
            ));
        }
        let view = header(scope, composition, &identifier);
        let header = Report {
            view,
            items: Vec::new(),
            undelivered: 0,
            fetched_on: None,
        };
        return Some(Told::Deletion {
            identifier,
            header: Some(Box::new(header)),
        });
    }
    if is_cancellation(&[root]) {
        return Some(Told::Deletion {
            identifier,
            header: None,
        });
    }
    if composition.is_none() && scope.of_kind("Observation").next().is_none() {
        return None;
    }
    if composition.into_iter().chain([root]).any(undelivered) {
        return Some(Told::Undelivered);
    }
    let Walked { items, undelivered } = walk(scope, composition, problems);
    let mut view = header(scope, composition, &identifier);
    view.judgements = items
        .iter()
        .filter(|item| item.is_judgement())
        .map(|item| CheckupText {
            label: item.name.clone(),
            text: item.words(),
        })
        .filter(|text| !text.text.is_empty())
        .collect();
    Some(Told::Report(Box::new(Report {
        view,
        items,
        undelivered,
        fetched_on: None,
    })))
}

fn undelivered(resource: &Node<'_>) -> bool {
    tagged(resource, "UNDELIVERED")
}

/// Bundle.identifier, else the Composition's own.
fn identifier<'a>(root: &'a Node<'a>, composition: Option<&'a Node<'a>>) -> Option<&'a str> {
    root.first("identifier")
        .and_then(|i| i.text("value"))
        .or_else(|| composition?.first("identifier")?.text("value"))
}

/// True when 報告区分 is one of the 削除依頼 codes, or says so in words. In a 健診 that has no code of
/// the list of 報告区分, the code counts under any system and under none: a deletion must never be drawn
/// as a result.
pub(crate) fn is_deletion(composition: &Node<'_>) -> bool {
    says_deletion(composition) || deletes_by_other_code(composition)
}

/// True when only a code of no known list makes it a deletion: it may be a 健診 all the same.
pub(crate) fn deletes_by_other_code(composition: &Node<'_>) -> bool {
    is_checkup(composition) && !says_deletion(composition) && asks_for_deletion(composition)
}

fn says_deletion(composition: &Node<'_>) -> bool {
    composition.items("category").any(|node| {
        let category = Concept::read(node);
        let displays = category.codings.iter().filter_map(|c| c.display);
        let mut words = category.text.into_iter().chain(displays);
        words.any(|words| words.contains("削除依頼")) || of_list(&category).any(deletes)
    })
}

/// The codes of the list of 報告区分.
fn of_list<'a>(category: &Concept<'a>) -> impl Iterator<Item = &'a str> {
    let codings = category.codings.iter();
    codings
        .filter(|c| c.system == REPORT_CATEGORY && !c.code.is_empty())
        .map(|c| c.code)
}

/// True when a document calls itself a 健診結果報告書, by its code or in words.
pub(crate) fn is_checkup(composition: &Node<'_>) -> bool {
    let kind = Concept::under(composition, "type");
    let says = |words: &str| words.contains("健診") || words.contains("検診");
    kind.has_code("53576-5")
        || kind.has_code("JPGCHKUP01")
        || composition.text("title").is_some_and(says)
        || kind.words().is_some_and(says)
}

/// A 削除依頼 code as the category, under whatever system, where no code of the list says what it is.
fn asks_for_deletion(composition: &Node<'_>) -> bool {
    let categories: Vec<_> = composition.items("category").map(Concept::read).collect();
    let classified = categories.iter().any(|c| of_list(c).next().is_some());
    !classified
        && categories.iter().any(|category| {
            category.codings.iter().any(|c| deletes(c.code)) || category.text.is_some_and(deletes)
        })
}

fn deletes(code: &str) -> bool {
    matches!(code.trim(), "19" | "49" | "69" | "79" | "89")
}

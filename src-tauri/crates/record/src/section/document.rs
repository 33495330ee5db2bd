//! 文書: documents in, a list of their heads out.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::author::author;
use super::collect::Tally;
use super::parsed::Set;
use crate::fhir::concept::Concept;
use crate::fhir::facility::of_organization;
use crate::fhir::fingerprint::fingerprint_without;
use crate::fhir::scope::Scope;
use crate::fhir::{date, tagged};
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::view::{
    DocumentContent, DocumentKind, DocumentView, FacilityView, ReportState, RowKey, RowMark,
};

/// 紹介元情報 and 紹介先情報.
const FROM: &str = "920";
const TO: &str = "910";

/// The documents of all sets.
pub(super) fn section(sets: &[Set<'_>], problems: &mut Vec<Problem>) -> (DocumentContent, Tally) {
    let mut documents: Vec<DocumentView> = Vec::new();
    let mut undelivered = 0;
    for set in sets {
        if set.newest.cancelled() {
            problems.push(Problem::new(Severity::Info, "document_deleted", ""));
            documents.extend(former(set).map(deleted));
            continue;
        }
        for told in read(&set.newest.scope, set.key) {
            match told {
                Some(view) => documents.push(supplied(view, set)),
                None => undelivered += 1,
            }
        }
    }
    documents.sort_by_cached_key(|document| {
        let date = document.date.as_ref();
        Reverse(date.map(|date| (date.earliest(), date.as_str().to_owned())))
    });
    let tally = Tally {
        shown: documents.len(),
        undelivered,
    };
    (DocumentContent { documents }, tally)
}

fn supplied(mut view: DocumentView, set: &Set<'_>) -> DocumentView {
    if !set.returned && view.state == ReportState::Current {
        view.state = ReportState::NotReturned;
    }
    view
}

/// The document as it was before it was taken back (取り消し): its head stays in the list, so that
/// the reader knows what is gone.
fn former(set: &Set<'_>) -> Option<DocumentView> {
    let mut versions = set.earlier.iter();
    versions.find_map(|version| read(&version.scope, set.key).into_iter().flatten().next())
}

fn deleted(view: DocumentView) -> DocumentView {
    DocumentView {
        state: ReportState::Deleted,
        sections: 0,
        attachments: 0,
        ..view
    }
}

/// The documents among the parts of one version; none in place of one that is 未提供 as a whole. A
/// list page says nothing here.
fn read(scope: &Scope<'_>, set_key: &str) -> Vec<Option<DocumentView>> {
    let roots = scope.roots.iter().filter(|root| is_document(root));
    roots
        .map(|root| {
            // Resource ids repeat over documents: each is a scope of its own.
            let scope = Scope::read(std::slice::from_ref(*root), &mut Vec::new());
            let composition = scope.of_kind("Composition").next().map(|e| e.resource);
            let holders = composition.into_iter().chain([*root]);
            let withheld = holders
                .into_iter()
                .any(|holder| tagged(holder, "UNDELIVERED"));
            (!withheld).then(|| head(root, &scope, composition, set_key))
        })
        .collect()
}

/// A Bundle that is no answer to a search, or a Composition that came alone.
fn is_document(root: &Node<'_>) -> bool {
    match root.text("resourceType") {
        Some("Bundle") => matches!(root.text("type"), Some("document" | "collection")),
        kind => kind == Some("Composition"),
    }
}

fn head<'a>(
    root: &Node<'_>,
    scope: &Scope<'a>,
    composition: Option<&'a Node<'a>>,
    set_key: &str,
) -> DocumentView {
    let text = |key| composition.and_then(|c| c.text(key));
    let view = DocumentView {
        key: RowKey(identifier(root, composition).unwrap_or(set_key).to_owned()),
        mark: RowMark::None,
        kind: composition.map_or(DocumentKind::Other, kind),
        title: text("title").map(str::to_owned),
        date: composition.and_then(|c| date(c, "date")),
        facility: composition
            .and_then(|c| writer(scope, c))
            .unwrap_or_default(),
        author: composition.and_then(|c| author(scope, c)),
        addressee: composition.and_then(|c| named_in(scope, c, TO)),
        sections: composition.map_or(0, |c| sections(c).filter(|s| says_something(s)).count()),
        attachments: attachments(scope),
        signed: root.first("signature").is_some()
            || composition.is_some_and(|c| c.first("attester").is_some()),
        state: ReportState::Current,
        set_key: set_key.to_owned(),
        fingerprint: fingerprint(root),
    };
    if text("status") == Some("entered-in-error") {
        return deleted(view);
    }
    view
}

/// Bundle.identifier, else the Composition's own.
fn identifier<'a>(root: &'a Node<'_>, composition: Option<&'a Node<'_>>) -> Option<&'a str> {
    let of = |node: &'a Node<'_>| node.first("identifier")?.text("value");
    of(root).or_else(|| of(composition?))
}

fn kind(composition: &Node<'_>) -> DocumentKind {
    let kind = Concept::under(composition, "type");
    [
        ("57133-1", DocumentKind::Referral),
        ("18842-5", DocumentKind::DischargeSummary),
        ("56447-6", DocumentKind::PatientSummary),
        ("57833-6", DocumentKind::Prescription),
    ]
    .into_iter()
    .find(|(code, _)| kind.has_code(code))
    .map_or(DocumentKind::Other, |(_, kind)| kind)
}

/// 紹介元: the custodian, else an organization among the authors, else what section 920 names.
fn writer<'a>(scope: &Scope<'a>, composition: &'a Node<'a>) -> Option<FacilityView> {
    ["custodian", "author"]
        .iter()
        .flat_map(|key| composition.list(key))
        .find_map(|reference| organization(scope, composition, reference))
        .or_else(|| named_in(scope, composition, FROM))
}

/// The organization that a section names.
fn named_in<'a>(scope: &Scope<'a>, composition: &'a Node<'a>, code: &str) -> Option<FacilityView> {
    sections(composition)
        .filter(|section| Concept::under(section, "code").has_code(code))
        .flat_map(|section| section.list("entry"))
        .find_map(|reference| organization(scope, composition, reference))
}

/// The Organization behind a reference, directly or behind a PractitionerRole.
fn organization<'a>(
    scope: &Scope<'a>,
    from: &'a Node<'a>,
    reference: &'a Node<'a>,
) -> Option<FacilityView> {
    let found = scope.resolve(from, reference)?;
    match found.text("resourceType") {
        Some("Organization") => Some(of_organization(found)),
        Some("PractitionerRole") => {
            let reference = found.first("organization")?;
            scope.resolve(found, reference).map(of_organization)
        }
        _ => None,
    }
}

/// Every section, those below another after it.
fn sections<'a>(composition: &'a Node<'a>) -> impl Iterator<Item = &'a Node<'a>> {
    let mut waiting = composition.list("section");
    waiting.reverse();
    std::iter::from_fn(move || {
        let next = waiting.pop()?;
        waiting.extend(next.list("section").into_iter().rev());
        Some(next)
    })
}

fn says_something(section: &Node<'_>) -> bool {
    let own = ["text", "entry"]
        .iter()
        .any(|key| section.first(key).is_some());
    own || section.first("section").is_none()
}

/// Files that DocumentReferences carry or point to, and Binaries that none of them points to.
fn attachments(scope: &Scope<'_>) -> usize {
    let attached: Vec<&Node<'_>> = scope
        .of_kind("DocumentReference")
        .flat_map(|entry| entry.resource.list("content"))
        .filter_map(|content| content.first("attachment"))
        .filter(|file| file.text("data").is_some() || file.text("url").is_some())
        .collect();
    let urls: FxHashSet<&str> = attached
        .iter()
        .filter_map(|file| file.text("url"))
        .collect();
    let loose = scope
        .of_kind("Binary")
        .filter(|entry| entry.full_url.is_none_or(|url| !urls.contains(url)));
    attached.len() + loose.count()
}

/// Members that are new with every upload and say nothing.
const NEW_EACH_TIME: [&str; 5] = ["id", "fullUrl", "reference", "lastUpdated", "versionId"];

fn fingerprint(root: &Node<'_>) -> u64 {
    fingerprint_without(root, &NEW_EACH_TIME)
}

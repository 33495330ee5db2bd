use crate::fhir::concept::Concept;
use crate::fhir::date;
use crate::fhir::facility::of_organization;
use crate::fhir::scope::Scope;
use crate::fhir::system::{CHECKUP_PROGRAM, REPORT_CATEGORY};
use crate::json::Node;
use crate::section::author::author;
use crate::section::result::effective;
use crate::tables::answer;
use crate::view::{CheckupReportView, FacilityView, ReportState, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// The column head of a report.
pub(super) fn header<'a>(
    scope: &Scope<'a>,
    composition: Option<&'a Node<'a>>,
    identifier: &str,
) -> CheckupReportView {
    CheckupReportView {
        key: RowKey(identifier.to_owned()),
        mark: RowMark::None,
        date: examined(scope, composition),
        document_date: composition.and_then(|c| date(c, "date")),
        program: composition.map(program).unwrap_or_default(),
        title: composition.and_then(|c| c.text("title")).map(str::to_owned),
        facility: facility(scope, composition),
        author: composition.and_then(|c| author(scope, c)),
        state: ReportState::Current,
        judgements: Vec::new(),
        possibly_same_as: None,
    }
}

/// The day of examination: the Encounter's, else the results' own, else the event's. Never
/// Composition.date, which is when the paper was written.
pub(crate) fn examined<'a>(
    scope: &Scope<'a>,
    composition: Option<&'a Node<'a>>,
) -> Option<PartialDate> {
    let by_encounter =
        encounter(scope, composition).and_then(|e| date(e.first("period")?, "start"));
    by_encounter
        .or_else(|| {
            scope
                .of_kind("Observation")
                .find_map(|e| effective(e.resource))
        })
        .or_else(|| date(composition?.at(&["event", "period"])?, "start"))
}

fn encounter<'a>(scope: &Scope<'a>, composition: Option<&'a Node<'a>>) -> Option<&'a Node<'a>> {
    composition
        .and_then(|c| scope.resolve(c, c.first("encounter")?))
        .or_else(|| scope.of_kind("Encounter").next().map(|e| e.resource))
}

/// 健診プログラム, else 報告区分: in the words sent, else in the table's.
fn program(composition: &Node<'_>) -> String {
    let event = composition
        .first("event")
        .map(|e| Concept::under(e, "code"))
        .unwrap_or_default();
    let category = Concept::under(composition, "category");
    named(&event, CHECKUP_PROGRAM)
        .or_else(|| named(&category, REPORT_CATEGORY))
        .unwrap_or_default()
}

fn named(concept: &Concept<'_>, system: &str) -> Option<String> {
    let sent = concept
        .text
        .or_else(|| concept.real().find_map(|c| c.display));
    sent.or_else(|| answer(system, concept.code_in(system)?))
        .or_else(|| concept.words())
        .map(str::to_owned)
}

/// 実施機関 by its type, else who provided the encounter, else custodian or author.
fn facility<'a>(scope: &Scope<'a>, composition: Option<&'a Node<'a>>) -> FacilityView {
    let examiner = scope.of_kind("Organization").map(|e| e.resource).find(|o| {
        o.list("type")
            .into_iter()
            .any(|t| Concept::read(t).has_code("exec-org"))
    });
    let provider = || {
        let encounter = encounter(scope, composition)?;
        scope.resolve(encounter, encounter.first("serviceProvider")?)
    };
    let named = || {
        let composition = composition?;
        ["custodian", "author"]
            .iter()
            .flat_map(|path| composition.list(path))
            .find_map(|r| {
                scope
                    .resolve(composition, r)
                    .filter(|n| n.text("resourceType") == Some("Organization"))
            })
    };
    examiner
        .or_else(provider)
        .or_else(named)
        .map(of_organization)
        .unwrap_or_default()
}

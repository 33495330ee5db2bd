use jiff::civil::Date;

use super::admit::admit;
use super::collect::{Read, Row, Tally, collect};
use super::parsed::Set;
use super::repeated::{repeats, tell};
use super::row_key::row_key;
use super::status::{Status, is_unconfirmed, unclear_note};
use crate::fhir::concept::{Coding, Concept};
use crate::fhir::damage::may_be;
use crate::fhir::entry::Entry;
use crate::fhir::extension::{extension, extensions};
use crate::fhir::facility::facility;
use crate::fhir::scope::Scope;
use crate::fhir::suspicion::says_suspicion;
use crate::fhir::system::{ICD10_PART, SUSPECTED_MODIFIER};
use crate::fhir::{date, notes, tagged};
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::view::{ConditionContent, ConditionStatus, ConditionView, RowKey, RowMark};
use crate::vocabulary::PartialDate;

/// 傷病名 of all sets.
pub(super) fn section(
    sets: &[Set<'_>],
    today: Date,
    problems: &mut Vec<Problem>,
) -> (ConditionContent, Tally) {
    let collected = collect(sets, problems, |scope, problems| {
        scope
            .of_kind("Condition")
            .map(|entry| read(scope, entry, problems))
            .collect()
    });
    let tally = collected.tally();
    let (mut ended, mut items): (Vec<_>, Vec<_>) = collected
        .live
        .into_iter()
        .partition(|row| has_ended(row, today));
    items.sort_by_key(|row| (!row.principal, newest_first(row.onset.as_ref())));
    ended.sort_by_key(|row| newest_first(row.abatement.as_ref().or(row.onset.as_ref())));
    let content = ConditionContent {
        items,
        ended,
        withdrawn: collected.withdrawn,
        undelivered: collected.undelivered,
    };
    (content, tally)
}

/// Ended by word or by an end date in the past. 寛解 without an end date stays in view.
fn has_ended(row: &ConditionView, today: Date) -> bool {
    row.status == ConditionStatus::Resolved
        || row
            .abatement
            .as_ref()
            .is_some_and(|end| end.earliest().is_none_or(|d| d <= today))
}

/// Sorts newer dates first and rows without a date last.
pub(super) fn newest_first(date: Option<&PartialDate>) -> std::cmp::Reverse<Option<Date>> {
    std::cmp::Reverse(date.and_then(PartialDate::earliest))
}

fn read<'a>(
    scope: &Scope<'a>,
    entry: &Entry<'a>,
    problems: &mut Vec<Problem>,
) -> Read<ConditionView> {
    let resource = entry.resource;
    let facility = facility(scope, resource);
    let code = Concept::under(resource, "code");
    let onset =
        date(resource, "onsetDateTime").or_else(|| date(resource.first("onsetPeriod")?, "start"));
    let otherwise = format!(
        "{}/{}",
        code.text.unwrap_or_default(),
        onset.as_ref().map_or("", PartialDate::as_str)
    );
    let key = row_key(&facility, resource, code.key(), &otherwise);
    let key = match admit(resource, key, &entry.pointer, problems) {
        Ok(key) => key,
        Err(no_row) => return no_row,
    };
    tell(repeats(resource), &entry.pointer, problems);
    let Some(text) = code.words() else {
        problems.push(Problem::new(Severity::Error, "no_name", &entry.pointer));
        return Read::Void(key);
    };
    let uninformed = tagged(resource, "UNINFORMED");
    Read::Live(ConditionView {
        key,
        mark: RowMark::None,
        text: text.to_owned(),
        principal: is_principal(resource),
        suspected: is_suspected(resource),
        uninformed,
        uninformed_as_of: if uninformed {
            resource
                .first("meta")
                .and_then(|meta| date(meta, "lastUpdated"))
        } else {
            None
        },
        long_term: tagged(resource, "LTS"),
        status: status(resource),
        onset,
        abatement: date(resource, "abatementDateTime")
            .or_else(|| date(resource.first("abatementPeriod")?, "end")),
        icd10: code
            .real()
            .find(|c| c.system.contains(ICD10_PART))
            .map(|c| c.code.to_owned()),
        facility,
        department: department(resource),
        notes: with_other_onset(resource, notes(resource))
            .into_iter()
            .chain(unclear_note(resource))
            .collect(),
        last_supplied: None,
    })
}

/// 診療科 as text.
fn department(resource: &Node<'_>) -> Option<String> {
    let concept = extension(resource, &["/JP_eCS_Department"])?.first("valueCodeableConcept")?;
    Concept::read(concept).words().map(str::to_owned)
}

pub(crate) fn is_principal(resource: &Node<'_>) -> bool {
    extensions(resource, &["/JP_eCS_DiagnosisType"])
        .into_iter()
        .any(|e| {
            ["valueCodeableConcept", "valueCoding"]
                .iter()
                .any(|key| Concept::under(e, key).has_code("principal"))
        })
}

/// 疑い: the status, the suffix modifier, which can stand beside it or instead of it (as a coding or an
/// extension of the name), or the name itself.
pub(crate) fn is_suspected(resource: &Node<'_>) -> bool {
    is_unconfirmed(resource) || resource.items("code").any(named_as_suspected)
}

fn named_as_suspected(code: &Node<'_>) -> bool {
    const MODIFIERS: [&str; 2] = [
        "/JP_Condition_DiseasePostfixModifier",
        "/JP_Condition_DiseasePrefixModifier",
    ];
    let mut modifiers = extensions(code, &MODIFIERS).into_iter();
    suspects(&Concept::read(code), is_suffix)
        || modifiers.any(|modifier| {
            let mut values = ["valueCodeableConcept", "valueCoding"].into_iter();
            values.any(|key| {
                suspects(&Concept::under(modifier, key), |coding| {
                    may_be(coding.code, SUSPECTED_MODIFIER)
                })
            })
        })
}

/// By a code that `suffix` knows, or in words.
fn suspects(concept: &Concept<'_>, suffix: impl Fn(&Coding<'_>) -> bool) -> bool {
    let mut codings = concept.codings.iter();
    concept.text.is_some_and(says_suspicion)
        || codings.any(|coding| suffix(coding) || coding.display.is_some_and(says_suspicion))
}

/// The suffix among the codings of a name, where a list of names may have the same number.
fn is_suffix(coding: &Coding<'_>) -> bool {
    let list = coding.system;
    let of_modifiers = list.is_empty() || list.contains("modifier") || list.contains("-mod");
    of_modifiers && may_be(coding.code, SUSPECTED_MODIFIER)
}

fn status(resource: &Node<'_>) -> ConditionStatus {
    let status = Status::under(resource, "clinicalStatus");
    if status.says_any(&["active", "recurrence", "relapse"]) {
        ConditionStatus::Active
    } else if status.says("remission") {
        ConditionStatus::Remission
    } else if status.says("resolved") {
        ConditionStatus::Resolved
    } else {
        ConditionStatus::NotStated
    }
}

/// A start given in words or as an age cannot be a date; it is kept as a note.
fn with_other_onset(resource: &Node<'_>, mut notes: Vec<String>) -> Vec<String> {
    if let Some(text) = resource.text("onsetString") {
        notes.push(text.to_owned());
    }
    if let Some(age) = resource.first("onsetAge").and_then(|a| a.number("value")) {
        notes.push(format!("{age}歳"));
    }
    notes
}

impl Row for ConditionView {
    fn key(&self) -> &RowKey {
        &self.key
    }
    fn key_mut(&mut self) -> &mut RowKey {
        &mut self.key
    }
    fn withdraw(&mut self, last_supplied: Option<PartialDate>) {
        self.last_supplied = last_supplied;
    }
}

use jiff::civil::Date;

use super::admit::admit;
use super::collect::{Read, Row, Tally, collect};
use super::dosage::{Dosage, dosage, duration_days, last_day, repeat_count};
use super::parsed::Set;
use super::prescription_group::{group, join_origins};
use super::quantity::quantity_words;
use super::repeated::{repeats, tell};
use super::row_key::{identifier_in, row_key};
use super::status::{Status, forbids, unclear_note};
use crate::fhir::brief::brief;
use crate::fhir::concept::Concept;
use crate::fhir::entry::Entry;
use crate::fhir::facility::facility;
use crate::fhir::scope::Scope;
use crate::fhir::system::{DISPENSING_ID, RP_GROUP_END, RP_INDEX_END};
use crate::fhir::{date, notes};
use crate::interface::FhirRestNames;
use crate::json::Node;
use crate::problem::{Problem, Severity};
use crate::tables::same_system;
use crate::view::{
    DoseKind, PrescriptionContent, PrescriptionOrigin, PrescriptionState, PrescriptionView, RowKey,
    RowMark,
};
use crate::vocabulary::PartialDate;

const KINDS: [&str; 2] = ["MedicationRequest", "MedicationDispense"];

/// 処方 of all sets, in the groups of the clinical rules as seen on `today`.
pub(super) fn section(
    sets: &[Set<'_>],
    today: Date,
    problems: &mut Vec<Problem>,
) -> (PrescriptionContent, Tally) {
    let collected = collect(sets, problems, |scope, problems| {
        scope
            .entries
            .iter()
            .filter(|entry| KINDS.contains(&entry.kind))
            .map(|entry| read(scope, entry, problems))
            .collect()
    });
    let tally = collected.tally();
    let mut content = group(join_origins(collected.live), today);
    content.withdrawn = collected.withdrawn;
    (content, tally)
}

/// Each valid entry with its row, apart from any section.
pub(super) fn rows<'a>(scope: &Scope<'a>) -> Vec<(&'a Node<'a>, PrescriptionView)> {
    let mut unheeded = Vec::new();
    let entries = scope.entries.iter();
    entries
        .filter(|entry| KINDS.contains(&entry.kind))
        .filter_map(|entry| match read(scope, entry, &mut unheeded) {
            Read::Live(row) => Some((entry.resource, row)),
            _ => None,
        })
        .collect()
}

fn read<'a>(
    scope: &Scope<'a>,
    entry: &Entry<'a>,
    problems: &mut Vec<Problem>,
) -> Read<PrescriptionView> {
    let resource = entry.resource;
    let facility = facility(scope, resource);
    let drug = drug(scope, resource);
    // A Medication may be named by thousands of entries.
    let own = resource.get("medicationCodeableConcept").is_some();
    let told = |text: &str| match own {
        true => text.to_owned(),
        false => brief(text).into_owned(),
    };
    let date = date(resource, "authoredOn").or_else(|| date(resource, "whenHandedOver"));
    let group = rp(resource);
    let what = format!(
        "{}/{}",
        told(drug.key()),
        group.as_deref().unwrap_or_default()
    );
    let otherwise = date.as_ref().map_or("", PartialDate::as_str);
    let key = row_key(&facility, resource, &what, otherwise);
    let key = match admit(resource, key, &entry.pointer, problems) {
        Ok(key) => key,
        Err(no_row) => return no_row,
    };
    tell(repeats(resource), &entry.pointer, problems);
    let Some(text) = drug.words() else {
        problems.push(Problem::new(Severity::Error, "no_name", &entry.pointer));
        return Read::Void(key);
    };
    let dosage = dosage(resource);
    let kind = dosage.kind.unwrap_or(DoseKind::NotStated);
    let supply = supply_days(resource);
    let origin = origin(scope, resource, entry.kind);
    Read::Live(PrescriptionView {
        key,
        mark: RowMark::None,
        text: told(text),
        kind,
        amount: amount(resource, kind, supply.or(dosage.days)),
        // 14 tablets every other day are 14 日分 that last 28 days: the longer span ends it.
        until: until(&dosage, date.as_ref(), kind, supply.max(dosage.days)),
        state: state(resource, origin),
        origins: vec![origin],
        facility,
        group,
        notes: notes(resource)
            .into_iter()
            .chain(dosage.extra)
            .chain(unclear_note(resource))
            .collect(),
        usage: dosage.usage,
        date,
        last_supplied: None,
    })
}

fn drug<'a>(scope: &Scope<'a>, resource: &'a Node<'a>) -> Concept<'a> {
    if let Some(node) = resource.first("medicationCodeableConcept") {
        return Concept::read(node);
    }
    let medication = resource.first("medicationReference");
    let found = medication.and_then(|reference| scope.resolve(resource, reference));
    match (found, medication) {
        (Some(found), _) => Concept::under(found, "code"),
        (None, Some(reference)) => Concept {
            text: reference.text("display"),
            codings: Vec::new(),
        },
        (None, None) => Concept::default(),
    }
}

/// RP 番号 and the number inside it.
fn rp(resource: &Node<'_>) -> Option<String> {
    let number = |end: &str| identifier_in(resource, |system| same_system(system).ends_with(end));
    let group = number(RP_GROUP_END)?;
    Some(match number(RP_INDEX_END) {
        Some(index) => format!("{group}-{index}"),
        None => group.to_owned(),
    })
}

fn supply_days(resource: &Node<'_>) -> Option<i32> {
    resource
        .at(&["dispenseRequest", "expectedSupplyDuration"])
        .or_else(|| resource.first("daysSupply"))
        .and_then(duration_days)
}

/// Days for what is taken regularly, times for 頓用, else the total amount.
fn amount(resource: &Node<'_>, kind: DoseKind, days: Option<i32>) -> Option<String> {
    let total = || {
        resource
            .at(&["dispenseRequest", "quantity"])
            .or_else(|| resource.first("quantity"))
            .and_then(quantity_words)
    };
    let times = repeat_count(resource).map(|count| format!("{count}回分"));
    let by_days = days.map(|days| format!("{days}日分"));
    match kind {
        DoseKind::AsNeeded => times.or_else(total).or(by_days),
        DoseKind::External => total().or(by_days),
        _ => by_days.or_else(total).or(times),
    }
}

/// 頓用 has no last day, whatever number of days is sent along.
fn until(
    dosage: &Dosage,
    date: Option<&PartialDate>,
    kind: DoseKind,
    days: Option<i32>,
) -> Option<PartialDate> {
    if kind == DoseKind::AsNeeded {
        return None;
    }
    let last = last_day(dosage.start.as_ref().or(date)?, days?)?;
    PartialDate::parse(&last.to_string())
}

fn state(resource: &Node<'_>, origin: PrescriptionOrigin) -> PrescriptionState {
    const STOPPED: [&str; 4] = ["stopped", "cancelled", "declined", "on-hold"];
    if forbids(resource) {
        PrescriptionState::DoNotPerform
    } else if Status::under(resource, "status").says_any(&STOPPED) {
        PrescriptionState::Stopped
    } else if origin == PrescriptionOrigin::Dispensing {
        PrescriptionState::Dispensed
    } else {
        PrescriptionState::Prescribed
    }
}

/// What `meta.source` says; without a source we know, what the shape of the entry says.
fn origin(scope: &Scope<'_>, resource: &Node<'_>, kind: &str) -> PrescriptionOrigin {
    let source = resource.at(&["meta", "source"]).and_then(Node::as_text);
    if let Some(stated) = source.and_then(|s| FhirRestNames::get().prescription_origin(s)) {
        return stated;
    }
    let identified = |wanted: &str| identifier_in(resource, |s| s.starts_with(wanted)).is_some();
    let document = scope
        .roots
        .iter()
        .any(|r| r.text("type") == Some("document"));
    if kind == "MedicationDispense" || identified(DISPENSING_ID) {
        PrescriptionOrigin::Dispensing
    } else if document {
        PrescriptionOrigin::Document
    } else {
        PrescriptionOrigin::NotStated
    }
}

impl Row for PrescriptionView {
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

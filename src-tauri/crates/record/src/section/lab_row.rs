use std::hash::{Hash, Hasher};

use super::collect::{Read, Row};
use super::lab_entry::Shared;
use super::observation::{Measured, measured, overflows};
use super::repeated::tell;
use super::result::{Outcome, outcome};
use super::row_key::named_key;
use crate::fhir::brief::brief;
use crate::fhir::concept::Concept;
use crate::fhir::scope::Scope;
use crate::fhir::system::{CORE_LAB_PART, INFECTION_PART, LOCAL_LAB_END};
use crate::problem::{Problem, Severity};
use crate::tables::{LabClass, LabItem, lab_item, lab_item_by_code};
use crate::view::{FacilityView, RowKey};
use crate::vocabulary::PartialDate;

/// One laboratory or infection result, before it joins a series.
#[derive(Clone, Debug)]
pub(super) struct LabRow {
    pub(super) key: RowKey,
    /// Item name as sent.
    pub(super) name: String,
    /// The item on the shared list, when it is one.
    pub(super) item: Option<&'static LabItem>,
    /// FHIR識別文字列 when it is on the list or was sent as such.
    pub(super) item_name: Option<String>,
    /// Names the item for joining: FHIR識別文字列, else the full JLAC code, else facility and
    /// local code. The unit is added when series are made.
    pub(super) identity: String,
    /// 測定法: a change breaks the line.
    pub(super) method: String,
    pub(super) outcome: Outcome,
    pub(super) long_term: bool,
    pub(super) last_supplied: Option<PartialDate>,
}

/// Results of one class in a scope.
pub(super) fn read<'a>(
    scope: &Scope<'a>,
    class: LabClass,
    problems: &mut Vec<Problem>,
) -> Vec<Read<LabRow>> {
    for entry in scope.of_kind("Observation") {
        if overflows(entry.resource) {
            problems.push(Problem::new(
                Severity::Error,
                "too_many_components",
                &entry.pointer,
            ));
        }
    }
    let mut shared = Shared::new(scope);
    measured(scope)
        .into_iter()
        .filter(|m| m.infection == (class == LabClass::Infection))
        .map(|m| row(&mut shared, m, class, problems))
        .collect()
}

fn row<'a>(
    shared: &mut Shared<'_, 'a>,
    measured: Measured<'a>,
    class: LabClass,
    problems: &mut Vec<Problem>,
) -> Read<LabRow> {
    let standing = shared.standing(&measured);
    let entry = shared.entry(measured.outer);
    let code = Concept::under(measured.holder, "code");
    let date = measured.date.as_ref().map_or("", PartialDate::as_str);
    let around = brief(measured.within.unwrap_or_default());
    let what = format!("{around}/{}/{date}", code.key());
    let identifier = entry.identifier.as_deref();
    let identifier = identifier.unwrap_or_else(|| code.text.unwrap_or_default());
    let key = named_key(&entry.facility, identifier, &what);
    let key = match standing.admit(key, &measured.pointer, problems) {
        Ok(key) => key,
        Err(no_row) => return no_row,
    };
    tell(measured.repeated, &measured.pointer, problems);
    let words = code.words().unwrap_or_default();
    let name = match measured.within {
        Some(_) => format!("{around} {words}").trim().to_owned(),
        None => words.to_owned(),
    };
    if name.is_empty() {
        problems.push(Problem::new(
            Severity::Warning,
            "no_name",
            &measured.pointer,
        ));
    }
    let identified = identify(&code, class, &entry.facility, &name);
    let long_term = entry.long_term;
    let facility = entry.facility.clone();
    let mut outcome = outcome(measured.holder, measured.date, facility);
    // A component shares the state of the Observation around it.
    let around = shared.status_note(measured.observation);
    outcome.view.status_note = around.or(outcome.view.status_note);
    for (doubtful, code) in [
        (outcome.disagrees, "display_differs"),
        (outcome.unit_differs, "unit_differs"),
    ] {
        if doubtful {
            problems.push(Problem::new(Severity::Warning, code, &measured.pointer));
        }
    }
    let jlac = jlac(&code).unwrap_or_default();
    Read::Live(LabRow {
        key,
        name,
        item: identified.item,
        item_name: identified.item_name,
        identity: identified.identity,
        method: format!("{}|{jlac}", outcome.method),
        outcome,
        long_term,
        last_supplied: None,
    })
}

struct Identified {
    item: Option<&'static LabItem>,
    item_name: Option<String>,
    identity: String,
}

/// FHIR識別文字列 first. Never the item name or an abbreviation: "HBs" holds antigen and antibody,
/// "TP" is 総蛋白 here and 梅毒TP there.
fn identify(
    code: &Concept<'_>,
    class: LabClass,
    facility: &FacilityView,
    name: &str,
) -> Identified {
    let place = facility.number.as_deref().or(facility.name.as_deref());
    let place = place.unwrap_or_default();
    let part = if class == LabClass::Infection {
        INFECTION_PART
    } else {
        CORE_LAB_PART
    };
    let shared = code.coding_like(part);
    let item = shared.and_then(|c| {
        c.display
            .and_then(|d| lab_item(class, d))
            .or_else(|| lab_item_by_code(class, c.code))
    });
    if let Some(item) = item {
        return Identified {
            item: Some(item),
            item_name: Some(item.name.to_owned()),
            identity: format!("item:{}", item.name),
        };
    }
    if let Some(display) = shared.and_then(|c| c.display) {
        let plain = super::series::same_unit(display);
        return Identified {
            item: None,
            item_name: Some(display.to_owned()),
            identity: format!("item:{plain}"),
        };
    }
    let identity = match (jlac(code), local(code)) {
        (Some(jlac), _) => format!("jlac:{jlac}"),
        (None, Some(local)) => format!("local:{place}:{local}"),
        (None, None) => format!("text:{place}:{name}"),
    };
    Identified {
        item: None,
        item_name: None,
        identity,
    }
}

/// The full JLAC10 or JLAC11 code, from whichever list it was sent.
fn jlac<'a>(code: &Concept<'a>) -> Option<&'a str> {
    code.real()
        .find(|c| {
            ["JLAC", CORE_LAB_PART, INFECTION_PART]
                .iter()
                .any(|part| c.system.contains(part))
        })
        .map(|c| c.code)
}

fn local<'a>(code: &Concept<'a>) -> Option<&'a str> {
    code.real()
        .find(|c| c.system.ends_with(LOCAL_LAB_END))
        .map(|c| c.code)
}

impl Hash for LabRow {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.key, &self.name, &self.identity, &self.method).hash(state);
        (&self.outcome, self.long_term, &self.last_supplied).hash(state);
    }
}

impl PartialEq for LabRow {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
            && self.name == other.name
            && self.identity == other.identity
            && self.method == other.method
            && self.outcome == other.outcome
            && self.long_term == other.long_term
            && self.last_supplied == other.last_supplied
    }
}

impl Row for LabRow {
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

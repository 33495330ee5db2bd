use rustc_hash::FxHashSet;

use super::patients::Patients;
use crate::fhir::entry::Entry;
use crate::fhir::patient::member_id;
use crate::fhir::reference::Target;
use crate::fhir::scope::Scope;
use crate::json::Node;
use crate::vocabulary::MemberId;

/// Who is named, as it is read entry by entry.
pub(super) struct Reading<'s, 'a> {
    scope: &'s Scope<'a>,
    pub(super) patients: Patients<'a>,
    /// Distinct, as `Patient/<id>` where they can be resolved.
    pub(super) patient_refs: Vec<String>,
    known_refs: FxHashSet<String>,
    /// Patients that have been named already: a long id is not spelled out for each reference to it.
    named: FxHashSet<*const Node<'a>>,
    /// Distinct.
    pub(super) member_ids: Vec<MemberId>,
    known_numbers: FxHashSet<String>,
}

impl<'s, 'a> Reading<'s, 'a> {
    pub(super) fn of(scope: &'s Scope<'a>) -> Self {
        let mut patients = Patients::default();
        for entry in scope.of_kind("Patient") {
            patients.add(entry.resource);
        }
        Self {
            scope,
            patients,
            patient_refs: Vec::new(),
            known_refs: FxHashSet::default(),
            named: FxHashSet::default(),
            member_ids: Vec::new(),
            known_numbers: FxHashSet::default(),
        }
    }

    /// Takes every name of a patient in an entry; false when the entry itself has none.
    pub(super) fn take_entry(&mut self, entry: &Entry<'a>) -> bool {
        let mut named = false;
        for reference in references(entry.resource) {
            named |= self.take(entry, reference);
        }
        // What is contained is drawn as well (members of a panel), and may name somebody else.
        for inner in entry.resource.items("contained") {
            for reference in references(inner) {
                self.take(entry, reference);
            }
        }
        named
    }

    /// Takes one reference; false when it names no patient.
    fn take(&mut self, entry: &Entry<'a>, reference: &'a Node<'a>) -> bool {
        let number = reference.first("identifier").and_then(member_id);
        let numbered = number.is_some();
        if let Some(number) = number.filter(|n| self.known_numbers.insert(n.normalised())) {
            self.member_ids.push(number);
        }
        let target = Target::read(reference);
        if let Target::Contained(id) = target {
            let inner = self.scope.contained(entry.resource, id);
            let inner = inner.filter(|n| n.text("resourceType") == Some("Patient"));
            return numbered | inner.is_some_and(|inner| self.patients.add_inner(inner));
        }
        self.take_name(&target, reference) || numbered
    }

    fn take_name(&mut self, target: &Target<'_>, reference: &Node<'_>) -> bool {
        let name = if let Some(entry) = self.scope.entry(target) {
            if entry.kind != "Patient" {
                return false;
            }
            if !self.named.insert(std::ptr::from_ref(entry.resource)) {
                return true;
            }
            patient_name(entry.resource, entry.full_url)
        } else {
            match target {
                Target::Typed { kind, id } => {
                    // A subject may be a group, a device or a place.
                    if *kind != "Patient" && kind.starts_with(char::is_uppercase) {
                        return false;
                    }
                    format!("{kind}/{id}")
                }
                Target::Url(url) => (*url).to_owned(),
                Target::Bare(id) => (*id).to_owned(),
                Target::Identifier { .. } => {
                    let wanted = reference.first("identifier");
                    let Some(patient) = wanted.and_then(|wanted| self.patients.with(wanted)) else {
                        return false;
                    };
                    if !self.named.insert(std::ptr::from_ref(patient)) {
                        return true;
                    }
                    patient_name(patient, None)
                }
                Target::Contained(_) | Target::None => return false,
            }
        };
        if self.known_refs.insert(name.clone()) {
            self.patient_refs.push(name);
        }
        true
    }
}

/// The elements by which the resources of this field name their patient.
fn references<'a>(resource: &'a Node<'a>) -> impl Iterator<Item = &'a Node<'a>> {
    ["subject", "patient", "beneficiary"]
        .into_iter()
        .flat_map(|key| resource.list(key))
        .filter(|r| r.text("type").is_none_or(|kind| kind == "Patient"))
}

fn patient_name(patient: &Node<'_>, full_url: Option<&str>) -> String {
    match patient.text("id") {
        Some(id) => format!("Patient/{id}"),
        None => full_url.unwrap_or("Patient/").to_owned(),
    }
}

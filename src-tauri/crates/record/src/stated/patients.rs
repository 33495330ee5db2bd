use rustc_hash::FxHashMap;

use crate::fhir::fingerprint::fingerprint_without;
use crate::fhir::patient::member_id;
use crate::json::Node;

/// The Patients of an answer as they are met, found again by what they say and by their numbers.
#[derive(Debug, Default)]
pub(super) struct Patients<'a> {
    /// In the order met.
    pub(super) all: Vec<&'a Node<'a>>,
    /// 被保険者番号 in the form for comparing.
    by_member_id: FxHashMap<String, &'a Node<'a>>,
    /// Other identifiers (患者番号), by system and value.
    by_identifier: FxHashMap<(&'a str, &'a str), &'a Node<'a>>,
    /// Those that say the same, by what they say; made when the first contained one comes.
    by_contents: FxHashMap<u64, Vec<&'a Node<'a>>>,
    /// Contained ones that were met, with whether they have a 被保険者番号.
    met: FxHashMap<*const Node<'a>, bool>,
}

impl<'a> Patients<'a> {
    pub(super) fn add(&mut self, patient: &'a Node<'a>) {
        self.all.push(patient);
        for identifier in patient.items("identifier") {
            if let Some(number) = member_id(identifier) {
                self.by_member_id
                    .entry(number.normalised())
                    .or_insert(patient);
            }
            if let (Some(system), Some(value)) =
                (identifier.text("system"), identifier.text("value"))
            {
                self.by_identifier.entry((system, value)).or_insert(patient);
            }
        }
    }

    /// Adds one that is contained in an entry, unless one is there that says the same. Whether it has a
    /// 被保険者番号.
    pub(super) fn add_inner(&mut self, patient: &'a Node<'a>) -> bool {
        if let Some(numbered) = self.met.get(&std::ptr::from_ref(patient)) {
            return *numbered;
        }
        if self.by_contents.is_empty() {
            for known in &self.all {
                let alike = self.by_contents.entry(contents(known)).or_default();
                alike.push(known);
            }
        }
        let alike = self.by_contents.entry(contents(patient)).or_default();
        if !alike.contains(&patient) {
            alike.push(patient);
            self.add(patient);
        }
        let mut identifiers = patient.items("identifier");
        let numbered = identifiers.any(|identifier| member_id(identifier).is_some());
        self.met.insert(std::ptr::from_ref(patient), numbered);
        numbered
    }

    /// The first that has this identifier: an insured number in any writing, another (患者番号) as it is.
    pub(super) fn with(&self, wanted: &Node<'_>) -> Option<&'a Node<'a>> {
        if let Some(number) = member_id(wanted) {
            return self.by_member_id.get(&number.normalised()).copied();
        }
        let name = (wanted.text("system")?, wanted.text("value")?);
        self.by_identifier.get(&name).copied()
    }
}

fn contents(patient: &Node<'_>) -> u64 {
    fingerprint_without(patient, &[])
}

mod patients;
mod reading;

use crate::error::ReadError;
use crate::fhir::entry::each_resource;
use crate::fhir::patient::identity;
use crate::fhir::scope::Scope;
use crate::json::{Node, parse};
use crate::vocabulary::{Identity, MemberId};
use reading::Reading;

/// The resources that become rows or columns of a section: each must say whose it is.
const CLINICAL: [&str; 6] = [
    "AllergyIntolerance",
    "Composition",
    "Condition",
    "MedicationDispense",
    "MedicationRequest",
    "Observation",
];

/// Who an answer says it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedPatient {
    /// The Patient resource's identity, when there is one. Of several, the first.
    pub identity: Option<Identity>,
    /// Distinct references of the entries to their patient, as `Patient/<id>` where they can be
    /// resolved, else as written.
    pub patient_refs: Vec<String>,
    /// Logical ids of the distinct Patient resources (a missing id is an empty text).
    pub logical_ids: Vec<String>,
    /// Distinct 被保険者番号 by which entries name their patient (`subject.identifier`,
    /// `patient.identifier`), beside a reference or instead of one.
    pub entry_member_ids: Vec<MemberId>,
    /// Clinical entries that name no patient by a reference, a 被保険者番号 or a contained Patient
    /// with one; a display alone names nobody. In a document whose Composition names the patient
    /// it speaks for the entries that do not. 0 for an answer without clinical entries.
    pub unnamed_entries: usize,
    /// Every other Patient that stands as an entry, those of a Bundle inside an entry (at any depth)
    /// too. Exact copies of the first are left out.
    pub further: Vec<Identity>,
}

/// Reads who an answer is about, from its Patient resources and every reference to a patient.
///
/// # Errors
/// When the bytes are not a FHIR resource in JSON.
pub fn stated_patient(bytes: &[u8]) -> Result<StatedPatient, ReadError> {
    stated_in(&parse(bytes)?)
}

/// The same of a resource that is read already.
///
/// # Errors
/// When it is no FHIR resource.
pub(crate) fn stated_in(answer: &Node<'_>) -> Result<StatedPatient, ReadError> {
    let scope = Scope::read(std::slice::from_ref(answer), &mut Vec::new());
    let [root] = scope.roots.as_slice() else {
        return Err(ReadError::NotFhir);
    };
    let document = root.text("type") == Some("document");
    let mut reading = Reading::of(&scope);
    let mut unnamed_entries = 0;
    let mut headed = false;
    for entry in scope.entries.iter().filter(|e| e.kind != "Patient") {
        let named = reading.take_entry(entry);
        headed |= named && document && entry.kind == "Composition";
        if !named && CLINICAL.contains(&entry.kind) {
            unnamed_entries += 1;
        }
    }
    let patients = reading.patients.all;
    Ok(StatedPatient {
        identity: patients.first().map(|p| identity(p)),
        patient_refs: reading.patient_refs,
        logical_ids: patients
            .iter()
            .map(|p| p.text("id").unwrap_or_default().to_owned())
            .collect(),
        entry_member_ids: reading.member_ids,
        unnamed_entries: if headed { 0 } else { unnamed_entries },
        further: further(root, patients.first().copied()),
    })
}

fn further(root: &Node<'_>, first: Option<&Node<'_>>) -> Vec<Identity> {
    let mut found = Vec::new();
    each_resource(root, "", &mut |node, _| {
        if node.text("resourceType") == Some("Patient") && first != Some(node) {
            found.push(identity(node));
        }
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fhir::testing::bundle;

    fn patient(id: &str, number: &str) -> String {
        format!(
            r#"{{"resourceType":"Patient","id":"{id}","name":[{{"text":"見本 花子"}}],
            "identifier":[{{"system":"{}","value":"{number}"}}],"gender":"female",
            "birthDate":"1951-03-09"}}"#,
            MemberId::SYSTEM
        )
    }

    fn condition(subject: &str) -> String {
        format!(r#"{{"resourceType":"Condition","subject":{subject}}}"#)
    }

    fn by_number(number: &str) -> String {
        let system = MemberId::SYSTEM;
        format!(r#"{{"identifier":{{"system":"{system}","value":"{number}"}}}}"#)
    }

    fn stated(resources: &[String]) -> StatedPatient {
        stated_patient(&bundle("searchset", "", resources)).unwrap()
    }

    fn refs(resources: &[String]) -> Vec<String> {
        stated(resources).patient_refs
    }

    fn numbers(stated: &StatedPatient) -> Vec<String> {
        stated
            .entry_member_ids
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn all_ways_to_name_the_one_patient_are_one() {
        let same = [
            patient("p1", "06999999:1:2:01"),
            condition(r#"{"reference":"Patient/p1"}"#),
            condition(r#"{"reference":"https://localhost/fhir/Patient/p1"}"#),
            condition(r#"{"reference":"p1"}"#),
            condition(&by_number("6999999:1:2:01")),
            condition(r#"{"display":"見本 花子"}"#),
        ];
        assert_eq!(refs(&same), ["Patient/p1"]);
    }

    #[test]
    fn somebody_else_is_seen_however_he_is_named() {
        for (subject, seen) in [
            (r#"{"reference":"Patient/p2"}"#, "Patient/p2"),
            (r#"{"reference":"urn:uuid:2"}"#, "urn:uuid:2"),
            (r#"{"reference":"dddd"}"#, "dddd"),
        ] {
            let found = refs(&[patient("p1", "06999999:1:2:01"), condition(subject)]);
            assert_eq!(found, [seen]);
        }
    }

    #[test]
    fn numbers_of_entries_are_handed_on_whatever_stands_beside_them() {
        let beside = by_number("06999999:1:9:01").replacen('{', r#"{"reference":"Patient/p1","#, 1);
        let inside = format!(
            r##"{{"resourceType":"Observation","subject":{{"reference":"Patient/p1"}},
            "contained":[{{"resourceType":"Observation","id":"m","subject":{}}}]}}"##,
            by_number("06999999:1:8:01")
        );
        let stated = stated(&[
            patient("p1", "06999999:1:2:01"),
            condition(&beside),
            condition(&by_number("6999999:１:9:01")),
            inside,
        ]);
        assert_eq!(stated.patient_refs, ["Patient/p1"]);
        assert_eq!(numbers(&stated), ["06999999:1:9:01", "06999999:1:8:01"]);
        assert_eq!(stated.unnamed_entries, 0);
    }

    #[test]
    fn entries_that_name_nobody_are_counted() {
        let unnamed = |resources: &[String]| stated(resources).unnamed_entries;
        let nobody = r#"{"resourceType":"Condition"}"#.to_owned();
        let only_display = condition(r#"{"display":"見本 花子"}"#);
        let elsewhere = condition(r#"{"identifier":{"system":"urn:x","value":"1"}}"#);
        let group = condition(r#"{"reference":"Group/g1"}"#);
        let named = condition(&by_number("06999999:1:2:01"));
        let place = r#"{"resourceType":"Organization"}"#.to_owned();
        let all = [nobody, only_display, elsewhere, group, named, place];
        assert_eq!(unnamed(&all), 4);
        assert_eq!(unnamed(&[patient("p1", "06999999:1:2:01")]), 0);
        assert_eq!(unnamed(&[]), 0);
    }

    #[test]
    fn a_composition_speaks_for_its_document() {
        let observation = r#"{"resourceType":"Observation"}"#.to_owned();
        let head = |subject: &str| format!(r#"{{"resourceType":"Composition"{subject}}}"#);
        let unnamed = |kind: &str, subject: &str| {
            let page = bundle(kind, "", &[head(subject), observation.clone()]);
            stated_patient(&page).unwrap().unnamed_entries
        };
        let subject = r#","subject":{"reference":"Patient/p1"}"#;
        assert_eq!(unnamed("document", subject), 0);
        assert_eq!(unnamed("searchset", subject), 1);
        assert_eq!(unnamed("document", ""), 2);
    }

    #[test]
    fn a_chart_number_names_the_patient_who_has_it() {
        let with_chart = patient("p1", "06999999:1:2:01").replace(
            r#""identifier":["#,
            r#""identifier":[{"system":"urn:x","value":"7"},"#,
        );
        let chart = condition(r#"{"identifier":{"system":"urn:x","value":"7"}}"#);
        assert_eq!(refs(&[with_chart, chart]), ["Patient/p1"]);
    }

    #[test]
    fn contained_patients_and_groups_as_subjects() {
        let inside = r##"{"resourceType":"Condition","subject":{"reference":"#p"},
            "contained":[{"resourceType":"Patient","id":"p","name":[{"text":"架空 次郎"}]}]}"##;
        let stated = stated_patient(inside.as_bytes()).unwrap();
        assert_eq!(stated.identity.unwrap().name, "架空 次郎");
        assert!(refs(&[condition(r#"{"reference":"Group/g1"}"#)]).is_empty());
    }

    #[test]
    fn a_patient_of_a_bundle_inside_an_entry_is_further() {
        let inside = |resource: &str| {
            let bundle = bundle("collection", "", &[resource.to_owned()]);
            String::from_utf8(bundle).unwrap()
        };
        let first = patient("p1", "06999999:1:2:01");
        let other = patient("p2", "06999999:1:2:02");
        let stated = stated(&[first.clone(), inside(&first), inside(&inside(&other))]);
        assert_eq!(stated.logical_ids, ["p1"]);
        let numbers: Vec<_> = stated.further.iter().map(|p| &p.member_ids).collect();
        assert_eq!(numbers, [&[MemberId::parse("06999999:1:2:02").unwrap()]]);
    }

    #[test]
    fn not_fhir_is_an_error() {
        assert_eq!(stated_patient(b"{}"), Err(ReadError::NotFhir));
        assert!(matches!(
            stated_patient(b"<html>"),
            Err(ReadError::NotJson { .. })
        ));
    }
}

use crate::error::ReadError;
use crate::fhir::entry::Entry;
use crate::fhir::patient::{identity, member_id};
use crate::fhir::reference::Target;
use crate::fhir::scope::{Scope, contained};
use crate::json::{Node, parse};
use crate::vocabulary::{Identity, MemberId};

/// Who an answer says it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedPatient {
    /// The Patient resource's identity, when there is one. Of several, the first.
    pub identity: Option<Identity>,
    /// Distinct references of the entries to their patient, as `Patient/<id>` where they can be
    /// resolved, else as written. A reference by number alone that fits nobody here is
    /// `identifier`: the number itself is not repeated.
    pub patient_refs: Vec<String>,
    /// Logical ids of the distinct Patient resources (a missing id is an empty text).
    pub logical_ids: Vec<String>,
}

/// Reads who an answer is about, from its Patient resources and every reference to a patient.
///
/// # Errors
/// When the bytes are not a FHIR resource in JSON.
pub fn stated_patient(bytes: &[u8]) -> Result<StatedPatient, ReadError> {
    let parts = [parse(bytes)?];
    let scope = Scope::read(&parts, &mut Vec::new());
    if scope.roots.is_empty() {
        return Err(ReadError::NotFhir);
    }
    let mut patients: Vec<&Node> = scope.of_kind("Patient").map(|e| e.resource).collect();
    let mut patient_refs: Vec<String> = Vec::new();
    for entry in &scope.entries {
        for reference in references(entry) {
            if let Some(inner) = contained_patient(entry, reference) {
                if !patients.contains(&inner) {
                    patients.push(inner);
                }
                continue;
            }
            let name = name(&scope, &patients, reference);
            patient_refs.extend(name.filter(|n| !patient_refs.contains(n)));
        }
    }
    let logical_ids = patients
        .iter()
        .map(|p| p.text("id").unwrap_or_default().to_owned())
        .collect();
    Ok(StatedPatient {
        identity: patients.first().map(|p| identity(p)),
        patient_refs,
        logical_ids,
    })
}

/// The elements by which the resources of this field name their patient.
fn references<'a>(entry: &Entry<'a>) -> Vec<&'a Node> {
    if entry.kind == "Patient" {
        return Vec::new();
    }
    ["subject", "patient", "beneficiary"]
        .iter()
        .flat_map(|key| entry.resource.list(key))
        .filter(|r| r.text("type").is_none_or(|kind| kind == "Patient"))
        .collect()
}

fn contained_patient<'a>(entry: &Entry<'a>, reference: &'a Node) -> Option<&'a Node> {
    let Target::Contained(id) = Target::read(reference) else {
        return None;
    };
    contained(entry.resource, id).filter(|n| n.text("resourceType") == Some("Patient"))
}

fn name(scope: &Scope<'_>, patients: &[&Node], reference: &Node) -> Option<String> {
    let target = Target::read(reference);
    if let Some(entry) = scope.entry(&target) {
        return (entry.kind == "Patient").then(|| patient_name(entry.resource, entry.full_url));
    }
    match target {
        Target::Typed(name) => {
            // A subject may be a group, a device or a place.
            (name.starts_with("Patient/") || !name.starts_with(char::is_uppercase)).then_some(name)
        }
        Target::Url(url) => Some(url.to_owned()),
        Target::Bare(id) => Some(id.to_owned()),
        Target::Identifier { .. } => {
            let wanted = member_id(reference.first("identifier")?)?;
            let fits = patients.iter().find(|p| holds(p, &wanted));
            match (fits, patients.is_empty()) {
                (Some(patient), _) => Some(patient_name(patient, None)),
                (None, false) => Some("identifier".to_owned()),
                // Nobody is stated, so there is nobody to differ from.
                (None, true) => None,
            }
        }
        Target::Contained(_) | Target::None => None,
    }
}

fn holds(patient: &Node, wanted: &MemberId) -> bool {
    identity(patient)
        .member_ids
        .iter()
        .any(|id| id.same_as(wanted))
}

fn patient_name(patient: &Node, full_url: Option<&str>) -> String {
    match patient.text("id") {
        Some(id) => format!("Patient/{id}"),
        None => full_url.unwrap_or("Patient/").to_owned(),
    }
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

    fn refs(resources: &[String]) -> Vec<String> {
        stated_patient(&bundle("searchset", "", resources))
            .unwrap()
            .patient_refs
    }

    #[test]
    fn all_ways_to_name_the_one_patient_are_one() {
        let id = format!(
            r#"{{"identifier":{{"system":"{}","value":"6999999:1:2:01"}}}}"#,
            MemberId::SYSTEM
        );
        let same = [
            patient("p1", "06999999:1:2:01"),
            condition(r#"{"reference":"Patient/p1"}"#),
            condition(r#"{"reference":"https://localhost/fhir/Patient/p1"}"#),
            condition(r#"{"reference":"p1"}"#),
            condition(&id),
            condition(r#"{"display":"見本 花子"}"#),
        ];
        assert_eq!(refs(&same), ["Patient/p1"]);
    }

    #[test]
    fn somebody_else_is_seen_however_he_is_named() {
        let other = format!(
            r#"{{"identifier":{{"system":"{}","value":"06999999:1:9:01"}}}}"#,
            MemberId::SYSTEM
        );
        for (subject, seen) in [
            (r#"{"reference":"Patient/p2"}"#, "Patient/p2"),
            (r#"{"reference":"urn:uuid:2"}"#, "urn:uuid:2"),
            (r#"{"reference":"dddd"}"#, "dddd"),
            (other.as_str(), "identifier"),
        ] {
            let found = refs(&[patient("p1", "06999999:1:2:01"), condition(subject)]);
            assert_eq!(found, [seen]);
        }
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
    fn not_fhir_is_an_error() {
        assert_eq!(stated_patient(b"{}"), Err(ReadError::NotFhir));
        assert!(matches!(
            stated_patient(b"<html>"),
            Err(ReadError::NotJson { .. })
        ));
    }
}

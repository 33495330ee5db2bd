use super::roots::Root;
use crate::fhir::entry::{each_resource, element_pointer, elements};
use crate::fhir::patient::{identity, member_id};
use crate::json::Node;
use crate::patient_match::difference;
use crate::problem::{Problem, Severity};
use crate::vocabulary::{Identity, MemberId};

/// Different statements about one person that are compared with each other at most: comparing all
/// with all would cost too much in a hostile answer.
const MOST_KNOWN: usize = 16;

/// Says when an answer is about two people: Patients of whom number, birth date or sex differ, or an
/// item under another number (`subject.identifier`). The answer to a search for people is about several, and may be.
pub(super) fn several_patients(roots: &[Root<'_, '_>]) -> Option<Problem> {
    let mut patients = Vec::new();
    let mut only_patients = true;
    for root in roots.iter().filter(|root| root.is_fhir()) {
        only_patients &= is_search(root.node);
        each_resource(root.node, &root.base, &mut |node, pointer| {
            match node.text("resourceType") {
                Some("Patient") => patients.push((node, pointer.to_owned())),
                kind => only_patients &= kind == Some("OperationOutcome"),
            }
            for key in ["subject", "patient", "beneficiary"] {
                for (index, subject) in elements(node, key).filter(|(_, s)| is_numbered(s)) {
                    patients.push((subject, element_pointer(pointer, key, index)));
                }
            }
            for (index, inner) in elements(node, "contained") {
                if inner.text("resourceType") == Some("Patient") {
                    patients.push((inner, element_pointer(pointer, "contained", index)));
                }
            }
        });
    }
    let pointer = if only_patients {
        None
    } else {
        somebody_else(patients)
    };
    pointer.map(|pointer| Problem::new(Severity::Error, "several_patients", pointer))
}

/// A reference that names its patient by a whole 被保険者番号. One without 枝番 is that of a family.
fn is_numbered(subject: &Node<'_>) -> bool {
    subject
        .items("identifier")
        .filter(|identifier| identifier.text("system") == Some(MemberId::SYSTEM))
        .filter_map(member_id)
        .any(|number| !number.lacks_branch())
}

/// A page of a search, or a resource that came by itself.
fn is_search(root: &Node<'_>) -> bool {
    root.text("resourceType") != Some("Bundle")
        || !matches!(root.text("type"), None | Some("document" | "collection"))
}

/// The pointer of the first Patient who is not one of those before.
fn somebody_else(patients: Vec<(&Node<'_>, String)>) -> Option<String> {
    let mut known: Vec<(&Node<'_>, Identity)> = Vec::new();
    for (node, pointer) in patients {
        // Pages carry the same Patient again and again.
        if known.iter().any(|(same, _)| *same == node) {
            continue;
        }
        let who = identity(node);
        if known.iter().any(|(_, one)| difference(one, &who).is_some()) {
            return Some(pointer);
        }
        if known.len() < MOST_KNOWN {
            known.push((node, who));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::roots::roots;
    use crate::fhir::testing::bundle;
    use crate::json::parse_leading;

    fn patient(rest: &str) -> String {
        format!(r#"{{"resourceType":"Patient"{rest}}}"#)
    }

    fn bundled(kind: &str, resources: &[String]) -> String {
        String::from_utf8(bundle(kind, "", resources)).unwrap()
    }

    fn pointer(json: &str) -> Option<String> {
        let leading = parse_leading(json.as_bytes()).unwrap();
        several_patients(&roots(&leading.nodes)).map(|problem| problem.pointer)
    }

    #[test]
    fn a_second_person_is_found_at_any_depth() {
        let condition = r#"{"resourceType":"Condition"}"#.to_owned();
        let (hers, his) = (
            patient(r#","birthDate":"1951-03-09","gender":"female""#),
            patient(r#","birthDate":"1951-03-09","gender":"male""#),
        );
        let vague = patient(r#","birthDate":"1951""#);
        let found = |all: &[&String]| {
            let all: Vec<_> = all.iter().map(|r| (*r).clone()).collect();
            pointer(&bundled("collection", &all))
        };
        assert_eq!(found(&[&condition, &hers, &vague, &hers]), None);
        let second = Some("/entry/2/resource".to_owned());
        assert_eq!(found(&[&condition, &hers, &his]), second);
        assert_eq!(found(&[&vague, &hers, &his]), second);
        let inner = bundled("document", std::slice::from_ref(&his));
        let deep = Some("/entry/1/resource/entry/0/resource".to_owned());
        assert_eq!(found(&[&hers, &inner]), deep);
        let holder = format!(r#"{{"resourceType":"Condition","contained":[null,{his}]}}"#);
        let inside = Some("/entry/1/resource/contained/1".to_owned());
        assert_eq!(found(&[&hers, &holder]), inside);
    }

    #[test]
    fn an_item_under_another_number_is_somebody_elses() {
        let number = |value: &str| {
            let system = MemberId::SYSTEM;
            format!(r#"{{"system":"{system}","value":"{value}"}}"#)
        };
        let hers = patient(&format!(
            r#","identifier":[{}]"#,
            number("00123456:あ１:１２３:01")
        ));
        let item = |value: &str| {
            let subject = format!(r#"{{"identifier":{}}}"#, number(value));
            let item = format!(r#"{{"resourceType":"Condition","subject":{subject}}}"#);
            pointer(&bundled("collection", &[hers.clone(), item]))
        };
        let there = Some("/entry/1/resource/subject".to_owned());
        assert_eq!(item("00123456:あ１:９９９:01"), there);
        assert_eq!(item("00123456:あ１:１２３:02"), there);
        assert_eq!(item("123456:あ1:123:01"), None);
        assert_eq!(item("00123456:あ１:１２３:"), None);
    }

    #[test]
    fn two_answers_of_two_people_in_one_file_are_found_and_people_searched_for_are_not() {
        let hers = patient(r#","gender":"female""#);
        let his = patient(r#","gender":"male""#);
        let one = bundled("collection", std::slice::from_ref(&hers));
        let other = bundled("collection", std::slice::from_ref(&his));
        let second = Some("/1/entry/0/resource".to_owned());
        assert_eq!(pointer(&format!("[{one},{other}]")), second);
        assert_eq!(pointer(&format!("{one}{one}")), None);
        let people = [hers, his];
        assert_eq!(pointer(&bundled("searchset", &people)), None);
        assert!(pointer(&bundled("collection", &people)).is_some());
        let condition = r#"{"resourceType":"Condition"}"#.to_owned();
        let [hers, his] = people;
        assert!(pointer(&bundled("searchset", &[hers, his, condition])).is_some());
    }
}

use crate::json::Node;

/// What may stand beside the Patient of a cancellation: who sent it, and where.
const BESIDE: [&str; 3] = ["Organization", "Practitioner", "Encounter"];

/// 取り消し: a set of one facility that holds only its Patient, perhaps with [`BESIDE`]. `roots` are
/// the parts of the set.
///
/// A searchset that holds only the Patient is an answer with nothing in it, and an entry that cannot
/// be read may hold anything: neither is a cancellation.
pub(crate) fn is_cancellation(roots: &[&Node<'_>]) -> bool {
    let mut kinds = roots.iter().flat_map(|root| resource_types(root));
    roots.iter().all(|root| is_set(root))
        && roots
            .iter()
            .flat_map(|root| resource_types(root))
            .any(|kind| kind == Some("Patient"))
        && kinds.all(|kind| kind.is_some_and(|kind| kind == "Patient" || BESIDE.contains(&kind)))
}

fn is_set(root: &Node<'_>) -> bool {
    root.text("resourceType") == Some("Bundle")
        && matches!(root.text("type"), None | Some("collection" | "document"))
}

/// What each entry holds; none for an entry without a resource, or with one of no type.
fn resource_types<'t>(root: &'t Node<'_>) -> impl Iterator<Item = Option<&'t str>> {
    root.items("entry").flat_map(|entry| {
        let resources = entry.list("resource");
        let kinds: Vec<_> = resources.iter().map(|r| r.text("resourceType")).collect();
        if kinds.is_empty() { vec![None] } else { kinds }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn cancels(kind: &str, entries: &[&str]) -> bool {
        let resources: Vec<_> = entries
            .iter()
            .map(|name| format!(r#"{{"resource":{{"resourceType":"{name}"}}}}"#))
            .collect();
        let entries = resources.join(",");
        let json = format!(r#"{{"resourceType":"Bundle"{kind},"entry":[{entries}]}}"#);
        is_cancellation(&[&parse(json.as_bytes()).unwrap()])
    }

    #[test]
    fn only_the_patient_and_who_sent_it() {
        for kind in ["", r#","type":"collection""#, r#","type":"document""#] {
            assert!(cancels(kind, &["Patient"]), "{kind}");
            let beside = ["Practitioner", "Organization", "Patient", "Encounter"];
            assert!(cancels(kind, &beside), "{kind}");
            assert!(!cancels(kind, &["Patient", "Condition"]), "{kind}");
            assert!(!cancels(kind, &["Patient", "Bundle"]), "{kind}");
            assert!(!cancels(kind, &["Organization"]), "{kind}");
            assert!(!cancels(kind, &["Patient", ""]), "{kind}");
            assert!(!cancels(kind, &[]), "{kind}");
        }
        assert!(!cancels(r#","type":"searchset""#, &["Patient"]));
        assert!(!is_cancellation(&[]));
    }
}

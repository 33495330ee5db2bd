use rustc_hash::FxHashMap;

use crate::fhir::scope::Scope;
use crate::json::Node;
use crate::problem::{Problem, Severity};

/// Warns of entries that share a fullUrl or Type/id with an earlier one and say something else: a
/// reference to them means one of two, and the first is drawn for it.
pub(super) fn ambiguous(root: &Node<'_>, scope: &Scope<'_>) -> Vec<Problem> {
    // A history tells the versions of one resource under one name.
    if root.text("type") == Some("history") {
        return Vec::new();
    }
    let mut by_url = FxHashMap::default();
    let mut by_id = FxHashMap::default();
    let mut problems = Vec::new();
    for entry in &scope.entries {
        let id = entry.resource.text("id").map(|id| (entry.kind, id));
        let known = [
            entry
                .full_url
                .map(|url| *by_url.entry(url).or_insert(entry.resource)),
            id.map(|name| *by_id.entry(name).or_insert(entry.resource)),
        ];
        let differs =
            |known: &Node<'_>| !std::ptr::eq(known, entry.resource) && known != entry.resource;
        if known.into_iter().flatten().any(differs) {
            problems.push(Problem::new(
                Severity::Warning,
                "ambiguous_reference",
                &entry.pointer,
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn pointers(kind: &str, entries: &[&str]) -> Vec<String> {
        let entries = entries.join(",");
        let json = format!(r#"{{"resourceType":"Bundle","type":"{kind}","entry":[{entries}]}}"#);
        let parts = [parse(json.as_bytes()).unwrap()];
        let scope = Scope::read(&parts, &mut Vec::new());
        let problems = ambiguous(&parts[0], &scope);
        problems.into_iter().map(|p| p.pointer).collect()
    }

    #[test]
    fn one_name_for_two_contents_is_ambiguous() {
        let entry = |url: &str, kind: &str, id: &str, text: &str| {
            format!(
                r#"{{"fullUrl":"{url}","resource":{{"resourceType":"{kind}","id":"{id}","x":"{text}"}}}}"#
            )
        };
        let first = entry("urn:uuid:1", "Condition", "a", "1");
        let same_url = entry("urn:uuid:1", "Condition", "b", "2");
        let same_id = entry("urn:uuid:2", "Condition", "a", "2");
        let copy = entry("urn:uuid:3", "Condition", "a", "1");
        let other_kind = entry("urn:uuid:4", "Observation", "a", "2");
        let second = ["/entry/1/resource"];
        assert_eq!(pointers("document", &[&first, &same_url]), second);
        assert_eq!(pointers("collection", &[&first, &same_id]), second);
        assert!(pointers("collection", &[&first, &copy, &other_kind]).is_empty());
        assert!(pointers("history", &[&first, &same_url]).is_empty());
        let nameless = r#"{"resource":{"resourceType":"Condition"}}"#;
        assert!(pointers("collection", &[nameless, nameless]).is_empty());
    }
}

use crate::error::ReadError;
use crate::json::Node;
use crate::problem::{Problem, Severity};

/// One resource of a part, with where it stood.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) resource: &'a Node<'a>,
    /// `resourceType`.
    pub(crate) kind: &'a str,
    /// `fullUrl`, when sent.
    pub(crate) full_url: Option<&'a str>,
    /// JSON pointer of the resource inside its part.
    pub(crate) pointer: String,
    /// `search.mode` is `include`.
    pub(crate) included: bool,
}

/// The entries of a Bundle of any type, or the single resource itself.
///
/// # Errors
/// When `root` is not a FHIR resource.
pub(crate) fn entries<'a>(
    root: &'a Node<'a>,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Entry<'a>>, ReadError> {
    let kind = root.text("resourceType").ok_or(ReadError::NotFhir)?;
    if kind != "Bundle" {
        let single = Entry {
            resource: root,
            kind,
            full_url: None,
            pointer: String::new(),
            included: false,
        };
        return Ok(vec![single]);
    }
    let mut found = Vec::new();
    for (index, node) in root.list("entry").into_iter().enumerate() {
        let pointer = format!("/entry/{index}/resource");
        let Some(resource) = node.first("resource") else {
            problems.push(Problem::new(
                Severity::Warning,
                "entry_without_resource",
                pointer,
            ));
            continue;
        };
        let Some(kind) = resource.text("resourceType") else {
            problems.push(Problem::new(
                Severity::Error,
                "resource_without_type",
                pointer,
            ));
            continue;
        };
        let mode = node.at(&["search", "mode"]).and_then(Node::as_text);
        if mode == Some("outcome") || kind == "OperationOutcome" {
            problems.push(Problem::new(Severity::Info, "search_outcome", pointer));
            continue;
        }
        let included = mode == Some("include");
        found.push(Entry {
            resource,
            kind,
            full_url: node.text("fullUrl"),
            pointer,
            included,
        });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn one_bad_entry_does_not_lose_the_others() {
        let root = parse(
            br#"{"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:1"},
                {"resource":{"id":"x"}},{"resource":{"resourceType":"Condition"}},
                {"resource":{"resourceType":"OperationOutcome"},"search":{"mode":"outcome"}}]}"#,
        )
        .unwrap();
        let mut problems = Vec::new();
        let found = entries(&root, &mut problems).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].pointer, "/entry/2/resource");
        let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
        assert_eq!(
            codes,
            [
                "entry_without_resource",
                "resource_without_type",
                "search_outcome"
            ]
        );
    }

    #[test]
    fn a_single_resource_is_one_entry_and_other_json_is_refused() {
        let one = parse(br#"{"resourceType":"Condition","id":"c"}"#).unwrap();
        assert_eq!(entries(&one, &mut Vec::new()).unwrap().len(), 1);
        let other = parse(br#"{"a":1}"#).unwrap();
        assert_eq!(
            entries(&other, &mut Vec::new()).unwrap_err(),
            ReadError::NotFhir
        );
    }
}

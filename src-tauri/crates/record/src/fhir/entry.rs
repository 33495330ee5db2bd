use std::fmt::Write as _;

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
    for (index, node) in elements(root, "entry").filter(|(_, node)| !node.is_null()) {
        let mut pointer = element_pointer("", "entry", index);
        pointer.push_str("/resource");
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

/// Every resource that stands as an entry, with its pointer: those of a Bundle inside an entry too,
/// and those under a repeated key. `pointer` is that of `root`, which is itself one unless it is a
/// Bundle.
pub(crate) fn each_resource<'t, 'a>(
    root: &'t Node<'a>,
    pointer: &str,
    visit: &mut impl FnMut(&'t Node<'a>, &str),
) {
    each_below(root, &mut pointer.to_owned(), visit);
}

/// `pointer` comes back as it was: one text serves all entries.
fn each_below<'t, 'a>(
    root: &'t Node<'a>,
    pointer: &mut String,
    visit: &mut impl FnMut(&'t Node<'a>, &str),
) {
    if root.text("resourceType") != Some("Bundle") {
        return visit(root, pointer);
    }
    let outer = pointer.len();
    for (index, entry) in elements(root, "entry") {
        push_element(pointer, "entry", index);
        let inner = pointer.len();
        for (index, resource) in elements(entry, "resource") {
            push_element(pointer, "resource", index);
            each_below(resource, pointer, visit);
            pointer.truncate(inner);
        }
        pointer.truncate(outer);
    }
}

/// The values under `key` as `Node::list` gives them, nulls included, with their places in a list.
pub(crate) fn elements<'t, 'a>(
    node: &'t Node<'a>,
    key: &'static str,
) -> impl Iterator<Item = (Option<usize>, &'t Node<'a>)> {
    let values = node.members().iter().filter(move |(name, _)| name == key);
    values.flat_map(|(_, value)| {
        let (items, single): (&[Node<'a>], _) = match value {
            Node::Array(items) => (items, None),
            single => (&[], Some((None, single))),
        };
        let listed = items.iter().enumerate();
        listed.map(|(at, item)| (Some(at), item)).chain(single)
    })
}

/// The pointer of one of [`elements`] of the node at `parent`.
pub(crate) fn element_pointer(parent: &str, key: &str, index: Option<usize>) -> String {
    let mut pointer = String::with_capacity(parent.len() + key.len() + ROOM);
    pointer.push_str(parent);
    push_element(&mut pointer, key, index);
    pointer
}

/// Room in a pointer for an index, and for what follows it.
const ROOM: usize = 16;

fn push_element(pointer: &mut String, key: &str, index: Option<usize>) {
    pointer.push('/');
    pointer.push_str(key);
    if let Some(index) = index {
        // Writing to a String cannot fail.
        let _ = write!(pointer, "/{index}");
    }
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

    #[test]
    fn pointers_count_nulls_and_name_what_stands_alone() {
        let root = parse(
            br#"{"resourceType":"Bundle","entry":[null,{},{"resource":{"resourceType":"A"}}],
                "entry":{"resource":{"resourceType":"B"}}}"#,
        )
        .unwrap();
        let mut problems = Vec::new();
        let found = entries(&root, &mut problems).unwrap();
        let pointers: Vec<_> = found.iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(pointers, ["/entry/2/resource", "/entry/resource"]);
        assert_eq!(problems[0].pointer, "/entry/1/resource");
    }

    #[test]
    fn resources_of_bundles_inside_bundles_are_visited() {
        let root = parse(
            br#"{"resourceType":"Bundle","entry":[null,{"resource":{"resourceType":"Bundle",
                "entry":[{"resource":{"resourceType":"A"}}]},"resource":{"resourceType":"B"}}]}"#,
        )
        .unwrap();
        let mut seen = Vec::new();
        each_resource(&root, "/0", &mut |node, pointer| {
            seen.push(format!("{} {pointer}", node.text("resourceType").unwrap()));
        });
        let expected = [
            "A /0/entry/1/resource/entry/0/resource",
            "B /0/entry/1/resource",
        ];
        assert_eq!(seen, expected);
    }
}

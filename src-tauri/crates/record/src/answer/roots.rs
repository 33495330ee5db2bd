use crate::json::Node;

/// One JSON value of an answer, with its pointer.
pub(super) struct Root<'t, 'a> {
    pub(super) node: &'t Node<'a>,
    /// Empty, or `/<index>` for an element of a list sent instead of one answer.
    pub(super) base: String,
}

/// The values that follow each other, those of a list each by itself.
pub(super) fn roots<'t, 'a>(nodes: &'t [Node<'a>]) -> Vec<Root<'t, 'a>> {
    let mut roots = Vec::new();
    for node in nodes {
        match node {
            Node::Array(items) => roots.extend(
                items
                    .iter()
                    .enumerate()
                    .filter(|(_, item)| !item.is_null())
                    .map(|(index, node)| Root {
                        node,
                        base: format!("/{index}"),
                    }),
            ),
            node => roots.push(Root {
                node,
                base: String::new(),
            }),
        }
    }
    roots
}

impl Root<'_, '_> {
    pub(super) fn is_fhir(&self) -> bool {
        self.node.text("resourceType").is_some()
    }
}

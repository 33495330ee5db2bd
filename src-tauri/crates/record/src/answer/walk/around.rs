use rustc_hash::FxHashMap;

use crate::json::Node;

/// A resource around what is being read, with what is contained in it by id.
pub(super) struct Around<'t> {
    contained: FxHashMap<&'t str, &'t Node<'t>>,
}

impl<'t> Around<'t> {
    pub(super) fn of(resource: &'t Node<'t>) -> Self {
        let mut contained = FxHashMap::default();
        for inner in resource.items("contained") {
            if let Some(id) = inner.text("id") {
                contained.entry(id).or_insert(inner);
            }
        }
        Self { contained }
    }

    pub(super) fn get(&self, id: &str) -> Option<&'t Node<'t>> {
        self.contained.get(id).copied()
    }
}

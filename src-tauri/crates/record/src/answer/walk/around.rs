use rustc_hash::FxHashMap;

use super::address;
use crate::json::Node;
use crate::section::input_limit;
use crate::view::Limit;

/// A resource around what is being read, with what is contained in it by id.
pub(super) struct Around<'t> {
    pub(super) resource: *const (),
    /// Of an Observation: its number is the end of what can be entered.
    pub(super) limit: Option<Limit>,
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
        let result = resource.text("resourceType") == Some("Observation");
        Self {
            resource: address(resource),
            limit: result.then(|| input_limit(resource)).flatten(),
            contained,
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&'t Node<'t>> {
        self.contained.get(id).copied()
    }
}

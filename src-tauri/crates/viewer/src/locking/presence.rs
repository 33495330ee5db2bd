use std::collections::HashSet;
use std::sync::Mutex;

use crate::sync::lock;

/// Which seats somebody is signed in at and has not locked.
#[derive(Debug, Default)]
pub(crate) struct Presence(Mutex<HashSet<u64>>);

impl Presence {
    pub(crate) fn sits(&self, seat: u64) {
        lock(&self.0).insert(seat);
    }

    pub(crate) fn left(&self, seat: u64) {
        lock(&self.0).remove(&seat);
    }

    pub(crate) fn nobody(&self) -> bool {
        lock(&self.0).is_empty()
    }
}

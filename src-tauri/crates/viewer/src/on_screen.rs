use std::collections::HashMap;
use std::sync::Mutex;

use record::vocabulary::PersonId;

use crate::sync::lock;

/// Which patient each seat shows now: these are asked for first when the line comes back.
#[derive(Debug, Default)]
pub(crate) struct OnScreen(Mutex<HashMap<u64, PersonId>>);

impl OnScreen {
    pub(crate) fn shows(&self, seat: u64, person: PersonId) {
        lock(&self.0).insert(seat, person);
    }

    pub(crate) fn shows_nobody(&self, seat: u64) {
        lock(&self.0).remove(&seat);
    }

    pub(crate) fn persons(&self) -> Vec<PersonId> {
        lock(&self.0).values().copied().collect()
    }
}

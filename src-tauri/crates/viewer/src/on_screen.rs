use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use record::vocabulary::PersonId;

use crate::sync::lock;

/// What the screens show besides what the stores hold: which patient each seat has open (asked for
/// first when the line comes back), and how many arrivals could not be read.
#[derive(Debug, Default)]
pub(crate) struct OnScreen {
    shown: Mutex<HashMap<u64, PersonId>>,
    unreadable_arrivals: AtomicUsize,
}

impl OnScreen {
    pub(crate) fn shows(&self, seat: u64, person: PersonId) {
        lock(&self.shown).insert(seat, person);
    }

    /// Whether this seat has this patient open.
    pub(crate) fn is_shown(&self, seat: u64, person: PersonId) -> bool {
        lock(&self.shown).get(&seat) == Some(&person)
    }

    pub(crate) fn shows_nobody(&self, seat: u64) {
        lock(&self.shown).remove(&seat);
    }

    pub(crate) fn persons(&self) -> Vec<PersonId> {
        lock(&self.shown).values().copied().collect()
    }

    /// Arrivals of the newest answer that could not be read: a line on the desk's board.
    pub(crate) fn unreadable_arrivals(&self, count: usize) {
        self.unreadable_arrivals.store(count, Ordering::Relaxed);
    }

    pub(crate) fn unreadable(&self) -> usize {
        self.unreadable_arrivals.load(Ordering::Relaxed)
    }
}

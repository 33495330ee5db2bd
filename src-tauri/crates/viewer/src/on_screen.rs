use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use record::vocabulary::PersonId;

use crate::sync::lock;

/// What the screens show besides what the stores hold: which patient each seat has open (asked for
/// first when the line comes back), and how many arrivals could not be read.
#[derive(Debug, Default)]
pub(crate) struct OnScreen {
    turns: AtomicU64,
    shown: Mutex<HashMap<u64, Shown>>,
    unreadable_arrivals: AtomicUsize,
}

/// The place of an opening in the order in which they were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OpeningTurn(u64);

#[derive(Clone, Copy, Debug)]
struct Shown {
    turn: OpeningTurn,
    /// None when the seat was left.
    person: Option<PersonId>,
}

impl OnScreen {
    /// Somebody asks for a patient. Of two openings of a seat the one asked for later is shown,
    /// whichever is answered first.
    pub(crate) fn asked(&self) -> OpeningTurn {
        OpeningTurn(self.turns.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn shows(&self, seat: u64, person: PersonId, turn: OpeningTurn) {
        self.put(seat, Some(person), turn);
    }

    /// Whether this seat has this patient open.
    pub(crate) fn is_shown(&self, seat: u64, person: PersonId) -> bool {
        let shown = lock(&self.shown);
        shown.get(&seat).and_then(|shown| shown.person) == Some(person)
    }

    pub(crate) fn shows_nobody(&self, seat: u64) {
        self.put(seat, None, self.asked());
    }

    fn put(&self, seat: u64, person: Option<PersonId>, turn: OpeningTurn) {
        let mut shown = lock(&self.shown);
        if shown.get(&seat).is_none_or(|known| known.turn < turn) {
            shown.insert(seat, Shown { turn, person });
        }
    }

    pub(crate) fn persons(&self) -> Vec<PersonId> {
        let shown = lock(&self.shown);
        shown.values().filter_map(|shown| shown.person).collect()
    }

    /// Arrivals of the newest answer that could not be read: a line on the desk's board.
    pub(crate) fn unreadable_arrivals(&self, count: usize) {
        self.unreadable_arrivals.store(count, Ordering::Relaxed);
    }

    pub(crate) fn unreadable(&self) -> usize {
        self.unreadable_arrivals.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_openings_the_one_asked_for_later_is_shown_whichever_is_answered_first() {
        let screens = OnScreen::default();
        let (first, second) = (screens.asked(), screens.asked());
        screens.shows(1, PersonId(20), second);
        screens.shows(1, PersonId(10), first);
        assert_eq!(screens.persons(), [PersonId(20)]);
        assert!(screens.is_shown(1, PersonId(20)) && !screens.is_shown(2, PersonId(20)));
        let late = screens.asked();
        screens.shows_nobody(1);
        screens.shows(1, PersonId(20), late);
        assert!(screens.persons().is_empty(), "the seat was left meanwhile");
    }
}

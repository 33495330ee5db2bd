use std::sync::{Arc, Mutex};

use record::vocabulary::PersonId;

use crate::on_screen::OpeningTurn;
use crate::sync::lock;

/// Of whom it was made sure who they are, where somebody sits: the patient who was opened there last, and
/// nobody else. Somebody of today's list needs no more than the list; anybody else is opened only once two
/// items (氏名, 生年月日) were confirmed, and after another patient once more.
#[derive(Clone, Debug, Default)]
pub(crate) struct ConfirmedIdentity(Arc<Mutex<Option<Confirmed>>>);

#[derive(Clone, Copy, Debug)]
struct Confirmed {
    turn: OpeningTurn,
    person: PersonId,
    by_items: bool,
}

impl ConfirmedIdentity {
    /// The patient was opened. Of two openings the one asked for later counts.
    pub(crate) fn opened(&self, person: PersonId, by_items: bool, turn: OpeningTurn) {
        let mut last = lock(&self.0);
        if last.is_none_or(|last| last.turn < turn) {
            *last = Some(Confirmed {
                turn,
                person,
                by_items,
            });
        }
    }

    /// Whether it was by two items that this patient was opened here; none when another one is open.
    pub(crate) fn by_items(&self, person: PersonId) -> Option<bool> {
        let last = lock(&self.0).filter(|last| last.person == person);
        last.map(|last| last.by_items)
    }

    /// The same for the next sitting of the same person, after a lock. What is still under way for the
    /// former sitting does not reach it.
    pub(crate) fn carried_over(&self) -> Self {
        Self(Arc::new(Mutex::new(*lock(&self.0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::on_screen::OnScreen;

    #[test]
    fn the_patient_opened_last_is_known_and_nobody_else() {
        let (turns, identity) = (OnScreen::default(), ConfirmedIdentity::default());
        let (one, other) = (PersonId(1), PersonId(2));
        let (first, second) = (turns.asked(), turns.asked());
        assert_eq!(identity.by_items(one), None);
        identity.opened(other, true, second);
        identity.opened(one, false, first);
        assert_eq!(identity.by_items(one), None, "answered late");
        assert_eq!(identity.by_items(other), Some(true));
        let carried = identity.carried_over();
        identity.opened(one, false, turns.asked());
        assert_eq!(carried.by_items(other), Some(true));
        assert_eq!(identity.by_items(other), None);
    }
}

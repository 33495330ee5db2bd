use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use record::vocabulary::{Category, ConsentState, PersonId};

use crate::compose::PersonConsents;
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

#[derive(Debug)]
struct Shown {
    turn: OpeningTurn,
    /// None when the seat was left.
    patient: Option<OpenPatient>,
}

#[derive(Debug)]
struct OpenPatient {
    person: PersonId,
    told: ToldConsents,
}

/// What a screen was told of the consents (同意) of its patient, without their ends: the screen reaches
/// those by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ToldConsents(Vec<ToldConsent>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ToldConsent {
    category: Category,
    state: Discriminant<ConsentState>,
    refused: bool,
}

impl ToldConsents {
    pub(crate) fn of(consents: &PersonConsents) -> Self {
        let told = |category| ToldConsent {
            category,
            state: discriminant(&consents.state(category)),
            refused: consents.is_refused(category),
        };
        Self(Category::WITH_DOCUMENTS.into_iter().map(told).collect())
    }

    fn otherwise_in(&self, now: &Self) -> impl Iterator<Item = Category> {
        let pairs = self.0.iter().zip(&now.0);
        pairs.filter_map(|(told, now)| (told != now).then_some(told.category))
    }
}

impl OnScreen {
    /// Somebody asks for a patient. Of two openings of a seat the one asked for later is shown,
    /// whichever is answered first.
    pub(crate) fn asked(&self) -> OpeningTurn {
        OpeningTurn(self.turns.fetch_add(1, Ordering::Relaxed))
    }

    /// `told` are the consents in the answer that opened the patient.
    pub(crate) fn shows(&self, seat: u64, person: PersonId, told: ToldConsents, turn: OpeningTurn) {
        self.put(seat, Some(OpenPatient { person, told }), turn);
    }

    /// The categories of which a screen that shows this person was told otherwise than `now`; each is
    /// answered once.
    pub(crate) fn consents_are(&self, person: PersonId, now: &ToldConsents) -> Vec<Category> {
        let mut shown = lock(&self.shown);
        let open = shown
            .values_mut()
            .filter_map(|shown| shown.patient.as_mut());
        let mut changed = Vec::new();
        for patient in open.filter(|patient| patient.person == person) {
            for category in patient.told.otherwise_in(now) {
                if !changed.contains(&category) {
                    changed.push(category);
                }
            }
            patient.told = now.clone();
        }
        changed
    }

    /// Whether this seat has this patient open.
    pub(crate) fn is_shown(&self, seat: u64, person: PersonId) -> bool {
        let shown = lock(&self.shown);
        let open = shown.get(&seat).and_then(|shown| shown.patient.as_ref());
        open.is_some_and(|patient| patient.person == person)
    }

    pub(crate) fn shows_nobody(&self, seat: u64) {
        self.put(seat, None, self.asked());
    }

    fn put(&self, seat: u64, patient: Option<OpenPatient>, turn: OpeningTurn) {
        let mut shown = lock(&self.shown);
        if shown.get(&seat).is_none_or(|known| known.turn < turn) {
            shown.insert(seat, Shown { turn, patient });
        }
    }

    pub(crate) fn persons(&self) -> Vec<PersonId> {
        let shown = lock(&self.shown);
        let open = shown.values().filter_map(|shown| shown.patient.as_ref());
        open.map(|patient| patient.person).collect()
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
    use record::vocabulary::{Consent, ConsentFlag};

    use super::*;

    const NOW: &str = "2026-11-22T10:00:00+09:00";

    fn told(flag: ConsentFlag) -> ToldConsents {
        let consent = Consent {
            category: Category::Condition,
            flag,
            given_at: None,
            until: Some("2026-11-23T10:00:00+09:00".parse().unwrap()),
        };
        ToldConsents::of(&PersonConsents::new(
            None,
            vec![consent],
            NOW.parse().unwrap(),
        ))
    }

    #[test]
    fn of_two_openings_the_one_asked_for_later_is_shown_whichever_is_answered_first() {
        let screens = OnScreen::default();
        let given = || told(ConsentFlag::Given);
        let (first, second) = (screens.asked(), screens.asked());
        screens.shows(1, PersonId(20), given(), second);
        screens.shows(1, PersonId(10), given(), first);
        assert_eq!(screens.persons(), [PersonId(20)]);
        assert!(screens.is_shown(1, PersonId(20)) && !screens.is_shown(2, PersonId(20)));
        let late = screens.asked();
        screens.shows_nobody(1);
        screens.shows(1, PersonId(20), given(), late);
        assert!(screens.persons().is_empty(), "the seat was left meanwhile");
    }

    /// Nobody need have looked between the opening and the withdrawal.
    #[test]
    fn a_consent_withdrawn_right_after_the_opening_is_news_once() {
        let (screens, refused) = (OnScreen::default(), told(ConsentFlag::Refused));
        let person = PersonId(10);
        screens.shows(1, person, told(ConsentFlag::Given), screens.asked());
        assert_eq!(screens.consents_are(PersonId(20), &refused), []);
        assert_eq!(
            screens.consents_are(person, &refused),
            [Category::Condition]
        );
        assert_eq!(screens.consents_are(person, &refused), []);
    }

    #[test]
    fn each_of_two_screens_is_told_what_it_was_not_told() {
        let (screens, refused) = (OnScreen::default(), told(ConsentFlag::Refused));
        let person = PersonId(10);
        screens.shows(1, person, refused.clone(), screens.asked());
        screens.shows(2, person, told(ConsentFlag::Given), screens.asked());
        assert_eq!(
            screens.consents_are(person, &refused),
            [Category::Condition]
        );
        assert_eq!(screens.consents_are(person, &refused), []);
    }
}

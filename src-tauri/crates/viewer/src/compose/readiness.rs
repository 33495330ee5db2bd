use jiff::Timestamp;
use record::vocabulary::{Category, ConsentState};

use super::PersonConsents;
use crate::fetch_facts::FetchFacts;
use crate::view::{Readiness, ReadinessState};

/// How ready one patient's records are, for the reader's list, as far as the reader was granted them.
pub(crate) fn readiness(
    consents: &PersonConsents,
    fetches: &FetchFacts,
    granted: impl Fn(Category) -> bool,
    fetched_ahead: impl Fn(Category) -> bool,
) -> Readiness {
    let shown: Vec<Category> = Category::ALL.into_iter().filter(|c| granted(*c)).collect();
    let given: Vec<Category> = consents.given().filter(|c| granted(*c)).collect();
    let under_consent = |c: &&Category| fetches.under_running_consent(**c, consents);
    let fetched = given.iter().filter(under_consent).count();
    let comes = given
        .iter()
        .any(|c| fetched_ahead(*c) && !under_consent(&c));
    let as_of: Vec<Timestamp> = shown
        .iter()
        .filter_map(|c| fetches.last_success(*c))
        .collect();
    let of = asked_for(consents, &shown);
    Readiness {
        state: if shown.is_empty() {
            ReadinessState::NotGranted
        } else {
            match state(consents, fetches, &given, fetched, of) {
                // The rest is fetched when somebody opens the patient.
                ReadinessState::Fetching if !comes => ReadinessState::PartlyFetched,
                state => state,
            }
        },
        held: as_of.len(),
        fetched,
        consented: given.len(),
        of,
        as_of: as_of.into_iter().min(),
    }
}

/// A category the facility has switched off is missing to nobody.
fn asked_for(consents: &PersonConsents, shown: &[Category]) -> usize {
    let off = |c: &&Category| consents.state(**c) == ConsentState::SwitchedOff;
    shown.len() - shown.iter().filter(off).count()
}

fn state(
    consents: &PersonConsents,
    fetches: &FetchFacts,
    given: &[Category],
    fetched: usize,
    of: usize,
) -> ReadinessState {
    if given.is_empty() {
        return nothing_consented(consents);
    }
    if fetched < given.len() {
        let failed = given.iter().any(|c| fetches.failure(*c).is_some());
        return if failed {
            ReadinessState::Failed
        } else {
            ReadinessState::Fetching
        };
    }
    if given.len() == of {
        ReadinessState::Complete
    } else {
        ReadinessState::PartlyConsented
    }
}

/// The one word when nothing may be fetched: the most telling of the seven states.
fn nothing_consented(consents: &PersonConsents) -> ReadinessState {
    let states = consents.categories();
    let any = |wanted: fn(&ConsentState) -> bool| states.iter().any(|c| wanted(&c.consent));
    if any(|state| matches!(state, ConsentState::NoCard)) {
        ReadinessState::NoCard
    } else if any(|state| matches!(state, ConsentState::Expired { .. })) {
        ReadinessState::Expired
    } else if any(|state| matches!(state, ConsentState::Refused)) {
        ReadinessState::Refused
    } else {
        ReadinessState::Unknown
    }
}

use jiff::Timestamp;
use record::vocabulary::{Category, ConsentState};

use super::PersonConsents;
use crate::fetch_facts::FetchFacts;
use crate::view::{ConsentCategoryView, Readiness, ReadinessState};

/// How ready one patient's records are, for the doctor's list.
pub(crate) fn readiness(consents: &PersonConsents, fetches: &FetchFacts) -> Readiness {
    let consented = consents.given().count();
    let fetched = consents
        .given()
        .filter(|c| fetches.under_running_consent(*c, consents))
        .count();
    let held = Category::ALL
        .into_iter()
        .filter(|c| fetches.last_success(*c).is_some())
        .count();
    Readiness {
        state: state(consents, fetches, consented, fetched),
        held,
        fetched,
        consented,
        of: asked_for(consents),
        as_of: oldest(fetches),
    }
}

/// A category the facility has switched off is missing to nobody.
fn asked_for(consents: &PersonConsents) -> usize {
    let off = |c: &ConsentCategoryView| c.consent == ConsentState::SwitchedOff;
    Category::ALL.len() - consents.categories().iter().filter(|c| off(c)).count()
}

fn state(
    consents: &PersonConsents,
    fetches: &FetchFacts,
    consented: usize,
    fetched: usize,
) -> ReadinessState {
    if consented == 0 {
        return nothing_consented(consents);
    }
    if fetched < consented {
        let failed = consents
            .given()
            .any(|category| fetches.failure(category).is_some());
        return if failed {
            ReadinessState::Failed
        } else {
            ReadinessState::Fetching
        };
    }
    if consented == asked_for(consents) {
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

fn oldest(fetches: &FetchFacts) -> Option<Timestamp> {
    Category::ALL
        .into_iter()
        .filter_map(|category| fetches.last_success(category))
        .min()
}

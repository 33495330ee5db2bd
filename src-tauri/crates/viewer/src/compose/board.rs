use cache::desk::Arrival;
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::{Category, ConsentState};
use service::fault::FaultCode;

use super::identity::has_unshown_characters;
use super::{Namesakes, PersonConsents};
use crate::fetch_facts::FetchFacts;
use crate::view::{BoardConsent, BoardRecords, BoardRowView, ExpiryWarning};

/// One row of the desk's board. `down` is why the line is down, if it is.
pub(crate) fn board_row(
    arrival: &Arrival,
    consents: &PersonConsents,
    fetches: &FetchFacts,
    namesakes: &Namesakes,
    down: Option<FaultCode>,
    now: Timestamp,
) -> BoardRowView {
    let identity = &arrival.identity;
    let consent = one_word(consents);
    let warning = warning(consents.earliest_end(), now);
    let (records, fault) = records(consents, fetches, down);
    let name_differs = fetches.name_differs();
    BoardRowView {
        person: arrival.person,
        arrived_at: arrival.arrived_at,
        chart_number: arrival.chart_number.clone(),
        name: identity.name.clone(),
        kana: identity.kana.clone(),
        unshown_characters: has_unshown_characters(&identity.name),
        birth_date: identity.birth_date.clone(),
        gender: identity.gender,
        same_kana: namesakes.same_kana(identity),
        same_surname: namesakes.same_surname(identity),
        consent,
        categories: consents.categories(),
        until: consents.earliest_end(),
        warning,
        records,
        fault,
        name_differs,
        needs_attention: matches!(
            consent,
            BoardConsent::Expired | BoardConsent::Unknown | BoardConsent::NoCard
        ) || records == BoardRecords::Failed
            || warning == ExpiryWarning::ThirtyMinutes
            || name_differs,
    }
}

/// A category the facility has switched off is nobody's choice and does not make 全部 into 一部.
fn one_word(consents: &PersonConsents) -> BoardConsent {
    let states: Vec<ConsentState> = consents
        .categories()
        .into_iter()
        .map(|category| category.consent)
        .filter(|state| *state != ConsentState::SwitchedOff)
        .collect();
    let given = states
        .iter()
        .filter(|s| matches!(s, ConsentState::Given { .. }))
        .count();
    let any = |wanted: fn(&ConsentState) -> bool| states.iter().any(wanted);
    if given == states.len() && given > 0 {
        BoardConsent::All
    } else if given > 0 {
        BoardConsent::Some
    } else if any(|s| matches!(s, ConsentState::NoCard)) {
        BoardConsent::NoCard
    } else if any(|s| matches!(s, ConsentState::Expired { .. })) {
        BoardConsent::Expired
    } else if any(|s| matches!(s, ConsentState::Refused)) {
        BoardConsent::None
    } else {
        BoardConsent::Unknown
    }
}

fn warning(until: Option<Timestamp>, now: Timestamp) -> ExpiryWarning {
    let Some(until) = until else {
        return ExpiryWarning::None;
    };
    let left = now.duration_until(until);
    if left < SignedDuration::from_mins(30) {
        ExpiryWarning::ThirtyMinutes
    } else if left < SignedDuration::from_hours(2) {
        ExpiryWarning::TwoHours
    } else {
        ExpiryWarning::None
    }
}

fn records(
    consents: &PersonConsents,
    fetches: &FetchFacts,
    down: Option<FaultCode>,
) -> (BoardRecords, Option<FaultCode>) {
    let given: Vec<Category> = consents.given().collect();
    if given.is_empty() {
        return (BoardRecords::None, None);
    }
    let missing = |category: &&Category| !fetches.under_running_consent(**category, consents);
    let fault = given
        .iter()
        .filter(missing)
        .find_map(|category| fetches.failure(*category));
    match (fault, given.iter().filter(missing).count(), down) {
        (Some((fault, _)), _, _) => (BoardRecords::Failed, Some(fault)),
        (None, 0, _) => (BoardRecords::Complete, None),
        (None, _, Some(fault)) => (BoardRecords::Failed, Some(fault)),
        (None, _, None) => (BoardRecords::Fetching, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    #[test]
    fn the_desk_is_warned_two_hours_and_thirty_minutes_before_the_end() {
        assert_eq!(warning(Some(at(7200)), at(0)), ExpiryWarning::None);
        assert_eq!(warning(Some(at(7199)), at(0)), ExpiryWarning::TwoHours);
        assert_eq!(warning(Some(at(1800)), at(0)), ExpiryWarning::TwoHours);
        assert_eq!(warning(Some(at(1799)), at(0)), ExpiryWarning::ThirtyMinutes);
        assert_eq!(warning(None, at(0)), ExpiryWarning::None);
    }
}

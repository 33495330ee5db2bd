use cache::desk::{Arrival, ArrivalSource};
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::{CareSetting, Category, ConsentState, Identity, PersonId};
use service::fault::FaultCode;

use super::identity::has_unshown_characters;
use super::{Namesakes, PersonConsents};
use crate::fetch_facts::FetchFacts;
use crate::view::{
    BoardConsent, BoardReason, BoardRecords, BoardRowView, BoardSource, ExpiryWarning,
};

/// What is known of one row of the desk's board.
pub(crate) struct RowFacts<'a> {
    pub(crate) person: PersonId,
    pub(crate) identity: &'a Identity,
    pub(crate) chart_number: Option<&'a str>,
    /// None for somebody who is on a list only.
    pub(crate) arrival: Option<&'a Arrival>,
    pub(crate) lists: Vec<i64>,
    pub(crate) consents: &'a PersonConsents,
    pub(crate) other_names: Vec<String>,
    /// What is shown of the fetching ([`crate::board_beat`]).
    pub(crate) fetching: Fetching,
    pub(crate) now: Timestamp,
}

/// How the fetching for one person stands, without a word of what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fetching {
    pub(crate) records: BoardRecords,
    pub(crate) reason: Option<BoardReason>,
}

/// One row of the desk's board.
pub(crate) fn board_row(facts: RowFacts<'_>, namesakes: &Namesakes) -> BoardRowView {
    let RowFacts {
        person,
        identity,
        arrival,
        consents,
        fetching: Fetching { records, reason },
        now,
        ..
    } = facts;
    let consent = one_word(consents);
    let arrived_at = arrival.and_then(Arrival::came_at);
    let until = consents.earliest_end();
    let warning = warning(until, now);
    let asks_the_patient = matches!(
        consent,
        BoardConsent::Expired | BoardConsent::Unknown | BoardConsent::NoCard
    );
    BoardRowView {
        person,
        arrived_at,
        source: arrival.map_or(BoardSource::List, source),
        setting: arrival.map_or(CareSetting::Outpatient, |arrival| arrival.visit.setting),
        lists: facts.lists,
        chart_number: facts.chart_number.map(str::to_owned),
        name: identity.name.clone(),
        kana: identity.kana.clone(),
        unshown_characters: has_unshown_characters(&identity.name),
        birth_date: identity.birth_date.clone(),
        gender: identity.gender,
        same_kana: namesakes.same_kana(person, identity),
        same_surname: namesakes.same_surname(person, identity),
        consent,
        categories: consents.categories(),
        until,
        warning,
        records,
        reason,
        // Who has not come yet can be asked nothing.
        needs_attention: (asks_the_patient && arrived_at.is_some())
            || records == BoardRecords::Failed
            || warning == ExpiryWarning::ThirtyMinutes
            || !facts.other_names.is_empty(),
        other_names: facts.other_names,
    }
}

fn source(arrival: &Arrival) -> BoardSource {
    match arrival.visit.source {
        ArrivalSource::Service => BoardSource::Service,
        ArrivalSource::Number => BoardSource::Number,
        ArrivalSource::File => BoardSource::File,
        ArrivalSource::Hand => BoardSource::Hand,
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

/// How the fetching stands of what is `fetched_ahead`. `down` is why the line is down, if it is.
pub(crate) fn fetching(
    consents: &PersonConsents,
    fetches: &FetchFacts,
    fetched_ahead: impl Fn(Category) -> bool,
    down: Option<FaultCode>,
) -> Fetching {
    let wanted: Vec<Category> = consents.given().filter(|one| fetched_ahead(*one)).collect();
    let missing: Vec<Category> = wanted
        .iter()
        .copied()
        .filter(|category| !fetches.under_running_consent(*category, consents))
        .collect();
    let fault = missing
        .iter()
        .find_map(|category| fetches.failure(*category));
    let (records, reason) = match (fault, missing.is_empty(), down) {
        _ if wanted.is_empty() => (BoardRecords::None, None),
        (Some((fault, _)), _, _) => (BoardRecords::Failed, Some(reason(fault))),
        (None, true, _) => (BoardRecords::Complete, None),
        (None, false, Some(_)) => (BoardRecords::Failed, Some(BoardReason::Line)),
        (None, false, None) => (BoardRecords::Fetching, None),
    };
    Fetching { records, reason }
}

/// Only what the desk can do something about is told apart: that an answer was too large, or could
/// not be read, would tell of what came.
const fn reason(fault: FaultCode) -> BoardReason {
    match fault {
        FaultCode::BranchMissing => BoardReason::BranchMissing,
        FaultCode::WrongPatient => BoardReason::OtherPerson,
        FaultCode::Consent => BoardReason::NotAllowed,
        FaultCode::CannotStore => BoardReason::ThisPc,
        FaultCode::NameNotFound
        | FaultCode::Refused
        | FaultCode::NotConfigured
        | FaultCode::Isolated => BoardReason::Line,
        _ => BoardReason::Service,
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

    #[test]
    fn how_an_answer_failed_is_told_only_as_far_as_the_desk_can_help() {
        let service = [
            FaultCode::TooLarge,
            FaultCode::UnreadableAnswer,
            FaultCode::ServiceStatus,
            // A large answer takes long.
            FaultCode::Timeout,
        ];
        for fault in service {
            assert_eq!(reason(fault), BoardReason::Service, "{fault:?}");
        }
        assert_eq!(reason(FaultCode::BranchMissing), BoardReason::BranchMissing);
    }
}

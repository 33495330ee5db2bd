//! How the last tries to fetch a person's sections went, as the desk store remembers them.

use std::time::Duration;

use cache::desk::FetchState;
use jiff::Timestamp;
use record::vocabulary::Category;
use service::fault::FaultCode;

use crate::compose::PersonConsents;

/// The fetch states of one person.
#[derive(Clone, Debug, Default)]
pub(crate) struct FetchFacts(Vec<(Category, FetchState)>);

impl FetchFacts {
    pub(crate) fn new(states: Vec<(Category, FetchState)>) -> Self {
        Self(states)
    }

    fn state(&self, category: Category) -> Option<&FetchState> {
        self.0
            .iter()
            .find(|(known, _)| *known == category)
            .map(|(_, state)| state)
    }

    /// The last good answer.
    pub(crate) fn last_success(&self, category: Category) -> Option<Timestamp> {
        self.state(category)?.last_success
    }

    /// The failure of the last try, if it failed.
    pub(crate) fn failure(&self, category: Category) -> Option<(FaultCode, Timestamp)> {
        let state = self.state(category)?;
        let code = state.fault.as_deref()?;
        Some((fault_from_name(code), state.last_attempt?))
    }

    /// Failed so recently that asking again would only trouble the service.
    pub(crate) fn failed_within(
        &self,
        category: Category,
        pause: Duration,
        now: Timestamp,
    ) -> bool {
        self.failure(category)
            .is_some_and(|(_, at)| now.duration_since(at).unsigned_abs() < pause)
    }

    /// The state after another failure: the last success stays known.
    pub(crate) fn after_failure(
        &self,
        category: Category,
        fault: String,
        now: Timestamp,
    ) -> FetchState {
        let known = self.state(category).cloned().unwrap_or_default();
        FetchState {
            fault: Some(fault),
            last_attempt: Some(now),
            ..known
        }
    }

    /// Fetched under the consent that runs now (and not under an earlier one).
    pub(crate) fn under_running_consent(
        &self,
        category: Category,
        consents: &PersonConsents,
    ) -> bool {
        let fetched_under = self.state(category).and_then(|state| state.consent_until);
        fetched_under.is_some() && fetched_under == consents.running_until(category)
    }

    /// An answer named the person differently from the card check.
    pub(crate) fn name_differs(&self) -> bool {
        self.0.iter().any(|(_, state)| state.name_differs)
    }
}

/// The stable name under which a fault is stored: its name on the wire.
pub(crate) fn fault_name(code: FaultCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::from("service_status"),
    }
}

/// A stored name that this version does not know (written by a newer one) still is a failure.
fn fault_from_name(name: &str) -> FaultCode {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
        .unwrap_or(FaultCode::ServiceStatus)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_fault_names_come_back_and_unknown_ones_stay_failures() {
        assert_eq!(fault_name(FaultCode::WrongPatient), "wrong_patient");
        assert_eq!(fault_from_name("wrong_patient"), FaultCode::WrongPatient);
        assert_eq!(fault_from_name("from_the_future"), FaultCode::ServiceStatus);
    }
}

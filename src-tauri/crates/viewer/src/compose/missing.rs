use record::vocabulary::ConsentState;

use super::PersonConsents;
use super::section::{SectionFacts, hindrance};
use crate::fetch_facts::FetchFacts;
use crate::view::{Hindrance, MissingCategory, ReadyLine, TodayPatientView};

/// What of one patient is missing and why: nothing that may be read is held, or nothing newer was
/// fetched under the consent that runs now.
pub(crate) fn missing(
    sections: &[SectionFacts],
    consents: &PersonConsents,
    fetches: &FetchFacts,
) -> Vec<MissingCategory> {
    let mut missing = Vec::new();
    for facts in sections {
        let (category, held) = (facts.category, facts.last_success.is_some());
        let runs = consents.running_until(category).is_some();
        let here = held && facts.may_read;
        if facts.consent == ConsentState::SwitchedOff
            || (here && (!runs || fetches.under_running_consent(category, consents)))
        {
            continue;
        }
        let not_yet = SectionFacts {
            last_success: None,
            ..facts.clone()
        };
        let why = hindrance(&not_yet, false, held && !facts.may_read);
        missing.push(MissingCategory {
            category,
            why: why.unwrap_or(Hindrance::NotFetched),
            older_held: here,
        });
    }
    missing
}

/// How ready the copy is for all of today's patients. Refused categories are no gap of the copy.
pub(crate) fn ready_line(patients: &[TodayPatientView]) -> ReadyLine {
    let mut line = ReadyLine {
        of: patients.len(),
        ..ReadyLine::default()
    };
    for patient in patients {
        let readiness = &patient.readiness;
        if readiness.consented > 0 && readiness.fetched == readiness.consented {
            line.complete += 1;
        } else if anything_readable(patient) {
            line.partial += 1;
        } else {
            line.none += 1;
        }
    }
    line
}

fn anything_readable(patient: &TodayPatientView) -> bool {
    let unreadable = patient.missing.iter().filter(|missing| !missing.older_held);
    unreadable.count() < patient.readiness.of
}

#[cfg(test)]
mod tests {
    use cache::desk::FetchState;
    use jiff::Timestamp;
    use record::vocabulary::{Category, Consent, ConsentFlag};
    use service::fault::FaultCode;

    use super::*;
    use crate::compose::Whence;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn facts(category: Category, consents: &PersonConsents, fetches: &FetchFacts) -> SectionFacts {
        SectionFacts {
            category,
            consent: consents.state(category),
            may_read: consents.running_until(category).is_some(),
            last_success: fetches.last_success(category),
            failure: fetches.failure(category),
            queued: false,
            whence: Whence::default(),
            down: Some((FaultCode::Refused, at(5))),
        }
    }

    #[test]
    fn each_gap_is_named_with_its_reason() {
        let consent = |category, flag| Consent {
            category,
            flag,
            given_at: None,
            until: Some(at(86_400)),
        };
        let consents = PersonConsents::new(
            None,
            vec![
                consent(Category::Condition, ConsentFlag::Given),
                consent(Category::Laboratory, ConsentFlag::Given),
                consent(Category::Prescription, ConsentFlag::Given),
                consent(Category::Infection, ConsentFlag::Refused),
            ],
            at(10),
        );
        let fetched = |until| FetchState {
            last_success: Some(at(1)),
            consent_until: Some(until),
            ..FetchState::default()
        };
        let fetches = FetchFacts::new(vec![
            (Category::Condition, fetched(at(86_400))),
            (Category::Laboratory, fetched(at(400))),
            (Category::Infection, fetched(at(400))),
        ]);
        let sections: Vec<_> = Category::ALL
            .iter()
            .map(|category| facts(*category, &consents, &fetches))
            .collect();
        let missing = missing(&sections, &consents, &fetches);
        let of = |category| missing.iter().find(|missing| missing.category == category);
        assert_eq!(of(Category::Condition), None);
        let down = Hindrance::FetchFailed {
            fault: FaultCode::Refused,
            at: at(5),
        };
        let laboratory = of(Category::Laboratory).unwrap();
        assert_eq!((laboratory.why, laboratory.older_held), (down, true));
        let prescription = of(Category::Prescription).unwrap();
        assert_eq!((prescription.why, prescription.older_held), (down, false));
        let refused = Hindrance::Refused { withheld: true };
        assert_eq!(of(Category::Infection).unwrap().why, refused);
        assert_eq!(missing.len(), 6);
    }
}

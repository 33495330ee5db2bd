use std::sync::Arc;

use audit::EventKind;
use record::{PatientMatch, StatedPatient};
use service::fault::FaultCode;
use service::{Fault, FetchedAnswer, Page};

use super::fetch::{Ask, cannot_store};
use crate::queue::Job;
use crate::record_act::Act;
use crate::rooms::Rooms;

/// An answer that is about the person we asked for.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) answer: FetchedAnswer,
    /// Names it gave the person that differ from the card check's (variant, 「●」, married surname): a
    /// warning that the desk confirms, no more.
    pub(super) other_names: Vec<String>,
}

/// Checks that every page and document is about the person asked for. Anything else is
/// quarantined: not stored, not shown, and written into the audit.
pub(super) async fn receive(
    rooms: &Arc<Rooms>,
    job: Job,
    ask: &Ask,
    answer: FetchedAnswer,
) -> Result<Received, Fault> {
    let mut other_names = Vec::new();
    for page in answer.pages.iter().chain(&answer.documents) {
        match about(ask, page)? {
            About::ThePerson => {}
            About::ThePersonByAnotherName(name) => {
                if !other_names.contains(&name) {
                    other_names.push(name);
                }
            }
            About::SomebodyElse => {
                let act = Act::new(EventKind::Quarantine)
                    .about(job.person)
                    .asking_for(&[job.category])
                    .failed("wrong_patient");
                act.write(rooms).await.map_err(|_| cannot_store())?;
                return Err(FaultCode::WrongPatient.into());
            }
        }
    }
    Ok(Received {
        answer,
        other_names,
    })
}

enum About {
    ThePerson,
    ThePersonByAnotherName(String),
    SomebodyElse,
}

fn about(ask: &Ask, page: &Page) -> Result<About, Fault> {
    let stated = record::stated_patient(&page.bytes).map_err(|_| FaultCode::UnreadableAnswer)?;
    let searched =
        record::searched_patient(&page.bytes).map_err(|_| FaultCode::UnreadableAnswer)?;
    if searched.is_some_and(|id| Some(id.as_str()) != last_segment(&ask.service_ref)) {
        return Ok(About::SomebodyElse);
    }
    Ok(match record::match_patient(&ask.identity, &stated) {
        PatientMatch::Same => About::ThePerson,
        PatientMatch::NameDiffers => {
            let named = stated.identity.map(|identity| identity.name);
            About::ThePersonByAnotherName(named.unwrap_or_default())
        }
        PatientMatch::NotStated if refers_only_to(&stated, &ask.service_ref) => About::ThePerson,
        PatientMatch::NotStated | PatientMatch::Other(_) => About::SomebodyElse,
    })
}

/// A page without a Patient (servers need not honour `_include`) is accepted only when each entry
/// points to the patient we asked for by logical id.
fn refers_only_to(stated: &StatedPatient, patient_ref: &str) -> bool {
    stated.unnamed_entries == 0
        && stated
            .patient_refs
            .iter()
            .all(|reference| last_segment(reference) == last_segment(patient_ref))
}

fn last_segment(reference: &str) -> Option<&str> {
    reference.rsplit('/').next()
}

//! The main road: access, audit, cache, view; the network is asked beside it.

use std::sync::Arc;

use audit::EventKind;
use record::vocabulary::Category;

use super::opening::Opening;
use crate::error::{CommandError, ErrorCode};
use crate::on_screen::ToldConsents;
use crate::queue::{Job, Wanted};
use crate::request::{OpenPatientRequest, SectionRequest};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{Hindrance, PatientView, SectionUpdate};

impl Seat {
    /// Opens a patient from the cache at once, and asks the service for news beside it.
    pub(crate) async fn open_patient(
        &self,
        request: OpenPatientRequest,
    ) -> Result<PatientView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let seated = self.seated().ok_or(ErrorCode::NotSignedIn)?;
        let (written, identity) = (seated.written, seated.identity);
        let turn = rooms.on_screen.asked();
        let (shared, person) = (rooms.clone(), request.person);
        let (view, told, allowed) = blocking(move || {
            let opening = Opening::prepare(&shared, &session, &clinical, person)?;
            let by_items = opening.made_sure(request.confirmed.as_ref(), &identity)?;
            let kind = if by_items {
                EventKind::OpenFoundPatient
            } else {
                EventKind::OpenPatient
            };
            let view = opening.shown(&Category::WITH_DOCUMENTS, kind, &written)?;
            identity.opened(person, by_items, turn);
            let told = ToldConsents::of(&opening.person.consents);
            Ok((view, told, opening.may_fetch()))
        })
        .await?;
        rooms.on_screen.shows(self.id, person, told, turn);
        revalidate(&rooms, &view, &allowed);
        Ok(view)
    }

    /// One section anew, after an event or when the reader asks for the newer state.
    pub(crate) async fn patient_section(
        &self,
        request: SectionRequest,
    ) -> Result<SectionUpdate, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let seated = self.seated().ok_or(ErrorCode::NotSignedIn)?;
        let (written, identity) = (seated.written, seated.identity);
        let view = blocking(move || {
            let opening = Opening::prepare(&rooms, &session, &clinical, request.person)?;
            opening.made_sure(None, &identity)?;
            opening.shown(&[request.category], EventKind::OpenSection, &written)
        })
        .await?;
        let PatientView {
            sections,
            consent,
            complete,
            ..
        } = view;
        let section = sections.into_iter().next().ok_or(ErrorCode::Internal)?;
        Ok(SectionUpdate {
            section,
            consent,
            complete,
        })
    }
}

/// Wants what the running consents allow, except what was confirmed a moment ago.
fn revalidate(rooms: &Arc<Rooms>, view: &PatientView, allowed: &[Category]) {
    let now = crate::arrived::arrived(rooms).at;
    let fresh_for = crate::options::Pace::of(rooms.facts.kind).fresh_for;
    for section in &view.sections {
        let fresh = section
            .as_of
            .is_some_and(|as_of| now.duration_since(as_of).unsigned_abs() < fresh_for);
        // What the reader may not read is fetched for others, and not because of this opening.
        let granted = section.hindrance != Some(Hindrance::NotGranted);
        if granted && allowed.contains(&section.category) && !fresh {
            let job = Job {
                person: view.identity.person,
                category: section.category,
            };
            rooms.queue.add(job, Wanted::Opened);
        }
    }
}

use audit::EventKind;
use record::vocabulary::Category;

use super::people::{PersonToday, Today};
use crate::compose::{SectionFacts, Whence, missing, readiness, ready_line};
use crate::error::CommandError;
use crate::queue::Job;
use crate::record_act::Act;
use crate::request::Nothing;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{TodayPatientView, TodayView};

impl Seat {
    /// The doctor's list of today.
    pub(crate) async fn todays_patients(&self, _: Nothing) -> Result<TodayView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let list = list(&rooms)?;
            let persons = list.patients.iter().map(|patient| patient.identity.person);
            if seated.shows_anew(persons) {
                Act::new(EventKind::ListShown)
                    .by(&seated.session)
                    .write_now(&rooms)?;
            }
            Ok(list)
        })
        .await
    }
}

fn list(rooms: &Rooms) -> Result<TodayView, CommandError> {
    let today = Today::read(rooms)?;
    let mut patients = Vec::with_capacity(today.arrivals.len());
    for arrival in &today.arrivals {
        let person = PersonToday::read(rooms, &today, arrival.person)?;
        patients.push(TodayPatientView {
            identity: person.identity_view(&today),
            arrived_at: arrival.arrived_at,
            readiness: readiness(&person.consents, &person.fetches),
            missing: missing(
                &section_facts(rooms, &person),
                &person.consents,
                &person.fetches,
            ),
        });
    }
    Ok(TodayView {
        date: today.date,
        ready: ready_line(&patients),
        patients,
    })
}

/// What is known of each section without opening the records.
fn section_facts(rooms: &Rooms, person: &PersonToday) -> Vec<SectionFacts> {
    let (rules, down) = (rooms.rules(), rooms.line.down());
    let facts = |category| SectionFacts {
        category,
        consent: person.consents.state(category),
        may_read: person.consents.may_read(category, rules.reading_after_end),
        last_success: person.fetches.last_success(category),
        failure: person.fetches.failure(category),
        queued: rooms.queue.holds(Job {
            person: person.person,
            category,
        }),
        // Nothing is shown of it.
        whence: Whence::default(),
        down,
    };
    Category::ALL.into_iter().map(facts).collect()
}

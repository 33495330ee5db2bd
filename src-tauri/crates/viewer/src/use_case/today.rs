use access::Session;
use audit::EventKind;
use cache::desk::{Arrival, NamedList};
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
            let list = list(&rooms, &seated.session)?;
            let persons = list.patients.iter().map(|patient| patient.identity.person);
            let act = Act::new(EventKind::ListShown).by(&seated.session);
            seated.note_list(persons, || act.write_now(&rooms))?;
            Ok(list)
        })
        .await
    }
}

fn list(rooms: &Rooms, session: &Session) -> Result<TodayView, CommandError> {
    let today = Today::read(rooms)?;
    let granted = |category: Category| rooms.may_role_read(session, category);
    let rules = rooms.rules();
    let mut patients = Vec::new();
    for person in &today.expected {
        let person = PersonToday::read(rooms, &today, *person)?;
        let is_on = |list: &&NamedList| list.people.iter().any(|(one, _)| *one == person.person);
        patients.push(TodayPatientView {
            identity: person.identity_view(&today),
            arrived_at: today.arrival(person.person).and_then(Arrival::came_at),
            lists: today
                .lists
                .iter()
                .filter(is_on)
                .map(|list| list.name.clone())
                .collect(),
            readiness: readiness(&person.consents, &person.fetches, granted, |category| {
                rules.fetches_ahead(category)
            }),
            missing: missing(
                &section_facts(rooms, &person, granted),
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

/// What is known of each section the reader was granted, without opening the records.
fn section_facts(
    rooms: &Rooms,
    person: &PersonToday,
    granted: impl Fn(Category) -> bool,
) -> Vec<SectionFacts> {
    let down = rooms.line.down();
    let facts = |category| SectionFacts {
        category,
        consent: person.consents.state(category),
        may_read: person.ground(rooms, category).permits(),
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
    let shown = Category::ALL.into_iter().filter(|one| granted(*one));
    shown.map(facts).collect()
}

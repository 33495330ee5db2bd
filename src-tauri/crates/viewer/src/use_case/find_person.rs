//! 患者検索.

use access::Role;
use audit::EventKind;

use super::board::identity_for_desk;
use super::people::{PersonToday, Today};
use crate::error::CommandError;
use crate::record_act::Act;
use crate::request::FindRequest;
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::{FoundPersonView, FoundView};

/// People shown while the query is being typed.
const SHOWN: usize = 20;

impl Seat {
    /// People by kana, name, number or birth date, while it is being typed. Reads the desk store
    /// alone: who they are, and nothing clinical.
    pub(crate) async fn find_person(
        &self,
        request: FindRequest,
    ) -> Result<FoundView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let found = seated.search_index(&rooms)?.find(&request.text, SHOWN);
            if found.people.is_empty() {
                return Ok(FoundView::default());
            }
            // A row for every letter typed would bury the openings; no row holds what was typed.
            let act = Act::new(EventKind::PersonSearched).by(&seated.session);
            seated.note_search(&request.text, || act.write_now(&rooms))?;
            let today = Today::read(&rooms)?;
            let mut people = Vec::with_capacity(found.people.len());
            for person in found.people {
                let known = PersonToday::read(&rooms, &today, person)?;
                let identity = match seated.session.role() {
                    Role::Desk => identity_for_desk(&rooms, &today, &known),
                    _ => known.identity_view(&today),
                };
                people.push(FoundPersonView {
                    identity,
                    last_arrival: rooms.desk.last_arrival(person)?,
                });
            }
            Ok(FoundView {
                people,
                more: found.more,
            })
        })
        .await
    }
}

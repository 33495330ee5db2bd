use std::collections::HashMap;
use std::mem::discriminant;
use std::sync::Arc;
use std::time::Duration;

use record::vocabulary::{Category, ConsentState, PersonId};
use tokio_util::sync::CancellationToken;

use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::rooms::{Rooms, blocking};
use crate::use_case::{PersonToday, Today};

/// How soon a consent that ended or was withdrawn reaches a screen that shows the patient.
const EVERY: Duration = Duration::from_secs(2);

type Known = HashMap<(PersonId, Category), ConsentState>;

/// Watches the consents of the patients on a screen, whatever the line does: an end is reached by
/// the clock alone.
pub(super) async fn keep_watching(rooms: Arc<Rooms>, closing: CancellationToken) {
    let mut known = Known::new();
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let shared = rooms.clone();
        // A desk store that cannot be read is told by the commands that read it.
        if let Ok(now) = blocking(move || on_screen(&shared)).await {
            tell_changes(&rooms, &known, &now);
            known = now;
        }
    }
}

fn on_screen(rooms: &Rooms) -> Result<Known, CommandError> {
    let persons = rooms.on_screen.persons();
    let mut states = Known::new();
    if persons.is_empty() {
        return Ok(states);
    }
    let today = Today::read(rooms)?;
    for person in persons {
        let read = PersonToday::read(rooms, &today, person)?;
        for category in Category::WITH_DOCUMENTS {
            states.insert((person, category), read.consents.state(category));
        }
    }
    Ok(states)
}

fn tell_changes(rooms: &Rooms, before: &Known, now: &Known) {
    for ((person, category), state) in now {
        let changed = before
            .get(&(*person, *category))
            .is_some_and(|before| discriminant(before) != discriminant(state));
        if changed {
            rooms.tell(ViewerEvent::SectionChanged {
                person: *person,
                category: *category,
                version: None,
                changes: None,
            });
        }
    }
}

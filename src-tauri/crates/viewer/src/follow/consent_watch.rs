use std::sync::Arc;
use std::time::Duration;

use record::vocabulary::{Category, PersonId};
use tokio_util::sync::CancellationToken;

use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::on_screen::ToldConsents;
use crate::rooms::{Rooms, blocking};
use crate::use_case::{PersonToday, Today};

/// How soon a consent that ended or was withdrawn reaches a screen that shows the patient.
const EVERY: Duration = Duration::from_secs(2);

/// Watches the consents of the patients on a screen, whatever the line does: an end is reached by
/// the clock alone.
pub(super) async fn keep_watching(rooms: Arc<Rooms>, closing: CancellationToken) {
    loop {
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let shared = rooms.clone();
        // A desk store that cannot be read is told by the commands that read it.
        for (person, category) in blocking(move || news(&shared)).await.unwrap_or_default() {
            rooms.tell(ViewerEvent::SectionChanged {
                person,
                category,
                version: None,
                changes: None,
            });
        }
    }
}

/// Of whose consents a screen was told otherwise than they are now.
fn news(rooms: &Rooms) -> Result<Vec<(PersonId, Category)>, CommandError> {
    let persons = rooms.on_screen.persons();
    let mut news = Vec::new();
    if persons.is_empty() {
        return Ok(news);
    }
    let today = Today::read(rooms)?;
    for person in persons {
        // One who can't be read (joined into another meanwhile) hides nothing of the others.
        let Ok(read) = PersonToday::read(rooms, &today, person) else {
            continue;
        };
        let now = ToldConsents::of(&read.consents);
        let changed = rooms.on_screen.consents_are(person, &now);
        news.extend(changed.into_iter().map(|category| (person, category)));
    }
    Ok(news)
}

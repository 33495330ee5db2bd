use audit::{EventKind, Item};
use cache::notes::{Confirming, Note};

use super::about::{About, note_item, seen};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::DraftRequest;
use crate::seat::Seat;
use crate::view::NotesView;

impl Seat {
    /// Confirms exactly the text that was seen (確定), by its author or by a named deputy (代行確定).
    pub(crate) async fn confirm_note(
        &self,
        request: DraftRequest,
    ) -> Result<NotesView, CommandError> {
        self.about_notes(request.person, EventKind::NoteConfirmed, move |about| {
            about.confirm(&request)
        })
        .await
    }
}

impl About<'_> {
    fn confirm(&self, request: &DraftRequest) -> Result<NotesView, CommandError> {
        let seen = seen(&request.seen)?;
        let shelved = self.shelved()?;
        let draft = self.draft(&shelved, request.draft)?;
        if self.right.confirms(&draft).is_none() {
            let why = if self.right.wrote(&draft) {
                "own_entry"
            } else {
                "author"
            };
            return Err(CommandError::new(ErrorCode::NotYourDraft).with("why", why));
        }
        let confirming = Confirming {
            person: draft.person,
            draft: request.draft,
            seen,
            by: self.by(),
            at: self.stamp(),
        };
        self.step(&shelved, row, |told| {
            shelved.notes.confirm(confirming, told)
        })?;
        self.view_after(&shelved)
    }
}

/// The row of a note: its number and hash, which it supersedes, and for whom a deputy confirmed.
fn row(act: Act, note: &Note) -> Act {
    let superseded = note.confirmed.supersedes.map(|number| Item {
        resource: "Note".to_owned(),
        id: number.to_string(),
        version: "superseded".to_owned(),
    });
    let items = [note_item(note)].into_iter().chain(superseded);
    let act = act.of_notes(items.collect());
    if note.by_deputy() {
        act.because("deputy_for", Some(&note.confirmed.author.account))
    } else {
        act
    }
}

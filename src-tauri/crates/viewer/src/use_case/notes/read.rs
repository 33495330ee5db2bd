use audit::{EventKind, Item};
use cache::notes::{Draft, HeldNote, NotesStanding};

use super::about::{About, draft_item, note_item, note_number};
use crate::error::CommandError;
use crate::noting::{Shelved, store_error};
use crate::request::PersonRequest;
use crate::seat::Seat;
use crate::view::NotesView;

impl Seat {
    /// The notes of the open patient. Shown for themselves they have a row of their own in the log.
    pub(crate) async fn notes(&self, request: PersonRequest) -> Result<NotesView, CommandError> {
        self.about_notes(request.person, EventKind::NotesShown, |about| {
            let notes = &about.clinical.notes;
            let held = notes.held(about.rooms, &about.clinical.keys)?;
            let read = about.read(held.as_deref())?;
            about.row().of_notes(read.items()).write_now(about.rooms)?;
            about.view(&read)
        })
        .await
    }
}

/// What somebody may see of the notes of one person.
#[derive(Default)]
pub(super) struct ReadNotes {
    pub(super) drafts: Vec<Draft>,
    pub(super) notes: Vec<HeldNote>,
    pub(super) standing: Option<NotesStanding>,
}

impl ReadNotes {
    fn items(&self) -> Vec<Item> {
        let notes = self.notes.iter().filter_map(|held| match held {
            HeldNote::Whole(note) => Some(note_item(note)),
            HeldNote::Damaged { .. } => None,
        });
        notes.chain(self.drafts.iter().map(draft_item)).collect()
    }
}

impl About<'_> {
    /// Reads them, with those of whoever counts as this person; nothing where nothing was ever noted.
    pub(super) fn read(&self, shelved: Option<&Shelved>) -> Result<ReadNotes, CommandError> {
        let Some(Shelved { notes, standing }) = shelved else {
            return Ok(ReadNotes::default());
        };
        let mut read = ReadNotes {
            standing: Some(*standing),
            ..ReadNotes::default()
        };
        for person in self.clinical.all_of(self.person.person) {
            read.drafts
                .extend(notes.drafts_of(person).map_err(store_error)?);
            read.notes
                .extend(notes.of_person(person).map_err(store_error)?);
        }
        read.drafts.retain(|draft| self.right.sees(draft));
        read.drafts.sort_by_key(|draft| draft.id);
        read.notes.sort_by_key(note_number);
        Ok(read)
    }

    /// What the screen draws after a step.
    pub(super) fn view_after(&self, shelved: &Shelved) -> Result<NotesView, CommandError> {
        self.view(&self.read(Some(shelved))?)
    }
}

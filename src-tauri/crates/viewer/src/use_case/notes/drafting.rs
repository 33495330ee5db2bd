use audit::{EventKind, Item};
use cache::notes::{Changing, Draft, NewDraft, NoteText, TextProblem};

use super::about::{About, draft_item, seen};
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::request::{ChangeDraftRequest, DraftRequest, SupersedeNoteRequest, WriteNoteRequest};
use crate::seat::Seat;
use crate::view::{NoteConfirmation, NotesView};

/// What a new draft says, of whom and in place of what.
struct Wanted {
    text: String,
    on_behalf_of: Option<String>,
    supersedes: Option<i64>,
}

impl Seat {
    /// A new draft about the open patient: a doctor's own, or one that a 医師事務作業補助者 enters for a
    /// doctor (代行入力).
    pub(crate) async fn write_note(
        &self,
        request: WriteNoteRequest,
    ) -> Result<NotesView, CommandError> {
        let wanted = Wanted {
            text: request.text,
            on_behalf_of: request.on_behalf_of,
            supersedes: None,
        };
        self.about_notes(request.person, EventKind::NoteWritten, |about| {
            about.write(wanted)
        })
        .await
    }

    /// A new draft that will supersede a confirmed note, which stays readable.
    pub(crate) async fn supersede_note(
        &self,
        request: SupersedeNoteRequest,
    ) -> Result<NotesView, CommandError> {
        let wanted = Wanted {
            text: request.text,
            on_behalf_of: request.on_behalf_of,
            supersedes: Some(request.note),
        };
        self.about_notes(request.person, EventKind::NoteWritten, |about| {
            about.write(wanted)
        })
        .await
    }

    /// Another text for a draft, by its author or by who entered it.
    pub(crate) async fn change_draft(
        &self,
        request: ChangeDraftRequest,
    ) -> Result<NotesView, CommandError> {
        self.about_notes(request.person, EventKind::NoteDraftChanged, move |about| {
            about.change(&request)
        })
        .await
    }

    /// Discards a draft: by its author, by who entered it, or by a named deputy of an author who has
    /// left.
    pub(crate) async fn discard_draft(
        &self,
        request: DraftRequest,
    ) -> Result<NotesView, CommandError> {
        self.about_notes(
            request.person,
            EventKind::NoteDraftDiscarded,
            move |about| about.discard(&request),
        )
        .await
    }
}

impl About<'_> {
    fn write(&self, wanted: Wanted) -> Result<NotesView, CommandError> {
        let author = self.author(wanted.on_behalf_of.as_deref())?;
        let notes = &self.clinical.notes;
        let shelved = notes.held_or_made(self.rooms, &self.clinical.keys)?;
        // In place of a note it goes where that note is, also when the two are taken apart.
        let person = wanted.supersedes.map_or(Ok(self.person.person), |number| {
            self.whose_note(&shelved, number)
        })?;
        let new = NewDraft {
            person,
            text: typed(&wanted.text)?,
            author,
            entered_by: self.by(),
            written: self.stamp(),
            supersedes: wanted.supersedes,
        };
        self.step(&shelved, row, |told| shelved.notes.write(new, told))?;
        self.view_after(&shelved)
    }

    fn change(&self, request: &ChangeDraftRequest) -> Result<NotesView, CommandError> {
        let text = typed(&request.text)?;
        let shelved = self.shelved()?;
        let draft = self.draft(&shelved, request.draft)?;
        if !self.right.changes(&draft) {
            return Err(not_theirs());
        }
        let changing = Changing {
            person: draft.person,
            draft: request.draft,
            seen: seen(&request.seen)?,
            text,
            by: self.by(),
            at: self.stamp(),
        };
        self.step(&shelved, row, |told| shelved.notes.change(changing, told))?;
        self.view_after(&shelved)
    }

    fn discard(&self, request: &DraftRequest) -> Result<NotesView, CommandError> {
        let shelved = self.shelved()?;
        let draft = self.draft(&shelved, request.draft)?;
        let row = match self.discards(&draft)? {
            Some(NoteConfirmation::Author) => row,
            Some(NoteConfirmation::Deputy) => row_for_absent,
            None => return Err(not_theirs()),
        };
        let seen = seen(&request.seen)?;
        self.step(&shelved, row, |told| {
            shelved
                .notes
                .discard(draft.person, request.draft, &seen, told)
        })?;
        self.view_after(&shelved)
    }
}

fn not_theirs() -> CommandError {
    CommandError::new(ErrorCode::NotYourDraft).with("why", "author")
}

/// The row of a draft, and for whom it was entered.
fn row(act: Act, draft: &Draft) -> Act {
    let act = of_draft(act, draft);
    if draft.author.account == draft.entered_by.account {
        act
    } else {
        act.because("on_behalf_of", Some(&draft.author.account))
    }
}

/// The row of a draft of somebody who has left, and in whose place a deputy acts.
fn row_for_absent(act: Act, draft: &Draft) -> Act {
    of_draft(act, draft).because("deputy_for", Some(&draft.author.account))
}

/// Which draft it is, and what it will supersede.
fn of_draft(act: Act, draft: &Draft) -> Act {
    let superseded = draft.supersedes.map(|number| Item {
        resource: "Note".to_owned(),
        id: number.to_string(),
        version: "superseded".to_owned(),
    });
    let items = [draft_item(draft)].into_iter().chain(superseded);
    act.of_notes(items.collect())
}

fn typed(text: &str) -> Result<NoteText, CommandError> {
    let wrong = |problem: &str| CommandError::new(ErrorCode::NoteText).with("problem", problem);
    NoteText::typed(text).map_err(|problem| match problem {
        TextProblem::Empty => wrong("empty"),
        TextProblem::TooLong(length) => wrong("too_long")
            .with("limit", NoteText::LIMIT)
            .with("length", length),
    })
}

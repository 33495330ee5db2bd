use audit::EventKind;
use cache::notes::{Draft, HeldNote, Stamp};
use record::vocabulary::PersonId;

use super::about::{draft_item, stamp};
use super::right::NoteRight;
use super::shown::{entered_view, is_overdue, writer_view};
use crate::error::CommandError;
use crate::noting::{Shelved, store_error};
use crate::record_act::Act;
use crate::request::OpenDraftsRequest;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::use_case::{PersonToday, Today};
use crate::view::{NotedView, OpenDraftView, OpenDraftsView};

impl Seat {
    /// 未確定の記録: drafts that wait for the reader, and those of others that have waited too long.
    /// Counted only, nobody is named and nothing is written down: a screen asks that again and again.
    pub(crate) async fn open_drafts(
        &self,
        request: OpenDraftsRequest,
    ) -> Result<OpenDraftsView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let person = request
            .person
            .filter(|person| rooms.on_screen.is_shown(self.id, *person));
        blocking(move || {
            let none = OpenDraftsView {
                count: 0,
                overdue: 0,
                drafts: Vec::new(),
                noted: None,
            };
            // Who reads no notes is reminded of none.
            let Ok(right) = NoteRight::of(&rooms, &session) else {
                return Ok(none);
            };
            let Some(held) = clinical.notes.held(&rooms, &clinical.keys)? else {
                return Ok(none);
            };
            let waiting = waiting(&held, right, &stamp(&rooms))?;
            let overdue = waiting.iter().filter(|(_, overdue)| *overdue).count();
            let mut view = OpenDraftsView {
                count: waiting.len(),
                overdue,
                noted: person
                    .map(|person| noted(&held, right, person, &clinical.all_of(person)))
                    .transpose()?,
                ..none
            };
            if request.list == Some(true) {
                let items = waiting.iter().map(|(draft, _)| draft_item(draft)).collect();
                let act = Act::new(EventKind::OpenDraftsShown).by(&session);
                act.of_notes(items).write_now(&rooms)?;
                view.drafts = listed(&rooms, &waiting)?;
            }
            Ok(view)
        })
        .await
    }
}

/// Each draft of which this person is reminded, and whether it has waited too long.
fn waiting(
    held: &Shelved,
    right: NoteRight<'_>,
    now: &Stamp,
) -> Result<Vec<(Draft, bool)>, CommandError> {
    let drafts = held.notes.open_drafts().map_err(store_error)?;
    Ok(drafts
        .into_iter()
        .map(|draft| {
            let overdue = is_overdue(&draft, now);
            (draft, overdue)
        })
        .filter(|(draft, overdue)| right.is_reminded(draft, *overdue))
        .collect())
}

fn noted(
    held: &Shelved,
    right: NoteRight<'_>,
    person: PersonId,
    all_of: &[PersonId],
) -> Result<NotedView, CommandError> {
    let (mut drafts, mut notes) = (Vec::new(), Vec::new());
    for one in all_of {
        drafts.extend(held.notes.drafts_of(*one).map_err(store_error)?);
        notes.extend(held.notes.of_person(*one).map_err(store_error)?);
    }
    let is_newest = |held: &&HeldNote| match held {
        HeldNote::Whole(note) => note.superseded_by.is_none(),
        HeldNote::Damaged { .. } => true,
    };
    Ok(NotedView {
        person,
        notes: notes.iter().filter(is_newest).count(),
        drafts: drafts.iter().filter(|draft| right.sees(draft)).count(),
    })
}

fn listed(rooms: &Rooms, waiting: &[(Draft, bool)]) -> Result<Vec<OpenDraftView>, CommandError> {
    let today = Today::read(rooms)?;
    let view = |(draft, overdue): &(Draft, bool)| {
        let person = PersonToday::read_as_joined(rooms, &today, draft.person)?;
        Ok(OpenDraftView {
            id: draft.id,
            identity: person.identity_view(&today),
            author: writer_view(&draft.author),
            entered_by: entered_view(&draft.author, &draft.entered_by),
            written_at: draft.written.at,
            overdue: *overdue,
        })
    };
    waiting.iter().map(view).collect()
}

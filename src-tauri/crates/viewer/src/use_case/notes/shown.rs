//! Notes and drafts as the screen draws them.

use access::Role;
use cache::notes::{By, Draft, HeldNote, Note, NoteText, NotesStanding, Stamp};
use jiff::SignedDuration;

use super::about::About;
use super::read::ReadNotes;
use super::right::NoteRight;
use crate::accounts_file::read_accounts;
use crate::error::CommandError;
use crate::view::{
    NoteConfirmation, NoteContentView, NoteDraftView, NoteView, NoteWriterView, NotesStandingView,
    NotesView,
};

/// A draft that waits longer than this is listed for everybody who may do something about it.
const OVERDUE: SignedDuration = SignedDuration::from_hours(3 * 24);

impl About<'_> {
    /// What this person may see of the notes, as it is drawn.
    pub(super) fn view(&self, read: &ReadNotes) -> Result<NotesView, CommandError> {
        let now = self.stamp();
        let drafts = read.drafts.iter().map(|draft| {
            let discards = self.discards(draft)?.is_some();
            Ok(draft_view(draft, self.right, discards, &now))
        });
        let note = |held: &HeldNote| note_view(held, self.was_mixed(held));
        Ok(NotesView {
            person: self.person.person,
            may_write: self.right.writes(),
            authors: self.authors()?,
            limit: NoteText::LIMIT,
            drafts: drafts.collect::<Result<_, CommandError>>()?,
            notes: read.notes.iter().rev().map(note).collect(),
            standing: standing_view(read.standing),
        })
    }

    /// Noted while somebody was taken for this person who was separated since.
    fn was_mixed(&self, held: &HeldNote) -> bool {
        let HeldNote::Whole(note) = held else {
            return false;
        };
        let said = &note.confirmed;
        let moments = [said.written.at, said.confirmed.at];
        let mixed = |at| self.clinical.was_mixed(said.person, at);
        moments.into_iter().any(mixed)
    }

    fn authors(&self) -> Result<Vec<NoteWriterView>, CommandError> {
        if !self.right.enters_for_others() {
            return Ok(Vec::new());
        }
        let accounts = read_accounts(&self.rooms.desk)?;
        let mut doctors: Vec<NoteWriterView> = accounts
            .iter()
            .filter(|account| account.roles().contains(&Role::Doctor) && !account.disabled())
            .map(|account| NoteWriterView {
                account: account.account().to_owned(),
                display_name: account.display_name().to_owned(),
                role: Some(Role::Doctor),
            })
            .collect();
        doctors.sort_by(|one, other| one.account.cmp(&other.account));
        Ok(doctors)
    }
}

/// Whether a draft has waited too long, by the later of the clocks.
pub(super) fn is_overdue(draft: &Draft, now: &Stamp) -> bool {
    now.latest().duration_since(draft.written.latest()) > OVERDUE
}

pub(super) fn writer_view(by: &By) -> NoteWriterView {
    NoteWriterView {
        account: by.account.clone(),
        display_name: by.name.clone(),
        role: Role::ALL.into_iter().find(|role| role.as_str() == by.role),
    }
}

/// Who entered it, when it was not the author.
pub(super) fn entered_view(author: &By, entered_by: &By) -> Option<NoteWriterView> {
    (author.account != entered_by.account).then(|| writer_view(entered_by))
}

fn draft_view(
    draft: &Draft,
    right: NoteRight<'_>,
    may_discard: bool,
    now: &Stamp,
) -> NoteDraftView {
    NoteDraftView {
        id: draft.id,
        text: draft.text.clone(),
        seen: hex::encode(draft.seen()),
        author: writer_view(&draft.author),
        entered_by: entered_view(&draft.author, &draft.entered_by),
        changed_by: draft.changed_by.as_ref().map(writer_view),
        written_at: draft.written.at,
        clock_in_doubt: draft.written.in_doubt,
        overdue: is_overdue(draft, now),
        supersedes: draft.supersedes,
        may_change: right.changes(draft),
        may_discard,
        may_confirm: right.confirms(draft),
    }
}

fn note_view(held: &HeldNote, was_mixed: bool) -> NoteView {
    match held {
        HeldNote::Whole(note) => NoteView {
            number: note.number,
            superseded_by: note.superseded_by,
            was_mixed,
            content: Some(content_view(note)),
        },
        HeldNote::Damaged { number } => NoteView {
            number: *number,
            superseded_by: None,
            was_mixed,
            content: None,
        },
    }
}

fn content_view(note: &Note) -> NoteContentView {
    let confirmation = if note.by_deputy() {
        NoteConfirmation::Deputy
    } else {
        NoteConfirmation::Author
    };
    let said = &note.confirmed;
    NoteContentView {
        author: writer_view(&said.author),
        entered_by: entered_view(&said.author, &said.entered_by),
        changed_by: said.changed_by.as_ref().map(writer_view),
        written_at: said.written.at,
        confirmed_by: writer_view(&said.confirmed_by),
        confirmation,
        confirmed_at: said.confirmed.at,
        trusted_at: said.confirmed.trusted,
        clock_in_doubt: said.confirmed.in_doubt,
        supersedes: said.supersedes,
        text: said.text.clone(),
    }
}

const fn standing_view(standing: Option<NotesStanding>) -> NotesStandingView {
    match standing {
        None | Some(NotesStanding::Whole) => NotesStandingView::Whole,
        Some(NotesStanding::Behind { lost }) => NotesStandingView::Behind { lost },
        Some(NotesStanding::SecondCopy { lost, .. }) => NotesStandingView::SecondCopy { lost },
    }
}

use std::sync::Arc;

use access::{Account, Role, Session};
use audit::{EventKind, Item};
use cache::notes::{By, Draft, HeldNote, Note, NotesError, Seen, Stamp};
use record::vocabulary::PersonId;

use super::right::NoteRight;
use crate::accounts_file::read_accounts;
use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};
use crate::noting::{Shelved, notes_error, store_error};
use crate::record_act::Act;
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::use_case::{PersonToday, Today};
use crate::view::{NoteConfirmation, NotesView};

/// Somebody at the notes of one person, who is open before them.
pub(super) struct About<'a> {
    pub(super) rooms: &'a Rooms,
    pub(super) session: &'a Session,
    pub(super) clinical: &'a Clinical,
    pub(super) person: PersonToday,
    pub(super) right: NoteRight<'a>,
    kind: EventKind,
    arrived: bool,
}

impl Seat {
    /// Does what `work` says about the notes of this person, as an act of this kind.
    pub(super) async fn about_notes(
        &self,
        person: PersonId,
        kind: EventKind,
        work: impl FnOnce(&About<'_>) -> Result<NotesView, CommandError> + Send + 'static,
    ) -> Result<NotesView, CommandError> {
        let (rooms, session, clinical) = self.clinical()?;
        let open = rooms.on_screen.is_shown(self.id, person);
        blocking(move || {
            let who = (&*rooms, &session, &*clinical);
            About::act(who, (person, open), kind, work)
        })
        .await
    }
}

impl<'a> About<'a> {
    /// Does what `work` says as an act of this kind. Who may not read notes, or has another patient
    /// open, is refused, and what fails is written down.
    fn act<T>(
        (rooms, session, clinical): (&'a Rooms, &'a Session, &'a Clinical),
        (person, open): (PersonId, bool),
        kind: EventKind,
        work: impl FnOnce(&Self) -> Result<T, CommandError>,
    ) -> Result<T, CommandError> {
        let today = Today::read(rooms)?;
        let person = PersonToday::read(rooms, &today, person)?;
        let arrived = today.is_visit(person.person);
        let failed = |error: CommandError, act: Act| {
            let act = match error.code {
                ErrorCode::NotGranted | ErrorCode::NotOpen | ErrorCode::NotYourDraft => {
                    act.refused(&error.code.name())
                }
                code => act.failed(&code.name()),
            };
            act.write_now(rooms)?;
            Err(error)
        };
        let right = match NoteRight::of(rooms, session) {
            Ok(right) if open => right,
            other => {
                let error = other.err().unwrap_or_else(|| ErrorCode::NotOpen.into());
                return failed(error, act(kind, session, &person, arrived));
            }
        };
        let about = Self {
            rooms,
            session,
            clinical,
            person,
            right,
            kind,
            arrived,
        };
        work(&about).or_else(|error| failed(error, about.row()))
    }

    /// The row of the act.
    pub(super) fn row(&self) -> Act {
        act(self.kind, self.session, &self.person, self.arrived)
    }

    /// Does one step in the store, which happens only once its row is in the log: `row` makes it of
    /// what is about to be kept.
    pub(super) fn step<K, T>(
        &self,
        shelved: &Shelved,
        row: impl Fn(Act, &K) -> Act,
        step: impl FnOnce(&mut dyn FnMut(&K) -> bool) -> Result<T, NotesError>,
    ) -> Result<T, CommandError> {
        let mut untold = None;
        let mut told = |kept: &K| match row(self.row(), kept).write_now(self.rooms) {
            Ok(()) => true,
            Err(error) => {
                untold = Some(error);
                false
            }
        };
        let done = step(&mut told);
        let kept = done.map_err(|error| untold.unwrap_or_else(|| notes_error(error)))?;
        shelved.was_written(self.rooms);
        Ok(kept)
    }

    /// The store; what is asked of a draft or note where nothing was ever noted is not there.
    pub(super) fn shelved(&self) -> Result<Arc<Shelved>, CommandError> {
        let held = self.clinical.notes.held(self.rooms, &self.clinical.keys)?;
        held.ok_or_else(|| ErrorCode::NoSuchDraft.into())
    }

    /// A draft of this person, or of who counts as them.
    pub(super) fn draft(&self, shelved: &Shelved, id: i64) -> Result<Draft, CommandError> {
        let people = self.clinical.all_of(self.person.person).into_iter();
        let mut found = people.map(|person| shelved.notes.draft(person, id));
        let draft = found.find(|found| !matches!(found, Err(NotesError::NoSuchDraft)));
        draft
            .unwrap_or(Err(NotesError::NoSuchDraft))
            .map_err(notes_error)
    }

    /// Whose note of this number is: this person's, or that of who counts as them.
    pub(super) fn whose_note(
        &self,
        shelved: &Shelved,
        number: i64,
    ) -> Result<PersonId, CommandError> {
        for person in self.clinical.all_of(self.person.person) {
            let notes = shelved.notes.of_person(person).map_err(store_error)?;
            if notes.iter().any(|held| note_number(held) == number) {
                return Ok(person);
            }
        }
        Err(ErrorCode::NoSuchNote.into())
    }

    /// How this person may discard a draft, if at all: as theirs, or as the deputy of an author who has
    /// left, since nobody else could any more.
    pub(super) fn discards(&self, draft: &Draft) -> Result<Option<NoteConfirmation>, CommandError> {
        if self.right.changes(draft) {
            return Ok(Some(NoteConfirmation::Author));
        }
        if !self.right.stands_in() {
            return Ok(None);
        }
        let accounts = read_accounts(&self.rooms.desk)?;
        let author = accounts.find(&draft.author.account);
        let has_left = author.is_none_or(Account::disabled);
        Ok(has_left.then_some(NoteConfirmation::Deputy))
    }

    /// Now, and how far it is to be believed.
    pub(super) fn stamp(&self) -> Stamp {
        stamp(self.rooms)
    }

    /// Who acts.
    pub(super) fn by(&self) -> By {
        By {
            account: self.session.account().to_owned(),
            name: self.session.display_name().to_owned(),
            role: self.session.role().as_str().to_owned(),
        }
    }

    /// Whose note a new draft will be: the doctor's own, or that of the doctor whom a 医師事務作業補助者
    /// names.
    pub(super) fn author(&self, on_behalf_of: Option<&str>) -> Result<By, CommandError> {
        match on_behalf_of {
            None if self.right.writes() => Ok(self.by()),
            Some(named) if self.right.enters_for_others() => {
                let accounts = read_accounts(&self.rooms.desk)?;
                let doctor = accounts
                    .find(named)
                    .filter(|found| found.roles().contains(&Role::Doctor) && !found.disabled());
                let doctor = doctor.ok_or(ErrorCode::NoSuchAuthor)?;
                Ok(By {
                    account: doctor.account().to_owned(),
                    name: doctor.display_name().to_owned(),
                    role: Role::Doctor.as_str().to_owned(),
                })
            }
            None | Some(_) => Err(ErrorCode::NoSuchAuthor.into()),
        }
    }
}

fn act(kind: EventKind, session: &Session, person: &PersonToday, arrived: bool) -> Act {
    Act::new(kind)
        .by(session)
        .about(person.person)
        .with_chart_number(person.chart_number.as_deref())
        .at_visit(arrived)
        .under(&person.consents)
}

/// Now, and how far it is to be believed.
pub(super) fn stamp(rooms: &Rooms) -> Stamp {
    let at = rooms.clock.now();
    Stamp {
        at,
        trusted: rooms.trusted.now().map(|time| time.now()),
        in_doubt: rooms.trusted.disagrees(at),
    }
}

/// The number of a note, whole or not.
pub(super) const fn note_number(held: &HeldNote) -> i64 {
    match held {
        HeldNote::Whole(note) => note.number,
        HeldNote::Damaged { number } => *number,
    }
}

/// A draft in the log: its number and when it got its text, never the text.
pub(super) fn draft_item(draft: &Draft) -> Item {
    let since = draft.changed.unwrap_or(draft.written);
    Item {
        resource: "NoteDraft".to_owned(),
        id: draft.id.to_string(),
        version: since.at.to_string(),
    }
}

/// A note in the log: its number and its salted hash.
pub(super) fn note_item(note: &Note) -> Item {
    Item {
        resource: "Note".to_owned(),
        id: note.number.to_string(),
        version: hex::encode(note.hash),
    }
}

/// Reads what a screen hands back of what was seen.
pub(super) fn seen(text: &str) -> Result<Seen, CommandError> {
    let mut seen = Seen::default();
    hex::decode_to_slice(text, &mut seen)
        .map_err(|_| CommandError::new(ErrorCode::BadRequest).with("detail", "seen"))?;
    Ok(seen)
}

use record::vocabulary::PersonId;
use rusqlite::{Connection, OptionalExtension as _};
use vault::StoreError;

use super::confirm::may_supersede;
use super::draft::DraftLine;
use super::{By, Draft, NewDraft, NoteText, Notes, NotesError, Seen, Stamp};
use crate::text;

/// A draft about to be changed.
#[derive(Clone, Debug)]
pub struct Changing {
    /// Whose record it is about.
    pub person: PersonId,
    /// Which.
    pub draft: i64,
    /// What was seen of it.
    pub seen: Seen,
    /// What it says from now on.
    pub text: NoteText,
    /// Who changes it.
    pub by: By,
    /// When.
    pub at: Stamp,
}

impl Notes {
    /// Keeps a new draft, once `told` has written down that it does.
    ///
    /// # Errors
    /// `NoSuchNote` or `Superseded` of the note it is to supersede, `Untold`, or the store.
    pub fn write(
        &self,
        new: NewDraft,
        told: &mut dyn FnMut(&Draft) -> bool,
    ) -> Result<Draft, NotesError> {
        self.step(|step| {
            if let Some(note) = new.supersedes {
                may_supersede(step, new.person, note)?;
            }
            let mut draft = Draft {
                id: 0,
                person: new.person,
                text: new.text.as_str().to_owned(),
                author: new.author,
                entered_by: new.entered_by,
                changed_by: None,
                written: new.written,
                changed: None,
                supersedes: new.supersedes,
            };
            let line = text::to_stored(&DraftLine::of(&draft))?;
            step.prepare_cached("INSERT INTO draft (line) VALUES (?1)")
                .and_then(|mut insert| insert.execute([line]))
                .map_err(StoreError::from)?;
            draft.id = step.last_insert_rowid();
            told(&draft).then_some(draft).ok_or(NotesError::Untold)
        })
    }

    /// Puts another text in the place of a draft's, once `told` has written it down.
    ///
    /// # Errors
    /// `NoSuchDraft`, `Changed`, `Untold`, or the store.
    pub fn change(
        &self,
        changing: Changing,
        told: &mut dyn FnMut(&Draft) -> bool,
    ) -> Result<Draft, NotesError> {
        self.step(|step| {
            let before = seen_draft(step, changing.person, changing.draft, &changing.seen)?;
            let draft = Draft {
                text: changing.text.as_str().to_owned(),
                changed_by: Some(changing.by),
                changed: Some(changing.at),
                ..before
            };
            let line = text::to_stored(&DraftLine::of(&draft))?;
            step.prepare_cached("UPDATE draft SET line = ?2 WHERE id = ?1")
                .and_then(|mut update| update.execute((draft.id, line)))
                .map_err(StoreError::from)?;
            told(&draft).then_some(draft).ok_or(NotesError::Untold)
        })
    }

    /// Discards a draft, once `told` has written it down.
    ///
    /// # Errors
    /// `NoSuchDraft`, `Changed`, `Untold`, or the store.
    pub fn discard(
        &self,
        person: PersonId,
        draft: i64,
        seen: &Seen,
        told: &mut dyn FnMut(&Draft) -> bool,
    ) -> Result<(), NotesError> {
        self.step(|step| {
            let draft = seen_draft(step, person, draft, seen)?;
            remove(step, draft.id)?;
            told(&draft).then_some(()).ok_or(NotesError::Untold)
        })
    }

    /// A draft of this person.
    ///
    /// # Errors
    /// `NoSuchDraft`, or the store.
    pub fn draft(&self, person: PersonId, id: i64) -> Result<Draft, NotesError> {
        let found = self.store.read(|store| draft_in(store, id))?;
        found
            .filter(|draft| draft.person == person)
            .ok_or(NotesError::NoSuchDraft)
    }
}

/// The draft, if it still says what was seen.
pub(super) fn seen_draft(
    step: &Connection,
    person: PersonId,
    id: i64,
    seen: &Seen,
) -> Result<Draft, NotesError> {
    let draft = draft_in(step, id)?.filter(|draft| draft.person == person);
    let draft = draft.ok_or(NotesError::NoSuchDraft)?;
    if draft.seen() == *seen {
        Ok(draft)
    } else {
        Err(NotesError::Changed)
    }
}

pub(super) fn remove(step: &Connection, id: i64) -> Result<(), StoreError> {
    step.prepare_cached("DELETE FROM draft WHERE id = ?1")?
        .execute([id])?;
    Ok(())
}

fn draft_in(store: &Connection, id: i64) -> Result<Option<Draft>, StoreError> {
    let line: Option<String> = store
        .prepare_cached("SELECT line FROM draft WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let line: Option<DraftLine> = line.map(|line| text::from_stored(&line)).transpose()?;
    Ok(line.map(|line| line.into_draft(id)))
}

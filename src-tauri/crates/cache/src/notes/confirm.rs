use record::vocabulary::PersonId;
use rusqlite::{Connection, OptionalExtension as _};
use vault::StoreError;

use super::chain::{BEGINNING, link};
use super::drafting::{remove, seen_draft};
use super::note::NoteLine;
use super::{By, Confirmed, Note, Notes, NotesError, Seen, Stamp};
use crate::text;

/// A draft about to be confirmed.
#[derive(Clone, Debug)]
pub struct Confirming {
    /// Whose record it is about.
    pub person: PersonId,
    /// Which.
    pub draft: i64,
    /// What was seen of it: exactly this is confirmed.
    pub seen: Seen,
    /// Who confirms.
    pub by: By,
    /// When.
    pub at: Stamp,
}

impl Notes {
    /// Makes a note of a draft (確定), for ever, once `told` has written it down. When this returns it is
    /// on the disk.
    ///
    /// # Errors
    /// `NoSuchDraft`, `Changed` when it does not say what was seen, `Superseded` or `NoSuchNote` of the
    /// note it supersedes, `Untold`, or the store.
    pub fn confirm(
        &self,
        confirming: Confirming,
        told: &mut dyn FnMut(&Note) -> bool,
    ) -> Result<Note, NotesError> {
        let salt = salt()?;
        self.step(|step| {
            let Confirming {
                person,
                draft,
                seen,
                by,
                at,
            } = confirming;
            let draft = seen_draft(step, person, draft, &seen)?;
            if let Some(note) = draft.supersedes {
                may_supersede(step, person, note)?;
            }
            let confirmed = Confirmed {
                person,
                text: draft.text,
                author: draft.author,
                entered_by: draft.entered_by,
                changed_by: draft.changed_by,
                written: draft.written,
                confirmed_by: by,
                confirmed: at,
                supersedes: draft.supersedes,
            };
            let note = append(step, confirmed, salt)?;
            remove(step, draft.id)?;
            told(&note).then_some(note).ok_or(NotesError::Untold)
        })
    }
}

fn append(step: &Connection, confirmed: Confirmed, salt: String) -> Result<Note, StoreError> {
    let (last, before) = step
        .prepare_cached("SELECT number, hash FROM note ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .unwrap_or((0, BEGINNING));
    let line = NoteLine {
        format: 1,
        number: last + 1,
        salt,
        confirmed,
    };
    let kept = text::to_stored(&line)?;
    let hash = link(&before, &kept);
    step.prepare_cached("INSERT INTO note (number, line, hash) VALUES (?1, ?2, ?3)")?
        .execute((line.number, &kept, hash.as_slice()))?;
    Ok(Note {
        number: line.number,
        confirmed: line.confirmed,
        superseded_by: None,
        hash,
    })
}

/// Whether a note of this person may be superseded: only the newest of its line.
pub(super) fn may_supersede(
    store: &Connection,
    person: PersonId,
    note: i64,
) -> Result<(), NotesError> {
    let (of_person, superseded): (bool, bool) = store
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM note
                            WHERE number = ?1 AND json_extract(line, '$.person') = ?2),
                    EXISTS (SELECT 1 FROM note WHERE json_extract(line, '$.supersedes') = ?1)",
        )
        .and_then(|mut query| {
            query.query_row((note, person.0), |row| Ok((row.get(0)?, row.get(1)?)))
        })
        .map_err(StoreError::from)?;
    match (of_person, superseded) {
        (false, _) => Err(NotesError::NoSuchNote),
        (true, true) => Err(NotesError::Superseded),
        (true, false) => Ok(()),
    }
}

fn salt() -> Result<String, NotesError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| NotesError::Random)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

use rusqlite::Connection;
use vault::StoreError;

use super::chain::BEGINNING;
use super::note::NoteRow;
use super::{HeldNote, Notes};

/// What looking through the store found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotesCheck {
    /// Confirmed notes.
    pub notes: usize,
    /// Drafts.
    pub drafts: usize,
    /// Numbers of notes that are not what was confirmed, or that are missing.
    pub damaged: Vec<i64>,
}

impl NotesCheck {
    /// Whether every note is what was confirmed.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.damaged.is_empty()
    }
}

impl Notes {
    /// Reads the whole store: every page, and whether every note is what was confirmed.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a page is bad, or an I/O error.
    pub fn check(&self) -> Result<NotesCheck, StoreError> {
        self.store.check_whole()?;
        self.survey()
    }

    /// Reads every note and every draft, which is quick: whether each note is what was confirmed.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a page or a draft is bad, or an I/O error.
    pub fn survey(&self) -> Result<NotesCheck, StoreError> {
        let drafts = self.open_drafts()?.len();
        self.store.read(|store| walk(store, drafts))
    }
}

fn walk(store: &Connection, drafts: usize) -> Result<NotesCheck, StoreError> {
    let mut query = store.prepare_cached("SELECT number, line, hash FROM note ORDER BY number")?;
    let mut rows = query.query([])?;
    let mut found = NotesCheck {
        notes: 0,
        drafts,
        damaged: Vec::new(),
    };
    let (mut expected, mut before) = (1, BEGINNING);
    while let Some(row) = rows.next()? {
        let note = NoteRow {
            number: row.get(0)?,
            line: row.get(1)?,
            hash: row.get(2)?,
            superseded_by: None,
        };
        let (number, hash) = (note.number, note.hash);
        // Those that are missing in between.
        found.damaged.extend(expected..number);
        if let HeldNote::Damaged { number } = note.after(&before) {
            found.damaged.push(number);
        }
        found.notes += 1;
        (expected, before) = (number.saturating_add(1), hash);
    }
    Ok(found)
}

use record::vocabulary::PersonId;
use rusqlite::Connection;
use vault::StoreError;

use super::chain::BEGINNING;
use super::draft::DraftLine;
use super::note::NoteRow;
use super::{Draft, HeldNote, Notes};
use crate::text;

impl Notes {
    /// The confirmed notes of a person, oldest first.
    ///
    /// # Errors
    /// When the store fails. A note that is not what was confirmed is no failure:
    /// [`HeldNote::Damaged`].
    pub fn of_person(&self, person: PersonId) -> Result<Vec<HeldNote>, StoreError> {
        self.store.read(|store| {
            let mut query = store.prepare_cached(
                "SELECT n.number, n.line, n.hash,
                        (SELECT s.number FROM note s
                         WHERE json_extract(s.line, '$.supersedes') = n.number),
                        (SELECT b.hash FROM note b WHERE b.number = n.number - 1)
                 FROM note n WHERE json_extract(n.line, '$.person') = ?1 ORDER BY n.number",
            )?;
            let mut rows = query.query([person.0])?;
            let mut notes = Vec::new();
            while let Some(row) = rows.next()? {
                let before: Option<[u8; 32]> = row.get(4)?;
                let note = NoteRow {
                    number: row.get(0)?,
                    line: row.get(1)?,
                    hash: row.get(2)?,
                    superseded_by: row.get(3)?,
                };
                let before = before.or((note.number == 1).then_some(BEGINNING));
                let lost = HeldNote::Damaged {
                    number: note.number,
                };
                notes.push(before.map_or(lost, |before| note.after(&before)));
            }
            Ok(notes)
        })
    }

    /// The drafts of a person, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn drafts_of(&self, person: PersonId) -> Result<Vec<Draft>, StoreError> {
        self.store.read(|store| {
            let query = "SELECT id, line FROM draft
                         WHERE json_extract(line, '$.person') = ?1 ORDER BY id";
            drafts(store, query, [person.0])
        })
    }

    /// Every draft of everybody, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn open_drafts(&self) -> Result<Vec<Draft>, StoreError> {
        self.store
            .read(|store| drafts(store, "SELECT id, line FROM draft ORDER BY id", []))
    }
}

fn drafts(
    store: &Connection,
    query: &str,
    of: impl rusqlite::Params,
) -> Result<Vec<Draft>, StoreError> {
    let mut query = store.prepare_cached(query)?;
    let mut rows = query.query(of)?;
    let mut drafts = Vec::new();
    while let Some(row) = rows.next()? {
        let line: DraftLine = text::from_stored(&row.get::<_, String>(1)?)?;
        drafts.push(line.into_draft(row.get(0)?));
    }
    Ok(drafts)
}

use rusqlite::{Connection, OptionalExtension, Transaction};
use vault::StoreError;

use crate::chain::link;
use crate::entry::{LINE_FORMAT, Line};
use crate::roll_over::start;
use crate::{Audit, AuditError, Entry, Head};

impl Audit {
    /// Adds an entry. When this returns, the entry is on the disk.
    ///
    /// # Errors
    /// When it could not be kept: then nothing of it was, and what it stands for must not happen.
    pub fn append(&self, entry: &Entry) -> Result<Head, AuditError> {
        self.store
            .write(|step| add(step, entry))?
            .ok_or(AuditError::Entry)
    }

    /// The newest entry's number and hash; [`Head::EMPTY`] for an empty log.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn head(&self) -> Result<Head, AuditError> {
        Ok(self.store.read(newest)?)
    }
}

/// Adds an entry within a transaction; none when its text cannot be made. The number is known only
/// inside, so that is told from a failing store afterwards.
pub(crate) fn add(step: &Transaction<'_>, entry: &Entry) -> Result<Option<Head>, StoreError> {
    let before = newest(step)?;
    let number = before.number + 1;
    let line = Line {
        format: LINE_FORMAT,
        number,
        entry,
    };
    let Ok(text) = serde_json::to_string(&line) else {
        return Ok(None);
    };
    let hash = link(&before.hash, &text);
    step.prepare_cached("INSERT INTO entry (number, text, hash) VALUES (?1, ?2, ?3)")?
        .execute((number, &text, hash.as_slice()))?;
    Ok(Some(Head { number, hash }))
}

pub(crate) fn newest(store: &Connection) -> Result<Head, StoreError> {
    let row: Option<(u64, [u8; 32])> = store
        .prepare_cached("SELECT number, hash FROM entry ORDER BY number DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match row {
        Some((number, hash)) => Ok(Head { number, hash }),
        None => Ok(start(store)?.map_or(Head::EMPTY, |(head, _)| head)),
    }
}

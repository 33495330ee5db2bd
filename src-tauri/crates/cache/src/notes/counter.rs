use rusqlite::Connection;
use vault::StoreError;

use super::{Notes, NotesError};

impl Notes {
    /// How many steps were ever kept: drafts written, changed and discarded, and notes confirmed. Two
    /// states of one store with the same number are the same.
    ///
    /// # Errors
    /// When the store fails.
    pub fn writes(&self) -> Result<i64, StoreError> {
        self.store.read(|store| {
            let query = "SELECT writes FROM counter WHERE only_row = 1";
            Ok(store.query_row(query, [], |row| row.get(0))?)
        })
    }
}

impl Notes {
    /// Counts on from here, unless it counts further already. For a store that lacks steps: else its next
    /// ones would have the numbers of those that are lost, and it would be taken for whole again.
    ///
    /// # Errors
    /// [`NotesError::ReadOnly`] while the second copy stands in; when the store fails.
    pub fn count_on_from(&self, writes: i64) -> Result<(), NotesError> {
        if self.stands_in {
            return Err(NotesError::ReadOnly);
        }
        let raise = "UPDATE counter SET writes = ?1 WHERE writes < ?1";
        let raised = self.store.write(|step| {
            step.execute(raise, [writes])?;
            Ok(())
        });
        raised.map_err(NotesError::Store)
    }
}

/// One more, in the step that is counted.
pub(super) fn count(step: &Connection) -> Result<(), StoreError> {
    step.execute("UPDATE counter SET writes = writes + 1", [])?;
    Ok(())
}

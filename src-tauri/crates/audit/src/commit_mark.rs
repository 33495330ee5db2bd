use rusqlite::{Connection, OptionalExtension};
use vault::StoreError;

use crate::{Audit, AuditError};

impl Audit {
    /// The highest count of answers that another store said it had kept; none when none was noted.
    /// A store that says less later has lost some, or an older file was put in its place.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn commit_mark(&self) -> Result<Option<i64>, AuditError> {
        Ok(self.store.read(mark)?)
    }

    /// Notes a count of answers. A lower one than was noted before changes nothing.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn note_commits(&self, commits: i64) -> Result<(), AuditError> {
        // Asked first: writing waits for the disk.
        if self.commit_mark()?.is_some_and(|noted| noted >= commits) {
            return Ok(());
        }
        self.store.write(|step| {
            step.prepare_cached(
                "INSERT INTO commit_mark (only_row, commits) VALUES (1, ?1)
                 ON CONFLICT (only_row) DO UPDATE SET commits = max(commits, excluded.commits)",
            )?
            .execute([commits])?;
            Ok(())
        })?;
        Ok(())
    }
}

fn mark(store: &Connection) -> Result<Option<i64>, StoreError> {
    Ok(store
        .prepare_cached("SELECT commits FROM commit_mark")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

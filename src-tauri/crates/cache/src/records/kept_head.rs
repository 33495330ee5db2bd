//! A line kept for the audit log: its newest signed head. It lies under the clinical key, which whoever
//! could change the log with the machine key alone does not have.

use rusqlite::OptionalExtension;
use vault::StoreError;

use super::Records;

/// Made when it is first needed. No migration: opening an older store needs no room for it, and one
/// without it keeps no head.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS kept_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    line TEXT NOT NULL
) STRICT";

impl Records {
    /// The line that was kept last; none when none was.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn kept_head(&self) -> Result<Option<String>, StoreError> {
        self.store.read(|store| {
            let there: bool = store.query_row(
                "SELECT count(*) FROM sqlite_schema WHERE name = 'kept_head'",
                [],
                |row| row.get(0),
            )?;
            if !there {
                return Ok(None);
            }
            Ok(store
                .query_row("SELECT line FROM kept_head", [], |row| row.get(0))
                .optional()?)
        })
    }

    /// Keeps this line in place of the former one, and on the disk.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn keep_head(&self, line: &str) -> Result<(), StoreError> {
        self.store.write(|step| {
            step.execute_batch(TABLE)?;
            step.execute(
                "INSERT INTO kept_head (only_row, line) VALUES (1, ?1)
                 ON CONFLICT (only_row) DO UPDATE SET line = excluded.line",
                [line],
            )?;
            Ok(())
        })?;
        self.store.checkpoint()
    }
}

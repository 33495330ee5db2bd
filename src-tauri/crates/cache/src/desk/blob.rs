use rusqlite::OptionalExtension;
use vault::StoreError;

use super::Desk;

impl Desk {
    /// Keeps a small named document (account file, settings) in place of the one before.
    ///
    /// # Errors
    /// When the store fails; then the one before is still there.
    pub fn put_blob(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.store.write(|step| {
            step.prepare_cached("INSERT OR REPLACE INTO blob (name, bytes) VALUES (?1, ?2)")?
                .execute((name, bytes))?;
            Ok(())
        })
    }

    /// The document with this name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.store.read(|store| {
            Ok(store
                .prepare_cached("SELECT bytes FROM blob WHERE name = ?1")?
                .query_row([name], |row| row.get(0))
                .optional()?)
        })
    }
}

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::connect::connect;
use crate::create::create;
use crate::{Format, OpenError, StoreError, StoreKey};

/// An open store: one connection that writes and one that reads, so that reading goes on while
/// something is being stored. Dropping it closes the file and wipes the key.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    key: StoreKey,
    format: &'static Format,
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

impl Store {
    /// Makes a new, empty store.
    ///
    /// # Errors
    /// [`OpenError::Exists`] when a file (or the log of a lost one) is there, or an I/O error.
    pub fn create(path: &Path, key: &StoreKey, format: &'static Format) -> Result<Self, OpenError> {
        create(path, key, format)?;
        Self::open(path, key, format)
    }

    /// Opens a store that is there, bringing an older schema up to date.
    ///
    /// # Errors
    /// Every [`OpenError`] but `Exists`; the files are left as they were.
    pub fn open(path: &Path, key: &StoreKey, format: &'static Format) -> Result<Self, OpenError> {
        let writer = connect(path, key, format)?;
        let reader = connect(path, key, format)?;
        Ok(Self {
            path: path.to_owned(),
            key: key.clone(),
            format,
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
        })
    }

    /// Reads from one consistent state of the store.
    ///
    /// # Errors
    /// What `work` fails with. After [`StoreError::Damaged`] the connection is opened anew, because
    /// on one that met a bad page SQLCipher refuses every page not yet in memory and every write;
    /// what lies elsewhere can then still be read.
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut reader = hold(&self.reader);
        let result = within(&mut reader, TransactionBehavior::Deferred, |step| {
            work(step)
        });
        self.renew_if_damaged(&mut reader, &result);
        result
    }

    /// Writes in one transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// What `work` or the commit fails with; then nothing was kept.
    pub fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = hold(&self.writer);
        let result = within(&mut writer, TransactionBehavior::Immediate, |step| {
            work(step)
        });
        self.renew_if_damaged(&mut writer, &result);
        result
    }

    /// Moves what was committed from the log into the main file and onto the disk, as far as no
    /// reader is in the way. What a reader keeps back is on the disk in the log all the same.
    ///
    /// # Errors
    /// When the disk is full or refuses.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let writer = hold(&self.writer);
        writer.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }

    fn renew_if_damaged<T>(&self, held: &mut Connection, result: &Result<T, StoreError>) {
        if matches!(result, Err(StoreError::Damaged)) {
            // When it does not open any more, the old one stays and goes on saying so.
            if let Ok(fresh) = connect(&self.path, &self.key, self.format) {
                *held = fresh;
            }
        }
    }
}

fn within<T>(
    connection: &mut Connection,
    behavior: TransactionBehavior,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let step = connection.transaction_with_behavior(behavior)?;
    let value = work(&step)?;
    step.commit()?;
    Ok(value)
}

/// A panic while a connection was held rolled its transaction back: the connection is still good.
fn hold(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

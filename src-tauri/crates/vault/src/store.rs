use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::connect::{fold, within};
use crate::create::create;
use crate::door::{Door, Way, hold};
use crate::{Format, OpenError, StoreError, StoreKey};

/// How long closing waits for another program.
const AT_CLOSING: Duration = Duration::from_millis(500);

/// An open store: one connection that writes and up to four that read, so that reading goes on
/// while something is being stored. Dropping it closes the file and wipes the key.
///
/// A file is to be opened by one `Store` at a time.
///
/// Several connections need some room on the disk. Where there is none the store opens with one,
/// which reads; one reading then waits for the other, and every writing first tries whether there is
/// room again.
#[derive(Debug)]
pub struct Store {
    /// Empty for the moment in which the key changes, and as long as none can be had.
    pub(crate) writer: Mutex<Option<Connection>>,
    pub(crate) door: Door,
    /// Held by a step that goes through the whole file: one at a time.
    pub(crate) whole_file: Mutex<()>,
}

impl Store {
    /// Makes a new, empty store.
    ///
    /// # Errors
    /// [`OpenError::Exists`] when a file (or the log of a lost one, or a file of a key rotation) is
    /// there, or an I/O error.
    pub fn create(path: &Path, key: &StoreKey, format: &'static Format) -> Result<Self, OpenError> {
        create(path, key, format)?;
        Self::open(path, key, format)
    }

    /// Opens a store that is there, bringing an older schema up to date.
    ///
    /// # Errors
    /// Every [`OpenError`] but `Exists`; the files are left as they were. [`OpenError::Damaged`]
    /// when the first page or a page of the schema is bad; a bad page elsewhere is found by what
    /// reads it, or by [`Store::examine`].
    pub fn open(path: &Path, key: &StoreKey, format: &'static Format) -> Result<Self, OpenError> {
        let door = Door::open(path, key, format)?;
        let writer = if door.is_usual() {
            first_writer(&door)?
        } else {
            None
        };
        Ok(Self {
            writer: Mutex::new(writer),
            door,
            whole_file: Mutex::new(()),
        })
    }

    /// Reads from one consistent state of the store. Four readings can go on at once; a fifth
    /// waits.
    ///
    /// # Errors
    /// What `work` fails with. After [`StoreError::Damaged`] the connection is opened anew, because
    /// on one that met a bad page SQLCipher refuses every page not yet in memory and every write;
    /// what lies elsewhere can then still be read.
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.door.read(work)
    }

    /// Writes in one transaction: all of it is kept, or nothing.
    ///
    /// # Errors
    /// What `work` or the commit fails with; then nothing was kept.
    pub fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut held = self.hold_writer();
        let writer = self.writer_in(&mut held)?;
        let result = within(writer, TransactionBehavior::Immediate, |step| work(step));
        self.door.renew_if_damaged(writer, &result);
        result
    }

    /// Moves what was committed from the log into the main file and onto the disk, as far as no
    /// reader is in the way. What a reader keeps back is on the disk in the log all the same.
    ///
    /// # Errors
    /// When the disk is full or refuses.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let mut held = self.hold_writer();
        self.writer_in(&mut held)?
            .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Like [`Self::checkpoint`], and empties the log: what was deleted is then in no file any
    /// more. Answers false when a reading was in the way for longer than a commit waits; the log
    /// is emptied by the next call or at closing.
    ///
    /// # Errors
    /// When the disk is full or refuses.
    pub fn checkpoint_whole(&self) -> Result<bool, StoreError> {
        let mut held = self.hold_writer();
        let busy: bool =
            self.writer_in(&mut held)?
                .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(!busy)
    }

    /// Reads the whole store: whether all pages have their checksums and make sense together, tables
    /// with their indexes. Takes about a second for every 200 MB.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when not, or an I/O error.
    pub fn check_whole(&self) -> Result<(), StoreError> {
        self.read(|store| {
            let is_whole = store.query_row("PRAGMA integrity_check(1)", [], |row| {
                Ok(row.get_ref(0)?.as_str().is_ok_and(|said| said == "ok"))
            })?;
            if is_whole {
                Ok(())
            } else {
                Err(StoreError::Damaged)
            }
        })
    }

    /// Lets go of every page in memory: the connections are closed, and whoever next reads or writes
    /// opens one. SQLite could give back the pages of a connection alone, but not the small pieces it
    /// keeps beside them.
    ///
    /// A connection that somebody reads with is left alone.
    ///
    /// # Errors
    /// The first failure of closing. Nothing is lost, and the store goes on being usable.
    pub fn forget(&self) -> Result<(), StoreError> {
        let mut writer = self.hold_writer();
        let Some(idle) = self.door.take_idle() else {
            return Ok(());
        };
        let closed = close_all(idle);
        close_all(writer.take()).and(closed)
    }

    /// Closes the store so that one file is left, with every commit in it.
    ///
    /// Dropping a store closes it too, but silently.
    ///
    /// # Errors
    /// The first failure of tidying, folding the log in or closing. The store is closed all the
    /// same and loses nothing: what is not in the main file is in the log.
    pub fn close(self) -> Result<(), StoreError> {
        let Self { writer, door, .. } = self;
        let mut writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        // The readers go first: as long as one is there the log cannot be emptied.
        let readers = door.when_quiet(|inside| {
            if writer.is_none() && inside.way == Way::Alone {
                writer = inside.idle.pop();
            }
            close_all(inside.idle.drain(..))
        });
        let Some(writer) = writer else {
            return readers;
        };
        let tidied = writer.execute_batch("PRAGMA optimize;");
        // Nobody waits long for another program at closing: the log keeps what is not folded in.
        let folded = writer
            .busy_timeout(AT_CLOSING)
            .map_err(StoreError::from)
            .and_then(|()| fold(&writer));
        let closed = close_all([writer]);
        drop(door);
        readers
            .and(tidied.map_err(Into::into))
            .and(folded)
            .and(closed)
    }

    pub(crate) fn hold_writer(&self) -> MutexGuard<'_, Option<Connection>> {
        hold(&self.writer)
    }

    /// The connection that writes, opened anew when there is none.
    pub(crate) fn writer_in<'a>(
        &self,
        held: &'a mut Option<Connection>,
    ) -> Result<&'a mut Connection, StoreError> {
        let writer = match held.take() {
            Some(writer) => writer,
            None => self.door.connect()?,
        };
        Ok(held.insert(writer))
    }
}

/// The connection that writes; none when the disk refuses it: reading goes on. The planner's
/// figures are kept fresh at closing only: at opening that doubled its time (measured).
fn first_writer(door: &Door) -> Result<Option<Connection>, OpenError> {
    match door.connect() {
        Ok(writer) => Ok(Some(writer)),
        Err(StoreError::Full | StoreError::Io(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Closes each of them; the first error is told.
pub(crate) fn close_all(
    connections: impl IntoIterator<Item = Connection>,
) -> Result<(), StoreError> {
    let mut result = Ok(());
    for connection in connections {
        if let Err((_, error)) = connection.close() {
            result = result.and(Err(error.into()));
        }
    }
    result
}

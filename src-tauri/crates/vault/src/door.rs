use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

use crate::connect::{BUSY, connect, within};
use crate::{Format, OpenError, StoreError, StoreKey, header};

/// Connections that read at the same time. The first is made with the store, the others when a
/// long reading would otherwise make a short one wait.
const READERS: usize = 4;

/// The way into one store file: its key, and the connections that read.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) path: PathBuf,
    pub(crate) format: &'static Format,
    inside: Mutex<Inside>,
    returned: Condvar,
}

/// Fields are dropped in this order: the handle goes after the last connection.
#[derive(Debug)]
pub(crate) struct Inside {
    pub(crate) idle: Vec<Connection>,
    out: usize,
    pub(crate) key: StoreKey,
    /// See [`header::inspect`].
    pub(crate) file: Option<Arc<File>>,
}

impl Door {
    /// Opens the store with its first reader.
    pub(crate) fn open(
        path: &Path,
        key: &StoreKey,
        format: &'static Format,
    ) -> Result<Self, OpenError> {
        let file = header::inspect(path, key)?;
        let reader = connect(path, key, format)?;
        Ok(Self {
            path: path.to_owned(),
            format,
            inside: Mutex::new(Inside {
                idle: vec![reader],
                out: 0,
                key: key.clone(),
                file: Some(Arc::new(file)),
            }),
            returned: Condvar::new(),
        })
    }

    pub(crate) fn key(&self) -> StoreKey {
        hold(&self.inside).key.clone()
    }

    /// A further connection.
    pub(crate) fn connect(&self) -> Result<Connection, StoreError> {
        Ok(connect(&self.path, &self.key(), self.format)?)
    }

    /// Runs `work` on one consistent state.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let (mut reader, out) = self.lend()?;
        let result = within(&mut reader, TransactionBehavior::Deferred, |step| {
            work(step)
        });
        self.renew_if_damaged(&mut reader, &result);
        hold(&self.inside).idle.push(reader);
        drop(out);
        result
    }

    /// On a connection that met a bad page SQLCipher refuses every page not yet in memory.
    pub(crate) fn renew_if_damaged<T>(
        &self,
        held: &mut Connection,
        result: &Result<T, StoreError>,
    ) {
        if matches!(result, Err(StoreError::Damaged)) {
            // When it does not open any more, the old one stays and goes on saying so.
            if let Ok(fresh) = self.connect() {
                *held = fresh;
            }
        }
    }

    /// Runs `work` while no connection reads and none can begin to.
    ///
    /// Readers are not held up before that moment has come, so that a reading within a reading
    /// cannot wait for itself.
    pub(crate) fn when_quiet<T>(
        &self,
        work: impl FnOnce(&mut Inside) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let (mut inside, _) = self
            .returned
            .wait_timeout_while(hold(&self.inside), BUSY, |inside| inside.out > 0)
            .unwrap_or_else(PoisonError::into_inner);
        if inside.out > 0 {
            return Err(StoreError::Busy);
        }
        work(&mut inside)
    }

    /// The handle that this store holds on its file, for reading by one step at a time.
    pub(crate) fn file(&self) -> Result<Arc<File>, StoreError> {
        let mut inside = hold(&self.inside);
        let file = match inside.file.take() {
            Some(file) => file,
            None => Arc::new(header::inspect(&self.path, &inside.key)?),
        };
        inside.file = Some(Arc::clone(&file));
        Ok(file)
    }

    fn lend(&self) -> Result<(Connection, Out<'_>), StoreError> {
        loop {
            let mut inside = hold(&self.inside);
            if inside.idle.is_empty() && inside.out >= READERS {
                inside = self
                    .returned
                    .wait(inside)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            if let Some(idle) = inside.idle.pop() {
                inside.out += 1;
                return Ok((idle, Out(self)));
            }
            if inside.out >= READERS {
                continue;
            }
            inside.out += 1;
            let (key, others) = (inside.key.clone(), inside.out > 1);
            drop(inside);
            let counted = Out(self);
            match connect(&self.path, &key, self.format) {
                Ok(connection) => return Ok((connection, counted)),
                Err(error) if !others => return Err(error.into()),
                // Better one reader after the other than none.
                Err(_) => drop(counted),
            }
            self.wait_for_one();
        }
    }

    /// Waits until a reader is idle or all have come back.
    fn wait_for_one(&self) {
        drop(
            self.returned
                .wait_while(hold(&self.inside), |inside| {
                    inside.idle.is_empty() && inside.out > 0
                })
                .unwrap_or_else(PoisonError::into_inner),
        );
    }
}

/// Counts a reader that is in use; one that was in use during a panic is closed, not handed back.
struct Out<'a>(&'a Door);

impl Drop for Out<'_> {
    fn drop(&mut self) {
        hold(&self.0.inside).out -= 1;
        self.0.returned.notify_all();
    }
}

/// What a panic left behind a lock is whole: its transaction was rolled back.
pub(crate) fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

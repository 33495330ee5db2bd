use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

use crate::connect::{BUSY, connect, connect_alone, within};
use crate::draft::sweep;
use crate::log::Aside;
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

/// How the store is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Connections that read, and one that writes.
    Usual,
    /// One connection that keeps out every other: the disk has no room for what several need. Gives
    /// way as soon as somebody wants to write and there is room again.
    Alone,
    /// One connection to the main file as it was when its log had been folded in, until one of the
    /// usual kind can be had: the disk fails.
    #[cfg(unix)]
    AtRest,
}

impl Way {
    const fn readers(self) -> usize {
        match self {
            Self::Usual => READERS,
            _ => 1,
        }
    }
}

/// Fields are dropped in this order: the handle goes after the last connection.
#[derive(Debug)]
pub(crate) struct Inside {
    pub(crate) idle: Vec<Connection>,
    out: usize,
    pub(crate) way: Way,
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
        // Before any handle of the store is open: a draft may be a second name of it.
        sweep(path);
        let file = header::inspect(path, key)?;
        let aside = Aside::put(path)?;
        let (reader, way) = match first(path, key, format) {
            Ok(opened) => opened,
            Err(error) => {
                if let Some(aside) = aside {
                    aside.back();
                }
                return Err(error);
            }
        };
        Ok(Self {
            path: path.to_owned(),
            format,
            inside: Mutex::new(Inside {
                idle: vec![reader],
                out: 0,
                way,
                key: key.clone(),
                file: Some(Arc::new(file)),
            }),
            returned: Condvar::new(),
        })
    }

    pub(crate) fn key(&self) -> StoreKey {
        hold(&self.inside).key.clone()
    }

    /// Whether there can be several connections.
    pub(crate) fn is_usual(&self) -> bool {
        hold(&self.inside).way == Way::Usual
    }

    /// The connections that nobody uses; none to be had where the only one there is may be the last
    /// that this disk allows.
    pub(crate) fn take_idle(&self) -> Option<Vec<Connection>> {
        let mut inside = hold(&self.inside);
        (inside.way == Way::Usual).then(|| std::mem::take(&mut inside.idle))
    }

    /// A further connection.
    pub(crate) fn connect(&self) -> Result<Connection, StoreError> {
        self.come_back()?;
        Ok(connect(&self.path, &self.key(), self.format)?)
    }

    /// Leaves off with the only connection for one of the usual kind.
    fn come_back(&self) -> Result<(), StoreError> {
        if self.is_usual() {
            return Ok(());
        }
        self.when_quiet(|inside| {
            if inside.way == Way::Alone {
                // It keeps out every other, also one of ours.
                inside.idle.clear();
            }
            match connect(&self.path, &inside.key, self.format) {
                Ok(reader) => {
                    inside.idle = vec![reader];
                    inside.way = Way::Usual;
                    Ok(())
                }
                Err(error) => {
                    if inside.idle.is_empty() {
                        let alone = connect_alone(&self.path, &inside.key, self.format);
                        inside.idle.extend(alone);
                    }
                    Err(error.into())
                }
            }
        })
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
        if matches!(result, Err(StoreError::Damaged)) && !self.is_usual() {
            // One that is alone has to go before another can come: the next reading makes it.
            drop(reader);
        } else {
            self.renew_if_damaged(&mut reader, &result);
            hold(&self.inside).idle.push(reader);
        }
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
            if inside.idle.is_empty() && inside.out >= inside.way.readers() {
                let (after, waited) = self
                    .returned
                    .wait_timeout(inside, BUSY)
                    .unwrap_or_else(PoisonError::into_inner);
                inside = after;
                // With one connection, a reading within a reading would wait for itself.
                if waited.timed_out() && inside.way != Way::Usual {
                    return Err(StoreError::Busy);
                }
            }
            if let Some(idle) = inside.idle.pop() {
                inside.out += 1;
                return Ok((idle, Out(self)));
            }
            if inside.out >= inside.way.readers() {
                continue;
            }
            inside.out += 1;
            let (key, others) = (inside.key.clone(), inside.out > 1);
            drop(inside);
            let counted = Out(self);
            if !others {
                let (connection, way) = first(&self.path, &key, self.format)?;
                hold(&self.inside).way = way;
                return Ok((connection, counted));
            }
            // Better one reader after the other than none.
            match connect(&self.path, &key, self.format) {
                Ok(connection) => return Ok((connection, counted)),
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

/// A connection where there is none, and how the store is open with it.
fn first(path: &Path, key: &StoreKey, format: &Format) -> Result<(Connection, Way), OpenError> {
    match connect(path, key, format) {
        Ok(reader) => Ok((reader, Way::Usual)),
        Err(OpenError::Io(kind)) if kind != ErrorKind::ResourceBusy => {
            match connect_alone(path, key, format) {
                Ok(reader) => Ok((reader, Way::Alone)),
                Err(_) => Err(OpenError::Io(kind)),
            }
        }
        Err(error) => Err(error),
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

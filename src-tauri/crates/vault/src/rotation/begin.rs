use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, MutexGuard};

use rusqlite::Connection;

use super::{former, next};
#[cfg(unix)]
use crate::connect::connect_at_rest;
use crate::connect::{connect, fold};
#[cfg(unix)]
use crate::door::Way;
use crate::door::{Door, Inside, hold};
use crate::draft::Draft;
use crate::duplicate::{Progress, duplicate};
use crate::files::{beside, is_same_file, is_there, remove, sync_folder};
use crate::store::close_all;
use crate::{Store, StoreError, StoreKey, header, verify};

/// A rotation of which only the swap is missing. Dropping it gives it up; the store stays under its
/// old key.
#[derive(Debug)]
pub struct Rotation<'a> {
    store: &'a Store,
    /// A copy being made would keep the old file open.
    _alone: MutexGuard<'a, ()>,
    /// Holds a transaction open: nothing can be written that the new file would lack.
    writer: MutexGuard<'a, Option<Connection>>,
    key: StoreKey,
    is_swapped: bool,
}

/// Writes the store under `key` into `<path>.next` and verifies it. Reading goes on; writing waits
/// until the rotation is finished or dropped.
///
/// # Errors
/// [`StoreError::Occupied`] when the former file of an earlier rotation was not forgotten yet,
/// [`StoreError::Damaged`] when a page cannot be read, [`StoreError::Stopped`] when `keep_going`
/// says so, [`StoreError::Full`] and other I/O errors. The store is then as it was.
pub fn begin<'a>(
    store: &'a Store,
    key: &StoreKey,
    keep_going: &mut dyn FnMut(Progress) -> bool,
) -> Result<Rotation<'a>, StoreError> {
    let path = &store.door.path;
    let alone = hold(&store.whole_file);
    let mut writer = store.hold_writer();
    store
        .writer_in(&mut writer)?
        .execute_batch("BEGIN IMMEDIATE")?;
    // From here on, dropping it lets go of the writer.
    let rotation = Rotation {
        store,
        _alone: alone,
        writer,
        key: key.clone(),
        is_swapped: false,
    };
    if is_there(&former(path))? && !is_same_file(&former(path), path) {
        return Err(StoreError::Occupied);
    }
    let draft = Draft::begin(beside(path, ".next-making"))?;
    duplicate(&mut store.door.connect()?, draft.path(), key, keep_going)?;
    verify(draft.path(), key, store.door.format)?;
    draft.publish(&next(path))?;
    Ok(rotation)
}

impl Rotation<'_> {
    /// Puts the new file in the place of the old one, which becomes `<path>.former`, and goes on
    /// with the new key. Readings that have begun are waited for; new ones wait some milliseconds.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when readings leave no gap for ten seconds or another program has the
    /// store open, or an I/O error. The store is then as it was and under its old key.
    pub fn finish(mut self) -> Result<(), StoreError> {
        let door = &self.store.door;
        let (writer, key) = (&mut self.writer, &self.key);
        door.when_quiet(|inside| {
            fold_in(writer.as_ref())?;
            let still = Still::of(door, inside)?;
            let closed = close_all(inside.idle.drain(..).chain(writer.take()));
            inside.file = None;
            let swapped = closed
                .and_then(|()| has_no_log(&door.path))
                .and_then(|()| swap(&door.path));
            if swapped.is_ok() {
                inside.key = key.clone();
            }
            inside.file = header::inspect(&door.path, &inside.key).ok().map(Arc::new);
            match connect(&door.path, &inside.key, door.format) {
                Ok(reader) => {
                    inside.idle.push(reader);
                    // If not now, it is opened by the next who writes.
                    **writer = connect(&door.path, &inside.key, door.format).ok();
                }
                Err(_) => still.stand_in(inside),
            }
            swapped
        })?;
        self.is_swapped = true;
        Ok(())
    }
}

/// Reads on when no other connection can be had after the swap, be it done or not: the content is
/// the same, and without a connection that writes it stays so.
struct Still {
    #[cfg(unix)]
    reader: Connection,
}

impl Still {
    #[cfg(unix)]
    fn of(door: &Door, inside: &Inside) -> Result<Self, StoreError> {
        let reader = connect_at_rest(&door.path, &inside.key, door.format)?;
        Ok(Self { reader })
    }

    /// Elsewhere a file that is open cannot give away its name: reading waits until the disk is
    /// well again.
    #[cfg(not(unix))]
    fn of(_: &Door, _: &Inside) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    #[cfg(unix)]
    fn stand_in(self, inside: &mut Inside) {
        inside.idle.push(self.reader);
        inside.way = Way::AtRest;
    }

    #[cfg(not(unix))]
    fn stand_in(self, _: &mut Inside) {}
}

impl Drop for Rotation<'_> {
    fn drop(&mut self) {
        if self.is_swapped {
            return;
        }
        if let Some(writer) = self
            .writer
            .as_ref()
            .filter(|writer| !writer.is_autocommit())
        {
            let _ = writer.execute_batch("ROLLBACK");
        }
        let _ = remove(&next(&self.store.door.path));
    }
}

/// Ends the transaction that kept others from writing, with the whole log in the main file. When it
/// fails nothing has been closed.
fn fold_in(writer: Option<&Connection>) -> Result<(), StoreError> {
    let Some(writer) = writer else {
        return Ok(());
    };
    let version = || -> Result<i64, StoreError> {
        Ok(writer.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    };
    let before = version()?;
    writer.execute_batch("ROLLBACK")?;
    fold(writer)?;
    // Another program was quicker: the new file lacks what it wrote.
    if version()? != before {
        return Err(StoreError::Busy);
    }
    Ok(())
}

/// The last connection takes the log away; if it is there, another program has the store open, or
/// the log is one that the new file must not be given.
fn has_no_log(path: &Path) -> Result<(), StoreError> {
    if is_there(&beside(path, "-wal"))? {
        return Err(StoreError::Busy);
    }
    Ok(())
}

fn swap(path: &Path) -> Result<(), StoreError> {
    keep_former(path)?;
    if let Err(error) = fs::rename(next(path), path) {
        if !is_there(path)? {
            fs::rename(former(path), path)?;
        }
        return Err(error.into());
    }
    // The names are what they are; that they are on the disk is for settling to see to.
    let _ = sync_folder(path);
    Ok(())
}

/// A second name for the old file, so that the next step swaps the two at once. Where a file can
/// have one name only it is renamed, and for a moment no store is there.
fn keep_former(path: &Path) -> Result<(), StoreError> {
    let former = former(path);
    match fs::hard_link(path, &former) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            if !is_same_file(path, &former) {
                return Err(StoreError::Occupied);
            }
        }
        Err(_) => fs::rename(path, &former)?,
    }
    sync_folder(path)?;
    Ok(())
}

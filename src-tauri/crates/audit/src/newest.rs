use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use vault::{OpenError, StoreError, StoreKey};

use crate::Audit;
use crate::schema::FORMAT;

/// Pages of 8 KiB that are read in a tenth of a second.
const SMALL: i64 = 4_096;

/// The newest entry of a log: of two files of one log, the one with the higher number holds more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Newest {
    /// Its number; 0 for an empty log.
    pub number: u64,
    /// Its moment; none when it cannot be read.
    pub at: Option<Timestamp>,
}

impl Audit {
    /// The newest entry.
    ///
    /// # Errors
    /// When the store fails.
    pub fn newest(&self) -> Result<Newest, StoreError> {
        self.store.read(newest)
    }

    /// The newest entry of a copy at rest, which is not changed.
    ///
    /// # Errors
    /// Why the copy cannot be read.
    pub fn newest_in(copy: &Path, key: &StoreKey) -> Result<Newest, OpenError> {
        vault::look(copy, key, &FORMAT, newest)
    }

    /// Whether the next entry can be written: without it nothing may be shown. A log of up to
    /// 32 MiB is read whole; of a larger one its end and both indexes, which the entry has to be
    /// written beside. A bad page elsewhere costs what lies on it, and is found by verifying.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a page of them is bad, or an I/O error.
    pub fn check(&self) -> Result<(), StoreError> {
        let pages: i64 = self
            .store
            .read(|store| Ok(store.query_row("PRAGMA page_count", [], |row| row.get(0))?))?;
        if pages <= SMALL {
            return self.store.check_whole();
        }
        self.store.read(|store| {
            newest(store)?;
            for index in ["entry_of_person", "entry_of_account"] {
                let query = format!("SELECT count(*) FROM entry INDEXED BY {index}");
                store.query_row(&query, [], |_| Ok(()))?;
            }
            Ok(())
        })
    }
}

fn newest(store: &Connection) -> Result<Newest, StoreError> {
    let row: Option<(u64, Option<String>)> = store
        .prepare_cached(
            "SELECT number, json_extract(text, '$.at') FROM entry ORDER BY number DESC LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(row.map_or_else(Newest::default, |(number, at)| Newest {
        number,
        at: at.and_then(|at| at.parse().ok()),
    }))
}

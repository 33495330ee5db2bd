//! Which pages of a store are bad, and what each of them costs.
//!
//! SQLCipher names bad pages but not what they belonged to, and SQLite stops a walk at the first of
//! them. So the pages are read here, by the format both document, and are only ever read.

mod cells;
mod pages;
mod walk;

use rusqlite::{Connection, TransactionBehavior};

use self::pages::Pages;
use self::walk::Walk;
use crate::door::hold;
use crate::duplicate::Progress;
use crate::{Store, StoreError};

/// Pages looked at between two looks at whether to go on: 2 MiB, some milliseconds.
const STEP: u64 = 256;

/// What was found in the file of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// Pages looked at.
    pub pages: u64,
    /// Those that fail their checksum, in order.
    pub bad: Vec<BadPage>,
}

/// A page that fails its checksum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadPage {
    /// Its number; the first page is 1.
    pub number: u32,
    /// What it was.
    pub class: PageClass,
}

/// What a page was, told by the pages that lead to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageClass {
    /// The first page: without it nothing opens.
    First,
    /// A page of the schema: without it nothing opens.
    Schema,
    /// Leads to other pages of a table, or is the only page of one: what lies below is not reached.
    Interior,
    /// A page of an index, or of a table kept as one.
    Index,
    /// Rows of a table; costs these rows alone.
    Leaf,
    /// The continuation of one long value; costs that row alone.
    Overflow,
    /// Not in use; costs nothing, but no copy can be made while it is bad.
    Free,
    /// Lies behind another bad page, so that nothing tells.
    Unreached,
}

impl PageClass {
    /// Whether the store can go on without that page: some rows are lost, the rest can be read.
    #[must_use]
    pub const fn costs_only_its_rows(self) -> bool {
        matches!(self, Self::Leaf | Self::Overflow | Self::Free)
    }
}

impl Store {
    /// Looks at every page of the file, while reading and writing go on. While it runs the log
    /// cannot be emptied, so it grows by what is written meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when a long reading keeps the log from being folded in first,
    /// [`StoreError::Stopped`] when `keep_going` says so, or an I/O error. Bad pages are no error.
    pub fn examine(
        &self,
        keep_going: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Examination, StoreError> {
        let _alone = hold(&self.whole_file);
        // A handle of its own would drop SQLite's locks when it closes.
        let file = self.door.file()?;
        let pages = Pages::of(&file, &self.door.key())?;
        let mut connection = self.door.connect()?;
        let state = connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        self.freeze(&state)?;
        let bad = find_bad(&pages, keep_going)?;
        let classes = if bad.is_empty() {
            Vec::new()
        } else {
            Walk::new(&pages, bad).classify(&roots(&state)?)
        };
        Ok(Examination {
            pages: pages.count(),
            bad: classes,
        })
    }

    /// Folds the log in and begins a reading before anything more is written: as long as it lasts
    /// no checkpoint changes the main file.
    fn freeze(&self, state: &Connection) -> Result<(), StoreError> {
        let mut held = self.hold_writer();
        let writer = self.writer_in(&mut held)?;
        let in_the_way: bool =
            writer.query_row("PRAGMA wal_checkpoint(FULL)", [], |row| row.get(0))?;
        if in_the_way {
            return Err(StoreError::Busy);
        }
        Ok(state.query_row("PRAGMA schema_version", [], |_| Ok(()))?)
    }
}

fn find_bad(
    pages: &Pages<'_>,
    keep_going: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<u32>, StoreError> {
    let total = pages.count();
    let mut bad = Vec::new();
    for (number, done) in (1..).zip(0..total) {
        if done % STEP == 0 && !keep_going(Progress { done, total }) {
            return Err(StoreError::Stopped);
        }
        if pages.read(number)?.is_none() {
            bad.push(number);
        }
    }
    Ok(bad)
}

/// A table or an index: its first page, and whether it is kept as an index.
struct Root {
    page: u32,
    is_index: bool,
}

fn roots(state: &Connection) -> Result<Vec<Root>, StoreError> {
    let mut query = state.prepare(
        "SELECT of.rootpage, of.type = 'index' OR coalesce(listed.wr, 0)
         FROM sqlite_schema of
         LEFT JOIN pragma_table_list listed
             ON listed.schema = 'main' AND listed.name = of.name
         WHERE of.rootpage > 0",
    )?;
    let roots = query.query_map([], |row| {
        Ok(Root {
            page: row.get(0)?,
            is_index: row.get(1)?,
        })
    })?;
    Ok(roots.collect::<Result<_, _>>()?)
}

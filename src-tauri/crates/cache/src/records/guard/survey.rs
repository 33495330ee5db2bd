//! Whether what says what we hold is sound: every table but that of the bodies. A bad page under a
//! body costs that body alone; one here may hide anything.

use rusqlite::Connection;
use vault::{Store, StoreError};

use crate::records::Records;

/// Each table and index, by a column it is ordered by.
const ORDERED: [(&str, &str, &str); 14] = [
    ("ledger", "NOT INDEXED", "only_row"),
    ("section_state", "NOT INDEXED", "id"),
    ("section_state", "INDEXED BY section_state_of", "person"),
    ("answer", "NOT INDEXED", "person"),
    ("received_set", "NOT INDEXED", "id"),
    (
        "received_set",
        "INDEXED BY sqlite_autoindex_received_set_1",
        "person",
    ),
    ("version", "NOT INDEXED", "id"),
    ("version", "INDEXED BY version_of", "received_set"),
    ("version", "INDEXED BY version_by_confirmed", "confirmed_at"),
    ("part", "NOT INDEXED", "version"),
    ("returned", "NOT INDEXED", "received_set"),
    ("reading", "NOT INDEXED", "reader"),
    ("thinned", "NOT INDEXED", "person"),
    ("glance", "NOT INDEXED", "person"),
];

/// From the root of each to its first and its last entry: a few pages, whatever the size.
pub(super) fn ends(store: &Connection) -> Result<(), StoreError> {
    for (table, by, column) in ORDERED {
        // One end at a time: asked for both at once, SQLite reads the whole table.
        for end in ["min", "max"] {
            let query = format!("SELECT {end}({column}) FROM {table} {by}");
            store.query_row(&query, [], |_| Ok(()))?;
        }
    }
    Ok(())
}

/// Whether the bodies can be reached at all: from the root to the first or to the last. One end
/// alone may be a bad leaf, which costs the bodies on it.
pub(super) fn bodies(store: &Store) -> Result<(), StoreError> {
    let end = |end: &str| {
        // Apart: a connection that met a bad page reads nothing more.
        store.read(|store| {
            let query = format!("SELECT {end}(id) FROM body");
            Ok(store.query_row(&query, [], |_| Ok(()))?)
        })
    };
    match end("min") {
        Err(StoreError::Damaged) => end("max"),
        other => other,
    }
}

impl Records {
    /// Reads every page that says what we hold, but not the bodies: about a second for a hundred
    /// thousand people. To be called soon after opening, off the screen's thread.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when such a page is bad: then [`Records::open_second_copy`] is
    /// needed, because whom it hides cannot be told. Other failures as they come.
    pub fn survey(&self) -> Result<(), StoreError> {
        for (table, by, _) in ORDERED {
            let query = format!("SELECT count(*) FROM {table} {by}");
            self.store
                .read(|store| Ok(store.query_row(&query, [], |_| Ok(()))?))?;
        }
        bodies(&self.store)
    }
}

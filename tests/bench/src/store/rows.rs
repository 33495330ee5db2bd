use std::path::Path;

use anyhow::Result;
use cache::FetchedSets;
use record::vocabulary::{Category, PersonId};
use rusqlite::{Connection, OpenFlags};

/// The simplest table that serves: no versions, no compression, no checksum. The log is that of our
/// stores, and so is the promise that a stored answer is on the disk; all else is as it comes (pages
/// of 4096 bytes, 2 MB of page cache).
pub(crate) struct Rows(Connection);

/// How the file is encrypted.
#[derive(Clone, Copy)]
pub(crate) enum Cipher {
    Without,
    RawKey([u8; 32]),
}

const SCHEMA: &str = "
CREATE TABLE body (
    person INTEGER NOT NULL,
    category TEXT NOT NULL,
    number INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (person, category, number)
) STRICT;";

impl Rows {
    pub(crate) fn create(path: &Path, cipher: Cipher) -> Result<Self> {
        let rows = Self(connect(path, cipher, OpenFlags::SQLITE_OPEN_CREATE)?);
        rows.0.execute_batch(SCHEMA)?;
        Ok(rows)
    }

    pub(crate) fn open(path: &Path, cipher: Cipher) -> Result<Self> {
        Ok(Self(connect(path, cipher, OpenFlags::empty())?))
    }

    pub(crate) fn get(&self, person: PersonId, category: Category) -> Result<Vec<Vec<u8>>> {
        let mut query = self.0.prepare_cached(
            "SELECT bytes FROM body WHERE person = ?1 AND category = ?2 ORDER BY number",
        )?;
        let found = query.query_map((person.0, category.as_str()), |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    pub(crate) fn whole(&self, person: PersonId) -> Result<Vec<Vec<u8>>> {
        let mut query = self
            .0
            .prepare_cached("SELECT bytes FROM body WHERE person = ?1 ORDER BY category, number")?;
        let found = query.query_map([person.0], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// In one transaction, which a checkpoint brings onto the disk.
    pub(crate) fn store(&mut self, answer: &FetchedSets) -> Result<()> {
        let step = self.0.transaction()?;
        insert(&step, answer)?;
        step.commit()?;
        self.checkpoint("PASSIVE")
    }

    /// Many answers in one transaction.
    pub(crate) fn store_all(&mut self, answers: &[FetchedSets]) -> Result<()> {
        let step = self.0.transaction()?;
        for answer in answers {
            insert(&step, answer)?;
        }
        Ok(step.commit()?)
    }

    fn checkpoint(&self, how: &str) -> Result<()> {
        let sql = format!("PRAGMA wal_checkpoint({how})");
        Ok(self.0.query_row(&sql, [], |_| Ok(()))?)
    }
}

fn insert(step: &Connection, answer: &FetchedSets) -> Result<()> {
    let mut insert = step.prepare_cached("INSERT OR REPLACE INTO body VALUES (?1, ?2, ?3, ?4)")?;
    let parts = answer.sets.iter().flat_map(|set| &set.parts);
    for (number, part) in (0_i64..).zip(parts) {
        insert.execute((
            answer.person.0,
            answer.category.as_str(),
            number,
            &part.bytes,
        ))?;
    }
    Ok(())
}

/// Until the schema was read: a wrong key would have shown.
pub(crate) fn connect(path: &Path, cipher: Cipher, more: OpenFlags) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let connection = Connection::open_with_flags(path, flags)?;
    if let Cipher::RawKey(key) = cipher {
        let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\";"))?;
    }
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

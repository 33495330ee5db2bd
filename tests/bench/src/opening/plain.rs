use std::path::Path;

use anyhow::Result;
use record::vocabulary::{Category, PersonId};
use rusqlite::{Connection, OpenFlags};

use super::answers::Answers;

/// A plain database: no key, no compression, no checksum, no versions. Page size, log, cache and
/// locking are set as in our stores, so that only those things make the difference.
pub(crate) struct Plain {
    pub(crate) parts: Connection,
    /// A database of its own, as the audit is.
    pub(crate) log: PlainLog,
    /// How many bytes were received.
    pub(crate) bytes: u64,
}

/// One row of text per opening, on the disk when the commit returns.
pub(crate) struct PlainLog(Connection);

impl Plain {
    /// Keeps the same bytes under (person, category, part).
    pub(crate) fn fill(folder: &Path, answers: &Answers, patients: usize) -> Result<Self> {
        let mut parts = open(&folder.join("plain.db"), "OFF")?;
        parts.execute_batch(
            "CREATE TABLE part (
                 person INTEGER NOT NULL,
                 category TEXT NOT NULL,
                 part INTEGER NOT NULL,
                 bytes BLOB NOT NULL,
                 PRIMARY KEY (person, category, part)
             ) STRICT;",
        )?;
        let mut bytes = 0;
        for at in 0..patients {
            let step = parts.transaction()?;
            bytes += insert(&step, answers, at)?;
            step.commit()?;
        }
        // Written back now, not while something is measured.
        parts.execute_batch("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE);")?;
        let log = open(&folder.join("plain-log.db"), "FULL")?;
        log.execute_batch("CREATE TABLE entry (number INTEGER PRIMARY KEY, text TEXT NOT NULL);")?;
        Ok(Self {
            parts,
            log: PlainLog(log),
            bytes,
        })
    }
}

/// The bytes of one person: the same seven questions.
pub(crate) fn read(parts: &Connection, person: PersonId) -> Result<Vec<(Category, Vec<Vec<u8>>)>> {
    let mut query = parts.prepare_cached(
        "SELECT bytes FROM part WHERE person = ?1 AND category = ?2 ORDER BY part",
    )?;
    Category::ALL
        .into_iter()
        .map(|category| {
            let found = query.query_map((person.0, category.as_str()), |row| row.get(0))?;
            Ok((category, found.collect::<Result<_, _>>()?))
        })
        .collect()
}

impl PlainLog {
    pub(crate) fn append(&self, text: &str) -> Result<()> {
        self.0
            .prepare_cached("INSERT INTO entry (text) VALUES (?1)")?
            .execute([text])?;
        Ok(())
    }
}

fn open(path: &Path, synchronous: &str) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(&format!(
        "PRAGMA page_size = 8192;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = {synchronous};
         PRAGMA cache_size = -8192;"
    ))?;
    Ok(connection)
}

fn insert(step: &Connection, answers: &Answers, at: usize) -> Result<u64> {
    let person = i64::try_from(at)?;
    let mut insert = step.prepare_cached("INSERT INTO part VALUES (?1, ?2, ?3, ?4)")?;
    let mut bytes = 0;
    for answer in answers.of(at) {
        let parts = answer.sets.iter().flat_map(|set| &set.parts);
        for (number, part) in (0_i64..).zip(parts) {
            insert.execute((person, answer.category.as_str(), number, &part.bytes))?;
            bytes += part.bytes.len() as u64;
        }
    }
    Ok(bytes)
}

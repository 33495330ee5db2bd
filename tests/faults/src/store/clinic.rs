use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use audit::Audit;
use cache::{Desk, OpenError, Records, StoreKey};
use rusqlite::Connection;

/// Page size of every store in bytes.
pub(super) const PAGE: usize = 8192;

/// The stores of one folder, opened, each with a key of its own.
#[derive(Debug)]
pub(super) struct Clinic {
    pub(super) desk: Desk,
    pub(super) records: Records,
    pub(super) audit: Audit,
}

/// The stores by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Desk,
    Records,
    Audit,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Desk, Self::Records, Self::Audit];

    /// Where it lies in a folder.
    pub(super) fn path(self, folder: &Path) -> PathBuf {
        folder.join(match self {
            Self::Desk => "desk.db",
            Self::Records => "records.db",
            Self::Audit => "audit.db",
        })
    }

    const fn key_byte(self) -> u8 {
        match self {
            Self::Desk => 0xd1,
            Self::Records => 0x5e,
            Self::Audit => 0xa7,
        }
    }

    pub(super) fn key(self) -> StoreKey {
        StoreKey::new([self.key_byte(); 32])
    }

    /// Opens it and closes it again.
    pub(super) fn opens(self, folder: &Path) -> Result<(), OpenError> {
        let (path, key) = (self.path(folder), self.key());
        match self {
            Self::Desk => Desk::open(&path, &key).map(drop),
            Self::Records => Records::open(&path, &key).map(drop),
            Self::Audit => Audit::open(&path, &key).map(drop),
        }
    }

    /// A connection that knows nothing of the program but the key.
    pub(super) fn raw(self, folder: &Path) -> Result<Connection> {
        raw(&self.path(folder), self.key_byte())
    }

    /// Asks SQLCipher and SQLite whether every page and every index is whole.
    pub(super) fn integrity(self, folder: &Path) -> Result<()> {
        whole(&self.raw(folder)?)
    }
}

impl Clinic {
    /// Opens each store, and makes those that are not there.
    pub(super) fn open_or_create(folder: &Path) -> Result<Self, OpenError> {
        fn either<T>(
            kind: Kind,
            folder: &Path,
            open: fn(&Path, &StoreKey) -> Result<T, OpenError>,
            create: fn(&Path, &StoreKey) -> Result<T, OpenError>,
        ) -> Result<T, OpenError> {
            let (path, key) = (kind.path(folder), kind.key());
            match open(&path, &key) {
                Err(OpenError::Missing) => create(&path, &key),
                opened => opened,
            }
        }
        Ok(Self {
            desk: either(Kind::Desk, folder, Desk::open, Desk::create)?,
            records: either(Kind::Records, folder, Records::open, Records::create)?,
            audit: either(Kind::Audit, folder, Audit::open, Audit::create)?,
        })
    }

    /// Opens stores that are all there.
    pub(super) fn open(folder: &Path) -> Result<Self, OpenError> {
        let path = |kind: Kind| (kind.path(folder), kind.key());
        let (desk, records, audit) = (path(Kind::Desk), path(Kind::Records), path(Kind::Audit));
        Ok(Self {
            desk: Desk::open(&desk.0, &desk.1)?,
            records: Records::open(&records.0, &records.1)?,
            audit: Audit::open(&audit.0, &audit.1)?,
        })
    }
}

/// A connection to any file under the key of equal bytes.
pub(super) fn raw(path: &Path, key_byte: u8) -> Result<Connection> {
    let key = format!("{key_byte:02x}").repeat(32);
    let connection = Connection::open(path)?;
    connection.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = {PAGE};"
    ))?;
    Ok(connection)
}

fn whole(connection: &Connection) -> Result<()> {
    for check in ["cipher_integrity_check", "integrity_check"] {
        let mut query = connection.prepare(&format!("PRAGMA {check}"))?;
        let said: Vec<String> = query
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let clean = said.iter().all(|line| line == "ok");
        ensure!(clean, "{check}: {}", said.join("; "));
    }
    Ok(())
}

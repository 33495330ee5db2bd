use std::path::Path;

use anyhow::{Context, Result};
use audit::{Audit, Head, StoreKey, Verification};
use rusqlite::Connection;
use tempfile::TempDir;

use super::copy_files;
use crate::store::entries::append;

const KEY: [u8; 32] = [6; 32];

pub(super) fn key() -> StoreKey {
    StoreKey::new(KEY)
}

/// A whole log, and the head after each of its rows.
pub(super) struct Log {
    folder: TempDir,
    heads: Vec<Head>,
}

impl Log {
    pub(super) fn make(rows: u64) -> Result<Self> {
        let folder = TempDir::new()?;
        let audit = Audit::create(&folder.path().join("audit.db"), &key())?;
        let mut heads = vec![Head::EMPTY];
        for _ in 0..rows {
            append(&audit)?;
            heads.push(audit.head()?);
        }
        drop(audit);
        Ok(Self { folder, heads })
    }

    pub(super) fn rows(&self) -> u64 {
        self.heads.len() as u64 - 1
    }

    /// The head after so many rows.
    pub(super) fn head(&self, rows: u64) -> Head {
        let at = usize::try_from(rows).ok();
        at.and_then(|at| self.heads.get(at))
            .copied()
            .unwrap_or(Head::EMPTY)
    }

    pub(super) fn newest(&self) -> Head {
        self.head(self.rows())
    }

    /// Heads as they are kept: one every twenty rows, and the newest.
    pub(super) fn heads(&self) -> Vec<Head> {
        let mut kept: Vec<Head> = self.heads.iter().copied().step_by(20).skip(1).collect();
        kept.push(self.newest());
        kept
    }

    /// A folder with the same files.
    pub(super) fn copy(&self) -> Result<TempDir> {
        let copy = TempDir::new()?;
        copy_files(self.folder.path(), copy.path())?;
        Ok(copy)
    }

    pub(super) fn check(&self, known: &[Head]) -> Result<Verification> {
        let audit = Audit::open(&self.folder.path().join("audit.db"), &key())?;
        Ok(audit.verify_against(known)?)
    }
}

/// The file without the triggers that stop the program itself.
pub(super) fn raw(folder: &Path) -> Result<Connection> {
    let raw = Connection::open(folder.join("audit.db"))?;
    let hexadecimal: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    raw.execute_batch(&format!(
        "PRAGMA key = \"x'{hexadecimal}'\"; PRAGMA cipher_page_size = 8192;
         DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_removed;"
    ))
    .context("the file opens with its key")?;
    Ok(raw)
}

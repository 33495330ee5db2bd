//! Bodies: compressed on the way in, checked against their SHA-256 on the way out.

use std::cell::RefCell;

use rusqlite::Transaction;
use sha2::{Digest, Sha256};
use vault::StoreError;
use zstd::bulk::Decompressor;

use super::Records;
use super::outline::PartOutline;
use crate::Part;

/// Measured: 3 halves the file against none at a third more time; higher levels gain little.
const ZSTD_LEVEL: i32 = 3;

thread_local! {
    /// Making a decompressor asks the processor what it can do, which a virtual machine answers
    /// slowly: measured 15 % of reading a section when each body made its own.
    static UNPACK: RefCell<Decompressor<'static>> = RefCell::default();
}

pub(super) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub(super) fn insert(step: &Transaction<'_>, bytes: &[u8]) -> Result<i64, StoreError> {
    // Compressing into memory of its own fails only for want of memory.
    let packed = zstd::bulk::compress(bytes, ZSTD_LEVEL).map_err(|_| StoreError::Statement(0))?;
    step.prepare_cached("INSERT INTO body (zstd) VALUES (?1)")?
        .execute([packed])?;
    Ok(step.last_insert_rowid())
}

impl Records {
    /// The parts as received, or none when any of them is damaged.
    pub(super) fn load(&self, parts: &[PartOutline]) -> Result<Option<Vec<Part>>, StoreError> {
        parts
            .iter()
            .map(|part| self.load_one(part))
            .collect::<Result<Option<Vec<_>>, _>>()
    }

    fn load_one(&self, part: &PartOutline) -> Result<Option<Part>, StoreError> {
        let packed: Vec<u8> = match self.store.read(|store| {
            Ok(store
                .prepare_cached("SELECT zstd FROM body WHERE id = ?1")?
                .query_row([part.body], |row| row.get(0))?)
        }) {
            Ok(packed) => packed,
            Err(StoreError::Damaged) => return Ok(None),
            Err(error) => return Err(error),
        };
        let whole = UNPACK
            .with_borrow_mut(|unpack| unpack.decompress(&packed, part.length))
            .ok()
            .filter(|bytes| bytes.len() == part.length && digest(bytes) == part.sha256);
        Ok(whole.map(|bytes| Part {
            content_type: part.content_type.clone(),
            bytes,
        }))
    }
}

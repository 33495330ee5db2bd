//! Bodies: compressed on the way in, checked on the way out. One with a seal is checked packed, which
//! is a tenth of the bytes; zstd's own checksum then answers for the unpacking. One without, of an
//! earlier release, against the SHA-256 of what was received.

use rusqlite::{Connection, OptionalExtension, Transaction};
use sha2::{Digest, Sha256};
use vault::StoreError;
use zstd::bulk::Compressor;

use super::Records;
use super::outline::PartOutline;
use super::unpackers::with_unpacker;
use crate::Part;

/// Measured: 3 halves the file against none at a third more time; higher levels gain little.
const ZSTD_LEVEL: i32 = 3;

pub(super) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub(super) fn pack(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let pack = || {
        let mut pack = Compressor::new(ZSTD_LEVEL)?;
        pack.include_checksum(true)?;
        pack.compress(bytes)
    };
    // Compressing into memory of its own fails only for want of memory.
    pack().map_err(|_| StoreError::Statement(0))
}

pub(super) fn insert(step: &Transaction<'_>, packed: &[u8]) -> Result<i64, StoreError> {
    step.prepare_cached("INSERT INTO body (zstd) VALUES (?1)")?
        .execute([packed])?;
    Ok(step.last_insert_rowid())
}

impl PartOutline {
    /// The part as received, or none when these are not the packed bytes that were stored.
    pub(super) fn unpack(&self, packed: &[u8]) -> Option<Part> {
        if self.seal.as_ref().is_some_and(|seal| !seal.fits(packed)) {
            return None;
        }
        let bytes = with_unpacker(|unpacker| unpacker.decompress(packed, self.length)).ok()?;
        let whole =
            bytes.len() == self.length && (self.seal.is_some() || digest(&bytes) == self.sha256);
        whole.then(|| Part {
            content_type: self.content_type.clone(),
            bytes,
        })
    }
}

/// The parts as received, or none when any of them is not what was stored. A bad page is an error:
/// the connection that met it reads nothing more.
pub(super) fn load_within(
    store: &Connection,
    parts: &[PartOutline],
) -> Result<Option<Vec<Part>>, StoreError> {
    let mut query = store.prepare_cached("SELECT zstd FROM body WHERE id = ?1")?;
    let mut whole = Vec::with_capacity(parts.len());
    for part in parts {
        let unpacked = query
            .query_row([part.body], |row| {
                Ok(part.unpack(row.get_ref(0)?.as_blob()?))
            })
            .optional()?;
        match unpacked.flatten() {
            Some(part) => whole.push(part),
            None => return Ok(None),
        }
    }
    Ok(Some(whole))
}

impl Records {
    /// The parts as received, or none when any of them is damaged. A reading of its own, so that a
    /// bad page costs no more than this.
    pub(super) fn load(&self, parts: &[PartOutline]) -> Result<Option<Vec<Part>>, StoreError> {
        match self.store.read(|store| load_within(store, parts)) {
            Err(StoreError::Damaged) => Ok(None),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unpacked_has_a_checksum_of_its_own() -> Result<(), StoreError> {
        let bytes = b"as received, as received, as received";
        let mut packed = pack(bytes)?;
        let unpack = |packed: &[u8]| with_unpacker(|u| u.decompress(packed, bytes.len()));
        assert_eq!(unpack(&packed).ok().as_deref(), Some(&bytes[..]));
        // zstd's checksum is the end of the frame.
        for byte in packed.iter_mut().rev().take(4) {
            *byte ^= 1;
        }
        assert!(unpack(&packed).is_err());
        Ok(())
    }
}

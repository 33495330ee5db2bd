//! What binds a packed body to the version it belongs to: SHA-256 over both, so that neither a flipped
//! bit nor a body in another's place goes unnoticed, and without hashing what was unpacked.

use record::vocabulary::{Category, PersonId};
use sha2::{Digest, Sha256};

/// Told from every other use of the hash.
const LABEL: &[u8] = b"clins body 1";

/// What a version says of itself for good. The moment of its last confirmation moves, so it is not
/// among this.
#[derive(Clone, Copy, Debug)]
pub(super) struct Version<'a> {
    pub(super) person: PersonId,
    pub(super) category: Category,
    pub(super) key: &'a str,
    pub(super) id: i64,
    pub(super) since: i64,
    pub(super) kind: &'a str,
    pub(super) origin: &'a str,
    pub(super) profile: &'a str,
    /// As it is stored.
    pub(super) fetched_at: i64,
}

/// What a part of a version says of itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) position: i64,
    pub(super) content_type: &'a str,
    /// Of the bytes as received.
    pub(super) sha256: &'a [u8; 32],
    pub(super) length: i64,
}

/// A seal that was kept, and what it must be of.
#[derive(Clone, Debug)]
pub(super) struct Seal {
    kept: [u8; 32],
    over: Sha256,
}

impl Seal {
    pub(super) fn read(kept: [u8; 32], version: &Version<'_>, part: &Part<'_>) -> Self {
        let over = over(version, part);
        Self { kept, over }
    }

    /// Whether these are the packed bytes that were sealed.
    pub(super) fn fits(&self, packed: &[u8]) -> bool {
        close(self.over.clone(), packed) == self.kept
    }
}

/// The seal to be kept with a part.
pub(super) fn seal(version: &Version<'_>, part: &Part<'_>, packed: &[u8]) -> [u8; 32] {
    close(over(version, part), packed)
}

fn close(mut over: Sha256, packed: &[u8]) -> [u8; 32] {
    over.update(packed);
    over.finalize().into()
}

/// Texts with their lengths: two that follow each other cannot be divided in another way.
fn over(version: &Version<'_>, part: &Part<'_>) -> Sha256 {
    let numbers = [
        version.person.0,
        version.id,
        version.since,
        version.fetched_at,
        part.position,
        part.length,
    ];
    let texts = [
        version.category.as_str(),
        version.key,
        version.kind,
        version.origin,
        version.profile,
        part.content_type,
    ];
    let mut hash = Sha256::new_with_prefix(LABEL);
    for number in numbers {
        hash.update(number.to_le_bytes());
    }
    for text in texts {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    hash.update(part.sha256);
    hash
}

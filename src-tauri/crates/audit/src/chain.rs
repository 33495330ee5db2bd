use sha2::{Digest, Sha256};

/// The hash of an entry: SHA-256 over the hash before it and its own text.
pub(crate) fn link(before: &[u8; 32], text: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(text.as_bytes());
    hash.finalize().into()
}

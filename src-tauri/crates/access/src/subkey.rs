use hkdf::Hkdf;
use sha2::Sha256;

use crate::key::Key;
use crate::{AccessError, stack};

/// HKDF-SHA256. The label ends in a version, so that a key can be changed without touching others.
pub(crate) fn derive(salt: &[u8], secret: &[u8], label: &str) -> Result<Key, AccessError> {
    let mut key = Key::room();
    let derived = Hkdf::<Sha256>::new(Some(salt), secret)
        .expand(label.as_bytes(), key.bytes_mut())
        .map_err(|_| AccessError::KeyDerivation);
    // The library leaves its last block, which is the key, on the stack.
    stack::wipe();
    derived.map(|()| key)
}

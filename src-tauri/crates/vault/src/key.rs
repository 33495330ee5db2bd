use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, Zeroizing};

/// Length of the salt at the head of a store file, in bytes.
pub(crate) const SALT_LEN: usize = 16;

/// The raw 256-bit key of one store. Wiped from memory when dropped; never printed. It stays at one
/// place of the heap: moving what holds it leaves no copy behind.
#[derive(Clone)]
pub struct StoreKey(Box<[u8; 32]>);

impl Drop for StoreKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl StoreKey {
    /// Takes over a key. The caller wipes its own copy.
    #[must_use]
    pub fn new(mut bytes: [u8; 32]) -> Self {
        let key = Self(Box::new(bytes));
        bytes.zeroize();
        key
    }

    /// The salt that files under this key begin with.
    ///
    /// SQLCipher would choose it at random; in raw-key mode it feeds only the page checksum's key,
    /// so it may as well be a one-way image of the key. That lets us tell a wrong key from a damaged
    /// first page without SQLite touching the file.
    pub(crate) fn salt(&self) -> [u8; SALT_LEN] {
        let mut hash = Sha256::new();
        hash.update(b"clins store salt 1");
        hash.update(self.0.as_slice());
        let mut salt = [0; SALT_LEN];
        for (to, from) in salt.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        salt
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The `PRAGMA key` statement in raw-key form.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        // Room for the whole text at once: growing would leave copies of the key behind.
        let mut text = Zeroizing::new(String::with_capacity(128));
        text.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter().copied().chain(self.salt()) {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("'\";");
        text
    }
}

impl From<Zeroizing<[u8; 32]>> for StoreKey {
    fn from(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self::new(*bytes)
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoreKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", StoreKey::new([0xab; 32])), "StoreKey(…)");
    }

    #[test]
    fn the_key_statement_fits_its_room() {
        let pragma = StoreKey::new([7; 32]).pragma();
        assert!(pragma.len() <= 128 && pragma.capacity() == 128);
    }
}

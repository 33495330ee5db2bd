use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, Serializable as _};
use zeroize::Zeroizing;

use crate::key::Key;
use crate::{AccessError, sealed, stack, subkey};

const SALT: &[u8] = b"clins-viewer/clinical";
const WORK: &str = "work/v1";

/// The opened keys of clinical scope: a random data secret and the private half of the sealing pair.
///
/// Wiped when dropped; neither printable nor clonable. Made by [`Self::generate`] or by opening a
/// wrap, and by nothing else.
pub struct ClinicalKeys {
    data: Key,
    private: Key,
    public: [u8; 32],
    records: Key,
    notes: Key,
}

impl std::fmt::Debug for ClinicalKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClinicalKeys(..)")
    }
}

impl ClinicalKeys {
    /// How many bytes [`Self::write_to`] writes.
    pub(crate) const LEN: usize = 64;

    /// New keys, for the first run of a site.
    ///
    /// # Errors
    /// `Random`.
    pub fn generate() -> Result<Self, AccessError> {
        let mut private = Key::room();
        let (pair, _) = X25519HkdfSha256::derive_keypair(Key::random()?.as_slice());
        pair.write_exact(private.bytes_mut());
        stack::wipe();
        Self::from_parts(Key::random()?, private)
    }

    /// Raw key of the `records` store as it was first made. [`crate::DataKeys`] knows the key it has
    /// now.
    #[must_use]
    pub fn records_key(&self) -> &[u8; 32] {
        &self.records
    }

    /// Raw key of the `notes` store.
    #[must_use]
    pub fn notes_key(&self) -> &[u8; 32] {
        &self.notes
    }

    /// Private key that opens the inbox: 32 bytes of DHKEM(X25519, HKDF-SHA256), RFC 9180.
    #[must_use]
    pub fn sealing_private(&self) -> &[u8; 32] {
        &self.private
    }

    /// Public key that seals into the inbox. Not secret.
    #[must_use]
    pub const fn sealing_public(&self) -> [u8; 32] {
        self.public
    }

    /// A further key of clinical scope, by its label.
    pub(crate) fn derive(&self, label: &str) -> Result<Key, AccessError> {
        subkey::derive(SALT, self.data.as_slice(), label)
    }

    /// Seals what somebody was in the middle of (作業中の内容) when their screen is locked. `purpose`
    /// names whose it is; it opens only under the same.
    ///
    /// # Errors
    /// `Random` when the system gives no nonce.
    pub fn seal_work(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, AccessError> {
        sealed::seal(&*self.derive(WORK)?, purpose, plain)
    }

    /// Opens what [`Self::seal_work`] made.
    ///
    /// # Errors
    /// `WrongKey` (another site's, another purpose, damaged), or that it is nothing sealed.
    pub fn open_work(
        &self,
        purpose: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, AccessError> {
        sealed::open(&*self.derive(WORK)?, purpose, sealed)
    }

    /// What a wrap holds: data secret, then sealing private key. `bytes` has room for it, so that no
    /// growing leaves a copy.
    pub(crate) fn write_to(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(self.data.as_slice());
        bytes.extend_from_slice(self.private.as_slice());
    }

    /// Reads what [`Self::write_to`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, AccessError> {
        let (data, private) = bytes.split_at_checked(32).ok_or(AccessError::Unreadable)?;
        let data = Key::copied(data).ok_or(AccessError::Unreadable)?;
        let private = Key::copied(private).ok_or(AccessError::Unreadable)?;
        Self::from_parts(data, private)
    }

    fn from_parts(data: Key, private: Key) -> Result<Self, AccessError> {
        let public = public_of(&private)?;
        stack::wipe();
        Ok(Self {
            records: subkey::derive(SALT, data.as_slice(), "records/v1")?,
            notes: subkey::derive(SALT, data.as_slice(), "notes/v1")?,
            data,
            private,
            public,
        })
    }
}

fn public_of(private: &Key) -> Result<[u8; 32], AccessError> {
    let pair = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(private.as_slice())
        .map_err(|_| AccessError::Unreadable)?;
    let mut public = [0; 32];
    X25519HkdfSha256::sk_to_pk(&pair).write_exact(&mut public);
    Ok(public)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_from_each_other_and_survive_their_bytes() {
        let keys = ClinicalKeys::generate().unwrap();
        let mut bytes = Vec::new();
        keys.write_to(&mut bytes);
        assert_eq!(bytes.len(), ClinicalKeys::LEN);
        let again = ClinicalKeys::from_bytes(&bytes).unwrap();
        assert_eq!(keys.records_key(), again.records_key());
        assert_eq!(keys.notes_key(), again.notes_key());
        assert_eq!(keys.sealing_private(), again.sealing_private());
        assert_eq!(keys.sealing_public(), again.sealing_public());
        assert_ne!(keys.records_key(), keys.notes_key());
        assert_ne!(keys.records_key(), &*keys.data);
        assert_ne!(
            keys.records_key(),
            ClinicalKeys::generate().unwrap().records_key()
        );
        assert!(ClinicalKeys::from_bytes(&[0; 63]).is_err());
        assert!(ClinicalKeys::from_bytes(&[0; 65]).is_err());
    }
}

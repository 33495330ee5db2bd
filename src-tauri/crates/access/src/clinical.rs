use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, Serializable as _};
use zeroize::Zeroizing;

use crate::{AccessError, random, subkey};

const SALT: &[u8] = b"clins-viewer/clinical";

/// The opened keys of clinical scope: a random data secret and the private half of the sealing pair.
///
/// Wiped when dropped; neither printable nor clonable. Made by [`Self::generate`] or by opening a
/// wrap, and by nothing else.
pub struct ClinicalKeys {
    data: Zeroizing<[u8; 32]>,
    private: Zeroizing<[u8; 32]>,
    public: [u8; 32],
    records: Zeroizing<[u8; 32]>,
    notes: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for ClinicalKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClinicalKeys(..)")
    }
}

impl ClinicalKeys {
    /// New keys, for the first run of a site.
    ///
    /// # Errors
    /// `Random`.
    pub fn generate() -> Result<Self, AccessError> {
        let data = random::bytes::<32>()?;
        let (private, _) = X25519HkdfSha256::derive_keypair(random::bytes::<32>()?.as_slice());
        let mut private_bytes = Zeroizing::new([0; 32]);
        private.write_exact(private_bytes.as_mut_slice());
        Self::from_parts(data, private_bytes)
    }

    /// Raw key of the `records` store.
    #[must_use]
    pub fn records_key(&self) -> Zeroizing<[u8; 32]> {
        self.records.clone()
    }

    /// Raw key of the `notes` store.
    #[must_use]
    pub fn notes_key(&self) -> Zeroizing<[u8; 32]> {
        self.notes.clone()
    }

    /// Private key that opens the inbox: 32 bytes of DHKEM(X25519, HKDF-SHA256), RFC 9180.
    #[must_use]
    pub fn sealing_private(&self) -> Zeroizing<[u8; 32]> {
        self.private.clone()
    }

    /// Public key that seals into the inbox. Not secret.
    #[must_use]
    pub const fn sealing_public(&self) -> [u8; 32] {
        self.public
    }

    /// What a wrap holds: data secret, then sealing private key.
    pub(crate) fn to_bytes(&self) -> Zeroizing<[u8; 64]> {
        let mut bytes = Zeroizing::new([0; 64]);
        let (data, private) = bytes.split_at_mut(32);
        data.copy_from_slice(self.data.as_slice());
        private.copy_from_slice(self.private.as_slice());
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, AccessError> {
        let (data, private) = bytes.split_at_checked(32).ok_or(AccessError::Unreadable)?;
        let data = data.try_into().map_err(|_| AccessError::Unreadable)?;
        let private = private.try_into().map_err(|_| AccessError::Unreadable)?;
        Self::from_parts(Zeroizing::new(data), Zeroizing::new(private))
    }

    fn from_parts(
        data: Zeroizing<[u8; 32]>,
        private: Zeroizing<[u8; 32]>,
    ) -> Result<Self, AccessError> {
        let pair = <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(private.as_slice())
            .map_err(|_| AccessError::Unreadable)?;
        let mut public = [0; 32];
        X25519HkdfSha256::sk_to_pk(&pair).write_exact(&mut public);
        Ok(Self {
            records: subkey::derive(SALT, data.as_slice(), "records/v1")?,
            notes: subkey::derive(SALT, data.as_slice(), "notes/v1")?,
            data,
            private,
            public,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_from_each_other_and_survive_their_bytes() {
        let keys = ClinicalKeys::generate().unwrap();
        let again = ClinicalKeys::from_bytes(keys.to_bytes().as_slice()).unwrap();
        assert_eq!(keys.records_key(), again.records_key());
        assert_eq!(keys.notes_key(), again.notes_key());
        assert_eq!(keys.sealing_private(), again.sealing_private());
        assert_eq!(keys.sealing_public(), again.sealing_public());
        assert_ne!(keys.records_key(), keys.notes_key());
        assert_ne!(keys.records_key(), keys.data);
        assert_ne!(
            keys.records_key(),
            ClinicalKeys::generate().unwrap().records_key()
        );
        assert!(ClinicalKeys::from_bytes(&[0; 63]).is_err());
        assert!(ClinicalKeys::from_bytes(&[0; 65]).is_err());
    }
}

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::{AccessError, SecretError, SecretStore, random, sealed, subkey};

const SALT: &[u8] = b"clins-viewer/machine";

/// The secret of one profile on one PC, and the keys of machine scope made from it. Opens the desk
/// and audit stores and the client certificate; never a clinical byte.
pub struct MachineSecret {
    desk: Zeroizing<[u8; 32]>,
    audit: Zeroizing<[u8; 32]>,
    certificate: Zeroizing<[u8; 32]>,
    pepper: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for MachineSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MachineSecret(..)")
    }
}

impl MachineSecret {
    /// Makes the secret of a new profile. The caller has made sure that no store of the profile
    /// exists yet.
    ///
    /// # Errors
    /// `MachineSecretExists` when one is there, `Secret` when the place cannot tell or does not give
    /// back what it was given: nothing is ever replaced.
    pub fn create(store: &dyn SecretStore, profile_id: &str) -> Result<Self, AccessError> {
        let name = entry_name(profile_id);
        if store.get(&name)?.is_some() {
            return Err(AccessError::MachineSecretExists);
        }
        let secret = random::bytes::<32>()?;
        store.set(&name, secret.as_slice())?;
        let kept = store.get(&name)?.ok_or(SecretError::Failed)?;
        if !bool::from(kept.as_slice().ct_eq(secret.as_slice())) {
            return Err(SecretError::Failed.into());
        }
        Self::from_secret(&secret)
    }

    /// Opens the secret of an existing profile.
    ///
    /// # Errors
    /// `MachineSecretMissing` when the place works and holds none; `Secret` with `Locked`,
    /// `Unavailable`, `Foreign` (an entry that is not 32 bytes) and the like. Makes nothing.
    pub fn open(store: &dyn SecretStore, profile_id: &str) -> Result<Self, AccessError> {
        let kept = store
            .get(&entry_name(profile_id))?
            .ok_or(AccessError::MachineSecretMissing)?;
        let secret = kept
            .as_slice()
            .try_into()
            .map_err(|_| SecretError::Foreign)?;
        Self::from_secret(secret)
    }

    /// Derives every key at once: afterwards nothing can fail and the secret itself is not kept.
    fn from_secret(secret: &[u8; 32]) -> Result<Self, AccessError> {
        Ok(Self {
            desk: subkey::derive(SALT, secret, "desk/v1")?,
            audit: subkey::derive(SALT, secret, "audit/v1")?,
            certificate: subkey::derive(SALT, secret, "certificate/v1")?,
            pepper: subkey::derive(SALT, secret, "wrap-pepper/v1")?,
        })
    }

    /// Raw key of the `desk` store.
    #[must_use]
    pub fn desk_key(&self) -> Zeroizing<[u8; 32]> {
        self.desk.clone()
    }

    /// Raw key of the `audit` store.
    #[must_use]
    pub fn audit_key(&self) -> Zeroizing<[u8; 32]> {
        self.audit.clone()
    }

    /// Key of the client certificate file.
    #[must_use]
    pub fn certificate_key(&self) -> Zeroizing<[u8; 32]> {
        self.certificate.clone()
    }

    /// Seals a file of machine scope, as the client certificate with its key. `purpose` names what
    /// it is; the file opens only under the same purpose.
    ///
    /// # Errors
    /// `Random` when the system gives no nonce.
    pub fn seal_file(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, AccessError> {
        sealed::seal(&self.certificate, purpose, plain)
    }

    /// Opens what [`Self::seal_file`] made.
    ///
    /// # Errors
    /// `NotSealed`, `Truncated`, `TooNew`, or `WrongKey` (another PC's, another purpose, damaged).
    pub fn open_file(
        &self,
        purpose: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, AccessError> {
        sealed::open(&self.certificate, purpose, sealed)
    }

    /// Mixed into each password wrap, so that a copied wrap cannot be tried on another PC.
    pub(crate) fn pepper(&self) -> &[u8; 32] {
        &self.pepper
    }
}

fn entry_name(profile_id: &str) -> String {
    format!("machine-{profile_id}")
}

use zeroize::Zeroizing;

use crate::key::Key;
use crate::{AccessError, KeyCheck, KeyringFault, SecretError, SecretStore, sealed, subkey};

const SALT: &[u8] = b"clins-viewer/machine";

/// The secret of one profile on one PC, and the keys of machine scope made from it. Opens the desk
/// and audit stores and the client certificate; never a clinical byte.
///
/// Wiped when dropped; neither printable nor clonable.
pub struct MachineSecret {
    secret: Key,
    desk: Key,
    audit: Key,
    audit_seed: Key,
    certificate: Key,
    pepper: Key,
    factor: Key,
    check: KeyCheck,
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
        let machine = Self::from_secret(Key::random()?)?;
        machine.put(store, &name)?;
        Ok(machine)
    }

    /// Opens the secret of an existing profile whose [`KeyCheck`] is not known.
    ///
    /// # Errors
    /// `MachineSecretMissing` when the place works and holds none; `Secret` with `Locked`,
    /// `Unavailable`, `Foreign` (an entry that is not 32 bytes) and the like. Makes nothing.
    pub fn open(store: &dyn SecretStore, profile_id: &str) -> Result<Self, AccessError> {
        Ok(Self::open_known(store, profile_id, None)?)
    }

    /// Opens the secret of an existing profile. `known` is what [`Self::check`] gave when the profile
    /// was made; without it a secret that was exchanged is found only when no store opens.
    ///
    /// # Errors
    /// The state the place is in. Makes, replaces and deletes nothing.
    pub fn open_known(
        store: &dyn SecretStore,
        profile_id: &str,
        known: Option<&KeyCheck>,
    ) -> Result<Self, KeyringFault> {
        let machine = Self::kept(store, &entry_name(profile_id))?.ok_or(KeyringFault::Absent)?;
        match known {
            Some(check) if *check != machine.check => Err(KeyringFault::Changed),
            _ => Ok(machine),
        }
    }

    /// Puts a recovered secret into a place that holds none under this name (another PC, or a keyring
    /// that lost it). Done already is done.
    ///
    /// # Errors
    /// `Changed` or `Foreign` when something else lies there: it is left, and the secret needs
    /// another name; else the state the place is in.
    pub fn adopt(&self, store: &dyn SecretStore, profile_id: &str) -> Result<(), KeyringFault> {
        let name = entry_name(profile_id);
        match Self::kept(store, &name)? {
            Some(kept) if self.secret.is(kept.secret.as_slice()) => Ok(()),
            Some(_) => Err(KeyringFault::Changed),
            None => Ok(self.put(store, &name)?),
        }
    }

    /// Takes this secret out of its place for ever, as when a PC is retired, and makes sure that it
    /// is gone. From then on only the printed recovery key opens anything of the profile. Gone
    /// already is done.
    ///
    /// # Errors
    /// `Changed` or `Foreign` when something else lies there: it is left. `StillThere` when the place
    /// said yes and kept it; else the state the place is in.
    pub fn destroy(&self, store: &dyn SecretStore, profile_id: &str) -> Result<(), KeyringFault> {
        let name = entry_name(profile_id);
        match Self::kept(store, &name)? {
            None => return Ok(()),
            Some(kept) if self.secret.is(kept.secret.as_slice()) => store.delete(&name)?,
            Some(_) => return Err(KeyringFault::Changed),
        }
        match store.get(&name)? {
            None => Ok(()),
            Some(_) => Err(KeyringFault::StillThere),
        }
    }

    fn kept(store: &dyn SecretStore, name: &str) -> Result<Option<Self>, KeyringFault> {
        let Some(kept) = store.get(name)? else {
            return Ok(None);
        };
        let secret = Key::copied(&kept).ok_or(KeyringFault::Foreign)?;
        let machine = Self::from_secret(secret).map_err(|_| KeyringFault::Failed)?;
        Ok(Some(machine))
    }

    /// A place may say yes and keep nothing, so it is asked again.
    fn put(&self, store: &dyn SecretStore, name: &str) -> Result<(), SecretError> {
        store.set(name, self.secret.as_slice())?;
        match store.get(name)? {
            Some(kept) if self.secret.is(&kept) => Ok(()),
            _ => Err(SecretError::Failed),
        }
    }

    /// Derives every key at once: afterwards nothing can fail.
    pub(crate) fn from_secret(secret: Key) -> Result<Self, AccessError> {
        let derive = |label| subkey::derive(SALT, secret.as_slice(), label);
        Ok(Self {
            desk: derive("desk/v1")?,
            audit: derive("audit/v1")?,
            audit_seed: derive("audit-signing/v1")?,
            certificate: derive("certificate/v1")?,
            pepper: derive("wrap-pepper/v1")?,
            factor: derive("second-factor/v1")?,
            check: KeyCheck::of(&*derive("check/v1")?),
            secret,
        })
    }

    /// Raw key of the `desk` store.
    #[must_use]
    pub fn desk_key(&self) -> &[u8; 32] {
        &self.desk
    }

    /// Raw key of the `audit` store.
    #[must_use]
    pub fn audit_key(&self) -> &[u8; 32] {
        &self.audit
    }

    /// Seed of the key with which this PC signs the heads of its audit log.
    #[must_use]
    pub fn audit_signing_seed(&self) -> &[u8; 32] {
        &self.audit_seed
    }

    /// Key of the client certificate file.
    #[must_use]
    pub fn certificate_key(&self) -> &[u8; 32] {
        &self.certificate
    }

    /// What tells this secret from another without any store. Not secret.
    #[must_use]
    pub const fn check(&self) -> KeyCheck {
        self.check
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

    /// Seals what a second factor needs again as it was.
    pub(crate) fn factor_key(&self) -> &[u8; 32] {
        &self.factor
    }

    /// The secret itself, for the recovery file only.
    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }
}

fn entry_name(profile_id: &str) -> String {
    format!("machine-{profile_id}")
}

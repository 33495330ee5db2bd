use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account::folded;
use crate::accounts::check_format;
use crate::blob::Blob;
use crate::wrap::{PasswordWrap, RecoveryWrap};
use crate::{AccessError, ClinicalAccount, ClinicalKeys, MachineSecret, PasswordCost, RecoveryKey};

const FORMAT: u32 = 1;

/// The wraps of the clinical keys on one PC, and the public key that seals into the inbox. A value:
/// the caller keeps [`Self::to_bytes`]. Opens nothing by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wraps {
    format: u32,
    sealing_public: Blob,
    recovery: RecoveryWrap,
    accounts: BTreeMap<String, PasswordWrap>,
}

impl Wraps {
    /// The wraps of new clinical keys: the recovery wrap only.
    ///
    /// # Errors
    /// `Random`.
    pub fn new(keys: &ClinicalKeys, recovery: &RecoveryKey) -> Result<Self, AccessError> {
        Ok(Self {
            format: FORMAT,
            sealing_public: Blob(keys.sealing_public().to_vec()),
            recovery: RecoveryWrap::new(keys, recovery)?,
            accounts: BTreeMap::new(),
        })
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// `TooNew` when a newer version wrote it, `Unreadable` when it is none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AccessError> {
        check_format(bytes, FORMAT)?;
        let wraps: Self = serde_json::from_slice(bytes).map_err(|_| AccessError::Unreadable)?;
        wraps.sealing_public()?;
        Ok(wraps)
    }

    /// As JSON.
    ///
    /// # Errors
    /// `Unreadable` when it cannot be written as JSON.
    pub fn to_bytes(&self) -> Result<Vec<u8>, AccessError> {
        serde_json::to_vec(self).map_err(|_| AccessError::Unreadable)
    }

    /// Public key for sealing into the inbox (X25519, 32 bytes); needs no secret.
    ///
    /// # Errors
    /// `Unreadable` when it is not 32 bytes.
    pub fn sealing_public(&self) -> Result<[u8; 32], AccessError> {
        self.sealing_public
            .0
            .as_slice()
            .try_into()
            .map_err(|_| AccessError::Unreadable)
    }

    /// Adds or replaces the wrap of a clinical account. Slow (Argon2). `password` is the account's
    /// own, just set or just verified.
    ///
    /// # Errors
    /// `OtherClinicalKeys` when `keys` are not the ones already wrapped here.
    pub fn add(
        &mut self,
        account: ClinicalAccount<'_>,
        password: &str,
        keys: &ClinicalKeys,
        machine: &MachineSecret,
        cost: PasswordCost,
    ) -> Result<(), AccessError> {
        self.check_pair(keys)?;
        let wrap = PasswordWrap::new(keys, account, password, machine, cost)?;
        self.accounts.insert(account.name().to_owned(), wrap);
        Ok(())
    }

    /// Whether the account has a wrap on this PC.
    #[must_use]
    pub fn holds(&self, account: &str) -> bool {
        self.accounts.contains_key(&folded(account))
    }

    /// Takes an account's wrap away, as when the account no longer reads clinical content.
    pub fn remove(&mut self, account: &str) {
        self.accounts.remove(&folded(account));
    }

    /// Opens the clinical keys at a clinical sign-in. Slow (Argon2).
    ///
    /// # Errors
    /// `NoWrap`; `WrongKey` for another password or another PC.
    pub fn open(
        &self,
        account: ClinicalAccount<'_>,
        password: &str,
        machine: &MachineSecret,
    ) -> Result<ClinicalKeys, AccessError> {
        let wrap = self
            .accounts
            .get(account.name())
            .ok_or(AccessError::NoWrap)?;
        let keys = wrap.open(account, password, machine)?;
        self.check_pair(&keys)?;
        Ok(keys)
    }

    /// Opens the clinical keys with the printed recovery key; needs neither account nor this PC.
    ///
    /// # Errors
    /// `WrongKey` when it is the recovery key of another site.
    pub fn open_with_recovery(&self, recovery: &RecoveryKey) -> Result<ClinicalKeys, AccessError> {
        let keys = self.recovery.open(recovery)?;
        self.check_pair(&keys)?;
        Ok(keys)
    }

    /// An exchanged public key would let somebody else read the inbox, so it is checked whenever the
    /// private half is at hand.
    fn check_pair(&self, keys: &ClinicalKeys) -> Result<(), AccessError> {
        if self.sealing_public()? != keys.sealing_public() {
            return Err(AccessError::OtherClinicalKeys);
        }
        Ok(())
    }
}

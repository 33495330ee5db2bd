use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::blob::Blob;
use crate::key::Key;
use crate::sealed_secret::Meant;
use crate::{
    AccessError, ClinicalAccount, ClinicalKeys, MachineSecret, PasswordCost, RecoveryKey, random,
    sealed, subkey,
};

const RECOVERY: &str = "wrap/recovery";

/// The clinical keys under one clinical user's password and this PC's machine secret: neither alone
/// opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordWrap {
    cost: PasswordCost,
    salt: Blob,
    sealed: Blob,
}

impl PasswordWrap {
    pub(crate) fn new(
        keys: &ClinicalKeys,
        account: ClinicalAccount<'_>,
        password: &str,
        machine: &MachineSecret,
        cost: PasswordCost,
    ) -> Result<Self, AccessError> {
        let salt = random::bytes::<16>()?;
        let key = password_key(
            &Meant::of(account.kind(), password),
            salt.as_slice(),
            machine,
            cost,
        )?;
        let sealed = sealed::seal(&key, &purpose(account), &plain(keys))?;
        Ok(Self {
            cost,
            salt: Blob(salt.to_vec()),
            sealed: Blob(sealed),
        })
    }

    pub(crate) fn open(
        &self,
        account: ClinicalAccount<'_>,
        password: &str,
        machine: &MachineSecret,
    ) -> Result<ClinicalKeys, AccessError> {
        let key = password_key(
            &Meant::of(account.kind(), password),
            &self.salt.0,
            machine,
            self.cost,
        )?;
        ClinicalKeys::from_bytes(&sealed::open(&key, &purpose(account), &self.sealed.0)?)
    }
}

/// The clinical keys under the printed recovery key alone, so that it opens on another PC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecoveryWrap {
    salt: Blob,
    sealed: Blob,
}

impl RecoveryWrap {
    pub(crate) fn new(keys: &ClinicalKeys, recovery: &RecoveryKey) -> Result<Self, AccessError> {
        let salt = random::bytes::<16>()?;
        let key = recovery_key(recovery, salt.as_slice())?;
        let sealed = sealed::seal(&key, RECOVERY, &plain(keys))?;
        Ok(Self {
            salt: Blob(salt.to_vec()),
            sealed: Blob(sealed),
        })
    }

    pub(crate) fn open(&self, recovery: &RecoveryKey) -> Result<ClinicalKeys, AccessError> {
        let key = recovery_key(recovery, &self.salt.0)?;
        ClinicalKeys::from_bytes(&sealed::open(&key, RECOVERY, &self.sealed.0)?)
    }
}

fn plain(keys: &ClinicalKeys) -> Zeroizing<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(ClinicalKeys::LEN));
    keys.write_to(&mut plain);
    plain
}

/// Bound to its account, so that a wrap moved under another name does not open.
fn purpose(account: ClinicalAccount<'_>) -> String {
    format!("wrap/password/{}", account.name())
}

fn password_key(
    password: &str,
    salt: &[u8],
    machine: &MachineSecret,
    cost: PasswordCost,
) -> Result<Key, AccessError> {
    let hash = cost.hash(password, salt)?;
    subkey::derive(machine.pepper(), hash.as_slice(), "wrap/password/v1")
}

/// No Argon2 here: 160 random bits need no stretching.
fn recovery_key(recovery: &RecoveryKey, salt: &[u8]) -> Result<Key, AccessError> {
    subkey::derive(salt, recovery.secret(), "wrap/recovery/v1")
}

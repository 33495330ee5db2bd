use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use crate::blob::Blob;
use crate::{AccessError, PasswordCost, random};

/// Proof of a password: Argon2id with its own salt and cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordHash {
    cost: PasswordCost,
    salt: Blob,
    hash: Blob,
}

impl PasswordHash {
    pub(crate) fn new(password: &str, cost: PasswordCost) -> Result<Self, AccessError> {
        let salt = random::bytes::<16>()?;
        let hash = cost.hash(password, salt.as_slice())?;
        Ok(Self {
            cost,
            salt: Blob(salt.to_vec()),
            hash: Blob(hash.to_vec()),
        })
    }

    /// A hash that no password fits, to spend the same time on.
    pub(crate) fn of_nothing(cost: PasswordCost) -> Result<Self, AccessError> {
        let salt = random::bytes::<16>()?;
        let hash = random::bytes::<32>()?;
        Ok(Self {
            cost,
            salt: Blob(salt.to_vec()),
            hash: Blob(hash.to_vec()),
        })
    }

    pub(crate) fn fits(&self, password: &str) -> Result<bool, AccessError> {
        let hash = self.cost.hash(password, &self.salt.0)?;
        Ok(hash.as_slice().ct_eq(&self.hash.0).into())
    }

    pub(crate) fn salt(&self) -> &[u8] {
        &self.salt.0
    }
}

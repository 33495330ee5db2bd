use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use crate::blob::Blob;
use crate::{AccessError, PasswordCost, password_rule, random};

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

    /// Whether it is this password. Longer ones than can be set are not worked through, and are
    /// answered after the same time.
    pub(crate) fn fits(&self, password: &str) -> Result<bool, AccessError> {
        let possible = password.len() <= password_rule::MOST_BYTES;
        let looked_at = if possible { password } else { "" };
        let hash = self.cost.hash(looked_at, &self.salt.0)?;
        Ok(possible && bool::from(hash.as_slice().ct_eq(&self.hash.0)))
    }

    pub(crate) fn salt(&self) -> &[u8] {
        &self.salt.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_can_be_set_never_fits_whatever_it_begins_with() {
        let cost = PasswordCost::explicit(64, 1, 1);
        let longest = "長".repeat(password_rule::MOST);
        let hash = PasswordHash::new(&longest, cost).unwrap();
        assert!(longest.len() <= password_rule::MOST_BYTES && hash.fits(&longest).unwrap());
        for longer in [10_000, 1_000_000] {
            assert!(!hash.fits(&"長".repeat(longer)).unwrap());
        }
        // Not even where the nothing that is hashed instead is the password.
        let empty = PasswordHash::new("", cost).unwrap();
        assert!(empty.fits("").unwrap() && !empty.fits(&"x".repeat(10_000)).unwrap());
    }
}

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::password_hash::PasswordHash;
use crate::{AccessError, PasswordCost, spoken_code};

/// Longest life of a code.
const LONGEST_HOURS: i64 = 24;

/// The code an administrator issues when a second factor is lost: one sign-in, a day at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactorCode {
    hash: PasswordHash,
    issued_at: Timestamp,
    until: Timestamp,
}

impl FactorCode {
    /// A new one for so many hours, 1 to 24, and as it is told to the person: shown once.
    pub(crate) fn new(
        hours: u32,
        cost: PasswordCost,
        now: Timestamp,
    ) -> Result<(Self, Zeroizing<String>), AccessError> {
        let hours = i64::from(hours).clamp(1, LONGEST_HOURS);
        let until = now
            .checked_add(SignedDuration::from_hours(hours))
            .map_err(|_| AccessError::Clock)?;
        let code = spoken_code::new()?;
        let hash = PasswordHash::new(&spoken_code::folded(&code), cost)?;
        let issued_at = now;
        let made = Self {
            hash,
            issued_at,
            until,
        };
        Ok((made, code))
    }

    /// Whether it is this code. Slow (Argon2).
    pub(crate) fn fits(&self, typed: &str) -> Result<bool, AccessError> {
        self.hash.fits(&spoken_code::folded(typed))
    }

    /// A clock that was set back behind the issue must not lengthen its life.
    pub(crate) fn usable(&self, now: Timestamp) -> bool {
        self.issued_at <= now && now < self.until
    }

    pub(crate) const fn until(&self) -> Timestamp {
        self.until
    }
}

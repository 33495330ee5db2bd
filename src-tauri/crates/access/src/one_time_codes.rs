use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::blob::Blob;
use crate::{AccessError, PasswordCost, random, spoken_code};

/// How many are printed at a time.
const COUNT: usize = 10;

/// Printed one-time codes (ワンタイムコード), as hashes: each works once, and all without a network.
/// One salt for the whole sheet, so that a try costs one hash however many are left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OneTimeCodes {
    cost: PasswordCost,
    salt: Blob,
    hashes: Vec<Blob>,
    /// When the sheet was made: of two the later one holds. One of before this was kept does not know,
    /// and counts as the earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made_at: Option<Timestamp>,
}

impl OneTimeCodes {
    /// A new sheet, and its codes as they are printed: shown once, stored nowhere.
    pub(crate) fn new(
        cost: PasswordCost,
        now: Timestamp,
    ) -> Result<(Self, Vec<Zeroizing<String>>), AccessError> {
        let salt = random::bytes::<16>()?;
        let (mut hashes, mut printed) = (Vec::new(), Vec::new());
        for _ in 0..COUNT {
            let code = spoken_code::new()?;
            let hash = cost.hash(&spoken_code::folded(&code), salt.as_slice())?;
            hashes.push(Blob(hash.to_vec()));
            printed.push(code);
        }
        let made = Self {
            cost,
            salt: Blob(salt.to_vec()),
            hashes,
            made_at: Some(now),
        };
        Ok((made, printed))
    }

    /// Another sheet in place of this one, and later than it also where the clock was set back: the one
    /// that was replaced must not come back as the later.
    pub(crate) fn renewed(
        &self,
        cost: PasswordCost,
        now: Timestamp,
    ) -> Result<(Self, Vec<Zeroizing<String>>), AccessError> {
        let moment = SignedDuration::from_nanos(1);
        let later = self.made_at.and_then(|at| at.checked_add(moment).ok());
        Self::new(cost, later.map_or(now, |later| later.max(now)))
    }

    /// Uses one up, if it is one of them. Slow (Argon2, once).
    pub(crate) fn take(&mut self, typed: &str) -> Result<bool, AccessError> {
        let hash = self.cost.hash(&spoken_code::folded(typed), &self.salt.0)?;
        let before = self.hashes.len();
        self.hashes.retain(|held| held.0 != hash.as_slice());
        Ok(self.hashes.len() < before)
    }

    pub(crate) fn left(&self) -> usize {
        self.hashes.len()
    }

    /// The later one of two sheets of one enrolment; of the same sheet, what was used up on neither
    /// side.
    pub(crate) fn as_known_in(&mut self, other: &Self) {
        if self.salt == other.salt {
            self.hashes.retain(|held| other.hashes.contains(held));
        } else if other.made_at > self.made_at {
            *self = other.clone();
        }
    }
}

use serde::{Deserialize, Serialize};

use crate::AccessError;
use crate::password_hash::PasswordHash;

/// With the one in use these are five that may not be used again.
const KEPT: usize = 4;

/// The passwords an account had before, newest first, as hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FormerPasswords(Vec<PasswordHash>);

impl FormerPasswords {
    /// Whether it is one of them. Slow (Argon2 for each).
    pub(crate) fn hold(&self, password: &str) -> Result<bool, AccessError> {
        for former in &self.0 {
            if former.fits(password)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The one in use becomes a former one.
    pub(crate) fn add(&mut self, password: PasswordHash) {
        self.0.insert(0, password);
        self.0.truncate(KEPT);
    }
}

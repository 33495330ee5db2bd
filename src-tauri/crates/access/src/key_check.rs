use serde::{Deserialize, Serialize};

use crate::AccessError;
use crate::blob::Blob;

/// A one-way image of a machine secret (照合値), kept where anybody may read it. It tells a secret
/// that was exchanged from a store that is damaged, and gives nothing away: the secret is 256 random
/// bits. In JSON it is 16 bytes in base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Blob", into = "Blob")]
pub struct KeyCheck([u8; 16]);

impl KeyCheck {
    /// Of 32 bytes that were derived for this and nothing else.
    pub(crate) fn of(derived: &[u8; 32]) -> Self {
        let mut check = [0; 16];
        for (to, from) in check.iter_mut().zip(derived) {
            *to = *from;
        }
        Self(check)
    }
}

impl TryFrom<Blob> for KeyCheck {
    type Error = AccessError;

    fn try_from(blob: Blob) -> Result<Self, AccessError> {
        let bytes = blob.0.try_into().map_err(|_| AccessError::Unreadable)?;
        Ok(Self(bytes))
    }
}

impl From<KeyCheck> for Blob {
    fn from(check: KeyCheck) -> Self {
        Self(check.0.to_vec())
    }
}

use crate::{AccessError, SecretError};

/// In which state the place of the machine secret is when it does not serve (鍵の保管場所の状態). Each
/// asks for something else of the person at the PC; none of them is answered by making a new key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringFault {
    /// No keyring service is running on this system.
    #[error("no keyring service")]
    NoService,
    /// The keyring is there but locked, and nobody unlocked it.
    #[error("the keyring is locked")]
    Locked,
    /// The place works and holds no secret of this profile: another user, another PC, or removed.
    /// The recovery key helps.
    #[error("there is no entry of this profile")]
    Absent,
    /// What lies under the name was not written by us: wrong size, several entries, a folder.
    #[error("the entry is not ours")]
    Foreign,
    /// The entry is a secret, but not the one this profile was made with. The stores are not damaged.
    #[error("the entry is another secret than this profile's")]
    Changed,
    /// Others than the owner may read the secret's file.
    #[error("the secret file is open to others (mode {mode:o})")]
    OpenToOthers {
        /// Its permission bits.
        mode: u32,
    },
    /// The secret's file cannot be read or written.
    #[error("secret file: {0}")]
    File(std::io::ErrorKind),
    /// The entry was to be destroyed and is still there.
    #[error("the entry is still there")]
    StillThere,
    /// The keyring failed, or did not give back what it was given.
    #[error("the keyring failed")]
    Failed,
}

impl From<SecretError> for KeyringFault {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Unavailable => Self::NoService,
            SecretError::Locked => Self::Locked,
            SecretError::Foreign => Self::Foreign,
            SecretError::OpenToOthers { mode } => Self::OpenToOthers { mode },
            SecretError::Io(kind) => Self::File(kind),
            SecretError::Name | SecretError::Failed => Self::Failed,
        }
    }
}

impl From<KeyringFault> for AccessError {
    fn from(fault: KeyringFault) -> Self {
        let secret = match fault {
            KeyringFault::Absent => return Self::MachineSecretMissing,
            KeyringFault::Changed => return Self::WrongKey,
            KeyringFault::NoService => SecretError::Unavailable,
            KeyringFault::Locked => SecretError::Locked,
            KeyringFault::Foreign => SecretError::Foreign,
            KeyringFault::OpenToOthers { mode } => SecretError::OpenToOthers { mode },
            KeyringFault::File(kind) => SecretError::Io(kind),
            KeyringFault::StillThere | KeyringFault::Failed => SecretError::Failed,
        };
        Self::Secret(secret)
    }
}

use keyring::v1::{Entry, Error};
use zeroize::Zeroizing;

use crate::secret_store::check_name;
use crate::{SecretError, SecretStore};

/// The keyring of the operating system: Secret Service, Windows Credential Manager or Keychain.
///
/// The connection is made once per process, so a keyring service that starts later is found only by
/// a new process. A locked keyring may ask the person on the screen, and the call waits for that; so
/// it does for a message bus that never answers. There is no time limit here: set one outside.
#[derive(Clone, Debug)]
pub struct OsKeyring {
    service: String,
}

impl OsKeyring {
    /// The keyring entries of this program.
    #[must_use]
    pub fn new() -> Self {
        Self {
            service: "clins-viewer".to_owned(),
        }
    }

    fn entry(&self, name: &str) -> Result<Entry, SecretError> {
        check_name(name)?;
        Entry::new(&self.service, name).map_err(secret_error)
    }
}

impl Default for OsKeyring {
    fn default() -> Self {
        Self::new()
    }
}

impl SecretStore for OsKeyring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError> {
        match self.entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(other) => Err(secret_error(other)),
        }
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError> {
        self.entry(name)?.set_secret(secret).map_err(secret_error)
    }

    fn delete(&self, name: &str) -> Result<(), SecretError> {
        match self.entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(other) => Err(secret_error(other)),
        }
    }
}

/// The library's words for a failure may hold the secret's raw bytes, so only the kind goes on.
fn secret_error(error: Error) -> SecretError {
    match error {
        Error::NoDefaultStore | Error::NotSupportedByStore(_) => SecretError::Unavailable,
        Error::NoStorageAccess(_) => SecretError::Locked,
        Error::BadEncoding(bytes) | Error::BadDataFormat(bytes, _) => {
            drop(Zeroizing::new(bytes));
            SecretError::Foreign
        }
        Error::Ambiguous(_) | Error::BadStoreFormat(_) => SecretError::Foreign,
        _ => SecretError::Failed,
    }
}

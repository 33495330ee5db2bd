use zeroize::Zeroizing;

/// A place that keeps small secrets by name. Blocking.
pub trait SecretStore {
    /// The secret of that name; `None` when the place works and holds none.
    ///
    /// # Errors
    /// Why the place cannot tell.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, SecretError>;

    /// Keeps `secret` under that name, in place of what was there.
    ///
    /// # Errors
    /// Why it was not kept.
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), SecretError>;

    /// Takes the secret of that name away for ever; none there is fine. A place that was not taught
    /// to do so fails.
    ///
    /// # Errors
    /// Why it may still be there.
    fn delete(&self, name: &str) -> Result<(), SecretError> {
        check_name(name)?;
        Err(SecretError::Failed)
    }
}

/// Why a place of secrets does not serve. "Not there" is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// There is no such place on this system: no keyring service is running.
    #[error("no keyring service")]
    Unavailable,
    /// The keyring is there but locked, and nobody unlocked it.
    #[error("the keyring is locked")]
    Locked,
    /// Something lies under the name that we did not put there (wrong size, several, not a file).
    #[error("the entry is not ours")]
    Foreign,
    /// Others than the owner may read the file.
    #[error("the secret file is open to others (mode {mode:o})")]
    OpenToOthers {
        /// Its permission bits.
        mode: u32,
    },
    /// Names are letters, digits and `-`.
    #[error("the name of the secret has characters it may not have")]
    Name,
    /// Reading or writing the file failed.
    #[error("secret file: {0}")]
    Io(std::io::ErrorKind),
    /// The keyring answered with a failure of its own.
    #[error("the keyring failed")]
    Failed,
}

/// Names reach file systems and key stores, so they stay plain.
pub(crate) fn check_name(name: &str) -> Result<(), SecretError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.is_empty() || name.len() > 100 || !name.chars().all(plain) {
        return Err(SecretError::Name);
    }
    Ok(())
}

use zeroize::Zeroizing;

use crate::key::Key;
use crate::{AccessError, MachineSecret, RecoveryKey, RecoveryKeyError, sealed, subkey};

const SALT: &[u8] = b"clins-viewer/site";
const PURPOSE: &str = "site-key/v1";

/// What the PCs of a site share (施設の鍵): it opens the site file. Typed once on each PC, from the
/// screen of the PC that makes the file; it opens no store and no clinical byte.
pub struct SiteKey(RecoveryKey);

impl std::fmt::Debug for SiteKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SiteKey(..)")
    }
}

impl SiteKey {
    /// The key of the site whose file is made on this PC; the same for ever.
    ///
    /// # Errors
    /// `KeyDerivation`.
    pub fn of(machine: &MachineSecret) -> Result<Self, AccessError> {
        let digits = subkey::derive(SALT, machine.secret(), "site-key/v1")?;
        Ok(Self(RecoveryKey::of_digits(&digits)))
    }

    /// For the screen: eight groups of five characters.
    #[must_use]
    pub fn to_printable(&self) -> Zeroizing<String> {
        self.0.to_printable()
    }

    /// Reads what a person typed.
    ///
    /// # Errors
    /// What is wrong, by the group it is in where the check characters tell.
    pub fn parse(typed: &str) -> Result<Self, RecoveryKeyError> {
        RecoveryKey::parse(typed).map(Self)
    }

    /// As this PC keeps it: under the machine secret.
    ///
    /// # Errors
    /// `Random`.
    pub fn seal(&self, machine: &MachineSecret) -> Result<Vec<u8>, AccessError> {
        machine.seal_file(PURPOSE, self.to_printable().as_bytes())
    }

    /// Opens what [`Self::seal`] made.
    ///
    /// # Errors
    /// `WrongKey` on another PC, `Unreadable` when it is no site key.
    pub fn open(sealed: &[u8], machine: &MachineSecret) -> Result<Self, AccessError> {
        let plain = machine.open_file(PURPOSE, sealed)?;
        let text = std::str::from_utf8(&plain).map_err(|_| AccessError::Unreadable)?;
        Self::parse(text).map_err(|_| AccessError::Unreadable)
    }

    /// Seals what one PC of the site tells the others. `purpose` names what it is; it opens only under
    /// the same.
    ///
    /// # Errors
    /// `Random`.
    pub fn seal_note(&self, purpose: &str, plain: &[u8]) -> Result<Vec<u8>, AccessError> {
        sealed::seal(&*self.derive("note/v1")?, purpose, plain)
    }

    /// Opens what [`Self::seal_note`] made on any PC of the site.
    ///
    /// # Errors
    /// `WrongKey` (another site's, another purpose, damaged), or that it is nothing sealed.
    pub fn open_note(
        &self,
        purpose: &str,
        bytes: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, AccessError> {
        sealed::open(&*self.derive("note/v1")?, purpose, bytes)
    }

    pub(crate) fn derive(&self, label: &str) -> Result<Key, AccessError> {
        subkey::derive(SALT, self.0.secret(), label)
    }

    pub(crate) fn seal_content(&self, plain: &[u8]) -> Result<Vec<u8>, AccessError> {
        sealed::seal(&*self.derive("content/v1")?, "site-file", plain)
    }

    pub(crate) fn open_content(&self, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, AccessError> {
        sealed::open(&*self.derive("content/v1")?, "site-file", bytes)
    }
}

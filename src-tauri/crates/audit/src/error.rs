use thiserror::Error;
use vault::StoreError;

/// Why the log could not be written or read. Whoever gets it shows nothing that had to be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AuditError {
    /// The store failed: disk full, I/O, damage.
    #[error("the audit store failed: {0}")]
    Store(#[from] StoreError),
    /// The entry could not be turned into text.
    #[error("the audit entry cannot be written as text")]
    Entry,
    /// The signing of a head failed.
    #[error("a head of the audit log cannot be signed")]
    Signature,
    /// Rows that are not there, or the newest one, are to be closed off.
    #[error("these rows of the audit log cannot be closed off")]
    NotDue,
    /// A kept entry cannot be read.
    #[error("audit entry {number} cannot be read")]
    Unreadable {
        /// Its number.
        number: u64,
    },
}

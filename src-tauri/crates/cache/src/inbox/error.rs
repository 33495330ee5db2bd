use std::io::ErrorKind;

use thiserror::Error;

/// Why nothing could be sealed, or the folder not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InboxError {
    /// No space left; no part of the file was kept.
    #[error("the disk is full")]
    Full,
    /// The file system refuses.
    #[error("the inbox cannot be read or written: {0}")]
    Io(ErrorKind),
    /// The key is not an X25519 key.
    #[error("the sealing key cannot be used")]
    Key,
    /// The system gives no random numbers.
    #[error("no random numbers")]
    Random,
    /// The answer could not be packed.
    #[error("the answer cannot be packed")]
    Pack,
}

impl From<std::io::Error> for InboxError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Io(kind),
        }
    }
}

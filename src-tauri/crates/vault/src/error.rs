use std::io::ErrorKind;

use rusqlite::ErrorCode;
use thiserror::Error;

/// SQLite's code for a file that cannot be opened.
const CANNOT_OPEN: i32 = 14;
/// SQLite's code for a refusal of the file system.
const IO: i32 = 10;
/// SQLite's code when the file has no permission for us.
const PERMISSION: i32 = 3;
/// SQLite's code for a file that can only be read.
const READ_ONLY: i32 = 8;
/// SQLite's extended code when the index of a log cannot grow: what is missing is room.
const SHARED_MEMORY_SIZE: i32 = IO | (19 << 8);

/// Why a store does not open or cannot be made. In every case the files are as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum OpenError {
    /// There is no file.
    #[error("the store file is missing")]
    Missing,
    /// Asked to make a store where a file is already.
    #[error("a file is already there")]
    Exists,
    /// Does not begin as files under this key do: made with another key, or no store at all, or its
    /// first 16 bytes are damaged. Without the right key the three look alike.
    #[error("the store was made with another key")]
    WrongKey,
    /// An unencrypted SQLite database lies under our name.
    #[error("the file is an unencrypted database")]
    PlainSqlite,
    /// Not a store of this kind.
    #[error("the file is not a store of this kind")]
    NotAStore,
    /// Written by a newer program.
    #[error("the store has schema {found}, newer than this program knows")]
    TooNew {
        /// Its schema version.
        found: i32,
    },
    /// The key fits but the file cannot be read.
    #[error("the store is damaged")]
    Damaged,
    /// The file system refuses. `Other` where SQLite does not say more.
    #[error("the store file cannot be reached: {0}")]
    Io(ErrorKind),
}

/// Why reading or writing an open store failed. Carries codes only, never a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// No space left; nothing of the step was kept.
    #[error("the disk is full")]
    Full,
    /// The file system refuses (SQLite's extended code; 10 when it was not SQLite that asked).
    #[error("the store file cannot be read or written (code {0})")]
    Io(i32),
    /// A page fails its checksum, or what it holds makes no sense.
    #[error("the store is damaged")]
    Damaged,
    /// Another program holds the store.
    #[error("the store is in use by another program")]
    Busy,
    /// A long step was told to stop; nothing of it is left.
    #[error("stopped when told to")]
    Stopped,
    /// A file lies where one was to be made, and must not be replaced.
    #[error("a file is in the way")]
    Occupied,
    /// A statement failed: a fault of this program (SQLite's extended code; 0 when not SQLite's).
    #[error("a statement failed (code {0})")]
    Statement(i32),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error;
        match error {
            Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => Self::Full,
                _ if failure.extended_code == SHARED_MEMORY_SIZE => Self::Full,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Damaged,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
                ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::CannotOpen => Self::Io(failure.extended_code),
                _ => Self::Statement(failure.extended_code),
            },
            // A column that is not what our schema says.
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
            | Error::QueryReturnedNoRows => Self::Damaged,
            _ => Self::Statement(0),
        }
    }
}

impl From<OpenError> for StoreError {
    /// Why a further connection to a store that was open cannot be had.
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Exists => Self::Occupied,
            OpenError::Missing => Self::Io(CANNOT_OPEN),
            OpenError::Io(kind) => kind.into(),
            OpenError::WrongKey
            | OpenError::PlainSqlite
            | OpenError::NotAStore
            | OpenError::TooNew { .. }
            | OpenError::Damaged => Self::Damaged,
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        error.kind().into()
    }
}

impl From<ErrorKind> for StoreError {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::ResourceBusy => Self::Busy,
            _ => Self::Io(IO),
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Damaged => Self::Damaged,
            StoreError::Full => Self::Io(ErrorKind::StorageFull),
            StoreError::Busy => Self::Io(ErrorKind::ResourceBusy),
            StoreError::Io(code) => Self::Io(kind_of(code)),
            StoreError::Stopped | StoreError::Occupied | StoreError::Statement(_) => {
                Self::Io(ErrorKind::Other)
            }
        }
    }
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            kind => Self::Io(kind),
        }
    }
}

/// What SQLite's code says about the reason. "Cannot open" may be anything: too many files, no
/// room for a name, a folder without permission.
const fn kind_of(code: i32) -> ErrorKind {
    match code & 0xff {
        PERMISSION => ErrorKind::PermissionDenied,
        READ_ONLY => ErrorKind::ReadOnlyFilesystem,
        _ => ErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_only_told_when_it_is_known() {
        let opening = |code: i32| {
            let failure = rusqlite::ffi::Error::new(code);
            OpenError::from(rusqlite::Error::SqliteFailure(failure, None))
        };
        assert_eq!(opening(13), OpenError::Io(ErrorKind::StorageFull));
        assert_eq!(opening(4874), OpenError::Io(ErrorKind::StorageFull));
        assert_eq!(opening(3), OpenError::Io(ErrorKind::PermissionDenied));
        assert_eq!(
            opening(8 | 5 << 8),
            OpenError::Io(ErrorKind::ReadOnlyFilesystem)
        );
        assert_eq!(opening(14), OpenError::Io(ErrorKind::Other));
        assert_eq!(opening(10 | 2 << 8), OpenError::Io(ErrorKind::Other));
        assert_eq!(opening(11), OpenError::Damaged);
    }
}

use cache::StoreError;
use cache::notes::NotesError;

use crate::error::{CommandError, ErrorCode};

/// The name of the store in errors.
pub(super) const STORE: &str = "notes";

/// A failure of the notes store as the screen is told.
pub(crate) fn notes_error(error: NotesError) -> CommandError {
    let code = match error {
        NotesError::Store(fault) => return store_error(fault),
        NotesError::ReadOnly => return store_error(StoreError::Damaged),
        NotesError::NoSuchDraft => ErrorCode::NoSuchDraft,
        NotesError::Changed => ErrorCode::NoteChanged,
        NotesError::NoSuchNote => ErrorCode::NoSuchNote,
        NotesError::Superseded => ErrorCode::NoteSuperseded,
        NotesError::Untold => ErrorCode::AuditUnavailable,
        NotesError::Random => ErrorCode::Internal,
    };
    code.into()
}

/// A failure of the store itself, with its name.
pub(crate) fn store_error(fault: StoreError) -> CommandError {
    CommandError::from(fault).with("store", STORE)
}

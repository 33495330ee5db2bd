use thiserror::Error;
use vault::StoreError;

/// Why nothing was written, changed or confirmed. In every case the store is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotesError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The person has no such draft: it was confirmed or discarded.
    #[error("no such draft")]
    NoSuchDraft,
    /// The draft says something else than what was seen.
    #[error("the draft was changed since it was seen")]
    Changed,
    /// The person has no such note.
    #[error("no such note")]
    NoSuchNote,
    /// The note to be superseded was superseded already.
    #[error("the note was superseded already")]
    Superseded,
    /// It could not be written down elsewhere first that this happens.
    #[error("not written down first")]
    Untold,
    /// The second copy stands in for a damaged store: it is read only.
    #[error("the second copy is read only")]
    ReadOnly,
    /// The system gives no random numbers.
    #[error("no random numbers")]
    Random,
}

use cache::Desk;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::{CommandError, ErrorCode};

const BLOB: &str = "notes_copied";

/// When the second copy of the notes store was last made, and of which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NotesCopied {
    format: u32,
    pub(crate) at: Option<Timestamp>,
    /// How many steps it holds.
    pub(crate) writes: Option<i64>,
}

impl NotesCopied {
    /// What is known; nothing when it cannot be read, for a copy too many does no harm.
    pub(crate) fn read(desk: &Desk) -> Self {
        let kept = desk.blob(BLOB).ok().flatten();
        kept.and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// One was made that holds so many steps.
    pub(crate) fn note(desk: &Desk, at: Timestamp, writes: i64) -> Result<(), CommandError> {
        let copied = Self {
            format: 1,
            at: Some(at),
            writes: Some(writes),
        };
        let bytes = serde_json::to_vec(&copied).map_err(|_| ErrorCode::Internal)?;
        Ok(desk.put_blob(BLOB, &bytes)?)
    }
}

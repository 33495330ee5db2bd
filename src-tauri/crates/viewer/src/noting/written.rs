use cache::Desk;
use serde::{Deserialize, Serialize};

use crate::error::{CommandError, ErrorCode};

const BLOB: &str = "notes_written";

/// How many steps the notes store had kept, remembered outside it: so that a store that is missing or
/// older is noticed, and never taken for one that was not made yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NotesWritten {
    format: u32,
    /// None as long as nothing was ever noted on this PC.
    pub(crate) writes: Option<i64>,
    /// Steps that were lost with a store that was put back or came back older, whatever was kept since.
    #[serde(default)]
    pub(crate) lost: i64,
    /// How many steps were remembered when the last of them were missed.
    #[serde(default)]
    missed_at: Option<i64>,
}

impl NotesWritten {
    /// What is remembered.
    ///
    /// # Errors
    /// When the desk store fails, or what it holds cannot be read: then nothing may be made anew.
    pub(crate) fn read(desk: &Desk) -> Result<Self, CommandError> {
        let Some(bytes) = desk.blob(BLOB)? else {
            return Ok(Self::default());
        };
        serde_json::from_slice(&bytes)
            .map_err(|_| CommandError::new(ErrorCode::ProfileUnreadable).with("detail", BLOB))
    }

    /// Remembers so many steps, unless more are remembered.
    pub(crate) fn note(desk: &Desk, writes: i64) -> Result<(), CommandError> {
        let known = Self::read(desk)?;
        if known.writes.is_some_and(|known| known >= writes) {
            return Ok(());
        }
        Self {
            writes: Some(writes),
            ..known
        }
        .keep(desk)
    }

    /// Remembers for ever that so many of the steps remembered now are lost, once for each loss. Answers
    /// how many are lost in all.
    pub(crate) fn note_lost(desk: &Desk, lost: i64) -> Result<i64, CommandError> {
        let known = Self::read(desk)?;
        if known.missed_at == known.writes {
            return Ok(known.lost);
        }
        let all = known.lost.saturating_add(lost);
        Self {
            lost: all,
            missed_at: known.writes,
            ..known
        }
        .keep(desk)?;
        Ok(all)
    }

    fn keep(self, desk: &Desk) -> Result<(), CommandError> {
        let written = Self { format: 1, ..self };
        let bytes = serde_json::to_vec(&written).map_err(|_| ErrorCode::Internal)?;
        Ok(desk.put_blob(BLOB, &bytes)?)
    }
}

//! What the desk store remembers of emergencies, held against the log each time it is opened.

use std::sync::Mutex;

use cache::Desk;
use jiff::Timestamp;

use super::emergencies::{Known, keep};
use super::recall::Told;
use super::{Emergencies, EmergencyKind, EmergencyUse, Who};
use crate::error::CommandError;

/// The name of the blob in the desk store.
pub(super) const BLOB: &str = "emergencies";
/// Where one that cannot be read is put aside.
pub(super) const UNREADABLE: &str = "emergencies_unreadable";

impl Emergencies {
    /// As the desk store remembers them, with what `log` tells after a row of its own and the store does
    /// not know: it was put back to an older state. What makes no sense is put aside, and the PC counts
    /// as cut off from the network until somebody switches it back: it may have been.
    ///
    /// # Errors
    /// When it cannot be read or put aside: the next use would overwrite it, and a PC that is cut off
    /// would ask the service again.
    pub(crate) fn load(
        desk: &Desk,
        log: impl FnOnce(u64) -> Option<Told>,
    ) -> Result<Self, CommandError> {
        let bytes = desk.blob(BLOB)?;
        let known = match bytes.as_deref().map(serde_json::from_slice) {
            None => caught_up(desk, Known::default(), log),
            Some(Ok(known)) => caught_up(desk, known, log),
            Some(Err(_)) => {
                // Before it is replaced: the bytes stay for whoever can read them.
                desk.put_blob(UNREADABLE, &bytes.unwrap_or_default())?;
                made_anew(desk, log)
            }
        };
        Ok(Self(Mutex::new(known)))
    }
}

/// With what the log tells. A log that cannot be read is told by whoever checks it, and must not lock the
/// records away.
fn caught_up(desk: &Desk, mut known: Known, log: impl FnOnce(u64) -> Option<Told>) -> Known {
    let told = log(known.log_seen);
    if told.is_some_and(|told| known.catch_up(&told)) {
        keep(desk, &mut known);
    }
    known
}

/// All that the log knows, and the isolation that nobody began. Without the log nothing is replaced yet:
/// it is asked again at the next opening.
fn made_anew(desk: &Desk, log: impl FnOnce(u64) -> Option<Told>) -> Known {
    let told = log(0);
    let mut known = Known::default();
    known.unproven = told.is_none();
    if let Some(told) = &told {
        known.catch_up(told);
    }
    let nobody = Who {
        account: String::new(),
        display_name: String::new(),
    };
    known.next += 1;
    known.uses.push(EmergencyUse {
        number: known.next,
        ..EmergencyUse::new(EmergencyKind::Isolation, nobody, Timestamp::now())
    });
    if let Some(told) = told {
        // Its number is of no row.
        known.all_seen(&told);
        keep(desk, &mut known);
    }
    known
}

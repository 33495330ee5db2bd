//! Room for the rows of the log on a full disk.

use audit::{AuditError, Entry, EventKind, StoreError};

use crate::error::CommandError;
use crate::rooms::Rooms;

/// On a full disk a reserve makes room for the row: that of everyday reading as long as there is one,
/// then for emergencies alone what is kept for them. Without room nothing is shown.
pub(crate) fn append(rooms: &Rooms, entry: &Entry) -> Result<(), AuditError> {
    if rooms.disk.is_for_emergencies_only() && !serves_emergencies(entry) {
        return Err(StoreError::Full.into());
    }
    loop {
        let written = rooms.audit.append(entry);
        if let Err(AuditError::Store(fault)) = &written {
            rooms.note_disk(CommandError::from(*fault).code);
        }
        match written {
            Err(AuditError::Store(StoreError::Full)) if makes_room(rooms, entry) => {}
            written => return written.map(drop),
        }
    }
}

fn makes_room(rooms: &Rooms, entry: &Entry) -> bool {
    rooms.disk.release() || (serves_emergencies(entry) && rooms.disk.release_for_emergency())
}

/// An emergency itself, and what leads to one and away from it: somebody has to sign in.
const fn serves_emergencies(entry: &Entry) -> bool {
    entry.purpose.is_emergency()
        || matches!(
            entry.kind,
            EventKind::SignIn
                | EventKind::SignInFailed
                | EventKind::SignOut
                | EventKind::Lock
                | EventKind::Unlock
                | EventKind::ProvedAgain
                | EventKind::FactorStoodIn
        )
}

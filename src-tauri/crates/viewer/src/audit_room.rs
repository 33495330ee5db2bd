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

/// An emergency itself, and what leads to one and away from it: every row without which nobody signs in,
/// unlocks a screen or changes the role.
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
                | EventKind::InboxTakenIn
                | EventKind::SecondCopyUsed
                | EventKind::AnswersMissing
                | EventKind::StandInTakenIn
                | EventKind::DamagedStoreReplaced
                | EventKind::GraceOver
                | EventKind::SecondSession
                | EventKind::RoleSwitched
        )
}

/// Rows of one kind that the log refuses while it takes all others, by the file itself.
#[cfg(test)]
pub(crate) mod refusing {
    use super::*;

    fn change(rooms: &Rooms, sql: &str) {
        let raw = rusqlite::Connection::open(rooms.folder.audit()).unwrap();
        let key = hex::encode(rooms.machine.audit_key());
        let opening = format!("PRAGMA key = \"x'{key}'\"; PRAGMA cipher_page_size = 8192;");
        raw.execute_batch(&opening).unwrap();
        raw.execute_batch(sql).unwrap();
    }

    pub(crate) fn begin(rooms: &Rooms, kind: EventKind) {
        let kind = kind.as_str();
        let sql = format!(
            "CREATE TRIGGER refused BEFORE INSERT ON entry
             WHEN json_extract(new.text, '$.kind') = '{kind}'
             BEGIN SELECT RAISE(ABORT, 'refused'); END;"
        );
        change(rooms, &sql);
    }

    pub(crate) fn end(rooms: &Rooms) {
        change(rooms, "DROP TRIGGER refused;");
    }

    /// How many rows of this kind there are.
    pub(crate) fn rows(rooms: &Rooms, kind: EventKind) -> u64 {
        let of_kind = audit::Filter {
            kinds: vec![kind],
            ..audit::Filter::default()
        };
        rooms.audit.count(&of_kind).unwrap()
    }
}

use access::{AccountKind, Session};

use super::{EmergencyKind, EmergencyUse, Who, begun};
use crate::error::CommandError;
use crate::rooms::Rooms;

/// Somebody signed in: with the sealed account, its first use since it was made is noticed. The audit
/// has it, every screen says so, and a task stays open until it was looked at. Called before the
/// session is given out.
///
/// # Errors
/// `audit_unavailable`: then nobody may be signed in.
pub(crate) fn note_account_use(rooms: &Rooms, session: &Session) -> Result<(), CommandError> {
    if session.kind() != AccountKind::Emergency {
        return Ok(());
    }
    let kind = EmergencyKind::EmergencyAccount;
    if rooms
        .emergencies
        .lasting(kind, Some(session.account()))
        .is_some()
    {
        return Ok(());
    }
    let now = rooms.consent_time().at;
    begun(
        rooms,
        session,
        EmergencyUse::new(kind, Who::of(session), now),
    )
    .map(drop)
}

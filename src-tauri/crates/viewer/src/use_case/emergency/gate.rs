use std::sync::Arc;

use access::Session;

use crate::emergency::EmergencyKind;
use crate::error::{CommandError, ErrorCode};
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::rules::ReadingAfterEnd;
use crate::seat::Seat;

/// Only a holder of the emergency right; a refusal is written down.
pub(super) async fn right(
    rooms: &Arc<Rooms>,
    session: &Session,
    kind: EmergencyKind,
) -> Result<(), CommandError> {
    if session.emergency() {
        return Ok(());
    }
    let (begins, _) = kind.events();
    Act::new(begins)
        .by(session)
        .for_purpose(kind.purpose())
        .refused("no_emergency_right")
        .write(rooms)
        .await?;
    Err(ErrorCode::NoEmergencyRight.into())
}

/// The rule 不可 is lifted by no mode of ours.
pub(super) fn rule(rooms: &Rooms) -> Result<(), CommandError> {
    if rooms.rules().reading_after_end == ReadingAfterEnd::Never {
        return Err(CommandError::new(ErrorCode::ModeNotAllowed).with("why", "rule"));
    }
    Ok(())
}

impl Seat {
    /// A fresh proof. On a full disk it may use the space that is kept for emergencies: what follows
    /// is one. Its row in the log gets that space by itself; here it is for the count of tries.
    pub(super) async fn prove_for_emergency(
        &self,
        rooms: &Rooms,
        proof: &str,
    ) -> Result<(), CommandError> {
        loop {
            let proved = self.prove_again(proof.to_owned()).await;
            let Err(error) = proved else {
                return Ok(());
            };
            // Anything but a full disk is not mended by room, and a proof that was taken is used up.
            let makes_room = || rooms.disk.release() || rooms.disk.release_for_emergency();
            if error.code != ErrorCode::DiskFull || !makes_room() {
                return Err(error);
            }
        }
    }
}

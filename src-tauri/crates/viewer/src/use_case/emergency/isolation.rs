use access::Session;

use super::gate::right;
use crate::emergency::{EmergencyKind, EmergencyReason, EmergencyUse, Who, begun, ended};
use crate::error::{CommandError, ErrorCode};
use crate::request::{IsolateRequest, Nothing};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::EmergencyStateView;

const KIND: EmergencyKind = EmergencyKind::Isolation;

impl Seat {
    /// ネットワークからの切り離し: nothing is sent and no connection is opened until it is switched back,
    /// also after a restart. What is held goes on being readable.
    pub(crate) async fn isolate(
        &self,
        request: IsolateRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        right(&rooms, &seated.session, KIND).await?;
        if request.on == rooms.emergencies.isolated() {
            return Err(ErrorCode::NothingLasts.into());
        }
        self.prove_for_emergency(&rooms, &request.proof).await?;
        let shared = rooms.clone();
        blocking(move || switch(&shared, &seated.session, &request)).await?;
        rooms.tell_line();
        self.emergency_state(Nothing {}).await
    }
}

fn switch(rooms: &Rooms, session: &Session, request: &IsolateRequest) -> Result<(), CommandError> {
    let now = rooms.consent_time().at;
    if request.on {
        let reason = EmergencyReason::Cyber;
        let isolation = EmergencyUse {
            reason: Some(reason),
            text: reason.stated(KIND, request.text.as_deref())?,
            ..EmergencyUse::new(KIND, Who::of(session), now)
        };
        begun(rooms, session, isolation)?;
        rooms.cut_off(now);
        return Ok(());
    }
    let lasting = rooms.emergencies.lasting(KIND, None);
    let lasting = lasting.ok_or(ErrorCode::NothingLasts)?;
    ended(rooms, Some(session), &lasting, now)?;
    rooms.let_back();
    Ok(())
}

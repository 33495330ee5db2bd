use jiff::{SignedDuration, Timestamp};

use super::gate::{right, rule};
use crate::emergency::{
    EmergencyKind, EmergencyUse, LONGEST_OUTAGE_READING, Who, begun, ended, extended, tell,
};
use crate::error::{CommandError, ErrorCode};
use crate::request::{
    DeclareOutageReadingRequest, EndEmergencyRequest, ExtendOutageReadingRequest, Nothing,
};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::EmergencyStateView;

const KIND: EmergencyKind = EmergencyKind::OutageReading;

impl Seat {
    /// Declares 障害時閲覧: from now on held copies are read past the end of their consent by every
    /// role that reads, until the service returns or the time is over.
    pub(crate) async fn declare_outage_reading(
        &self,
        request: DeclareOutageReadingRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        right(&rooms, &seated.session, KIND).await?;
        rule(&rooms)?;
        let text = request.reason.stated(KIND, request.text.as_deref())?;
        let (now, until) = time(&rooms, request.hours)?;
        may_declare(&rooms, now)?;
        self.prove_for_emergency(&rooms, &request.proof).await?;
        // The line may have come back meanwhile, and somebody else may have declared it.
        may_declare(&rooms, now)?;
        let declared = EmergencyUse {
            reason: Some(request.reason),
            text,
            until: Some(until),
            ..EmergencyUse::new(KIND, Who::of(&seated.session), now)
        };
        let shared = rooms.clone();
        blocking(move || begun(&shared, &seated.session, declared)).await?;
        rooms.emergency_now.notify_one();
        self.emergency_state(Nothing {}).await
    }

    /// Moves its end.
    pub(crate) async fn extend_outage_reading(
        &self,
        request: ExtendOutageReadingRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        right(&rooms, &seated.session, KIND).await?;
        let (now, until) = time(&rooms, request.hours)?;
        let lasting = rooms.emergencies.outage_reading(now);
        let lasting = lasting.ok_or(ErrorCode::NothingLasts)?;
        self.prove_for_emergency(&rooms, &request.proof).await?;
        let shared = rooms.clone();
        blocking(move || {
            let hours = request
                .hours
                .unwrap_or(shared.rules().emergency.outage_hours);
            extended(&shared, &seated.session, &lasting, hours)?;
            let number = lasting.number;
            if !shared.emergencies.extend(&shared.desk, number, until, now) {
                return Err(ErrorCode::NothingLasts.into());
            }
            tell(&shared);
            Ok(())
        })
        .await?;
        rooms.emergency_now.notify_one();
        self.emergency_state(Nothing {}).await
    }

    /// Ends it before its time.
    pub(crate) async fn end_outage_reading(
        &self,
        request: EndEmergencyRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        right(&rooms, &seated.session, KIND).await?;
        let now = rooms.consent_time().at;
        let lasting = rooms.emergencies.outage_reading(now);
        let lasting = lasting.filter(|lasting| lasting.number == request.number);
        let lasting = lasting.ok_or(ErrorCode::NothingLasts)?;
        let shared = rooms.clone();
        blocking(move || ended(&shared, Some(&seated.session), &lasting, now)).await?;
        self.emergency_state(Nothing {}).await
    }
}

fn may_declare(rooms: &Rooms, now: Timestamp) -> Result<(), CommandError> {
    if rooms.line.down().is_none() {
        return Err(ErrorCode::ServiceReachable.into());
    }
    if rooms.emergencies.outage_reading(now).is_some() {
        return Err(CommandError::new(ErrorCode::ModeNotAllowed).with("why", "lasts"));
    }
    Ok(())
}

/// Now, and the end after so many hours.
fn time(rooms: &Rooms, hours: Option<u32>) -> Result<(Timestamp, Timestamp), CommandError> {
    let hours = hours.unwrap_or(rooms.rules().emergency.outage_hours);
    if !(1..=LONGEST_OUTAGE_READING).contains(&hours) {
        return Err(CommandError::new(ErrorCode::RuleOutOfRange).with("rule", "hours"));
    }
    let now = rooms.consent_time().at;
    let until = now.checked_add(SignedDuration::from_hours(i64::from(hours)));
    Ok((now, until.map_err(|_| ErrorCode::Internal)?))
}

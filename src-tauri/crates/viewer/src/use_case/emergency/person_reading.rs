use super::gate::{right, rule};
use crate::emergency::{EmergencyKind, EmergencyUse, Who, begun, ended};
use crate::error::{CommandError, ErrorCode};
use crate::request::{BeginEmergencyReadingRequest, EndEmergencyRequest, Nothing};
use crate::rooms::blocking;
use crate::seat::Seat;
use crate::view::EmergencyStateView;

const KIND: EmergencyKind = EmergencyKind::PersonReading;

impl Seat {
    /// Begins 緊急閲覧（院内保存分）: held copies of one patient, for the one who begins it. The service
    /// is asked nothing.
    pub(crate) async fn begin_emergency_reading(
        &self,
        request: BeginEmergencyReadingRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        right(&rooms, &seated.session, KIND).await?;
        rule(&rooms)?;
        let text = request.reason.stated(KIND, request.text.as_deref())?;
        let (shared, person) = (rooms.clone(), request.person);
        let known = blocking(move || Ok(shared.desk.person(person)?)).await?;
        let known = known.ok_or(ErrorCode::NoSuchPerson)?;
        self.prove_for_emergency(&rooms, &request.proof).await?;
        let now = rooms.consent_time().at;
        let account = seated.session.account();
        if rooms.emergencies.modes(now, account, person).open.emergency {
            return self.emergency_state(Nothing {}).await;
        }
        let until = now.checked_add(rooms.rules().emergency.reading_time());
        let begins = EmergencyUse {
            person: Some(person),
            chart_number: known.chart_number,
            reason: Some(request.reason),
            text,
            until: Some(until.map_err(|_| ErrorCode::Internal)?),
            ..EmergencyUse::new(KIND, Who::of(&seated.session), now)
        };
        let shared = rooms.clone();
        blocking(move || begun(&shared, &seated.session, begins)).await?;
        rooms.emergency_now.notify_one();
        self.emergency_state(Nothing {}).await
    }

    /// Ends one's own before its time.
    pub(crate) async fn end_emergency_reading(
        &self,
        request: EndEmergencyRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let now = rooms.consent_time().at;
        let lasting = rooms.emergencies.numbered(request.number);
        let mine = |used: &EmergencyUse| {
            used.kind == KIND && used.runs(now) && used.by.account == seated.session.account()
        };
        let lasting = lasting.filter(mine).ok_or(ErrorCode::NothingLasts)?;
        let shared = rooms.clone();
        blocking(move || ended(&shared, Some(&seated.session), &lasting, now)).await?;
        self.emergency_state(Nothing {}).await
    }
}

use access::{Role, Session};
use service::ServiceMode;

use crate::emergency::{EmergencyKind, EmergencyUse};
use crate::error::CommandError;
use crate::request::Nothing;
use crate::rooms::Rooms;
use crate::rules::ReadingAfterEnd;
use crate::seat::Seat;
use crate::view::{EmergencyStateView, LastingUseView};

impl Seat {
    /// What is on, for the banner of every screen.
    pub(crate) async fn emergency_state(
        &self,
        _: Nothing,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        Ok(state(&rooms, &seated.session))
    }
}

fn state(rooms: &Rooms, session: &Session) -> EmergencyStateView {
    let running = rooms.emergencies.running(rooms.consent_time().at);
    let of = |kind: EmergencyKind| {
        let mut of_kind = running.iter().filter(move |used| used.kind == kind);
        of_kind.next().map(|used| lasting(used, session))
    };
    let mine = |used: &&EmergencyUse| used.by.account == session.account();
    let all = |kind: EmergencyKind| running.iter().filter(move |used| used.kind == kind);
    let service = running
        .iter()
        .filter(|used| used.kind.service_mode().is_some());
    let reviews = matches!(session.role(), Role::Admin | Role::Auditor);
    let (rules, today) = (rooms.rules(), rooms.clock.today());
    EmergencyStateView {
        outage_reading: of(EmergencyKind::OutageReading),
        service_down: rooms.line.down().is_some(),
        readings: all(EmergencyKind::PersonReading)
            .filter(mine)
            .map(|used| lasting(used, session))
            .collect(),
        service_modes: service.map(|used| lasting(used, session)).collect(),
        allowed_modes: ServiceMode::ALL
            .into_iter()
            .filter(|mode| rules.emergency.hindrance(*mode, today).is_none())
            .collect(),
        isolated: of(EmergencyKind::Isolation),
        accounts: all(EmergencyKind::EmergencyAccount)
            .map(|used| lasting(used, session))
            .collect(),
        open_tasks: reviews.then(|| rooms.emergencies.open_tasks()),
        rule_permits: rules.reading_after_end != ReadingAfterEnd::Never,
        outage_hours: rules.emergency.outage_hours,
        reading_minutes: rules.emergency.reading_minutes,
    }
}

fn lasting(used: &EmergencyUse, session: &Session) -> LastingUseView {
    let mine = used.by.account == session.account() && session.role().opens_clinical();
    LastingUseView {
        number: used.number,
        kind: used.kind,
        account: used.by.account.clone(),
        by: used.by.display_name.clone(),
        person: used.person.filter(|_| mine),
        from: used.from,
        until: used.until,
    }
}

use access::Session;
use audit::EventKind;
use jiff::Timestamp;

use super::{EmergencyUse, Ended, EndedBy};
use crate::arrived::arrived;
use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::record_act::Act;
use crate::rooms::Rooms;

/// What the audit says of a use.
fn act(used: &EmergencyUse, kind: EventKind) -> Act {
    let purpose = used.kind.purpose();
    let act = Act::new(kind).for_purpose(purpose);
    let act = act.with_chart_number(used.chart_number.as_deref());
    match used.person {
        Some(person) => act.about(person),
        None => act,
    }
}

/// Begins a use: it is on disk who did it and why before anything opens. Every seat is told.
///
/// # Errors
/// `audit_unavailable`: then it has not begun.
pub(crate) fn begun(
    rooms: &Rooms,
    session: &Session,
    mut used: EmergencyUse,
) -> Result<u64, CommandError> {
    used.began(rooms.clock.now(), arrived(rooms));
    let (begins, _) = used.kind.events();
    let reason = used.reason.map_or("", super::EmergencyReason::as_str);
    let code = format!("{}:{reason}", used.kind.as_str());
    act(&used, begins)
        .by(session)
        .because(code.trim_end_matches(':'), used.text.as_deref())
        .write_now(rooms)?;
    let number = rooms.emergencies.begin(&rooms.desk, used);
    tell(rooms);
    Ok(number)
}

/// Ends a use by somebody's act, or without a session by one of another PC. What is over already stays as it ended.
///
/// # Errors
/// `audit_unavailable`: then it goes on.
pub(crate) fn ended(
    rooms: &Rooms,
    session: Option<&Session>,
    used: &EmergencyUse,
    at: Timestamp,
) -> Result<(), CommandError> {
    let by = EndedBy::Person;
    let (_, ends) = used.kind.events();
    let act = act(used, ends);
    let act = match session {
        Some(session) => act.by(session),
        None => act,
    };
    act.because(&ended_code(used, by), None).write_now(rooms)?;
    rooms
        .emergencies
        .end(&rooms.desk, used.number, Ended { at, by });
    tell(rooms);
    Ok(())
}

/// Writes down what the program did by itself: a use ran out, or ended with the service's return.
pub(crate) fn ended_by_itself(rooms: &Rooms, used: &EmergencyUse) -> Result<(), CommandError> {
    let (_, ends) = used.kind.events();
    let by = used.ended.map_or(EndedBy::Time, |ended| ended.by);
    act(used, ends)
        .because(&ended_code(used, by), None)
        .write_now(rooms)
}

/// Writes down that a declaration goes on: the line went again within minutes.
pub(crate) fn goes_on(rooms: &Rooms, used: &EmergencyUse) -> Result<(), CommandError> {
    act(used, EventKind::EmergencyResumed)
        .because(used.kind.as_str(), None)
        .write_now(rooms)
}

/// Writes down that somebody moved the end of a use.
pub(crate) fn extended(
    rooms: &Rooms,
    session: &Session,
    used: &EmergencyUse,
    hours: u32,
) -> Result<(), CommandError> {
    act(used, EventKind::EmergencyExtended)
        .by(session)
        .because(&format!("{}:{hours}h", used.kind.as_str()), None)
        .write_now(rooms)
}

fn ended_code(used: &EmergencyUse, by: EndedBy) -> String {
    format!("{}:{}", used.kind.as_str(), by.as_str())
}

/// Every seat asks anew how things stand, and whoever shows a patient for their sections.
pub(crate) fn tell(rooms: &Rooms) {
    rooms.tell(ViewerEvent::EmergencyChanged);
}

/// Notes what ran out, and tells whom it concerns.
///
/// # Errors
/// `audit_unavailable`; it has ended all the same.
pub(crate) fn settle(rooms: &Rooms) -> Result<(), CommandError> {
    let latest = rooms.consent_time().at;
    let surely = rooms.trusted.surely(rooms.clock.now());
    let over = rooms.emergencies.run_out(&rooms.desk, surely, latest);
    if !over.is_empty() {
        tell(rooms);
    }
    over.iter()
        .try_for_each(|used| ended_by_itself(rooms, used))
}

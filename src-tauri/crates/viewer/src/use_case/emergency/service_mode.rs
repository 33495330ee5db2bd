//! The service's own modes: 救急時医療情報閲覧, 災害時, システム障害時.

use std::sync::Arc;

use access::Role;
use audit::{Entry, EventKind, Filter, Outcome, Purpose};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::{Category, PersonId};
use service::ServiceMode;
use service::fault::FaultCode;

use super::gate::right;
use super::review::{rests_on, task};
use crate::emergency::{DisasterPeriod, EmergencyKind, EmergencyUse, Who, begun, ended};
use crate::error::{CommandError, ErrorCode};
use crate::fetch_facts::fault_name;
use crate::queue::{Job, Wanted};
use crate::request::{BeginServiceModeRequest, EndEmergencyRequest, Nothing};
use crate::rooms::{Rooms, blocking};
use crate::seat::Seat;
use crate::view::{
    AskedView, EmergencyStateView, ServiceModeView, ServiceModesView, UsageReportView,
};

impl Seat {
    /// How the modes stand for this facility, and what the call centre asks for.
    pub(crate) async fn service_modes(&self, _: Nothing) -> Result<ServiceModesView, CommandError> {
        let (rooms, _) = self.signed_in()?;
        let (rules, status) = (rooms.rules(), rooms.service_status());
        let rules = &rules.emergency;
        let today = rooms.clock.today();
        let mode = |mode| ServiceModeView {
            mode,
            hindrance: rules.hindrance(mode, today),
        };
        Ok(ServiceModesView {
            modes: ServiceMode::ALL.into_iter().map(mode).collect(),
            facility_number: rules.facility_number.clone(),
            call_centre: rules.call_centre.clone(),
            disaster: rules.disaster.clone(),
            last_success: status.last_success,
            fault: status.fault,
            detail: status.detail,
        })
    }

    /// Begins one, where the facility's kind and its setting allow it.
    pub(crate) async fn begin_service_mode(
        &self,
        request: BeginServiceModeRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let kind = EmergencyKind::of(request.mode);
        right(&rooms, &seated.session, kind).await?;
        may_begin(&rooms, seated.session.role(), &request)?;
        let text = request.reason.stated(kind, request.text.as_deref())?;
        let chart_number = match request.person {
            Some(person) => chart_number(&rooms, person).await?,
            None => None,
        };
        self.prove_for_emergency(&rooms, &request.proof).await?;
        let now = rooms.consent_time().at;
        let begins = EmergencyUse {
            person: request.person,
            chart_number,
            reason: Some(request.reason),
            text,
            until: Some(end(&rooms, request.mode, now)?),
            ..EmergencyUse::new(kind, Who::of(&seated.session), now)
        };
        let shared = rooms.clone();
        blocking(move || begun(&shared, &seated.session, begins)).await?;
        ask_anew(&rooms, request.person);
        rooms.emergency_now.notify_one();
        self.emergency_state(Nothing {}).await
    }

    /// Ends one before its time.
    pub(crate) async fn end_service_mode(
        &self,
        request: EndEmergencyRequest,
    ) -> Result<EmergencyStateView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        let now = rooms.consent_time().at;
        let lasting = rooms.emergencies.numbered(request.number);
        let lasting = lasting.filter(|used| used.kind.service_mode().is_some() && used.runs(now));
        let lasting = lasting.ok_or(ErrorCode::NothingLasts)?;
        right(&rooms, &seated.session, lasting.kind).await?;
        let shared = rooms.clone();
        blocking(move || ended(&shared, Some(&seated.session), &lasting, now)).await?;
        self.emergency_state(Nothing {}).await
    }

    /// What one was used for: the report that is due to the service (利用報告).
    pub(crate) async fn usage_report(
        &self,
        request: EndEmergencyRequest,
    ) -> Result<UsageReportView, CommandError> {
        let (rooms, seated) = self.signed_in()?;
        blocking(move || {
            let used = rooms.emergencies.numbered(request.number);
            let used = used.filter(|used| used.kind.service_mode().is_some());
            let used = used.ok_or(ErrorCode::NoSuchTask)?;
            Ok(UsageReportView {
                asked: asked(&rooms, &used)?,
                task: task(&rooms, &seated.session, &used)?,
                facility_number: rooms.rules().emergency.facility_number.clone(),
            })
        })
        .await
    }
}

fn may_begin(
    rooms: &Rooms,
    role: Role,
    request: &BeginServiceModeRequest,
) -> Result<(), CommandError> {
    let not_allowed = |why: &str| CommandError::new(ErrorCode::ModeNotAllowed).with("why", why);
    let rules = rooms.rules();
    if let Some(why) = rules.emergency.hindrance(request.mode, rooms.clock.today()) {
        let why = serde_json::to_value(why).ok();
        let why = why.as_ref().and_then(|why| why.as_str());
        return Err(not_allowed(why.unwrap_or("not_set")));
    }
    // The doctor judges that life or body is at grave risk; an area's mode names no patient.
    let one_patient = request.mode == ServiceMode::Emergency;
    if one_patient != request.person.is_some() || (one_patient && role != Role::Doctor) {
        return Err(not_allowed("person"));
    }
    let kind = EmergencyKind::of(request.mode);
    let now = rooms.consent_time().at;
    let running = rooms.emergencies.running(now);
    if running
        .iter()
        .any(|used| used.kind == kind && used.person == request.person)
    {
        return Err(not_allowed("lasts"));
    }
    Ok(())
}

async fn chart_number(
    rooms: &Arc<Rooms>,
    person: PersonId,
) -> Result<Option<String>, CommandError> {
    let shared = rooms.clone();
    let known = blocking(move || Ok(shared.desk.person(person)?)).await?;
    Ok(known.ok_or(ErrorCode::NoSuchPerson)?.chart_number)
}

/// 救急時 ends as 緊急閲覧 does, システム障害時 as 障害時閲覧, 災害時 with its announced period.
fn end(rooms: &Rooms, mode: ServiceMode, now: Timestamp) -> Result<Timestamp, CommandError> {
    let rules = rooms.rules();
    let rules = &rules.emergency;
    let after = match mode {
        ServiceMode::Emergency => rules.reading_time(),
        ServiceMode::SystemFault => SignedDuration::from_hours(i64::from(rules.outage_hours)),
        ServiceMode::Disaster => {
            let last = rules.disaster.as_ref().ok_or(ErrorCode::ModeNotAllowed)?;
            return end_of(last);
        }
    };
    now.checked_add(after)
        .map_err(|_| ErrorCode::Internal.into())
}

/// Midnight in Japan after the last day.
fn end_of(period: &DisasterPeriod) -> Result<Timestamp, CommandError> {
    let japan = TimeZone::fixed(jiff::tz::Offset::constant(9));
    let midnight = period
        .until
        .tomorrow()
        .and_then(|day| day.to_zoned(japan))
        .map_err(|_| ErrorCode::Internal)?;
    Ok(midnight.timestamp())
}

/// Asks for everything of the patient, or of those on a screen.
fn ask_anew(rooms: &Rooms, person: Option<PersonId>) {
    let people = person.map_or_else(|| rooms.on_screen.persons(), |person| vec![person]);
    for person in people {
        for category in Category::WITH_DOCUMENTS {
            rooms.queue.add(Job { person, category }, Wanted::Opened);
        }
    }
}

/// A question that is under way when a mode ends has its row when it is answered or given up, by then at the latest.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(5);

/// Until when rows of questions are of this use: until the next of its kind for the same patient at the latest.
fn questions_until(rooms: &Rooms, used: &EmergencyUse) -> Option<Timestamp> {
    let until = used.rows_until()?.checked_add(UNDER_WAY).ok()?;
    let all = rooms.emergencies.all();
    let next = all.iter().filter(|other| {
        other.number > used.number && other.kind == used.kind && other.person == used.person
    });
    let next = next.map(EmergencyUse::rows_from).min();
    Some(next.map_or(until, |next| until.min(next)))
}

/// How often each section was asked for under it.
fn asked(rooms: &Rooms, used: &EmergencyUse) -> Result<Vec<AskedView>, CommandError> {
    let rows = rooms.audit.entries(&Filter {
        kinds: vec![EventKind::Fetch, EventKind::FetchAgain, EventKind::Prefetch],
        since: Some(used.rows_from()),
        until: questions_until(rooms, used),
        purpose: Some(Purpose::ServiceEmergency),
        person: used.person.map(|person| person.0),
        limit: u32::MAX,
        ..Filter::default()
    })?;
    let asked = |entry: &Entry| was_sent(&entry.outcome) && rests_on(entry, used.kind);
    let rows: Vec<_> = rows.iter().filter(|row| asked(&row.entry)).collect();
    let times = |category: Category| {
        let shown = rows.iter().flat_map(|row| &row.entry.shown);
        shown
            .filter(|shown| shown.category == category.as_str())
            .count()
    };
    let asked = Category::WITH_DOCUMENTS.into_iter().map(|category| {
        let times = times(category);
        AskedView { category, times }
    });
    Ok(asked.filter(|asked| asked.times > 0).collect())
}

/// Whether the row is that of a question to the service, and the only one of it: an answer that came and could not be
/// kept has its row from before. What the line cut off has no row: it is asked again, and counts then.
fn was_sent(outcome: &Outcome) -> bool {
    let without = [FaultCode::BranchMissing, FaultCode::CannotStore].map(fault_name);
    match outcome {
        Outcome::Failed(code) => !without.contains(code),
        Outcome::Ok | Outcome::Refused(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_left_the_pc_and_what_has_its_row_already_is_not_reported() {
        let failed = |code| Outcome::Failed(fault_name(code));
        assert!(was_sent(&Outcome::Ok));
        for code in [
            FaultCode::Timeout,
            FaultCode::WrongPatient,
            FaultCode::Consent,
        ] {
            assert!(was_sent(&failed(code)), "{code:?}");
        }
        for code in [FaultCode::BranchMissing, FaultCode::CannotStore] {
            assert!(!was_sent(&failed(code)), "{code:?}");
        }
    }
}

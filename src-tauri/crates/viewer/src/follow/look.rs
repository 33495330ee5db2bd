use std::sync::Arc;
use std::time::Duration;

use audit::EventKind;
use cache::desk::{Arrival, ArrivalSource, CardCheckRow, Visit};
use jiff::civil::Date;
use record::vocabulary::PersonId;
use record::{CardCheck, Reception};
use service::fault::FaultCode;
use service::{Fault, Transport};
use tokio_util::sync::CancellationToken;

use super::line_failed;
use crate::arrived::arrived;
use crate::consent_ends::with_end;
use crate::consents_now::consents_now;
use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::expected::expected;
use crate::fetch_facts::FetchFacts;
use crate::joins::follow_joins;
use crate::line::Turn;
use crate::options::Pace;
use crate::queue::{Job, Wanted};
use crate::record_act::Act;
use crate::rooms::{Rooms, blocking};
use crate::service_file;

/// Looks for card checks until told to close: at the site's pace while the line is up, more and
/// more rarely while it is down, at once when somebody asks for a retry.
pub(super) async fn keep_looking(rooms: Arc<Rooms>, closing: CancellationToken) {
    loop {
        let number = rooms.looks.begin();
        let well = match transport(&rooms).await {
            Ok(Some(transport)) => look(&rooms, transport.as_ref(), &closing).await,
            Ok(None) => false,
            Err(fault) => {
                line_failed(&rooms, &fault);
                false
            }
        };
        rooms.looks.end(number, well);
        rooms.trusted.passes(&rooms.desk, rooms.clock.now());
        note_clock(&rooms);
        let pause = rooms.line.until_next(arrived(&rooms).at);
        tokio::select! {
            () = closing.cancelled() => return,
            () = rooms.look_now.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// A clock that comes into doubt, and one that is set right, is written down. A log that
/// cannot be written is told by those who must write into it.
pub(super) fn note_clock(rooms: &Rooms) {
    let act = Act::new(EventKind::Clock);
    match rooms.trusted.turned(rooms.clock.now()) {
        None => return,
        Some(true) => drop(act.failed("in_doubt").write_now(rooms)),
        Some(false) => drop(act.write_now(rooms)),
    }
    rooms.tell_line();
}

/// How the service is asked. A profile that could not be used a while ago may be usable now: a
/// certificate becomes valid, a file is repaired.
async fn transport(rooms: &Arc<Rooms>) -> Result<Option<Arc<dyn Transport>>, Fault> {
    if rooms.emergencies.isolated() {
        return Ok(None);
    }
    if let Some(transport) = rooms.transport() {
        return Ok(Some(transport));
    }
    let shared = rooms.clone();
    let made = tokio::task::spawn_blocking(move || {
        service_file::stored_transport(&shared.folder, &shared.facts, &shared.machine)
    })
    .await;
    match made {
        Ok(Ok(transport)) => {
            rooms.set_transport(transport.clone());
            Ok(Some(transport))
        }
        Ok(Err(fault)) if fault.code == FaultCode::NotConfigured && fault.detail.is_none() => {
            Ok(None)
        }
        Ok(Err(fault)) => Err(fault),
        Err(_) => Ok(None),
    }
}

/// Whether what the service said was taken in.
async fn look(rooms: &Arc<Rooms>, transport: &dyn Transport, closing: &CancellationToken) -> bool {
    let today = rooms.clock.today();
    let checks = match rooms.on_line(transport.reception(today, closing)).await {
        Ok(answered) => {
            rooms.trusted.note(&rooms.desk, answered.server_time);
            let pages: Vec<&[u8]> = answered
                .value
                .iter()
                .map(|page| page.bytes.as_slice())
                .collect();
            record::reception(&pages).map_err(|_| unreadable())
        }
        Err(fault) => Err(fault),
    };
    match checks {
        Ok(checks) => line_works(rooms, checks, today).await,
        Err(fault) if matches!(fault.code, FaultCode::Cancelled | FaultCode::Isolated) => false,
        Err(fault) => {
            line_failed(rooms, &fault);
            false
        }
    }
}

async fn line_works(rooms: &Arc<Rooms>, seen: Reception, today: Date) -> bool {
    let turn = rooms.line.succeeded(arrived(rooms).at);
    let pause = match turn {
        // What failed because the line was going is asked for again at once.
        Turn::Up => Duration::ZERO,
        _ => Pace::of(rooms.facts.kind).failed_again_after,
    };
    rooms.on_screen.unreadable_arrivals(seen.unreadable);
    if let Err(error) = take_in(rooms, seen.checks, today, pause).await {
        // The desk store cannot be written: the list stays as it is, and the line is not to blame.
        rooms.note_disk(error.code);
        rooms.tell_line();
        return false;
    }
    if turn == Turn::Up {
        for person in rooms.on_screen.persons() {
            want_all(rooms, person, Wanted::OnScreen).await;
        }
        rooms.tell(ViewerEvent::ArrivalsChanged);
        rooms.queue.wake();
    }
    rooms.tell_line();
    true
}

/// Stores the card checks and wants what they allow and we do not have under this consent.
async fn take_in(
    rooms: &Arc<Rooms>,
    checks: Vec<CardCheck>,
    today: Date,
    pause: Duration,
) -> Result<(), CommandError> {
    let shared = rooms.clone();
    let missing = blocking(move || {
        let rows: Vec<CardCheckRow> = checks.into_iter().map(as_row).collect();
        let now = shared.clock.now();
        let before = shared.desk.arrivals(today)?;
        shared.desk.record_card_checks(today, &rows, now)?;
        follow_joins(&shared)?;
        let arrivals = shared.desk.arrivals(today)?;
        if arrivals != before {
            shared.tell(ViewerEvent::ArrivalsChanged);
        }
        let mut missing = Vec::new();
        for person in expected(&arrivals, &shared.desk.lists()?) {
            missing.extend(wanted_ahead(&shared, &arrivals, person, today, pause)?);
        }
        Ok(missing)
    })
    .await?;
    for job in missing {
        rooms.queue.add(job, Wanted::Ahead);
    }
    Ok(())
}

/// What the site has fetched ahead, the consents of the person allow and we do not have under them.
fn wanted_ahead(
    rooms: &Rooms,
    arrivals: &[Arrival],
    person: PersonId,
    today: Date,
    pause: Duration,
) -> Result<Vec<Job>, CommandError> {
    let arrival = arrivals.iter().find(|arrival| arrival.person == person);
    let consents = consents_now(rooms, person, arrival, today, rooms.consent_time().at)?;
    let fetches = FetchFacts::new(rooms.desk.fetch_states(person)?);
    let (rules, now) = (rooms.rules(), rooms.clock.now());
    let missing = consents.may_fetch().filter(|category| {
        rules.fetches_ahead(*category)
            && !fetches.under_running_consent(*category, &consents)
            && !fetches.failed_within(*category, pause, now)
    });
    Ok(missing.map(|category| Job { person, category }).collect())
}

/// Wants every consented section of a person.
pub(crate) async fn want_all(rooms: &Arc<Rooms>, person: PersonId, wanted: Wanted) {
    let shared = rooms.clone();
    let allowed = blocking(move || {
        let today = shared.clock.today();
        let arrival = shared.desk.arrival(person, today)?;
        let now = shared.consent_time().at;
        let consents = consents_now(&shared, person, arrival.as_ref(), today, now)?;
        Ok(consents.may_fetch().collect::<Vec<_>>())
    })
    .await
    .unwrap_or_default();
    for category in allowed {
        rooms.queue.add(Job { person, category }, wanted);
    }
}

fn as_row(check: CardCheck) -> CardCheckRow {
    let consents = check.consents.into_iter();
    CardCheckRow {
        service_ref: check.service_ref,
        arrived_at: check.arrived_at,
        chart_number: check.chart_number,
        identity: check.identity,
        card: check.card,
        consents: consents
            .map(|consent| with_end(consent, check.setting, check.arrived_at))
            .collect(),
        visit: Visit {
            source: ArrivalSource::Service,
            setting: check.setting,
        },
    }
}

fn unreadable() -> Fault {
    FaultCode::UnreadableAnswer.into()
}

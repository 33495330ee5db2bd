use std::sync::Arc;
use std::time::Duration;

use cache::desk::CardCheckRow;
use jiff::civil::Date;
use record::vocabulary::PersonId;
use record::{CardCheck, Reception};
use service::fault::FaultCode;
use service::{Fault, Transport};
use tokio_util::sync::CancellationToken;

use super::line_failed;
use crate::arrived::arrived;
use crate::compose::PersonConsents;
use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::fetch_facts::FetchFacts;
use crate::line::Turn;
use crate::options::Pace;
use crate::queue::{Job, Wanted};
use crate::rooms::{Rooms, blocking};
use crate::service_file;

/// Looks for card checks until told to close: at the site's pace while the line is up, more and
/// more rarely while it is down, at once when somebody asks for a retry.
pub(super) async fn keep_looking(rooms: Arc<Rooms>, closing: CancellationToken) {
    loop {
        match transport(&rooms).await {
            Ok(Some(transport)) => look(&rooms, transport.as_ref(), &closing).await,
            Ok(None) => {}
            Err(fault) => line_failed(&rooms, &fault),
        }
        let now = rooms.clock.now();
        rooms.trusted.passes(&rooms.desk, now);
        let pause = rooms.line.until_next(arrived(&rooms).at);
        tokio::select! {
            () = closing.cancelled() => return,
            () = rooms.look_now.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// How the service is asked. A profile that could not be used a while ago may be usable now: a
/// certificate becomes valid, a file is repaired.
async fn transport(rooms: &Arc<Rooms>) -> Result<Option<Arc<dyn Transport>>, Fault> {
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

async fn look(rooms: &Arc<Rooms>, transport: &dyn Transport, closing: &CancellationToken) {
    let today = rooms.clock.today();
    let checks = match transport.reception(today, closing).await {
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
        Err(fault) if fault.code == FaultCode::Cancelled => {}
        Err(fault) => line_failed(rooms, &fault),
    }
}

async fn line_works(rooms: &Arc<Rooms>, seen: Reception, today: Date) {
    let turn = rooms.line.succeeded(arrived(rooms).at);
    let pause = match turn {
        // What failed because the line was going is asked for again at once.
        Turn::Up => Duration::ZERO,
        _ => Pace::of(rooms.facts.kind).failed_again_after,
    };
    rooms.on_screen.unreadable_arrivals(seen.unreadable);
    if let Err(_error) = take_in(rooms, seen.checks, today, pause).await {
        // The desk store cannot be written: the list stays as it is, and the line is not to blame.
        rooms.tell_line();
        return;
    }
    if turn == Turn::Up {
        for person in rooms.on_screen.persons() {
            want_all(rooms, person, Wanted::OnScreen).await;
        }
        rooms.tell(ViewerEvent::ArrivalsChanged);
        rooms.queue.wake();
    }
    rooms.tell_line();
}

/// Stores the card checks and wants what they allow and we do not have under this consent.
async fn take_in(
    rooms: &Arc<Rooms>,
    checks: Vec<CardCheck>,
    today: Date,
    pause: Duration,
) -> Result<(), CommandError> {
    let rows: Vec<CardCheckRow> = checks.into_iter().map(as_row).collect();
    let shared = rooms.clone();
    let missing = blocking(move || {
        let now = shared.clock.now();
        let before = shared.desk.arrivals(today)?;
        shared.desk.record_card_checks(today, &rows, now)?;
        let arrivals = shared.desk.arrivals(today)?;
        if arrivals != before {
            shared.tell(ViewerEvent::ArrivalsChanged);
        }
        let mut missing = Vec::new();
        for arrival in &arrivals {
            let consents = shared.desk.consents(arrival.person, today)?;
            let consents = PersonConsents::new(Some(arrival), consents, now);
            let fetches = FetchFacts::new(shared.desk.fetch_states(arrival.person)?);
            for category in consents.may_fetch() {
                if !fetches.under_running_consent(category, &consents)
                    && !fetches.failed_within(category, pause, now)
                {
                    missing.push(Job {
                        person: arrival.person,
                        category,
                    });
                }
            }
        }
        Ok(missing)
    })
    .await?;
    for job in missing {
        rooms.queue.add(job, Wanted::Ahead);
    }
    Ok(())
}

/// Wants every consented section of a person.
pub(crate) async fn want_all(rooms: &Arc<Rooms>, person: PersonId, wanted: Wanted) {
    let shared = rooms.clone();
    let allowed = blocking(move || {
        let today = shared.clock.today();
        let arrivals = shared.desk.arrivals(today)?;
        let arrival = arrivals.iter().find(|arrival| arrival.person == person);
        let consents = shared.desk.consents(person, today)?;
        let consents = PersonConsents::new(arrival, consents, shared.clock.now());
        Ok(consents.may_fetch().collect::<Vec<_>>())
    })
    .await
    .unwrap_or_default();
    for category in allowed {
        rooms.queue.add(Job { person, category }, wanted);
    }
}

fn as_row(check: CardCheck) -> CardCheckRow {
    CardCheckRow {
        service_ref: check.service_ref,
        arrived_at: check.arrived_at,
        chart_number: check.chart_number,
        identity: check.identity,
        card: check.card,
        consents: check.consents,
    }
}

fn unreadable() -> Fault {
    FaultCode::UnreadableAnswer.into()
}

use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::EventKind;
use jiff::Timestamp;
use service::fault::FaultCode;
use service::{Fault, ServiceMode, Transport};
use tokio_util::sync::CancellationToken;

use super::keep::keep;
use super::receive::{Received, receive};
use super::still_consented::still_consented;
use super::{concerns_the_line, line_failed};
use crate::arrived::arrived;
use crate::consents_now::consents_now;
use crate::emergency::EmergencyKind;
use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::fetch_facts::{FetchFacts, fault_name};
use crate::line::Turn;
use crate::queue::{Job, Wanted};
use crate::record_act::Act;
use crate::rooms::{Rooms, blocking};
use crate::view::DiskState;

/// Fetches what waits, one section after another, until told to close.
pub(super) async fn keep_fetching(rooms: Arc<Rooms>, closing: CancellationToken) {
    loop {
        let (job, wanted) = tokio::select! {
            () = closing.cancelled() => return,
            taken = rooms.queue.take() => taken,
        };
        let takes_more = rooms.line.is_up() && rooms.disk.state() != DiskState::Full;
        let Some(transport) = rooms.transport().filter(|_| takes_more) else {
            rooms.queue.put_back(job, wanted);
            tokio::select! {
                () = closing.cancelled() => return,
                () = tokio::time::sleep(WAIT_FOR_LINE) => continue,
            }
        };
        fetch(&rooms, transport.as_ref(), job, wanted, &closing).await;
    }
}

/// A worker without a line, or without space to store, looks again after this time.
const WAIT_FOR_LINE: Duration = Duration::from_millis(250);

async fn fetch(
    rooms: &Arc<Rooms>,
    transport: &dyn Transport,
    job: Job,
    wanted: Wanted,
    closing: &CancellationToken,
) {
    let mut under = None;
    let result = match ask_for(rooms, job).await {
        Ok(Some(ask)) => {
            under = ask.under;
            match answer(rooms, transport, (job, wanted), &ask, closing).await {
                Ok(received) => {
                    // Before it is kept: what an answer brings is never older than the line it came by.
                    line_works(rooms);
                    keep(rooms, job, wanted, &ask, received).await
                }
                Err(fault) => Err(fault),
            }
        }
        Ok(None) => {
            rooms.queue.done(job);
            rooms.confirming.given_up(job);
            tell_section(rooms, job);
            return;
        }
        Err(_) => Err(cannot_store()),
    };
    match result {
        Ok(at) => {
            rooms.queue.done(job);
            if rooms.confirming.kept(job, at, Instant::now()) {
                rooms.tell(ViewerEvent::RecoveryChanges);
            }
        }
        Err(fault) if matches!(fault.code, FaultCode::Cancelled | FaultCode::Isolated) => {
            rooms.queue.put_back(job, wanted);
        }
        Err(fault) if concerns_the_line(fault.code) => {
            rooms.queue.put_back(job, wanted);
            line_failed(rooms, &fault);
        }
        Err(fault) => {
            rooms.queue.done(job);
            if may_pass(fault.code) {
                let wait = fault
                    .retry_after
                    .and_then(|wait| Duration::try_from(wait).ok());
                rooms.confirming.failed(job, wait, Instant::now());
            } else {
                rooms.confirming.given_up(job);
            }
            note_failure(rooms, job, fetch_act(job, wanted, under), &fault).await;
            if may_be_the_line(fault.code) {
                rooms.look_now.notify_one();
            }
        }
    }
    rooms.tell_line();
}

/// A good answer came. When that is news, everybody hears of it before the answer itself.
fn line_works(rooms: &Rooms) {
    if rooms.line.succeeded(arrived(rooms).at) == Turn::Up {
        rooms.look_now.notify_one();
        rooms.tell_line();
    }
}

/// Whom to ask about, and under which consent.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) identity: record::vocabulary::Identity,
    pub(super) service_ref: String,
    pub(super) consent_until: Timestamp,
    /// Without a consent, under this mode of the service.
    pub(super) under: Option<ServiceMode>,
}

/// None when the consent no longer runs, and no mode of the service does: nothing is sent.
pub(super) async fn ask_for(rooms: &Arc<Rooms>, job: Job) -> Result<Option<Ask>, CommandError> {
    let shared = rooms.clone();
    blocking(move || {
        let today = shared.clock.today();
        let arrival = shared.desk.arrival(job.person, today)?;
        let now = shared.consent_time().at;
        let consents = consents_now(&shared, job.person, arrival.as_ref(), today, now)?;
        let (until, under) = match consents.running_until(job.category) {
            Some(until) => (Some(until), None),
            None => {
                let refused = consents.is_refused(job.category);
                let mode = shared.emergencies.service_mode(now, job.person, refused);
                mode.map_or((None, None), |(mode, until)| (Some(until), Some(mode)))
            }
        };
        let known = shared.desk.known_to_service(job.person)?;
        let (Some(known), Some(consent_until)) = (known, until) else {
            return Ok(None);
        };
        let mut identity = known.identity;
        // Sets under a former number are still this person's.
        let person = shared.desk.person(job.person)?;
        let numbers = person.into_iter().flat_map(|person| person.member_numbers);
        identity
            .member_ids
            .extend(numbers.map(|number| number.member_id));
        Ok(Some(Ask {
            identity,
            service_ref: known.service_ref,
            consent_until,
            under,
        }))
    })
    .await
}

async fn answer(
    rooms: &Arc<Rooms>,
    transport: &dyn Transport,
    (job, wanted): (Job, Wanted),
    ask: &Ask,
    closing: &CancellationToken,
) -> Result<Received, Fault> {
    if ask
        .identity
        .member_ids
        .first()
        .is_some_and(|member| member.lacks_branch())
    {
        return Err(FaultCode::BranchMissing.into());
    }
    let today = rooms.clock.today();
    let (of, category) = (&ask.service_ref, job.category);
    let asking = match ask.under {
        None => transport.fetch(of, category, today, closing),
        Some(mode) => transport.fetch_under(mode, of, category, today, closing),
    };
    let answered = rooms.on_line(asking).await?;
    let received = receive(rooms, job, ask, answered.value).await?;
    match still_consented(rooms, job, ask, &received.answer, closing).await {
        Ok(()) => Ok(received),
        Err(dropped) => {
            let act = fetch_act(job, wanted, ask.under);
            Err(note_dropped(rooms, act, dropped).await)
        }
    }
}

/// An answer that came and is dropped to be asked for once more has a row of its own: the patient sees
/// each question as a viewing. Without that row nothing is asked again; other faults have theirs.
async fn note_dropped(rooms: &Arc<Rooms>, act: Act, dropped: Fault) -> Fault {
    if dropped.code != FaultCode::Cancelled {
        return dropped;
    }
    let act = act.failed(&fault_name(dropped.code));
    let written = act.write(rooms).await;
    written.map_or_else(|_| cannot_store(), |()| dropped)
}

/// Worth a look at the line itself: the same may be wrong with all of it.
const fn may_be_the_line(code: FaultCode) -> bool {
    matches!(
        code,
        FaultCode::Timeout | FaultCode::Cut | FaultCode::ServiceStatus | FaultCode::Busy
    )
}

/// May go well when it is tried again. What the service said of the person or what it sent is not of
/// that kind: asking again would only show up as another viewing.
const fn may_pass(code: FaultCode) -> bool {
    may_be_the_line(code) || matches!(code, FaultCode::CannotStore)
}

async fn note_failure(rooms: &Arc<Rooms>, job: Job, act: Act, fault: &Fault) {
    let (shared, code) = (rooms.clone(), fault_name(fault.code));
    let noted = blocking(move || {
        act.failed(&code).write_now(&shared)?;
        let states = FetchFacts::new(shared.desk.fetch_states(job.person)?);
        let failed = states.after_failure(job.category, code, shared.clock.now());
        Ok(shared
            .desk
            .set_fetch_state(job.person, job.category, &failed)?)
    })
    .await;
    // A desk store that cannot be written keeps the older state; the screen is told all the same.
    drop(noted);
    tell_section(rooms, job);
}

fn tell_section(rooms: &Rooms, job: Job) {
    rooms.tell(ViewerEvent::SectionChanged {
        person: job.person,
        category: job.category,
        version: None,
        changes: None,
    });
    rooms.tell(ViewerEvent::ArrivalsChanged);
}

pub(super) fn cannot_store() -> Fault {
    FaultCode::CannotStore.into()
}

/// What the log says of one question to the service: fetched ahead, again after an outage, or because
/// somebody opened the patient. The patient sees each as a viewing by the facility, whatever comes of it;
/// under a mode of the service it is an act of that mode.
pub(super) fn fetch_act(job: Job, wanted: Wanted, under: Option<ServiceMode>) -> Act {
    let kind = match wanted {
        Wanted::Ahead => EventKind::Prefetch,
        Wanted::OnScreen | Wanted::Confirming => EventKind::FetchAgain,
        Wanted::Opened => EventKind::Fetch,
    };
    let act = Act::new(kind).about(job.person).asking_for(&[job.category]);
    match under.map(EmergencyKind::of) {
        None => act,
        Some(mode) => act.for_purpose(mode.purpose()).because(mode.as_str(), None),
    }
}

//! Ends what runs out, and 障害時閲覧 when the service returns, with nobody asking.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::emergency::{ended_by_itself, goes_on, settle, tell};
use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::rooms::{Rooms, blocking};
use crate::view::LinkState;

/// Between two looks at the clock when nothing is about to run out: it may have been set. As soon as of
/// consents, an end reaches a screen.
const LONGEST: Duration = Duration::from_secs(2);
const SHORTEST: Duration = Duration::from_millis(200);

/// Watches until told to close.
pub(super) async fn keep_watching(rooms: Arc<Rooms>, closing: CancellationToken) {
    let mut news = rooms.listen();
    let mut known = None;
    let mut running = numbers(&rooms);
    // News of other things must not put it off.
    let mut look = Instant::now() + until_next(&rooms);
    loop {
        let heard = tokio::select! {
            () = closing.cancelled() => return,
            heard = news.recv() => Some(heard),
            () = rooms.emergency_now.notified() => None,
            () = tokio::time::sleep_until(look) => None,
        };
        let link = match heard {
            Some(Ok(ViewerEvent::ServiceChanged { status })) => status.link,
            Some(Ok(_)) => continue,
            Some(Err(RecvError::Closed)) => return,
            Some(Err(RecvError::Lagged(_))) | None => rooms.service_status().link,
        };
        let shared = rooms.clone();
        let turned = known.replace(link) != Some(link);
        // What cannot be written down now has ended all the same; the disk is told of elsewhere.
        let _ = blocking(move || {
            shared.emergencies.save(&shared.desk);
            settle(&shared)?;
            line(&shared, link, turned)
        })
        .await;
        // What no row ends yet may be over for whoever reads: the time of consents is the later one.
        let now = numbers(&rooms);
        if now != running {
            running = now;
            tell(&rooms);
        }
        look = Instant::now() + until_next(&rooms);
    }
}

/// What is on now.
fn numbers(rooms: &Rooms) -> Vec<u64> {
    let running = rooms.emergencies.running(rooms.consent_time().at);
    running.iter().map(|used| used.number).collect()
}

fn until_next(rooms: &Rooms) -> Duration {
    let now = rooms.consent_time().at;
    let left = rooms
        .emergencies
        .next_end()
        .and_then(|end| Duration::try_from(now.duration_until(end)).ok());
    left.map_or(LONGEST, |left| left.clamp(SHORTEST, LONGEST))
}

/// Whatever lasts while the service is there has to end, also what was declared while it came back. Its
/// loss is told once.
fn line(rooms: &Rooms, link: LinkState, turned: bool) -> Result<(), CommandError> {
    let now: Timestamp = rooms.consent_time().at;
    let (desk, emergencies) = (&rooms.desk, &rooms.emergencies);
    let written = match link {
        LinkState::Up => {
            let over = emergencies.service_returned(desk, now);
            if over.is_empty() {
                return Ok(());
            }
            let each = over.iter().map(|used| ended_by_itself(rooms, used));
            each.fold(Ok(()), Result::and)
        }
        LinkState::Down if turned => match emergencies.service_lost(desk, now) {
            Some(used) => goes_on(rooms, &used),
            None => return Ok(()),
        },
        LinkState::Down | LinkState::Unknown | LinkState::NotConfigured => return Ok(()),
    };
    tell(rooms);
    written
}

//! Notes when the line goes and comes back. What was read meanwhile is asked for anew, and whoever
//! read it is told when it says something else now.

use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

use super::confirm::sections;
use super::look::want_all;
use crate::event::ViewerEvent;
use crate::queue::Wanted;
use crate::rooms::{Rooms, blocking};
use crate::view::LinkState;

/// Watches until told to close.
pub(super) async fn keep_watching(rooms: Arc<Rooms>, closing: CancellationToken) {
    let mut news = rooms.listen();
    loop {
        let heard = tokio::select! {
            () = closing.cancelled() => return,
            heard = news.recv() => heard,
        };
        match heard {
            Ok(ViewerEvent::ServiceChanged { status }) => {
                line(&rooms, status.link, status.since).await;
            }
            Ok(ViewerEvent::SectionChanged {
                person,
                category,
                version: Some(version),
                ..
            }) => section(&rooms, person, category, &version),
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => {
                let status = rooms.service_status();
                line(&rooms, status.link, status.since).await;
                // What was missed may have been a change of what was read.
                tell(&rooms);
            }
            Err(RecvError::Closed) => return,
        }
    }
}

async fn line(rooms: &Arc<Rooms>, link: LinkState, since: Option<Timestamp>) {
    let Some(since) = since else {
        return;
    };
    let shared = rooms.clone();
    let noted = blocking(move || {
        let (desk, outages) = (&shared.desk, &shared.outages);
        Ok(match link {
            LinkState::Down => {
                outages.begin(desk, since)?;
                None
            }
            LinkState::Up => outages.end(desk, since)?,
            LinkState::Unknown | LinkState::NotConfigured => None,
        })
    })
    .await;
    // A desk store that cannot be written is told by the commands that write it.
    let Some(ended) = noted.ok().flatten() else {
        return;
    };
    let read = sections(&ended);
    rooms.confirming.want(read, since, Instant::now());
    for person in ended.people() {
        want_all(rooms, person, Wanted::Confirming).await;
    }
}

fn tell(rooms: &Rooms) {
    if rooms.outages.ended().is_some() {
        rooms.tell(ViewerEvent::RecoveryChanges);
    }
}

fn section(rooms: &Rooms, person: PersonId, category: Category, version: &str) {
    let outage = rooms.outages.ended();
    if outage.is_some_and(|outage| outage.read_otherwise(person, category, version)) {
        rooms.tell(ViewerEvent::RecoveryChanges);
    }
}

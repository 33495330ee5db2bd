use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;

use crate::fetch_facts::FetchFacts;
use crate::outage::Outage;
use crate::queue::{Job, Wanted};
use crate::rooms::{Rooms, blocking};

/// Between two looks at what waits to be confirmed.
const EVERY: Duration = Duration::from_millis(500);

/// Asks again for what was read in an outage, as long as the line is up, until told to close.
pub(super) async fn keep_confirming(rooms: Arc<Rooms>, closing: CancellationToken) {
    resume(&rooms).await;
    loop {
        if rooms.line.is_up() {
            for job in rooms.confirming.due(Instant::now()) {
                rooms.queue.add(job, Wanted::Confirming);
            }
        }
        tokio::select! {
            () = closing.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// What the last outage left unconfirmed when the program ended.
async fn resume(rooms: &Arc<Rooms>) {
    let Some(outage) = rooms.outages.ended() else {
        return;
    };
    let Some(since) = outage.to else {
        return;
    };
    let shared = rooms.clone();
    let open = blocking(move || {
        let mut open = Vec::new();
        for job in sections(&outage) {
            let fetches = FetchFacts::new(shared.desk.fetch_states(job.person)?);
            if fetches
                .last_success(job.category)
                .is_none_or(|at| at < since)
            {
                open.push(job);
            }
        }
        Ok(open)
    })
    .await;
    // A desk store that cannot be read is told by the commands that read it.
    let open = open.unwrap_or_default();
    rooms.confirming.want(open, since, Instant::now());
}

/// What was read in an outage, each once.
pub(super) fn sections(outage: &Outage) -> Vec<Job> {
    let mut sections = Vec::new();
    for read in &outage.read {
        let job = Job {
            person: read.person,
            category: read.category,
        };
        if !sections.contains(&job) {
            sections.push(job);
        }
    }
    sections
}

use std::sync::Arc;

use cache::desk::FetchState;
use cache::{FetchedSets, NewSet, Part, SetKind};
use jiff::Timestamp;
use service::{Fault, FetchedAnswer, Page};
use sha2::{Digest as _, Sha256};

use super::fetch::{Ask, cannot_store, fetch_act};
use super::receive::Received;
use crate::arrived::{Arrived, arrived};
use crate::clinical::Clinical;
use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::queue::{Job, Wanted};
use crate::rooms::{Rooms, blocking};
use crate::sync::lock;
use crate::view::ChangeCounts;

/// Keeps an answer: in the records store while somebody with the clinical key is signed in,
/// sealed in the inbox otherwise; then tells the seats what changed. Answers as of when it is kept.
pub(super) async fn keep(
    rooms: &Arc<Rooms>,
    job: Job,
    wanted: Wanted,
    ask: &Ask,
    received: Received,
) -> Result<Timestamp, Fault> {
    fetch_act(job, wanted, ask.under)
        .write(rooms)
        .await
        .map_err(|_| cannot_store())?;
    let (shared, consent_until) = (rooms.clone(), ask.consent_until);
    let (at, news) = blocking(move || {
        let _turn = lock(&shared.keeping);
        let came = arrived(&shared);
        let now = came.at;
        let sets = as_sets(&shared, job, received.answer, now);
        let news = match shared.clinical() {
            Some(clinical) => store(&shared, &clinical, came, &sets)?,
            None => {
                shared.inbox.seal(&shared.sealing_public, &sets)?;
                News::default()
            }
        };
        let names = &received.other_names;
        let name_differs = shared.desk.note_stated_names(job.person, names, now)?;
        let state = FetchState {
            last_success: Some(now),
            last_attempt: Some(now),
            fault: None,
            consent_until: Some(consent_until),
            name_differs,
        };
        shared
            .desk
            .set_fetch_state(job.person, job.category, &state)?;
        Ok((now, news))
    })
    .await
    .map_err(|error| {
        rooms.note_disk(error.code);
        cannot_store()
    })?;
    rooms.tell(ViewerEvent::SectionChanged {
        person: job.person,
        category: job.category,
        version: news.version,
        changes: news.changes,
    });
    rooms.tell(ViewerEvent::ArrivalsChanged);
    Ok(at)
}

#[derive(Debug, Default)]
struct News {
    version: Option<String>,
    changes: Option<ChangeCounts>,
}

fn store(
    rooms: &Rooms,
    clinical: &Clinical,
    came: Arrived,
    sets: &FetchedSets,
) -> Result<News, CommandError> {
    let today = rooms.clock.today();
    let before = clinical.newest(sets.person, sets.category, today)?;
    let stored = clinical.records.store_live(sets, came.told)?;
    // It is kept all the same, and shown.
    let _ = rooms.note_checkpoint(&stored);
    rooms.note_commits(&clinical.records);
    if before
        .as_ref()
        .is_some_and(|before| before.version == stored.version)
    {
        return Ok(News {
            version: Some(stored.version),
            changes: None,
        });
    }
    let after = clinical.newest(sets.person, sets.category, today)?;
    let changes = match (before, after) {
        (Some(before), Some(after)) => {
            let mut content = after.section.content.clone();
            let counts = record::mark_changes(&mut content, &before.section.content);
            Some(ChangeCounts {
                added: counts.added,
                changed: counts.changed,
                removed: counts.removed,
            })
        }
        _ => Some(ChangeCounts::default()),
    };
    Ok(News {
        version: Some(stored.version),
        changes,
    })
}

fn as_sets(rooms: &Rooms, job: Job, answer: FetchedAnswer, now: Timestamp) -> FetchedSets {
    let FetchedAnswer {
        scope,
        pages,
        documents,
    } = answer;
    let mut sets = vec![NewSet {
        key: scope,
        kind: SetKind::Scope,
        parts: as_parts(pages),
    }];
    for document in documents {
        sets.push(as_document(document));
    }
    FetchedSets {
        person: job.person,
        category: job.category,
        origin: "fhir_rest".to_owned(),
        profile: rooms.facts.id.clone(),
        fetched_at: now,
        sets,
        // The transport hands over whole answers only.
        complete_list: true,
    }
}

/// A document is its own set under its Bundle.identifier. One without an identifier is kept under
/// the hash of its bytes: it can then never replace, nor be replaced by, another.
fn as_document(page: Page) -> NewSet {
    let known = record::document_key(&page.bytes).ok().flatten();
    let kind = match &known {
        Some(key) if key.deletion => SetKind::Deletion,
        _ => SetKind::Document,
    };
    let key = known.map_or_else(|| content_key(&page.bytes), |key| key.identifier);
    NewSet {
        key,
        kind,
        parts: as_parts(vec![page]),
    }
}

fn content_key(bytes: &[u8]) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(bytes)))
}

fn as_parts(pages: Vec<Page>) -> Vec<Part> {
    pages
        .into_iter()
        .map(|page| Part {
            content_type: page.content_type,
            bytes: page.bytes,
        })
        .collect()
}

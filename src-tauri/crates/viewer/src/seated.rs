use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use access::Session;
use cache::desk::SearchIndex;
use record::vocabulary::{Category, PersonId};

use crate::clinical::Clinical;
use crate::confirmed_identity::ConfirmedIdentity;
use crate::error::CommandError;
use crate::locking::FullSignIn;
use crate::rooms::Rooms;
use crate::search_act::SearchAct;
use crate::sync::lock;
use crate::written_down::WrittenDown;

static NEXT_SITTING: AtomicU64 = AtomicU64::new(1);

/// Somebody signed in here. Holding `clinical` is what keeps the clinical stores open.
#[derive(Clone)]
pub(crate) struct Seated {
    /// Tells this sitting from the one before and the one after it.
    pub(crate) sitting: u64,
    pub(crate) session: Session,
    pub(crate) clinical: Option<Arc<Clinical>>,
    /// When this person last proved everything that is asked of them.
    pub(crate) full: FullSignIn,
    /// Whom the list or board shown last named.
    listed: Arc<Mutex<Vec<PersonId>>>,
    /// What of searches and of the changes after an outage was written down in this sitting.
    told: Arc<Mutex<Told>>,
    /// What was written down of the patient who is open.
    pub(crate) written: Arc<Mutex<WrittenDown>>,
    /// Of whom it was made sure here who they are.
    pub(crate) identity: ConfirmedIdentity,
    /// The people to search among; cleared when this sitting ends.
    search: Arc<Mutex<Option<Arc<SearchIndex>>>>,
}

/// What was told already, so that it is written down once a sitting.
#[derive(Default)]
struct Told {
    search: SearchAct,
    changed: HashSet<(PersonId, Category, String)>,
}

impl Seated {
    pub(crate) fn new(session: Session, clinical: Option<Arc<Clinical>>) -> Self {
        let sitting = NEXT_SITTING.fetch_add(1, Ordering::Relaxed);
        Self {
            sitting,
            full: FullSignIn::at(session.since()),
            session,
            clinical,
            listed: Arc::default(),
            told: Arc::default(),
            written: Arc::default(),
            identity: ConfirmedIdentity::default(),
            search: Arc::default(),
        }
    }

    /// Writes a question down that begins a search of its own (`SearchAct`).
    pub(crate) fn note_search(
        &self,
        text: &str,
        write: impl FnOnce() -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let mut told = lock(&self.told);
        if told.search.goes_on_to(text, Instant::now()) {
            // What could not be written is no act that goes on.
            write().inspect_err(|_| told.search = SearchAct::default())?;
        }
        Ok(())
    }

    /// Writes changes down that were not told of before in this sitting.
    pub(crate) fn note_changes(
        &self,
        changed: impl Iterator<Item = (PersonId, Category, String)>,
        write: impl FnOnce() -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let mut told = lock(&self.told);
        let news: Vec<_> = changed.filter(|one| !told.changed.contains(one)).collect();
        if !news.is_empty() {
            write()?;
            told.changed.extend(news);
        }
        Ok(())
    }

    /// The people to search among, held until this sitting ends.
    pub(crate) fn search_index(&self, rooms: &Rooms) -> Result<Arc<SearchIndex>, CommandError> {
        let index = rooms.desk.search_index()?;
        *lock(&self.search) = Some(index.clone());
        Ok(index)
    }

    /// Writes a list down that names other people than the one shown before in this sitting: a row for
    /// every renewal would bury the openings.
    pub(crate) fn note_list(
        &self,
        persons: impl Iterator<Item = PersonId>,
        write: impl FnOnce() -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let mut named: Vec<PersonId> = persons.collect();
        named.sort_unstable();
        let mut listed = lock(&self.listed);
        if *listed != named {
            write()?;
            *listed = named;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::testing::{set_up, sign_in};

    #[tokio::test(flavor = "multi_thread")]
    async fn what_could_not_be_written_down_is_not_shown_without_a_row_the_next_time() {
        let folder = tempfile::tempdir().unwrap();
        let (_viewer, seat) = set_up(&folder).await;
        sign_in(&seat).await;
        let seated = seat.seated().unwrap();
        let refused = || Err(ErrorCode::AuditUnavailable.into());
        let persons = || [PersonId(2), PersonId(1)].into_iter();
        let changed = || [(PersonId(1), Category::Condition, "5".to_owned())].into_iter();
        for _ in 0..2 {
            seated.note_list(persons(), refused).unwrap_err();
            seated.note_search("マキ", refused).unwrap_err();
            seated.note_changes(changed(), refused).unwrap_err();
        }
        let written = std::cell::Cell::new(0);
        let write = || {
            written.set(written.get() + 1);
            Ok(())
        };
        for _ in 0..2 {
            seated.note_list(persons(), write).unwrap();
            seated.note_search("マキノ", write).unwrap();
            seated.note_changes(changed(), write).unwrap();
        }
        assert_eq!(written.get(), 3, "once each");
    }
}

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

    /// Whether this question begins a search of its own (`SearchAct`).
    pub(crate) fn searches_anew(&self, text: &str) -> bool {
        lock(&self.told).search.goes_on_to(text, Instant::now())
    }

    /// Whether changes are told of that were not told before in this sitting.
    pub(crate) fn tells_anew(
        &self,
        changed: impl Iterator<Item = (PersonId, Category, String)>,
    ) -> bool {
        let mut told = lock(&self.told);
        let before = told.changed.len();
        told.changed.extend(changed);
        told.changed.len() > before
    }

    /// The people to search among, held until this sitting ends.
    pub(crate) fn search_index(&self, rooms: &Rooms) -> Result<Arc<SearchIndex>, CommandError> {
        let index = rooms.desk.search_index()?;
        *lock(&self.search) = Some(index.clone());
        Ok(index)
    }

    /// Whether a list names other people than the one shown before in this sitting. Only then it is
    /// written down again: a row for every renewal would bury the openings.
    pub(crate) fn shows_anew(&self, persons: impl Iterator<Item = PersonId>) -> bool {
        let mut named: Vec<PersonId> = persons.collect();
        named.sort_unstable();
        let mut listed = lock(&self.listed);
        let anew = *listed != named;
        *listed = named;
        anew
    }
}

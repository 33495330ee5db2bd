//! The clinical stores while somebody with the clinical key is signed in. Dropping the last handle
//! closes the store and clears its key.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use access::ClinicalKeys;
use cache::desk::Kinship;
use cache::retention::Windows;
use cache::{EarlierVersion, Held, HeldVersion, Part, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::{Category, PersonId};
use record::{HeldSet, Section};

use crate::beyond_window::BeyondWindow;
use crate::clock::japan_date;
use crate::error::CommandError;
use crate::guarded::Guarded;
use crate::kinship::{concerns, only_own, with_joined};
use crate::noting::NotesShelf;
use crate::rooms::Rooms;
use crate::sync::lock;
use crate::works::Works;

/// Sections kept ready in memory: those of a day's list, not of the whole store.
const SECTIONS_READY: usize = Category::WITH_DOCUMENTS.len() * 64;

/// An open records store and the sections already read from it.
pub(crate) struct Clinical {
    pub(crate) records: Guarded,
    pub(crate) notes: NotesShelf,
    pub(crate) keys: ClinicalKeys,
    looked_through: AtomicBool,
    taken_in: AtomicBool,
    /// Works of the program beside the sessions that hold it now.
    pub(crate) works: Works,
    /// How long the service gives what; none as long as nobody has told.
    windows: Mutex<Option<Arc<Windows>>>,
    ready: Mutex<HashMap<ReadyKey, Arc<ReadSection>>>,
    /// Whose records count as whose.
    kinship: Mutex<Arc<Kinship>>,
}

type ReadyKey = (PersonId, Category, String, Date);

/// One section as read from the store at a version.
#[derive(Debug)]
pub(crate) struct ReadSection {
    /// When the service last gave or confirmed it.
    pub(crate) as_of: Timestamp,
    /// Names the state.
    pub(crate) version: String,
    /// What it says.
    pub(crate) section: Section,
    /// When the newest answer came, whatever of it is intact.
    answered: Timestamp,
    /// Sets of which the newest copy is not intact.
    pub(crate) damaged_sets: usize,
    /// Nothing of it is intact.
    pub(crate) damaged: bool,
    /// What of it left the service's own window (閲覧期間外の保存分).
    pub(crate) beyond_window: BeyondWindow,
    /// Sets the newest answer did not carry.
    pub(crate) not_returned: usize,
}

impl Clinical {
    pub(crate) fn new(records: Guarded, keys: ClinicalKeys) -> Self {
        Self {
            records,
            notes: NotesShelf::default(),
            keys,
            looked_through: AtomicBool::new(false),
            taken_in: AtomicBool::new(false),
            works: Works::default(),
            windows: Mutex::new(None),
            ready: Mutex::new(HashMap::new()),
            kinship: Mutex::new(Arc::default()),
        }
    }

    /// Judges by these windows from now on; none: of nothing it is known.
    pub(crate) fn use_windows(&self, windows: Option<Windows>) {
        *lock(&self.windows) = windows.map(Arc::new);
        // What was judged by the former ones is read again.
        lock(&self.ready).clear();
    }

    /// Reads by this from now on.
    pub(crate) fn use_kinship(&self, kinship: Arc<Kinship>) {
        *lock(&self.kinship) = kinship;
        lock(&self.ready).clear();
    }

    /// The person, and whoever counts as them since they were joined.
    pub(crate) fn all_of(&self, person: PersonId) -> Vec<PersonId> {
        let kinship = lock(&self.kinship).clone();
        let joined = kinship.joined.get(&person).into_iter().flatten();
        std::iter::once(person).chain(joined.copied()).collect()
    }

    /// Somebody was taken for this person at that moment who was separated since.
    pub(crate) fn was_mixed(&self, person: PersonId, at: Timestamp) -> bool {
        let kinship = lock(&self.kinship).clone();
        let mut mixed = kinship.mixed.get(&person).into_iter().flatten();
        mixed.any(|(from, until)| *from <= at && at <= *until)
    }

    /// What is read for this person is not simply what is held under their number.
    pub(crate) fn has_kin(&self, person: PersonId) -> bool {
        self.kin_of(person).is_some()
    }

    /// Who counts as whom, when it concerns this person.
    fn kin_of(&self, person: PersonId) -> Option<Arc<Kinship>> {
        let kinship = lock(&self.kinship).clone();
        concerns(&kinship, person).then_some(kinship)
    }

    /// What is held of a section: every set once, with those of people who were joined with this one,
    /// and without what is registered under a number that was separated.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn held(&self, person: PersonId, category: Category) -> Result<Held, StoreError> {
        match self.kin_of(person) {
            None => self.records.held_with_earlier(person, category),
            Some(kinship) => self.held_by_kin(person, category, None, &kinship),
        }
    }

    /// The same as it stood at an earlier version; none when it never had that state.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn held_at(
        &self,
        person: PersonId,
        category: Category,
        version: &str,
    ) -> Result<Option<Held>, StoreError> {
        let Some(kinship) = self.kin_of(person) else {
            return self.records.held_at(person, category, version);
        };
        let held = self.held_by_kin(person, category, Some(version), &kinship)?;
        Ok(held.version.is_some().then_some(held))
    }

    fn held_by_kin(
        &self,
        person: PersonId,
        category: Category,
        version: Option<&str>,
        kinship: &Kinship,
    ) -> Result<Held, StoreError> {
        let own = match version {
            Some(version) => self.records.held_at(person, category, version)?,
            None => Some(self.records.held_with_earlier(person, category)?),
        };
        let own = only_own(own.unwrap_or_default(), person, kinship);
        let mut others = Vec::new();
        for other in kinship.joined.get(&person).into_iter().flatten() {
            let theirs = self.records.held_with_earlier(*other, category)?;
            others.push(only_own(theirs, *other, kinship));
        }
        Ok(with_joined(own, others))
    }

    fn windows(&self) -> Option<Arc<Windows>> {
        lock(&self.windows).clone()
    }

    /// True when it is asked for the first time: once a sitting the whole store is looked through.
    pub(crate) fn first_look(&self) -> bool {
        !self.looked_through.swap(true, Ordering::Relaxed)
    }

    /// What was sealed meanwhile has been moved into the store, as far as it opens.
    pub(crate) fn inbox_taken_in(&self) {
        self.taken_in.store(true, Ordering::Relaxed);
    }

    /// Whether the store holds what was sealed before it was opened.
    pub(crate) fn has_taken_in(&self) -> bool {
        self.taken_in.load(Ordering::Relaxed)
    }

    /// Looks through the store, and lets the second copy take over when it is damaged; true then.
    /// Stops between two steps once nobody reads here.
    pub(crate) fn guard(self: &Arc<Self>, rooms: &Rooms) -> Result<bool, CommandError> {
        let goes_on = &|| self.goes_on();
        let took_over = self.records.guard(rooms, &self.keys, goes_on)?;
        if took_over {
            // States of the copy have the names that states of the store had.
            lock(&self.ready).clear();
        }
        Ok(took_over)
    }

    /// The name of the newest state of a section and when it was last confirmed, as it is read for this
    /// person; none when nothing was ever stored.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn state(
        &self,
        person: PersonId,
        category: Category,
    ) -> Result<Option<(String, Timestamp)>, StoreError> {
        if self.has_kin(person) {
            let held = self.held(person, category)?;
            return Ok(held.version.zip(held.as_of));
        }
        let state = self.records.state(person, category)?;
        Ok(state.map(|state| (state.version, state.as_of)))
    }

    /// The newest intact state of a section; none when nothing was ever stored.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn newest(
        &self,
        person: PersonId,
        category: Category,
        today: Date,
    ) -> Result<Option<Arc<ReadSection>>, StoreError> {
        if self.kin_of(person).is_some() {
            let (held, windows) = (self.held(person, category)?, self.windows());
            return Ok(read_section(category, &held, windows.as_deref(), today).map(Arc::new));
        }
        let Some(state) = self.records.state(person, category)? else {
            return Ok(None);
        };
        let key = (person, category, state.version, today);
        if let Some(ready) = lock(&self.ready).get(&key).cloned()
            && ready.answered == state.as_of
        {
            return Ok(Some(ready));
        }
        let held = self.records.held_with_earlier(person, category)?;
        Ok(self.keep_ready(person, category, &held, today))
    }

    /// Reads a person's sections in one reading, unless some are ready already: then those that are
    /// not are few, and each is read when it is asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn make_ready(&self, person: PersonId, today: Date) -> Result<(), StoreError> {
        if self.kin_of(person).is_some() || lock(&self.ready).keys().any(|key| key.0 == person) {
            return Ok(());
        }
        for (category, held) in self.records.whole_with_earlier(person)? {
            self.keep_ready(person, category, &held, today);
        }
        Ok(())
    }

    /// The section as it reads; it need not be read again until it or the windows change.
    fn keep_ready(
        &self,
        person: PersonId,
        category: Category,
        held: &Held,
        today: Date,
    ) -> Option<Arc<ReadSection>> {
        let windows = self.windows();
        let read = Arc::new(read_section(category, held, windows.as_deref(), today)?);
        let mut ready = lock(&self.ready);
        if self.windows().as_ref().map(Arc::as_ptr) != windows.as_ref().map(Arc::as_ptr) {
            // Read by a rule that has just been changed: not to be kept.
            return Some(read);
        }
        if ready.len() >= SECTIONS_READY {
            ready.clear();
        }
        let key = (person, category, read.version.clone(), today);
        ready.insert(key, Arc::clone(&read));
        Some(read)
    }

    /// A section as it stood at an earlier version.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) fn at(
        &self,
        person: PersonId,
        category: Category,
        version: &str,
        today: Date,
    ) -> Result<Option<Arc<ReadSection>>, StoreError> {
        let held = self.held_at(person, category, version)?;
        let windows = self.windows();
        Ok(held
            .and_then(|held| read_section(category, &held, windows.as_deref(), today))
            .map(Arc::new))
    }
}

fn read_section(
    category: Category,
    held: &Held,
    windows: Option<&Windows>,
    today: Date,
) -> Option<ReadSection> {
    let (answered, version) = (held.as_of?, held.version.clone()?);
    // An older copy stands in for a damaged newest one: then the section is as old as that copy.
    let fallen_back = held.sets.iter().filter(|set| set.fallen_back);
    let as_of = fallen_back
        .map(|set| set.confirmed_at)
        .min()
        .unwrap_or(answered);
    let sets: Vec<HeldSet<'_>> = held.sets.iter().map(as_held_set).collect();
    let section = record::section(category, &sets, today);
    let beyond =
        windows.map(|windows| BeyondWindow::of(category, &section.content, windows, today));
    Some(ReadSection {
        as_of,
        answered,
        version,
        section,
        damaged_sets: held.damaged.len(),
        damaged: held.sets.is_empty() && !held.damaged.is_empty(),
        beyond_window: beyond.unwrap_or_default(),
        not_returned: held.sets.iter().filter(|set| !set.returned).count(),
    })
}

fn as_held_set(set: &HeldVersion) -> HeldSet<'_> {
    HeldSet {
        key: &set.key,
        fetched_on: japan_date(set.fetched_at),
        returned: set.returned,
        parts: bytes(&set.parts),
        earlier: set.earlier.iter().map(as_earlier).collect(),
    }
}

fn as_earlier(earlier: &EarlierVersion) -> record::EarlierVersion<'_> {
    record::EarlierVersion {
        fetched_on: japan_date(earlier.fetched_at),
        parts: bytes(&earlier.parts),
    }
}

fn bytes(parts: &[Part]) -> Vec<&[u8]> {
    parts.iter().map(|part| part.bytes.as_slice()).collect()
}

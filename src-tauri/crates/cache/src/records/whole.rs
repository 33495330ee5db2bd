//! Everything held of one person in one reading, and the slow road for when something is damaged.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use record::vocabulary::{Category, PersonId};
use rusqlite::Connection;
use vault::StoreError;

use super::Records;
use super::body::load_within;
use super::glance::{self, Line};
use super::held::{Depth, EarlierVersion, Held, HeldVersion};
use super::outline::{SetId, VersionOutline, versions};
use crate::moment;

/// Section by section; those of which nothing was ever stored are not among them.
type Sections = BTreeMap<Category, Held>;

impl Records {
    /// What we hold now of a person: what [`Records::held`] says of every section of which something
    /// was ever stored, as of one moment. A tenth of the time of asking for each.
    ///
    /// # Errors
    /// As [`Records::held`]: a damaged body costs that body, at the price of reading it all one by one.
    pub fn whole(&self, person: PersonId) -> Result<BTreeMap<Category, Held>, StoreError> {
        self.sections_of(person, Depth::Newest)
    }

    /// Like [`Records::whole`], with every older version.
    ///
    /// # Errors
    /// As [`Records::whole`].
    pub fn whole_with_earlier(
        &self,
        person: PersonId,
    ) -> Result<BTreeMap<Category, Held>, StoreError> {
        self.sections_of(person, Depth::Earlier)
    }

    fn sections_of(&self, person: PersonId, depth: Depth) -> Result<Sections, StoreError> {
        if let Some(sections) = self.at_once(person, None, depth)? {
            return Ok(sections);
        }
        let mut sections = Sections::new();
        for category in Category::WITH_DOCUMENTS {
            let held = self.newest(person, category, depth)?;
            if held.version.is_some() {
                sections.insert(category, held);
            }
        }
        Ok(sections)
    }

    /// None when anything is damaged, or nothing is found: then the tables have to be asked.
    pub(super) fn at_once(
        &self,
        person: PersonId,
        category: Option<Category>,
        depth: Depth,
    ) -> Result<Option<Sections>, StoreError> {
        let read = self
            .store
            .read(|store| Reading::of(store, person, category, depth));
        match read {
            Err(StoreError::Damaged) => Ok(None),
            other => Ok(other?.filter(|sections| !sections.is_empty())),
        }
    }
}

/// What was read so far.
struct Reading<'a> {
    store: &'a Connection,
    depth: Depth,
    sections: Sections,
    /// Number of the set that the last line belonged to.
    set: i64,
    /// Everything read is what was stored.
    intact: bool,
}

impl<'a> Reading<'a> {
    fn of(
        store: &'a Connection,
        person: PersonId,
        category: Option<Category>,
        depth: Depth,
    ) -> Result<Option<Sections>, StoreError> {
        let mut reading = Self {
            store,
            depth,
            sections: Sections::new(),
            set: 0,
            intact: true,
        };
        glance::lines(store, person, category, &mut |line| reading.take(line))?;
        if !reading.intact {
            return Ok(None);
        }
        for held in reading.sections.values_mut() {
            let newest_part = held.sets.iter().map(|set| set.confirmed_at).max();
            held.as_of = held.as_of.or(newest_part);
        }
        Ok(Some(reading.sections))
    }

    fn take(&mut self, line: &Line<'_>) -> Result<(), StoreError> {
        if let Entry::Vacant(section) = self.sections.entry(line.category) {
            let complete = line.complete_at()?.map(moment::from_stored).transpose()?;
            section.insert(Held {
                as_of: complete,
                version: Some(line.state()?.to_string()),
                ..Held::default()
            });
        }
        let Some(set) = line.set()? else {
            return Ok(());
        };
        if set.id != self.set {
            let newest = self.begin(line, &set)?;
            self.put(line.category, |held| held.sets.push(newest));
            self.set = set.id;
        }
        let Some(part) = line.part(&set)? else {
            return Ok(());
        };
        match line.packed()?.and_then(|packed| part.unpack(packed)) {
            Some(part) => self.put(line.category, |held| {
                if let Some(set) = held.sets.last_mut() {
                    set.parts.push(part);
                }
            }),
            None => self.intact = false,
        }
        Ok(())
    }

    fn put(&mut self, category: Category, change: impl FnOnce(&mut Held)) {
        if let Some(held) = self.sections.get_mut(&category) {
            change(held);
        }
    }

    fn begin(&mut self, line: &Line<'_>, set: &SetId<'_>) -> Result<HeldVersion, StoreError> {
        let version = line.version(set)?;
        let earlier = if self.depth == Depth::Earlier && line.has_older()? {
            self.earlier(set, line.state()?, version.id)?
        } else {
            Vec::new()
        };
        let VersionOutline {
            id,
            kind,
            origin,
            profile,
            fetched_at,
            confirmed_at,
            ..
        } = version;
        Ok(HeldVersion {
            key: set.key.to_owned(),
            kind,
            version_id: id,
            origin,
            profile,
            fetched_at,
            confirmed_at,
            returned: line.returned()?,
            fallen_back: false,
            parts: Vec::new(),
            earlier,
        })
    }

    /// Out of the tables. Those that are damaged are left out: nothing rests on them.
    fn earlier(
        &mut self,
        set: &SetId<'_>,
        state: i64,
        newest: i64,
    ) -> Result<Vec<EarlierVersion>, StoreError> {
        let mut versions = versions(self.store, *set, state)?.into_iter();
        if versions.next().map(|version| version.id) != Some(newest) {
            self.intact = false;
        }
        let mut earlier = Vec::new();
        for version in versions {
            if let Some(parts) = load_within(self.store, &version.parts)? {
                earlier.push(EarlierVersion {
                    version_id: version.id,
                    kind: version.kind,
                    fetched_at: version.fetched_at,
                    parts,
                });
            }
        }
        Ok(earlier)
    }
}

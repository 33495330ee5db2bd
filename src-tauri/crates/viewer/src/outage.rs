//! Outages of the line and what was read in them: per opaque reader and section, the state that was
//! painted. Kept in the desk store, so that a restart in the middle forgets nothing.

use std::sync::Mutex;

use cache::{Desk, StoreError};
use jiff::{SignedDuration, Timestamp};
use record::vocabulary::{Category, PersonId};
use serde::{Deserialize, Serialize};

use crate::sync::lock;

/// A line that comes back for less than this has not come back.
const SAME_OUTAGE: SignedDuration = SignedDuration::from_mins(10);

/// The outages of this PC: the one that lasts, and the last one that ended.
#[derive(Debug, Default)]
pub(crate) struct Outages(Mutex<Known>);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    lasting: Option<Outage>,
    ended: Option<Outage>,
    /// Read before it was known whether the line is up.
    #[serde(skip)]
    early: Vec<ReadInOutage>,
}

/// One outage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outage {
    pub(crate) from: Timestamp,
    /// None while it lasts.
    pub(crate) to: Option<Timestamp>,
    /// In the order of reading.
    pub(crate) read: Vec<ReadInOutage>,
}

/// One section as somebody read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReadInOutage {
    pub(crate) reader: String,
    pub(crate) person: PersonId,
    pub(crate) category: Category,
    /// The state that was painted.
    pub(crate) version: String,
}

impl Outages {
    /// The name of the blob in the desk store.
    const BLOB: &'static str = "outages";

    /// As the desk store remembers them. One that cannot be read is forgotten: what the stores hold
    /// does not depend on it.
    pub(crate) fn load(desk: &Desk) -> Self {
        let kept = desk.blob(Self::BLOB).ok().flatten();
        let known = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self(Mutex::new(known.unwrap_or_default()))
    }

    /// The line has been down since `from`.
    pub(crate) fn begin(&self, desk: &Desk, from: Timestamp) -> Result<(), StoreError> {
        let mut known = lock(&self.0);
        if known.lasting.is_some() {
            return Ok(());
        }
        begin(&mut known, from);
        keep(desk, &known)
    }

    /// The line came back. Answers the outage that ended now, if one did.
    pub(crate) fn end(&self, desk: &Desk, to: Timestamp) -> Result<Option<Outage>, StoreError> {
        let mut known = lock(&self.0);
        known.early.clear();
        let Some(mut outage) = known.lasting.take() else {
            return Ok(None);
        };
        outage.to = Some(to);
        // One in which nothing was read must not hide the changes of the one before.
        if known.ended.is_none() || !outage.read.is_empty() {
            known.ended = Some(outage.clone());
        }
        keep(desk, &known)?;
        Ok(Some(outage))
    }

    /// Notes what was painted while the line is not up; `down` is since when, if that is known.
    pub(crate) fn note(
        &self,
        desk: &Desk,
        down: Option<Timestamp>,
        read: Vec<ReadInOutage>,
    ) -> Result<(), StoreError> {
        let mut known = lock(&self.0);
        if let Some(from) = down.filter(|_| known.lasting.is_none()) {
            begin(&mut known, from);
        }
        let Some(outage) = known.lasting.as_mut() else {
            known.early.extend(read);
            return Ok(());
        };
        let before = outage.read.clone();
        for read in read {
            put(&mut outage.read, read);
        }
        if outage.read == before {
            return Ok(());
        }
        keep(desk, &known)
    }

    /// The last outage that ended; none while another one lasts.
    pub(crate) fn ended(&self) -> Option<Outage> {
        let known = lock(&self.0);
        known.ended.clone().filter(|_| known.lasting.is_none())
    }
}

impl Outage {
    /// Who was read in it, each once.
    pub(crate) fn people(&self) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = self.read.iter().map(|read| read.person).collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    /// Whether somebody read this section in another state than `version`.
    pub(crate) fn read_otherwise(
        &self,
        person: PersonId,
        category: Category,
        version: &str,
    ) -> bool {
        self.read.iter().any(|read| {
            read.person == person && read.category == category && read.version != version
        })
    }
}

fn begin(known: &mut Known, from: Timestamp) {
    let resumed = known.ended.take_if(|ended| {
        let up = ended.to.map(|to| from.duration_since(to));
        up.is_some_and(|up| up < SAME_OUTAGE)
    });
    let mut outage = resumed.unwrap_or(Outage {
        from,
        to: None,
        read: Vec::new(),
    });
    outage.to = None;
    for read in known.early.drain(..) {
        put(&mut outage.read, read);
    }
    known.lasting = Some(outage);
}

/// The newest state that a reader saw of a section is the one they know.
fn put(list: &mut Vec<ReadInOutage>, read: ReadInOutage) {
    let same = |known: &&mut ReadInOutage| {
        known.reader == read.reader
            && known.person == read.person
            && known.category == read.category
    };
    match list.iter_mut().find(same) {
        Some(known) => known.version = read.version,
        None => list.push(read),
    }
}

fn keep(desk: &Desk, known: &Known) -> Result<(), StoreError> {
    let bytes = serde_json::to_vec(known).map_err(|_| StoreError::Damaged)?;
    desk.put_blob(Outages::BLOB, &bytes)
}

#[cfg(test)]
mod tests {
    use cache::StoreKey;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn read(person: i64, version: &str) -> ReadInOutage {
        ReadInOutage {
            reader: String::from("r"),
            person: PersonId(person),
            category: Category::Condition,
            version: version.to_owned(),
        }
    }

    fn ended(outages: &Outages, desk: &Desk, to: Timestamp) -> Vec<PersonId> {
        let outage = outages.end(desk, to).unwrap();
        outage.map(|outage| outage.people()).unwrap_or_default()
    }

    fn desk(folder: &tempfile::TempDir) -> Desk {
        Desk::create(&folder.path().join("desk.db"), &StoreKey::new([3; 32])).unwrap()
    }

    #[test]
    fn what_was_read_is_known_after_a_restart_in_the_middle() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let outages = Outages::load(&desk);
        outages
            .note(&desk, Some(at(0)), vec![read(1, "4")])
            .unwrap();
        let outages = Outages::load(&desk);
        assert_eq!(outages.ended(), None);
        outages.begin(&desk, at(60)).unwrap();
        outages
            .note(&desk, Some(at(60)), vec![read(2, "7")])
            .unwrap();
        assert_eq!(ended(&outages, &desk, at(3600)), [PersonId(1), PersonId(2)]);
        let ended = Outages::load(&desk).ended().unwrap();
        assert_eq!((ended.from, ended.to), (at(0), Some(at(3600))));
        assert!(ended.read_otherwise(PersonId(1), Category::Condition, "5"));
        assert!(!ended.read_otherwise(PersonId(1), Category::Condition, "4"));
    }

    #[test]
    fn a_short_return_ends_nothing_and_an_outage_without_reading_hides_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let outages = Outages::load(&desk);
        outages
            .note(&desk, Some(at(0)), vec![read(1, "4")])
            .unwrap();
        outages.end(&desk, at(100)).unwrap();
        outages.begin(&desk, at(200)).unwrap();
        assert_eq!(outages.ended(), None);
        assert_eq!(ended(&outages, &desk, at(300)), [PersonId(1)]);
        assert_eq!(outages.ended().unwrap().from, at(0));
        outages.begin(&desk, at(9000)).unwrap();
        assert!(ended(&outages, &desk, at(9100)).is_empty());
        assert_eq!(outages.ended().unwrap().from, at(0));
    }

    #[test]
    fn what_was_read_before_the_line_was_tried_belongs_to_the_outage_that_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let desk = desk(&folder);
        let outages = Outages::load(&desk);
        outages.note(&desk, None, vec![read(1, "4")]).unwrap();
        outages.begin(&desk, at(5)).unwrap();
        assert_eq!(ended(&outages, &desk, at(9)), [PersonId(1)]);
        outages.note(&desk, None, vec![read(2, "4")]).unwrap();
        assert!(ended(&outages, &desk, at(10)).is_empty());
    }
}

use std::collections::BTreeSet;

use jiff::Timestamp;
use record::vocabulary::{Category, PersonId};

/// What would be deleted: for somebody to look at before it is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub(super) commits: i64,
    pub(super) made_at: Timestamp,
    pub(super) deletions: Vec<Deletion>,
    pub(super) needed: usize,
    pub(super) in_doubt: usize,
}

/// One version that would be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deletion {
    /// Whose.
    pub person: PersonId,
    /// Of which section.
    pub category: Category,
    /// The set's key.
    pub key: String,
    /// Number of the version.
    pub version_id: i64,
    /// When the service last carried it.
    pub last_carried: Timestamp,
    /// Bytes as received.
    pub size: u64,
    /// Why it may be deleted.
    pub reason: Reason,
    /// The last state of the section in which this version counted.
    pub(super) until_state: i64,
}

/// Why a version may be deleted, besides its age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A newer version took its place.
    Replaced,
    /// The service no longer gives the set, and this was its last version.
    NotReturned,
}

impl Plan {
    /// What would be deleted, person by person.
    #[must_use]
    pub fn deletions(&self) -> &[Deletion] {
        &self.deletions
    }

    /// How many people lose something.
    #[must_use]
    pub fn people(&self) -> usize {
        let people = self.deletions.iter().map(|deletion| deletion.person);
        people.collect::<BTreeSet<_>>().len()
    }

    /// Bytes, as received.
    #[must_use]
    pub fn size(&self) -> u64 {
        let sizes = self.deletions.iter().map(|deletion| deletion.size);
        sizes.fold(0, u64::saturating_add)
    }

    /// Old versions that stay because they alone hold something that has to stay, or because what
    /// they took the place of stays.
    #[must_use]
    pub const fn needed(&self) -> usize {
        self.needed
    }

    /// Old versions that stay because they cannot be read, or a newer one of their set cannot.
    #[must_use]
    pub const fn in_doubt(&self) -> usize {
        self.in_doubt
    }

    /// The trusted moment it was made for.
    #[must_use]
    pub const fn made_at(&self) -> Timestamp {
        self.made_at
    }
}

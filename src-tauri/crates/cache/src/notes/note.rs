use record::vocabulary::PersonId;
use serde::{Deserialize, Serialize};

use super::chain::link;
use super::{By, Stamp};

/// What a confirmed note (確定した記録) says, and all that is known of how it came to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Whose record it is about.
    pub person: PersonId,
    /// What it says.
    pub text: String,
    /// Whose note it is (記載者).
    pub author: By,
    /// Who entered it: the author, or somebody for them (代行入力).
    pub entered_by: By,
    /// Who changed the draft last, if anybody did.
    pub changed_by: Option<By>,
    /// When it was entered.
    pub written: Stamp,
    /// Who confirmed it: the author, or a deputy for them (代行確定).
    pub confirmed_by: By,
    /// When it was confirmed.
    pub confirmed: Stamp,
    /// The note it supersedes.
    pub supersedes: Option<i64>,
}

/// A confirmed note in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Counted from 1 over all persons, in the order of confirmation.
    pub number: i64,
    /// What it says.
    pub confirmed: Confirmed,
    /// The note that superseded it.
    pub superseded_by: Option<i64>,
    /// Its hash, which covers the note before it.
    pub hash: [u8; 32],
}

impl Note {
    /// 代行確定: confirmed by somebody else than its author.
    #[must_use]
    pub fn by_deputy(&self) -> bool {
        self.confirmed.confirmed_by.account != self.confirmed.author.account
    }
}

/// A note as the store gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldNote {
    /// As it was confirmed.
    Whole(Box<Note>),
    /// Not what was confirmed: changed or damaged since. Nothing of it is told.
    Damaged {
        /// Its number.
        number: i64,
    },
}

/// A note as it is hashed and kept. The salt makes sure that who knows a hash, from the audit log,
/// cannot try texts against it.
#[derive(Serialize, Deserialize)]
pub(super) struct NoteLine {
    pub(super) format: u32,
    pub(super) number: i64,
    pub(super) salt: String,
    #[serde(flatten)]
    pub(super) confirmed: Confirmed,
}

/// A row of the store.
pub(super) struct NoteRow {
    pub(super) number: i64,
    pub(super) line: String,
    pub(super) hash: [u8; 32],
    pub(super) superseded_by: Option<i64>,
}

impl NoteRow {
    /// The note, if it is what was confirmed after the one with the hash `before`.
    pub(super) fn after(self, before: &[u8; 32]) -> HeldNote {
        let number = self.number;
        let intact = link(before, &self.line) == self.hash;
        let line = serde_json::from_str::<NoteLine>(&self.line).ok();
        match line.filter(|line| intact && line.number == number) {
            Some(line) => HeldNote::Whole(Box::new(Note {
                number,
                confirmed: line.confirmed,
                superseded_by: self.superseded_by,
                hash: self.hash,
            })),
            None => HeldNote::Damaged { number },
        }
    }
}

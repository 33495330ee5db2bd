use std::path::Path;

use anyhow::Result;
use cache::{FetchedSets, Held, Records, StoreKey};
use record::vocabulary::{Category, PersonId};

use super::rows::{Cipher, Rows};

/// Invented patients need no secret.
pub(crate) const KEY: [u8; 32] = [0x5a; 32];

/// What keeps the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// SQLite as it comes: what the others are compared with.
    Plain,
    /// SQLCipher as it comes, with the raw key.
    SqlCipher,
    /// `cache::Records`.
    Ours,
}

/// An open store.
pub(crate) enum Opened {
    Ours(Records),
    Rows(Rows),
}

/// What a reading brings, kept until its time was taken.
pub(crate) enum Brought {
    Ours(Vec<Held>),
    Rows(Vec<Vec<Vec<u8>>>),
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::SqlCipher, Self::Ours];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::SqlCipher => "sqlcipher",
            Self::Ours => "ours",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.name() == name)
    }

    pub(crate) fn create(self, path: &Path) -> Result<Opened> {
        Ok(match self.cipher() {
            Some(cipher) => Opened::Rows(Rows::create(path, cipher)?),
            None => Opened::Ours(Records::create(path, &StoreKey::new(KEY))?),
        })
    }

    /// Until the first question could be asked.
    pub(crate) fn open(self, path: &Path) -> Result<Opened> {
        Ok(match self.cipher() {
            Some(cipher) => Opened::Rows(Rows::open(path, cipher)?),
            None => Opened::Ours(Records::open(path, &StoreKey::new(KEY))?),
        })
    }

    const fn cipher(self) -> Option<Cipher> {
        match self {
            Self::Plain => Some(Cipher::Without),
            Self::SqlCipher => Some(Cipher::RawKey(KEY)),
            Self::Ours => None,
        }
    }
}

impl Opened {
    /// One section of one person.
    pub(crate) fn get(&self, person: PersonId, category: Category) -> Result<Brought> {
        Ok(match self {
            Self::Ours(records) => Brought::Ours(vec![records.held(person, category)?]),
            Self::Rows(rows) => Brought::Rows(vec![rows.get(person, category)?]),
        })
    }

    /// Every section of one person.
    pub(crate) fn whole(&self, person: PersonId) -> Result<Brought> {
        Ok(match self {
            Self::Ours(records) => Brought::Ours(records.whole(person)?.into_values().collect()),
            Self::Rows(rows) => Brought::Rows(vec![rows.whole(person)?]),
        })
    }

    /// Each answer as it comes: on the disk when the call returns.
    pub(crate) fn store(&mut self, answers: &[FetchedSets]) -> Result<()> {
        for answer in answers {
            match self {
                Self::Ours(records) => drop(records.store(answer)?),
                Self::Rows(rows) => rows.store(answer)?,
            }
        }
        Ok(())
    }
}

impl Brought {
    /// Every body, in the order of the categories.
    pub(crate) fn bodies(&self) -> Vec<&[u8]> {
        match self {
            Self::Ours(held) => {
                let sets = held.iter().flat_map(|held| &held.sets);
                let parts = sets.flat_map(|set| &set.parts);
                parts.map(|part| part.bytes.as_slice()).collect()
            }
            Self::Rows(rows) => rows.iter().flatten().map(Vec::as_slice).collect(),
        }
    }
}

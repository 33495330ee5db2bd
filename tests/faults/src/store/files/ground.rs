use std::fs;
use std::path::Path;

use anyhow::Result;
use cache::{Desk, Records, StoreKey};
use tempfile::TempDir;

use crate::store::answers::{answer, of_patients, slots};
use crate::store::clinic::{Clinic, Kind};
use crate::store::{entries, look};

/// Stores as they should be, to be put to wrong uses.
pub(super) struct Ground {
    folder: TempDir,
    /// Answers in the records.
    pub(super) count: i64,
}

/// What a person can do about the file.
#[derive(Clone, Copy, Debug)]
pub(super) enum WayOut {
    /// Read from the second copy, which lies under another name.
    SecondCopy,
    /// Nothing was there: fetch again into a new store.
    MakeNew,
    /// Move the log away by hand, then read from the second copy.
    MoveLogAway,
    /// The file is good under its own name and key.
    Itself(Kind),
    /// The file is good under the key it was made with.
    RightKey,
    /// A newer program opens it; until then the second copy.
    NewerProgram,
}

/// The key of another PC.
pub(super) const FOREIGN: [u8; 32] = [0x99; 32];

impl Ground {
    pub(super) fn make() -> Result<Self> {
        let folder = TempDir::new()?;
        let count = of_patients(2);
        let clinic = Clinic::open_or_create(folder.path())?;
        clinic.desk.put_blob("settings", b"{}")?;
        for n in 0..count {
            clinic.records.store(&answer(n))?;
        }
        entries::append(&clinic.audit)?;
        Ok(Self { folder, count })
    }

    /// The bytes of one of the stores.
    pub(super) fn bytes(&self, kind: Kind) -> Result<Vec<u8>> {
        Ok(fs::read(kind.path(self.folder.path()))?)
    }
}

impl WayOut {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::SecondCopy => "way out: the second copy",
            Self::MakeNew => "way out: a new store, fetched again",
            Self::MoveLogAway => "way out: the log put aside, then the second copy",
            Self::Itself(_) => "way out: it opens under its own name; the second copy here",
            Self::RightKey => "way out: the recovery key of the PC it comes from",
            Self::NewerProgram => "way out: the newer program; until then the second copy",
        }
    }

    /// Tries it; says what does not work.
    pub(super) fn complaint(self, ground: &Ground, folder: &Path) -> Option<String> {
        let path = Kind::Records.path(folder);
        let failed = match self {
            Self::SecondCopy | Self::NewerProgram => None,
            Self::MakeNew => Records::create(&path, &Kind::Records.key()).err(),
            Self::MoveLogAway => {
                let log = folder.join("records.db-wal");
                if fs::rename(&log, folder.join("records.db-wal.aside")).is_err() {
                    return Some("the log cannot be put aside".to_owned());
                }
                None
            }
            Self::Itself(kind) => {
                let own = kind.path(folder);
                if fs::rename(&path, &own).is_err() {
                    return Some("it cannot be renamed".to_owned());
                }
                match kind {
                    Kind::Desk => Desk::open(&own, &kind.key()).err(),
                    _ => kind.opens(folder).err(),
                }
            }
            Self::RightKey => Records::open(&path, &StoreKey::new(FOREIGN)).err(),
        };
        failed
            .map(|error| format!("{}: {error}", self.name()))
            .or_else(|| second_copy(ground, folder))
    }
}

fn second_copy(ground: &Ground, folder: &Path) -> Option<String> {
    let copy = folder.join("records.copy");
    let bytes = ground.bytes(Kind::Records).ok()?;
    fs::write(&copy, bytes).ok()?;
    match Records::open(&copy, &Kind::Records.key()) {
        Ok(records) => look::complaint(&records, 0..slots(ground.count), ground.count),
        Err(error) => Some(format!("the second copy: {error}")),
    }
}

//! The stores of machine scope, `desk` and `audit`: opened, or when one is damaged, its second copy put
//! in its place. Nothing opens without them, so a bad page of theirs must not lock an intact copy of the
//! records away.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use access::MachineSecret;
use audit::{Audit, EventKind};
use cache::{Desk, OpenError, StoreError, StoreKey};
use jiff::Timestamp;

use crate::error::CommandError;
use crate::failure::store_open;
use crate::profile::ProfileFolder;
use crate::record_act::Act;
use crate::rooms::Rooms;
use crate::view::{MachineStore, RestoredStoreView};

/// Both stores, and which of them are second copies.
pub(crate) struct MachineStores {
    pub(crate) desk: Desk,
    pub(crate) audit: Audit,
    pub(crate) restored: Vec<RestoredStoreView>,
}

impl MachineStores {
    /// Opens both.
    pub(crate) fn open(
        folder: &ProfileFolder,
        machine: &MachineSecret,
    ) -> Result<Self, CommandError> {
        let mut restored = Vec::new();
        let (desk, copy_of) = open_sound(
            &folder.desk(),
            &folder.second_desk(),
            &StoreKey::new(*machine.desk_key()),
        )
        .map_err(store_open("desk"))?;
        restored.extend(copy_of.map(|as_of| of(MachineStore::Desk, as_of)));
        let (audit, copy_of) = open_sound(
            &folder.audit(),
            &folder.second_audit(),
            &StoreKey::new(*machine.audit_key()),
        )
        .map_err(store_open("audit"))?;
        restored.extend(copy_of.map(|as_of| of(MachineStore::Audit, as_of)));
        Ok(Self {
            desk,
            audit,
            restored,
        })
    }

    /// Whether the desk store, or a second copy to put in its place, opens with this secret. Nothing is
    /// changed.
    pub(crate) fn try_desk(
        folder: &ProfileFolder,
        machine: &MachineSecret,
    ) -> Result<(), OpenError> {
        let key = StoreKey::new(*machine.desk_key());
        match Desk::open(&folder.desk(), &key) {
            Err(why) if copy_helps(why) => {
                Desk::verify_copy(&folder.second_desk(), &key).map_err(|_| why)
            }
            opened => opened.map(drop),
        }
    }
}

/// Writes into the log which stores are second copies. Where it cannot be written nothing is shown
/// either, and that is told by whoever asks for something.
pub(crate) fn note_restored(rooms: &Rooms) {
    for restored in &rooms.restored {
        let kind = match restored.store {
            MachineStore::Desk => EventKind::DeskRestored,
            MachineStore::Audit => EventKind::AuditRestored,
        };
        let _ = Act::new(kind).write_now(rooms);
    }
}

fn of(store: MachineStore, as_of: Option<Timestamp>) -> RestoredStoreView {
    RestoredStoreView { store, as_of }
}

/// A store that has a second copy of its own kind.
trait Copied: Sized {
    fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError>;
    /// Whether what the program cannot do without can be read.
    fn sound(&self) -> Result<(), StoreError>;
    fn verify(copy: &Path, key: &StoreKey) -> Result<(), OpenError>;
    fn restore(path: &Path, copy: &Path, key: &StoreKey) -> Result<(), OpenError>;
}

impl Copied for Desk {
    fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        Self::open(path, key)
    }

    fn sound(&self) -> Result<(), StoreError> {
        self.check_whole()
    }

    fn verify(copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        Self::verify_copy(copy, key)
    }

    fn restore(path: &Path, copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        Self::restore(path, copy, key)
    }
}

impl Copied for Audit {
    fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        Self::open(path, key)
    }

    /// The last entry: without it none can follow. A bad page before it is found by verifying.
    fn sound(&self) -> Result<(), StoreError> {
        match self.head() {
            Err(audit::AuditError::Store(error)) => Err(error),
            _ => Ok(()),
        }
    }

    fn verify(copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        Self::verify_copy(copy, key)
    }

    fn restore(path: &Path, copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        Self::restore(path, copy, key)
    }
}

/// Opens a store. One that is damaged is kept aside, and its second copy takes its place: then also
/// the moment of the copy is answered.
fn open_sound<S: Copied>(
    path: &Path,
    copy: &Path,
    key: &StoreKey,
) -> Result<(S, Option<Option<Timestamp>>), OpenError> {
    let why = match S::open(path, key) {
        Ok(store) => match store.sound() {
            // Without a sound copy what is left of it is better than nothing.
            Err(StoreError::Damaged) if S::verify(copy, key).is_ok() => OpenError::Damaged,
            _ => return Ok((store, None)),
        },
        Err(why) => why,
    };
    if !copy_helps(why) {
        return Err(why);
    }
    let as_of = moment(copy);
    // The copy is read with the key first: a wrong key changes nothing.
    S::restore(path, copy, key).map_err(|_| why)?;
    Ok((S::open(path, key)?, Some(as_of)))
}

/// When the copy was made.
fn moment(copy: &Path) -> Option<Timestamp> {
    let written: SystemTime = fs::metadata(copy).ok()?.modified().ok()?;
    Timestamp::try_from(written).ok()
}

const fn copy_helps(why: OpenError) -> bool {
    match why {
        // A first page that was overwritten looks like one under another key, or like no store.
        OpenError::Damaged | OpenError::WrongKey | OpenError::NotAStore | OpenError::Missing => {
            true
        }
        OpenError::PlainSqlite
        | OpenError::TooNew { .. }
        | OpenError::Exists
        | OpenError::Io(_) => false,
    }
}

//! The stores of machine scope, `desk` and `audit`: opened, or when one is damaged or older than its
//! second copy, that copy put in its place. Nothing opens without them, so a bad page of theirs must not
//! lock an intact copy of the records away.

use std::path::Path;

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
        let key = StoreKey::new(*machine.desk_key());
        let desk = open_sound(folder, &folder.desk(), &folder.second_desk(), &key)
            .map_err(store_open("desk"))?;
        let key = StoreKey::new(*machine.audit_key());
        let audit = open_sound(folder, &folder.audit(), &folder.second_audit(), &key)
            .map_err(store_open("audit"))?;
        Ok(Self {
            desk,
            audit,
            restored: folder.restored(),
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

/// Writes into the log which stores are second copies. Until that is done it is remembered beside the
/// stores, so that no restoration goes untold.
pub(crate) fn note_restored(rooms: &Rooms) {
    let written = |restored: &RestoredStoreView| {
        let kind = match restored.store {
            MachineStore::Desk => EventKind::DeskRestored,
            MachineStore::Audit => EventKind::AuditRestored,
        };
        Act::new(kind).write_now(rooms).is_ok()
    };
    if !rooms.restored.is_empty() && rooms.restored.iter().all(written) {
        rooms.folder.forget_restored();
    }
}

/// Which of two files of one store is the newer, and of when it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) number: u64,
    pub(crate) at: Option<Timestamp>,
}

/// A store that has a second copy of its own kind.
pub(crate) trait SecondCopied: Sized {
    /// Which.
    const STORE: MachineStore;

    fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError>;
    /// Whether what the program cannot do without can be read.
    fn sound(&self) -> Result<(), StoreError>;
    fn mark(&self) -> Result<Mark, StoreError>;
    fn mark_in(copy: &Path, key: &StoreKey) -> Result<Mark, OpenError>;
    fn verify(copy: &Path, key: &StoreKey) -> Result<(), OpenError>;
    fn restore(path: &Path, copy: &Path, key: &StoreKey) -> Result<(), OpenError>;

    /// Whether a copy there is newer than the store. One that cannot be read is not.
    fn is_behind(&self, copy: &Path, key: &StoreKey) -> bool {
        match (self.mark(), Self::mark_in(copy, key)) {
            (Ok(own), Ok(there)) => there.number > own.number,
            _ => false,
        }
    }
}

impl SecondCopied for Desk {
    const STORE: MachineStore = MachineStore::Desk;

    fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        Self::open(path, key)
    }

    fn sound(&self) -> Result<(), StoreError> {
        self.check_whole()
    }

    fn mark(&self) -> Result<Mark, StoreError> {
        let cache::desk::CopyMark { number, at, .. } = self.copy_mark()?;
        Ok(Mark { number, at })
    }

    fn mark_in(copy: &Path, key: &StoreKey) -> Result<Mark, OpenError> {
        let cache::desk::CopyMark { number, at, .. } = Self::copy_mark_in(copy, key)?;
        Ok(Mark { number, at })
    }

    fn verify(copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        Self::verify_copy(copy, key)
    }

    fn restore(path: &Path, copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        Self::restore(path, copy, key)
    }
}

impl SecondCopied for Audit {
    const STORE: MachineStore = MachineStore::Audit;

    fn open(path: &Path, key: &StoreKey) -> Result<Self, OpenError> {
        Self::open(path, key)
    }

    fn sound(&self) -> Result<(), StoreError> {
        self.check()
    }

    fn mark(&self) -> Result<Mark, StoreError> {
        let audit::Newest { number, at } = self.newest()?;
        Ok(Mark { number, at })
    }

    fn mark_in(copy: &Path, key: &StoreKey) -> Result<Mark, OpenError> {
        let audit::Newest { number, at } = Self::newest_in(copy, key)?;
        Ok(Mark { number, at })
    }

    fn verify(copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        Self::verify_copy(copy, key)
    }

    fn restore(path: &Path, copy: &Path, key: &StoreKey) -> Result<(), OpenError> {
        Self::restore(path, copy, key)
    }
}

/// Opens a store. One that is damaged or older than its second copy is kept aside, and the copy takes
/// its place.
fn open_sound<S: SecondCopied>(
    folder: &ProfileFolder,
    path: &Path,
    copy: &Path,
    key: &StoreKey,
) -> Result<S, OpenError> {
    let why = match S::open(path, key) {
        Ok(store) => {
            let spoiled = store.sound() == Err(StoreError::Damaged) || store.is_behind(copy, key);
            // Without a sound copy what is left of it is better than nothing.
            if !spoiled || S::verify(copy, key).is_err() {
                return Ok(store);
            }
            OpenError::Damaged
        }
        Err(why) => why,
    };
    if !copy_helps(why) {
        return Err(why);
    }
    let as_of = S::mark_in(copy, key).map_err(|_| why)?.at;
    let former = folder.restored();
    let told = RestoredStoreView {
        store: S::STORE,
        as_of,
    };
    // Before anything is changed: old must never be read as new without a word.
    let noted = former
        .iter()
        .filter(|former| former.store != S::STORE)
        .copied();
    folder
        .note_restored(&noted.chain([told]).collect::<Vec<_>>())
        .map_err(|_| why)?;
    // The copy is read with the key first: a wrong key changes nothing.
    if S::restore(path, copy, key).is_err() {
        let _ = folder.note_restored(&former);
        return Err(why);
    }
    S::open(path, key)
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

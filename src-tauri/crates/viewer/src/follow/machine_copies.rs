//! The second copies of the desk store and of the audit log: with the machine's own keys, so that
//! nobody need be signed in.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use cache::{StoreError, StoreKey};

use crate::error::CommandError;
use crate::event::ViewerEvent;
use crate::machine_stores::SecondCopied;
use crate::rooms::Rooms;
use crate::view::DiskState;

/// Between two copies of a small store: what is lost with it of arrivals, consents and settings.
const BETWEEN: Duration = Duration::from_secs(60);
/// A store of so many bytes is small; a larger one is copied more rarely, by its size.
const SMALL: u64 = 4 << 20;

/// When the copies were made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MachineCopied {
    desk: Option<Instant>,
    audit: Option<Instant>,
}

/// Makes the copies that are due. One that fails is made later: the one before is as it was. A disk
/// without room keeps what room it has for answers and for the log.
pub(super) fn keep(
    rooms: &Rooms,
    mut copied: MachineCopied,
    goes_on: &dyn Fn() -> bool,
) -> MachineCopied {
    if rooms.disk.state() != DiskState::Ok || rooms.folder.make_second_folder().is_err() {
        return copied;
    }
    let mut went = None;
    let (store, copy) = (rooms.folder.desk(), rooms.folder.second_desk());
    if is_due(&store, &copy, copied.desk) {
        copied.desk = Some(Instant::now());
        let key = StoreKey::new(*rooms.machine.desk_key());
        went = Some(replace(&rooms.desk, &copy, &key, || {
            rooms.desk.begin_copy(rooms.clock.now())?;
            rooms.desk.copy_to(&copy, &mut |_| goes_on()).map(drop)
        }));
    }
    let (store, copy) = (rooms.folder.audit(), rooms.folder.second_audit());
    if is_due(&store, &copy, copied.audit) {
        copied.audit = Some(Instant::now());
        let key = StoreKey::new(*rooms.machine.audit_key());
        let of_log = replace(&rooms.audit, &copy, &key, || {
            rooms.audit.copy_to(&copy, &mut |_| goes_on()).map(drop)
        });
        went = Some(went.unwrap_or(Ok(())).and(of_log));
    }
    if let Some(went) = went {
        tell(rooms, went);
    }
    copied
}

/// Never a copy that holds more than the store: the next start puts it in the store's place.
fn replace<S: SecondCopied>(
    store: &S,
    copy: &Path,
    key: &StoreKey,
    make: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    if store.is_behind(copy, key) {
        return Err(StoreError::Damaged);
    }
    make()
}

/// An administrator is told of a copy that cannot be made any more: it grows old.
fn tell(rooms: &Rooms, went: Result<(), StoreError>) {
    let fault = match went {
        Ok(()) | Err(StoreError::Stopped) => None,
        Err(fault) => Some(CommandError::from(fault).code),
    };
    if let Some(code) = fault {
        rooms.note_disk(code);
    }
    if rooms.upkeep.machine_copy_went(fault) {
        rooms.tell(ViewerEvent::UpkeepChanged);
    }
}

/// Whether the store was written since its copy, and long enough after the last one.
fn is_due(store: &Path, copy: &Path, last: Option<Instant>) -> bool {
    let bytes = fs::metadata(store).map_or(0, |about| about.len());
    let parts = u32::try_from(bytes.div_ceil(SMALL)).unwrap_or(u32::MAX);
    let between = BETWEEN.saturating_mul(parts.max(1));
    last.is_none_or(|last| last.elapsed() >= between) && is_newer(store, copy)
}

/// A copy of later than now was made by a clock that was wrong.
fn is_newer(store: &Path, copy: &Path) -> bool {
    let log = PathBuf::from(format!("{}-wal", store.display()));
    let newest = written(store).max(written(&log));
    written(copy).is_none_or(|copied| {
        copied > SystemTime::now() || newest.is_none_or(|newest| newest > copied)
    })
}

fn written(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

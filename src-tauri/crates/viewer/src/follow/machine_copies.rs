//! The second copies of the desk store and of the audit log: with the machine's own keys, so that
//! nobody need be signed in.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use crate::rooms::Rooms;

/// Between two copies of a small store: what is lost with it of arrivals, consents and settings.
const BETWEEN: Duration = Duration::from_secs(60);
/// A store of so many bytes is small; a larger one is copied more rarely, by its size.
const SMALL: u64 = 16 << 20;

/// When the copies were made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MachineCopied {
    desk: Option<Instant>,
    audit: Option<Instant>,
}

/// Makes the copies that are due. One that fails is made later: the one before is as it was.
pub(super) fn keep(
    rooms: &Rooms,
    mut copied: MachineCopied,
    goes_on: &dyn Fn() -> bool,
) -> MachineCopied {
    if rooms.folder.make_second_folder().is_err() {
        return copied;
    }
    let copy = rooms.folder.second_desk();
    if is_due(&rooms.folder.desk(), &copy, copied.desk) {
        let _ = rooms.desk.copy_to(&copy, &mut |_| goes_on());
        copied.desk = Some(Instant::now());
    }
    let copy = rooms.folder.second_audit();
    if is_due(&rooms.folder.audit(), &copy, copied.audit) {
        let _ = rooms.audit.copy_to(&copy, &mut |_| goes_on());
        copied.audit = Some(Instant::now());
    }
    copied
}

/// Whether the store was written since its copy, and long enough after the last one.
fn is_due(store: &Path, copy: &Path, last: Option<Instant>) -> bool {
    let bytes = fs::metadata(store).map_or(0, |about| about.len());
    let parts = u32::try_from(bytes.div_ceil(SMALL)).unwrap_or(u32::MAX);
    let between = BETWEEN.saturating_mul(parts.max(1));
    last.is_none_or(|last| last.elapsed() >= between) && is_newer(store, copy)
}

fn is_newer(store: &Path, copy: &Path) -> bool {
    let log = PathBuf::from(format!("{}-wal", store.display()));
    let newest = written(store).max(written(&log));
    written(copy).is_none_or(|copied| newest.is_none_or(|newest| newest > copied))
}

fn written(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

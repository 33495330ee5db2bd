//! How writing to the disk goes, and two reserves: files whose space is given free when the disk is
//! full, so that who looks at what can still be written down. The first keeps everyday reading going
//! for a while; when it is used up nothing more is opened, but for emergencies, which have the second
//! to themselves.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::ErrorCode;
use crate::profile::write_whole;
use crate::sync::lock;
use crate::view::DiskState;

/// Room for some hundred openings in the log.
const RESERVE: usize = 8 * 1024 * 1024;

/// Room for emergencies: some thousand openings, given free piece by piece, so that what else writes
/// cannot take it all at once.
const EMERGENCY_RESERVE: usize = 16 * 1024 * 1024;
/// One piece: more than the log grows by for a few openings.
const PIECE: u64 = 1024 * 1024;

/// The disk under a profile.
#[derive(Debug)]
pub(crate) struct Disk {
    reserve: PathBuf,
    emergency: PathBuf,
    state: Mutex<DiskState>,
    /// Something of what is kept for emergencies was given free: it is for them alone.
    emergencies_only: AtomicBool,
}

impl Disk {
    pub(crate) const fn new(reserve: PathBuf, emergency: PathBuf) -> Self {
        Self {
            reserve,
            emergency,
            state: Mutex::new(DiskState::Ok),
            emergencies_only: AtomicBool::new(false),
        }
    }

    pub(crate) fn state(&self) -> DiskState {
        *lock(&self.state)
    }

    /// Notes a failed write; true when that is news. Other failures say nothing of the disk.
    pub(crate) fn note(&self, code: ErrorCode) -> bool {
        let failed = match code {
            ErrorCode::DiskFull => DiskState::Full,
            ErrorCode::StoreNotWritable => DiskState::Failing,
            _ => return false,
        };
        std::mem::replace(&mut *lock(&self.state), failed) != failed
    }

    /// Gives the reserve free; false when there is none left.
    pub(crate) fn release(&self) -> bool {
        fs::remove_file(&self.reserve).is_ok()
    }

    /// Gives one piece of what is kept for emergencies free; false when there is none left. Only for
    /// rows of an emergency.
    pub(crate) fn release_for_emergency(&self) -> bool {
        let Ok(file) = File::options().write(true).open(&self.emergency) else {
            return false;
        };
        let left = file.metadata().map_or(0, |facts| facts.len());
        let given = left > 0 && file.set_len(left.saturating_sub(PIECE)).is_ok();
        if given {
            self.emergencies_only.store(true, Ordering::Relaxed);
        }
        given
    }

    /// Whether what room there is was kept for emergencies.
    pub(crate) fn is_for_emergencies_only(&self) -> bool {
        self.emergencies_only.load(Ordering::Relaxed)
    }

    /// Tries whether writing works again, by making the reserves anew, that of emergencies first;
    /// true when that is news. Does nothing while all is well and the reserves are there.
    pub(crate) fn probe(&self) -> bool {
        if self.state() == DiskState::Ok && self.reserve.exists() && self.emergency_is_whole() {
            return false;
        }
        let made = (self.emergency_is_whole() || make(&self.emergency, EMERGENCY_RESERVE))
            && (self.reserve.exists() || make(&self.reserve, RESERVE));
        if !made {
            return false;
        }
        self.emergencies_only.store(false, Ordering::Relaxed);
        std::mem::take(&mut *lock(&self.state)) != DiskState::Ok
    }
}

impl Disk {
    fn emergency_is_whole(&self) -> bool {
        fs::metadata(&self.emergency).is_ok_and(|file| file.len() == EMERGENCY_RESERVE as u64)
    }
}

fn make(reserve: &Path, size: usize) -> bool {
    if filling(size).is_some_and(|bytes| write_whole(reserve, &bytes).is_ok()) {
        return true;
    }
    // What was written of it must not take the last room.
    let _ = fs::remove_file(reserve.with_extension("new"));
    false
}

/// Bytes that a file system cannot make smaller: zeros might take no room at all.
fn filling(size: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; size];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disk(folder: &Path) -> Disk {
        Disk::new(folder.join("reserve.space"), folder.join("emergency.space"))
    }

    #[test]
    fn the_reserve_is_given_free_once_and_made_again_when_there_is_space() {
        let folder = tempfile::tempdir().unwrap();
        let disk = disk(folder.path());
        assert!(!disk.release(), "nothing was kept yet");
        assert!(!disk.probe(), "all was well before too");
        let kept = fs::metadata(&disk.reserve).unwrap();
        assert_eq!(kept.len(), RESERVE as u64);

        assert!(!disk.note(ErrorCode::NoSuchPerson));
        assert!(disk.note(ErrorCode::DiskFull));
        assert!(!disk.note(ErrorCode::DiskFull), "known already");
        assert_eq!(disk.state(), DiskState::Full);
        assert!(disk.release());
        assert!(!disk.release());
        assert!(disk.probe());
        assert_eq!(disk.state(), DiskState::Ok);
        assert!(disk.reserve.exists());
    }

    #[test]
    fn what_is_kept_for_emergencies_goes_piece_by_piece_and_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let disk = disk(folder.path());
        assert!(!disk.release_for_emergency(), "nothing was kept yet");
        disk.probe();
        assert!(disk.release());
        assert!(
            disk.emergency_is_whole(),
            "everyday reading does not touch it"
        );
        let mut pieces = 0;
        while disk.release_for_emergency() {
            pieces += 1;
        }
        assert_eq!(pieces, EMERGENCY_RESERVE as u64 / PIECE);
        assert!(disk.is_for_emergencies_only());
        disk.note(ErrorCode::DiskFull);
        assert!(disk.probe());
        assert!(disk.emergency_is_whole() && disk.reserve.exists());
        assert!(!disk.is_for_emergencies_only());
    }

    #[test]
    fn a_disk_that_refuses_stays_noted() {
        let folder = tempfile::tempdir().unwrap();
        let disk = disk(&folder.path().join("gone"));
        assert!(disk.note(ErrorCode::StoreNotWritable));
        assert!(!disk.probe());
        assert_eq!(disk.state(), DiskState::Failing);
    }
}

//! How writing to the disk goes, and the reserve: a file whose space is given free when the disk is
//! full, so that who looks at what can still be written down and reading goes on.

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use crate::error::ErrorCode;
use crate::profile::write_whole;
use crate::sync::lock;
use crate::view::DiskState;

/// Room for some hundred openings in the log.
const RESERVE: usize = 8 * 1024 * 1024;

/// The disk under a profile.
#[derive(Debug)]
pub(crate) struct Disk {
    reserve: PathBuf,
    state: Mutex<DiskState>,
}

impl Disk {
    pub(crate) const fn new(reserve: PathBuf) -> Self {
        Self {
            reserve,
            state: Mutex::new(DiskState::Ok),
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

    /// Tries whether writing works again, by making the reserve anew; true when that is news.
    /// Does nothing while all is well and the reserve is there.
    pub(crate) fn probe(&self) -> bool {
        if self.state() == DiskState::Ok && self.reserve.exists() {
            return false;
        }
        if write_whole(&self.reserve, &filling()).is_err() {
            // What was written of it must not take the last room.
            let _ = fs::remove_file(self.reserve.with_extension("new"));
            return false;
        }
        std::mem::take(&mut *lock(&self.state)) != DiskState::Ok
    }
}

/// Bytes that a file system cannot make smaller: zeros might take no room at all.
fn filling() -> Vec<u8> {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let words = std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    });
    words.take(RESERVE / 8).flat_map(u64::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reserve_is_given_free_once_and_made_again_when_there_is_space() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("reserve.space");
        let disk = Disk::new(place.clone());
        assert!(!disk.release(), "nothing was kept yet");
        assert!(!disk.probe(), "all was well before too");
        assert_eq!(fs::metadata(&place).unwrap().len(), RESERVE as u64);

        assert!(!disk.note(ErrorCode::NoSuchPerson));
        assert!(disk.note(ErrorCode::DiskFull));
        assert!(!disk.note(ErrorCode::DiskFull), "known already");
        assert_eq!(disk.state(), DiskState::Full);
        assert!(disk.release());
        assert!(!disk.release());
        assert!(disk.probe());
        assert_eq!(disk.state(), DiskState::Ok);
        assert!(place.exists());
    }

    #[test]
    fn a_disk_that_refuses_stays_noted() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new(folder.path().join("gone").join("reserve.space"));
        assert!(disk.note(ErrorCode::StoreNotWritable));
        assert!(!disk.probe());
        assert_eq!(disk.state(), DiskState::Failing);
    }
}

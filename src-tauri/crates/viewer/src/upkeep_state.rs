//! What upkeep remembers: across starts in the desk store, and of this run.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cache::Desk;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::error::{CommandError, ErrorCode};
use crate::sync::lock;

const BLOB: &str = "upkeep";

/// When the second copy was last made, and of which state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CopyMade {
    pub(crate) format: u32,
    pub(crate) at: Option<Timestamp>,
    /// How many answers it holds.
    pub(crate) commits: i64,
    /// The store was found behind since: the copy may hold what it lacks.
    #[serde(default)]
    pub(crate) store_was_behind: bool,
    /// The count outside the store when a copy was last kept aside: of that loss nothing more is.
    #[serde(default)]
    pub(crate) kept_aside_at: Option<i64>,
}

impl CopyMade {
    /// What is known; nothing when it cannot be read, for a copy too many does no harm.
    pub(crate) fn read(desk: &Desk) -> Self {
        let kept = desk.blob(BLOB).ok().flatten();
        kept.and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    pub(crate) fn write(self, desk: &Desk) -> Result<(), CommandError> {
        let bytes = serde_json::to_vec(&self).map_err(|_| ErrorCode::Internal)?;
        Ok(desk.put_blob(BLOB, &bytes)?)
    }
}

/// Of this run.
#[derive(Debug, Default)]
pub(crate) struct UpkeepState {
    /// Wakes upkeep before its time.
    pub(crate) now: Notify,
    copy_fault: Mutex<Option<ErrorCode>>,
    machine_copy_fault: Mutex<Option<ErrorCode>>,
    damaged: AtomicUsize,
}

impl UpkeepState {
    /// Why the last try to make a second copy failed, of any store.
    pub(crate) fn copy_fault(&self) -> Option<ErrorCode> {
        let of_records = *lock(&self.copy_fault);
        of_records.or(*lock(&self.machine_copy_fault))
    }

    /// How the last copies of the desk store and the log went; true when that is news.
    pub(crate) fn machine_copy_went(&self, fault: Option<ErrorCode>) -> bool {
        std::mem::replace(&mut *lock(&self.machine_copy_fault), fault) != fault
    }

    pub(crate) fn copy_went(&self, fault: Option<ErrorCode>) {
        *lock(&self.copy_fault) = fault;
    }

    pub(crate) fn damaged(&self) -> usize {
        self.damaged.load(Ordering::Relaxed)
    }

    pub(crate) fn found_damaged(&self, sections: usize) {
        self.damaged.store(sections, Ordering::Relaxed);
    }
}

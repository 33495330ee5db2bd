use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, TransactionBehavior};

use crate::connect::{BUSY, unlock};
use crate::{StoreError, StoreKey};

/// Pages copied between two looks at whether to go on: 2 MiB, some milliseconds.
const STEP: i32 = 256;

/// How far a long step over all pages of a store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Pages done.
    pub done: u64,
    /// Pages there are; 0 while they are not counted yet.
    pub total: u64,
}

/// Writes the state that `source` sees now into the empty file `draft`, under `key`, which may be
/// another than the source's. The pages keep their places. The caller puts the file on the disk.
pub(crate) fn duplicate(
    source: &mut Connection,
    draft: &Path,
    key: &StoreKey,
    keep_going: &mut dyn FnMut(Progress) -> bool,
) -> Result<u64, StoreError> {
    // A transaction holds the state: else each commit of the writer would begin the copy anew.
    let state = source.transaction_with_behavior(TransactionBehavior::Deferred)?;
    state.query_row("PRAGMA schema_version", [], |_| Ok(()))?;
    let mut target = unlock(draft, key)?;
    // Nobody reads a draft that was not finished: it needs no journal, and one sync at the end.
    target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let pages = run(&Backup::new(&state, &mut target)?, keep_going)?;
    target.close().map_err(|(_, error)| error)?;
    Ok(pages)
}

fn run(
    backup: &Backup<'_, '_>,
    keep_going: &mut dyn FnMut(Progress) -> bool,
) -> Result<u64, StoreError> {
    let mut moved = Instant::now();
    loop {
        if !keep_going(progress_of(backup)) {
            return Err(StoreError::Stopped);
        }
        match backup.step(STEP)? {
            StepResult::Done => return Ok(progress_of(backup).total),
            StepResult::More => moved = Instant::now(),
            _ if moved.elapsed() > BUSY => return Err(StoreError::Busy),
            _ => thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Both figures are 0 before the first step.
fn progress_of(backup: &Backup<'_, '_>) -> Progress {
    let progress = backup.progress();
    let total = u64::try_from(progress.pagecount).unwrap_or(0);
    let remaining = u64::try_from(progress.remaining).unwrap_or(0);
    Progress {
        done: total.saturating_sub(remaining),
        total,
    }
}

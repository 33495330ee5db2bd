use std::fs;
use std::path::Path;

use anyhow::Result;
use cache::Records;
use tempfile::TempDir;

use crate::store::answers::{answer, of_patients};
use crate::store::clinic::Kind;

/// Patients in every state.
const PATIENTS: i64 = 5;
/// Answers that the second copy does not have yet.
const SINCE_COPY: i64 = 6;
/// Answers that are stored last; the newest of them replaces another.
const LAST: i64 = 4;
/// Files of a store, by what is added to its name.
const ENDS: [&str; 3] = ["", "-wal", "-shm"];

/// Files as a crash leaves them.
#[derive(Debug)]
pub(super) struct State {
    pub(super) name: &'static str,
    /// Ending and bytes.
    pub(super) files: Vec<(&'static str, Vec<u8>)>,
    /// Answers that were stored.
    pub(super) count: i64,
    /// The second copy, and how many answers it holds.
    pub(super) copy: Vec<u8>,
    pub(super) copy_count: i64,
}

/// Every state in which a log can be.
pub(super) fn all() -> Result<Vec<State>> {
    let most = of_patients(PATIENTS) / LAST * LAST;
    let copy_count = most - SINCE_COPY;
    let folder = TempDir::new()?;
    let path = Kind::Records.path(folder.path());
    let records = Records::create(&path, &Kind::Records.key())?;
    store(&records, 0..copy_count)?;
    let copy = folder.path().join("records.copy");
    records.copy_to(&copy, &mut |_| true)?;
    let copy = fs::read(copy)?;
    store(&records, copy_count..most)?;
    drop(records);
    let closed = fs::read(&path)?;
    let state = |name, files, count| State {
        name,
        files,
        count,
        copy: copy.clone(),
        copy_count,
    };
    let end = most + LAST;
    Ok(vec![
        state("closed", vec![("", closed.clone())], most),
        state("log with the last step", one_step(&closed, most..end)?, end),
        state(
            "log kept back by a reader",
            kept_back(&closed, most..end)?,
            end,
        ),
        state(
            "log moved but not begun anew",
            moved(&closed, most..end)?,
            end,
        ),
    ])
}

type Files = Vec<(&'static str, Vec<u8>)>;
type Numbers = std::ops::Range<i64>;

fn one_step(closed: &[u8], numbers: Numbers) -> Result<Files> {
    let (folder, records) = opened(closed)?;
    store(&records, numbers)?;
    files(folder.path())
}

/// A reader that goes on keeps every step in the log.
fn kept_back(closed: &[u8], numbers: Numbers) -> Result<Files> {
    let (folder, records) = opened(closed)?;
    let reader = Kind::Records.raw(folder.path())?;
    reader.execute_batch("BEGIN; SELECT count(*) FROM ledger;")?;
    store(&records, numbers)?;
    files(folder.path())
}

/// A reader in between keeps the log from being begun anew, though in the end all of it lies in the
/// main file as well.
fn moved(closed: &[u8], numbers: Numbers) -> Result<Files> {
    let (folder, records) = opened(closed)?;
    let reader = Kind::Records.raw(folder.path())?;
    for n in numbers {
        reader.execute_batch("BEGIN; SELECT count(*) FROM ledger;")?;
        store(&records, n..n + 1)?;
        reader.execute_batch("COMMIT;")?;
    }
    reader.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    files(folder.path())
}

fn opened(closed: &[u8]) -> Result<(TempDir, Records)> {
    let folder = TempDir::new()?;
    let path = Kind::Records.path(folder.path());
    fs::write(&path, closed)?;
    let records = Records::open(&path, &Kind::Records.key())?;
    Ok((folder, records))
}

fn store(records: &Records, numbers: Numbers) -> Result<()> {
    for n in numbers {
        records.store(&answer(n))?;
    }
    Ok(())
}

/// Reads the files while the store is open, as they would lie there after a crash.
fn files(folder: &Path) -> Result<Files> {
    ENDS.iter()
        .map(|end| Ok((*end, fs::read(folder.join(format!("records.db{end}")))?)))
        .collect()
}

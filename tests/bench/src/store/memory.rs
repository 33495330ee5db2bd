//! Memory is measured in a process that does nothing else.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use cache::{Desk, StoreKey};
use clap::Args;

use super::engine::{Engine, KEY};
use super::fill::Crowd;
use crate::opening::random::Random;

/// So many patients are read before the memory is looked at.
const READ: usize = 500;
/// What stands for the search in place of an engine's name.
const SEARCH: &str = "search";

#[derive(Args)]
pub(crate) struct MemoryArguments {
    /// An engine, or `search`.
    what: String,
    /// Its filled store.
    file: PathBuf,
    /// How many patients are in it.
    patients: usize,
}

/// Bytes that a process grows by when it opens the store and reads patients; none where the system
/// does not tell.
pub(crate) fn of_reading(engine: Engine, path: &Path, crowd: Crowd) -> Result<Option<u64>> {
    of(engine.name(), path, crowd.patients)
}

/// Bytes that a process grows by when it opens the desk and makes the index.
pub(crate) fn of_search(path: &Path, patients: usize) -> Result<Option<u64>> {
    of(SEARCH, path, patients)
}

fn of(what: &str, path: &Path, patients: usize) -> Result<Option<u64>> {
    let ran = Command::new(env::current_exe()?)
        .args(["store-memory", what])
        .arg(path)
        .arg(patients.to_string())
        .output()?;
    ensure!(
        ran.status.success(),
        "measuring memory: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
    Ok(String::from_utf8(ran.stdout)?.trim().parse().ok())
}

/// What the process of its own does.
pub(crate) fn print(arguments: &MemoryArguments) -> Result<String> {
    let grown = match Engine::named(&arguments.what) {
        Some(engine) => grown(|| {
            let store = engine.open(&arguments.file)?;
            let crowd = Crowd::of(arguments.patients);
            let mut random = Random::new(3);
            for _ in 0..READ {
                store.whole(crowd.full(random.below(crowd.full))?)?;
            }
            Ok(store)
        })?,
        None => grown(|| {
            ensure!(arguments.what == SEARCH, "no such thing to measure");
            let desk = Desk::open(&arguments.file, &StoreKey::new(KEY))?;
            let index = desk.search_index()?;
            Ok((desk, index))
        })?,
    };
    Ok(grown.map_or_else(|| "unknown".to_owned(), |bytes| bytes.to_string()))
}

/// What `work` makes is still held when it is looked at.
fn grown<T>(work: impl FnOnce() -> Result<T>) -> Result<Option<u64>> {
    let before = resident();
    let made = work()?;
    let after = resident();
    drop(made);
    Ok(after
        .zip(before)
        .map(|(after, before)| after.saturating_sub(before)))
}

/// Memory of this process that is no file.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let kib: u64 = line?.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Result, ensure};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use super::bodies::Bodies;
use super::engine::{Engine, Opened};

/// At most so many patients have everything; the others have one small set.
const FULL: usize = 10_000;
/// About so many patients are compared.
const SAMPLE: usize = 50;
/// Patients that simple tables take in at once.
const BATCH: usize = 50;

/// Who is in a store.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crowd {
    pub(crate) patients: usize,
    /// How many of them have everything.
    pub(crate) full: usize,
}

impl Crowd {
    pub(crate) fn of(patients: usize) -> Self {
        let full = patients.min(FULL);
        Self { patients, full }
    }

    /// Those who have everything, spread over all.
    pub(crate) fn full(self, at: usize) -> Result<PersonId> {
        Ok(PersonId(i64::try_from(at * self.step())?))
    }

    fn is_full(self, at: usize) -> bool {
        at.is_multiple_of(self.step()) && at / self.step() < self.full
    }

    fn step(self) -> usize {
        (self.patients / self.full.max(1)).max(1)
    }
}

/// Fills a new store and answers how many bytes it was given.
pub(crate) fn fill(engine: Engine, path: &Path, crowd: Crowd, bodies: &Bodies) -> Result<u64> {
    let workshop = workshop(engine, path)?;
    let made = workshop.path().join("made.db");
    let mut store = engine.create(&made)?;
    let mut received = 0;
    let mut waiting = Vec::new();
    for at in 0..crowd.patients {
        let person = PersonId(i64::try_from(at)?);
        let answers = if crowd.is_full(at) {
            bodies.full(person, 0)?
        } else {
            bodies.small(person)?
        };
        let parts = answers
            .iter()
            .flat_map(|answer| answer.sets.iter().flat_map(|set| &set.parts));
        received += parts.map(|part| part.bytes.len() as u64).sum::<u64>();
        match &mut store {
            Opened::Ours(_) => store.store(&answers)?,
            Opened::Rows(rows) => {
                waiting.extend(answers);
                if at % BATCH == BATCH - 1 || at + 1 == crowd.patients {
                    rows.store_all(&waiting)?;
                    waiting.clear();
                }
            }
        }
    }
    // Closing folds the log in, so that the one file is all there is.
    drop(store);
    if fs::rename(&made, path).is_err() {
        fs::copy(&made, path)?;
    }
    // Written back now, not while something is measured.
    File::options().write(true).open(path)?.sync_all()?;
    Ok(received)
}

/// Ours takes answers only through its ordinary door, and each waits for the disk: it is filled in
/// memory where the system offers such a folder, and copied.
fn workshop(engine: Engine, path: &Path) -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(match path.parent() {
        _ if engine == Engine::Ours && memory.is_dir() => tempfile::tempdir_in(memory)?,
        Some(beside) => tempfile::tempdir_in(beside)?,
        None => tempfile::tempdir()?,
    })
}

/// Every engine must hold the same bytes, or their times say nothing.
pub(crate) fn check(engine: Engine, path: &Path, crowd: Crowd, bodies: &Bodies) -> Result<()> {
    let store = engine.open(path)?;
    for at in (0..crowd.full).step_by(crowd.full.div_ceil(SAMPLE)) {
        let person = crowd.full(at)?;
        let answers = bodies.full(person, 0)?;
        for category in Category::ALL {
            let held = store.get(person, category)?;
            let sent = answers.iter().filter(|answer| answer.category == category);
            let sent = sent.flat_map(|answer| answer.sets.iter().flat_map(|set| &set.parts));
            ensure!(
                held.bodies()
                    .into_iter()
                    .eq(sent.map(|part| part.bytes.as_slice())),
                "{} has other bytes in {} of patient {at}",
                engine.name(),
                category.as_str()
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_with_everything_are_spread_over_all() {
        for (patients, full) in [
            (7, 7),
            (10_000, 10_000),
            (100_000, 10_000),
            (25_000, 10_000),
        ] {
            let crowd = Crowd::of(patients);
            assert_eq!(crowd.full, full);
            assert_eq!((0..patients).filter(|at| crowd.is_full(*at)).count(), full);
            let last = usize::try_from(crowd.full(full - 1).unwrap().0).unwrap();
            assert!(last < patients && crowd.is_full(last));
        }
    }
}

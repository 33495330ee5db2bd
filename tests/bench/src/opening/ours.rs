use std::fs::{self, File};
use std::path::Path;

use anyhow::Result;
use audit::Audit;
use cache::{Held, Records, StoreKey};
use record::vocabulary::{Category, PersonId};
use tempfile::TempDir;

use super::answers::Answers;

/// Our stores, under keys that nobody keeps.
pub(crate) struct Ours {
    pub(crate) records: Records,
    pub(crate) audit: Audit,
}

impl Ours {
    /// Stores the answers of so many patients through the ordinary door, one by one.
    pub(crate) fn fill(folder: &Path, answers: &mut Answers, patients: usize) -> Result<Self> {
        let key = random_key()?;
        let workshop = workshop()?;
        let made = workshop.path().join("records.db");
        let records = Records::create(&made, &key)?;
        for at in 0..patients {
            for answer in answers.made_out(at, PersonId(i64::try_from(at)?)) {
                records.store(answer)?;
            }
        }
        // Closing folds the log in, so that the one file is all there is.
        drop(records);
        let path = folder.join("records.db");
        fs::copy(&made, &path)?;
        // Written back now, not while something is measured.
        File::options().write(true).open(&path)?.sync_all()?;
        Ok(Self {
            records: Records::open(&path, &key)?,
            audit: Audit::create(&folder.join("audit.db"), &random_key()?)?,
        })
    }
}

/// Everything that is held for a person.
pub(crate) fn read(records: &Records, person: PersonId) -> Result<Vec<(Category, Held)>> {
    Category::ALL
        .into_iter()
        .map(|category| Ok((category, records.held(person, category)?)))
        .collect()
}

/// Where the store is filled. Every stored answer waits for the disk; in memory, where the system
/// offers such a folder, seventy thousand of them do not take all day.
fn workshop() -> Result<TempDir> {
    let memory = Path::new("/dev/shm");
    Ok(if memory.is_dir() {
        tempfile::tempdir_in(memory)?
    } else {
        tempfile::tempdir()?
    })
}

fn random_key() -> Result<StoreKey> {
    let mut key = [0; 32];
    getrandom::fill(&mut key)?;
    Ok(StoreKey::new(key))
}

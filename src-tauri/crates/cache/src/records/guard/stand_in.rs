//! The stand-in: a working copy of the second copy, beside the store that does not open.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use vault::{OpenError, StoreError, StoreKey, put_aside};

use super::{commits_in, open_whole};
use crate::beside::{beside, remove, stand_in_of};
use crate::records::numbers::Numbers;
use crate::records::{Adopted, Records, schema};

/// The stand-in that is there already, since something may have been stored in it; else a new one.
/// One that holds less than the copy is of an earlier loss: what it holds goes into the new one. One
/// that is not sound itself is kept aside like the store, and made anew.
pub(super) fn open(path: &Path, copy: &Path, key: &StoreKey) -> Option<Records> {
    let place = stand_in_of(path);
    let former = match open_whole(&place, key).ok() {
        Some(records) if !is_older(&records, copy, key) => return Some(records.standing_in()),
        other => other,
    };
    let draft = beside(&place, ".making");
    if draft_of(copy, &draft, key, former.as_ref()).is_err() {
        remove(&draft);
        return former.map(Records::standing_in);
    }
    // Closed, so that it can get another name.
    drop(former);
    let put = put_aside(&place).and_then(|_| fs::rename(&draft, &place));
    if put.is_err() {
        remove(&draft);
    }
    Some(open_whole(&place, key).ok()?.standing_in())
}

fn is_older(stand_in: &Records, copy: &Path, key: &StoreKey) -> bool {
    match (stand_in.commits(), commits_in(copy, key)) {
        (Ok(here), Ok(there)) => here < there,
        _ => false,
    }
}

/// Makes the next stand-in: the copy, with what an earlier one holds.
fn draft_of(
    copy: &Path,
    draft: &Path,
    key: &StoreKey,
    former: Option<&Records>,
) -> Result<(), OpenError> {
    // Read from end to end, so that what stands in is sound as a whole.
    vault::verify(copy, key, &schema::FORMAT)?;
    remove(draft);
    fs::copy(copy, draft)?;
    File::open(draft)?.sync_all()?;
    let Some(former) = former else {
        return Ok(());
    };
    let next = Records::open(draft, key)?.short_of_answers();
    match next.adopt(former) {
        // What cannot be read of it stays aside with it.
        Ok(_) | Err(StoreError::Damaged) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(next.close()?)
}

impl Records {
    /// Puts the stand-in in the place of the store at `path`, which is kept aside under another
    /// name, with its logs. What was stored since the copy was made has to be fetched again. Open
    /// the store anew afterwards.
    ///
    /// Answers where the damaged store went; none when there was no file any more.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] when no stand-in is open, or when the file system refuses. Broken
    /// off at any moment, the next opening finds the stand-in again.
    pub fn replace_damaged(self, path: &Path) -> Result<Option<PathBuf>, StoreError> {
        if !self.stands_in {
            return Err(StoreError::Occupied);
        }
        // With everything in one file; what is in a log would be left behind.
        self.store.close()?;
        let aside = put_aside(path).map_err(|_| StoreError::Io(0))?;
        fs::rename(stand_in_of(path), path).map_err(|_| StoreError::Io(0))?;
        Ok(aside)
    }

    /// Takes in what was stored in a stand-in for this store at `path`, which is sound after all (the
    /// disk had refused it), and puts the stand-in aside. Open the store anew afterwards. `copy` is
    /// the second copy that the stand-in began as: with it the answers are counted that it stored.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the stand-in does not open: it is put aside with what is in it.
    /// Other failures leave it in its place; the next opening finds it again.
    pub fn take_in_stand_in(
        &self,
        path: &Path,
        copy: &Path,
        key: &StoreKey,
    ) -> Result<Adopted, StoreError> {
        let place = stand_in_of(path);
        let refused = |_: io::Error| StoreError::Io(0);
        let former = match open_whole(&place, key) {
            Ok(former) => former,
            Err(OpenError::Missing) => return Ok(Adopted::default()),
            Err(OpenError::Io(_)) => return Err(StoreError::Io(0)),
            Err(_) => {
                put_aside(&place).map_err(refused)?;
                return Err(StoreError::Damaged);
            }
        };
        let before = self.commits()?;
        let adopted = self.adopt(&former)?;
        if adopted.damaged.is_empty()
            && let Ok(began_with) = commits_in(copy, key)
        {
            let stored = former.commits()?.saturating_sub(began_with).max(0);
            self.count_at_least(before.saturating_add(stored))?;
        }
        let _ = former.close();
        put_aside(&place).map_err(refused)?;
        Ok(adopted)
    }

    /// Fewer answers are taken in than were stored: of those that only confirmed what was held, the
    /// last one. Counted as they were stored, so that the store is not called behind for it.
    fn count_at_least(&self, commits: i64) -> Result<(), StoreError> {
        self.store.write(|step| {
            step.execute("UPDATE ledger SET commits = max(commits, ?1)", [commits])?;
            Ok(())
        })
    }

    pub(super) fn standing_in(mut self) -> Self {
        self.stands_in = true;
        self.short_of_answers()
    }

    /// Answers were stored that this store lacks, under numbers that it would give out again.
    pub(super) fn short_of_answers(mut self) -> Self {
        self.intake = Mutex::new(Numbers::ToBeRaised);
        self
    }
}

//! Opening when something is wrong: a second copy on the same PC stands in, and an older state is
//! never taken for the current one.

mod damaged;
mod stand_in;
mod survey;

use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use vault::{Copied, Examination, OpenError, Progress, StoreError, StoreKey};

use super::{Records, schema};
use crate::moment;
pub use damaged::DamagedSet;

/// An open records store and how it stands with it.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub records: Records,
    /// Whether it is the newest state.
    pub standing: Standing,
}

/// Whether an opened store is the newest state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is, as far as is known.
    Whole,
    /// It opened and every page of it makes sense, but what was stored last is missing: its log was
    /// damaged, or an older file was put in its place.
    Behind {
        /// How many answers are missing.
        lost: i64,
    },
    /// The store does not open, or holds less than the second copy, which stands in. The file itself
    /// was left as it was.
    SecondCopy {
        /// The newest answer in the copy; none when it holds nothing.
        as_of: Option<Timestamp>,
        /// Why the store does not open.
        why: OpenError,
        /// How many answers are missing; none when it is not known how many there were.
        lost: Option<i64>,
    },
}

impl Records {
    /// Opens the store at `path`, or when that cannot be, the second copy at `copy` that
    /// [`Records::copy_to`] made. The copy itself stays as it is: a stand-in is made of it beside
    /// the store and used from then on, until [`Records::replace_damaged`].
    ///
    /// A store that is behind is stood in for as well when the copy holds more answers: an older file
    /// was put in its place. What that file has of its own goes into the stand-in.
    ///
    /// `expected_commits` is the count kept outside the file ([`Records::commits`]); without it
    /// lost answers cannot be noticed. When some are, the whole store is read (about a second for
    /// every 200 MB): of a log of which a part is gone, another part may have been folded in already,
    /// and pages of two moments side by side say what never was.
    ///
    /// # Errors
    /// Why the store does not open, when no sound copy is there either, or when the reason is
    /// none that a copy helps against (written by a newer program, held by another one).
    pub fn open_guarded(
        path: &Path,
        copy: &Path,
        key: &StoreKey,
        expected_commits: Option<i64>,
    ) -> Result<Opened, OpenError> {
        let why = match open_judged(path, key, expected_commits) {
            Ok(opened) => return Ok(newer_copy(opened, path, copy, key, expected_commits)),
            Err(why) => why,
        };
        if !copy_helps(why) {
            return Err(why);
        }
        Self::open_second_copy(path, copy, key, expected_commits, why)
    }

    /// Opens the second copy although the store opens: for damage that [`Records::survey`] found
    /// later. The store must be closed before.
    ///
    /// # Errors
    /// `why`, when no sound copy is there either.
    pub fn open_second_copy(
        path: &Path,
        copy: &Path,
        key: &StoreKey,
        expected_commits: Option<i64>,
        why: OpenError,
    ) -> Result<Opened, OpenError> {
        let records = stand_in::open(path, copy, key).ok_or(why)?;
        let standing = Standing::SecondCopy {
            as_of: records.newest_answer().map_err(|_| why)?,
            why,
            lost: records.lost(expected_commits).map_err(|_| why)?,
        };
        Ok(Opened { records, standing })
    }

    /// Makes the second copy: one consistent state, verified from end to end, in place of the
    /// copy before.
    ///
    /// # Errors
    /// When a page of the store or the disk is bad, or `keep_going` says no; the copy before is
    /// then as it was.
    pub fn copy_to(
        &self,
        to: &Path,
        keep_going: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Copied, StoreError> {
        self.store.copy(to, keep_going)
    }

    /// Looks at every page of the file and names the bad ones; for an administrator and for tests.
    ///
    /// # Errors
    /// When `keep_going` says no or the disk refuses; bad pages are no error.
    pub fn examine(
        &self,
        keep_going: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Examination, StoreError> {
        self.store.examine(keep_going)
    }

    /// Closes the store so that one file is left.
    ///
    /// # Errors
    /// When tidying up fails; nothing is lost by it.
    pub fn close(self) -> Result<(), StoreError> {
        self.store.close()
    }

    /// The moment of the newest answer in the whole store; none in an empty one.
    ///
    /// # Errors
    /// When the store fails.
    pub fn newest_answer(&self) -> Result<Option<Timestamp>, StoreError> {
        let newest: Option<i64> = self.store.read(|store| {
            Ok(store.query_row("SELECT max(latest_at) FROM answer", [], |row| row.get(0))?)
        })?;
        newest.map(moment::from_stored).transpose()
    }

    fn lost(&self, expected: Option<i64>) -> Result<Option<i64>, OpenError> {
        let commits = self.commits()?;
        Ok(expected.map(|expected| expected.saturating_sub(commits).max(0)))
    }
}

/// Opens the store and goes from the root of each table and index to its first and last entry, so
/// that damage there is found now.
fn open_whole(path: &Path, key: &StoreKey) -> Result<Records, OpenError> {
    let records = Records::open(path, key)?;
    let looked = records.store.read(survey::ends);
    looked.and_then(|()| survey::bodies(&records.store))?;
    Ok(records)
}

fn open_judged(path: &Path, key: &StoreKey, expected: Option<i64>) -> Result<Opened, OpenError> {
    let records = open_whole(path, key)?;
    let standing = match records.lost(expected)? {
        Some(lost) if lost > 0 => {
            records.store.check_whole()?;
            let standing = Standing::Behind { lost };
            let records = records.short_of_answers();
            return Ok(Opened { records, standing });
        }
        _ => Standing::Whole,
    };
    Ok(Opened { records, standing })
}

/// Of a store that is behind and its copy, the one that holds more.
fn newer_copy(
    opened: Opened,
    path: &Path,
    copy: &Path,
    key: &StoreKey,
    expected: Option<i64>,
) -> Opened {
    let behind = matches!(opened.standing, Standing::Behind { .. });
    if !behind || !holds_more(copy, key, &opened.records) {
        return opened;
    }
    // The file is sound, but as the newest state it is of no use, like a damaged one.
    let why = OpenError::Damaged;
    match Records::open_second_copy(path, copy, key, expected, why) {
        Ok(newer) if newer.records.adopt(&opened.records).is_ok() => newer,
        // It may hold what the copy does not.
        _ => opened,
    }
}

fn holds_more(copy: &Path, key: &StoreKey, than: &Records) -> bool {
    match (commits_in(copy, key), than.commits()) {
        (Ok(there), Ok(here)) => there > here,
        _ => false,
    }
}

/// How many answers a copy holds; the copy is not changed.
fn commits_in(copy: &Path, key: &StoreKey) -> Result<i64, OpenError> {
    vault::look(copy, key, &schema::FORMAT, |store| {
        Ok(store.query_row("SELECT commits FROM ledger", [], |row| row.get(0))?)
    })
}

/// Whether a second copy helps against what keeps a store from opening.
pub(crate) const fn copy_helps(why: OpenError) -> bool {
    match why {
        OpenError::TooNew { .. } | OpenError::Exists | OpenError::Io(ErrorKind::ResourceBusy) => {
            false
        }
        // A file that was overwritten looks like one under another key: whether the key is right,
        // the copy tells.
        OpenError::Missing
        | OpenError::WrongKey
        | OpenError::PlainSqlite
        | OpenError::NotAStore
        | OpenError::Damaged
        | OpenError::Io(_) => true,
    }
}

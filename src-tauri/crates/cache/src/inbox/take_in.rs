use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use vault::StoreError;

use super::{Inbox, InboxError, envelope, payload};
use crate::FetchedSets;

/// What became of the files of an inbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboxReport {
    /// Files whose answer was handed over and kept.
    pub taken_in: usize,
    /// Files that are still there, and why.
    pub kept: Vec<KeptFile>,
}

/// A file that stays in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name; holds no patient data.
    pub name: String,
    /// Why.
    pub reason: KeptReason,
}

/// Why a file stays in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptReason {
    /// Not a sealed file of ours.
    NotSealed,
    /// Written by a newer program.
    TooNew,
    /// The file is not as it was written (損傷).
    Damaged,
    /// Whole, but sealed to another key.
    OtherKey,
    /// It opened, but what was in it could not be stored.
    NotStored(StoreError),
    /// It was stored, but the file could not be removed: it will be stored again, which changes
    /// nothing.
    NotRemoved(ErrorKind),
    /// It cannot be read.
    Unreadable(ErrorKind),
}

impl Inbox {
    /// Opens every file, oldest answer first, and hands what is in it to `store`. A file is removed
    /// only after `store` answered that it is kept; one that does not open stays and is reported.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn open_all(
        &self,
        private_key: &[u8; 32],
        mut store: impl FnMut(FetchedSets) -> Result<(), StoreError>,
    ) -> Result<InboxReport, InboxError> {
        let mut report = InboxReport::default();
        for path in self.files()? {
            match take_in(&path, private_key, &mut store) {
                Ok(()) => report.taken_in += 1,
                Err(reason) => report.kept.push(KeptFile {
                    name: path
                        .file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned(),
                    reason,
                }),
            }
        }
        Ok(report)
    }
}

fn take_in(
    path: &Path,
    private_key: &[u8; 32],
    store: &mut impl FnMut(FetchedSets) -> Result<(), StoreError>,
) -> Result<(), KeptReason> {
    let file = fs::read(path).map_err(|error| KeptReason::Unreadable(error.kind()))?;
    let plain = envelope::open(private_key, &file)?;
    let fetched = payload::unpack(&plain).ok_or(KeptReason::Damaged)?;
    store(fetched).map_err(KeptReason::NotStored)?;
    fs::remove_file(path).map_err(|error| KeptReason::NotRemoved(error.kind()))
}

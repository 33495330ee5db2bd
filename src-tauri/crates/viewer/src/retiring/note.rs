//! The notes of the act in the profile folder: `retiring.json` from before the first key goes until
//! everything is done, `retired.json` from then on. Neither holds a secret or a patient.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use access::{KeyCheck, Session};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::certificate::Retired;
use super::inventory::OwnFile;
use crate::error::{CommandError, ErrorCode};
use crate::profile::{ProfileFacts, ProfileFolder, write_whole};
use crate::view::ExportDone;

pub(super) const FORMAT: u32 = 1;
const RETIRING: &str = "retiring.json";
const RETIRED: &str = "retired.json";

/// The act, with what it destroys: enough to finish it without any store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Retiring {
    format: u32,
    /// Names the act.
    pub(super) act: String,
    pub(super) program_version: String,
    pub(super) decided: Decided,
    /// The files of ours when it began.
    pub(super) files: Vec<OwnFile>,
}

/// The act, as it was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Decided {
    pub(crate) begun_at: Timestamp,
    pub(crate) by: By,
    pub(crate) clock: ClockState,
    pub(crate) export: ExportDone,
    pub(crate) keys: Keys,
    /// The newest entry of the audit log, which the copy holds.
    pub(crate) audit_head: String,
    /// The folder the certificate is saved in besides.
    pub(crate) certificate_folder: String,
    /// Sealed sets that the copy holds.
    pub(crate) sealed: usize,
    /// Answers that this PC had lost before, and the copy lacks: known to who decided.
    #[serde(default)]
    pub(crate) missing: i64,
    /// The facts of the profile: where its secret lies.
    pub(crate) facts: ProfileFacts,
}

/// Whose decision it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct By {
    pub(super) account: String,
    pub(super) display_name: String,
}

impl By {
    pub(crate) fn of(session: &Session) -> Self {
        Self {
            account: session.account().to_owned(),
            display_name: session.display_name().to_owned(),
        }
    }
}

/// Whether the clock of the PC was confirmed by an answer of the service within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClockState {
    /// By how many seconds the PC was ahead of it; none when nothing trustworthy told the time.
    pub(crate) ahead_seconds: Option<i64>,
}

/// What tells the keys that are destroyed. Not secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keys {
    pub(crate) machine: KeyCheck,
    /// Of the public half of the sealing key: the beginning of its SHA-256, in hexadecimal.
    pub(crate) clinical: String,
    /// Of the key of the records store.
    pub(crate) generation: u32,
}

impl Retiring {
    pub(crate) fn new(decided: Decided) -> Self {
        Self {
            format: FORMAT,
            act: uuid::Uuid::new_v4().to_string(),
            program_version: env!("CARGO_PKG_VERSION").to_owned(),
            decided,
            files: Vec::new(),
        }
    }

    /// The act under way in this folder, if one is.
    pub(super) fn read(folder: &ProfileFolder) -> Result<Option<Self>, CommandError> {
        read(&folder.root().join(RETIRING))
    }

    /// Puts it on the disk: from here on there is no way back.
    pub(super) fn write(&self, folder: &ProfileFolder) -> Result<(), CommandError> {
        write(&folder.root().join(RETIRING), self)
    }

    /// The act is done.
    pub(super) fn forget(folder: &ProfileFolder) -> Result<(), CommandError> {
        remove(&folder.root().join(RETIRING))
    }
}

impl Retired {
    pub(super) fn write(&self, folder: &ProfileFolder) -> Result<(), CommandError> {
        write(&folder.root().join(RETIRED), self)
    }
}

/// The certificate of a profile whose use was ended.
pub(crate) fn retired(profile: &Path) -> Result<Option<Retired>, CommandError> {
    read(&profile.join(RETIRED))
}

/// Puts the certificate of the act aside, where it stays, so that set-up may make a new profile.
pub(crate) fn begin_anew(folder: &ProfileFolder, now: Timestamp) -> Result<(), CommandError> {
    let number = now.strftime("%Y%m%d%H%M%S");
    let aside = folder.root().join(format!("retired-{number}.json"));
    if fs::symlink_metadata(&aside).is_ok() {
        return Err(unusable(ErrorKind::AlreadyExists));
    }
    fs::rename(folder.root().join(RETIRED), aside).map_err(|error| unusable(error.kind()))
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, CommandError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(error.kind())),
    };
    let note = serde_json::from_slice(&bytes);
    Ok(Some(note.map_err(|_| unusable("format"))?))
}

fn write<T: Serialize>(path: &Path, note: &T) -> Result<(), CommandError> {
    let text = serde_json::to_vec_pretty(note).map_err(|_| ErrorCode::Internal)?;
    write_whole(path, &text).map_err(|error| unusable(error.kind()))
}

fn remove(path: &Path) -> Result<(), CommandError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(unusable(error.kind())),
        _ => Ok(()),
    }
}

fn unusable(detail: impl ToString) -> CommandError {
    CommandError::new(ErrorCode::ProfileUnreadable).with("detail", detail)
}

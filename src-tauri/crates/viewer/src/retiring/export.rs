//! Making the copy to be taken away (持ち出し用の写し): an administrator plans it, the next clinical
//! session makes it beside the reading, for it has the key of the records store.

use std::fs;
use std::path::Path;

use access::RecoveryFile;
use audit::EventKind;
use cache::{Records, StoreError, StoreKey};

use super::export_folder::ExportFolder;
use super::export_state::Exporting;
use super::kept_aside;
use super::notes_part::{self, CopiedNotes};
use super::place::{same_disk, usable};
use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};
use crate::failure::store_open;
use crate::profile::write_whole;
use crate::record_act::Act;
use crate::records_keys;
use crate::rooms::Rooms;
use crate::view::{CopyStanding, ExportDone, NowhereElse};

/// Whether one is planned, and what was sealed is in the store by now: else the copy would be stale
/// at once. What failed is not tried again before it is planned again.
pub(crate) fn is_due(rooms: &Rooms, clinical: &Clinical) -> bool {
    clinical.has_taken_in() && Exporting::read(&rooms.desk).planned.is_some()
}

/// Makes the copy that is planned, and notes how that went.
pub(crate) fn carry_out(
    rooms: &Rooms,
    clinical: &Clinical,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<(), CommandError> {
    let mut kept = Exporting::read(&rooms.desk);
    let Some(parent) = kept.planned.clone() else {
        return Ok(());
    };
    let made = Making { rooms, clinical }.make(&parent, goes_on);
    match &made {
        // Told to stop: the next session goes on.
        Ok(None) => return Ok(()),
        Ok(Some(made)) => {
            kept.fault = None;
            kept.mark = made.mark;
            kept.sealed = made.sealed;
            kept.notes = made.notes;
            kept.last = Some(made.done.clone());
        }
        Err(error) => {
            kept.fault = Some(error.code);
            let act = Act::new(EventKind::ProfileExported);
            act.failed(&error.code.name()).write_now(rooms)?;
        }
    }
    kept.planned = None;
    kept.write(&rooms.desk)?;
    made.map(drop)
}

struct Making<'a> {
    rooms: &'a Rooms,
    clinical: &'a Clinical,
}

struct Made {
    done: ExportDone,
    mark: i64,
    sealed: usize,
    notes: Option<i64>,
}

impl Making<'_> {
    /// None when it was told to stop.
    fn make(
        &self,
        parent: &str,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Made>, CommandError> {
        match self.try_make(parent, goes_on) {
            Ok(made) => Ok(Some(made)),
            Err(Fault::Stopped) => Ok(None),
            Err(Fault::Told(error)) => Err(error),
        }
    }

    fn try_make(&self, parent: &str, goes_on: &mut dyn FnMut() -> bool) -> Result<Made, Fault> {
        let (rooms, records) = (self.rooms, &self.clinical.records);
        if matches!(records.standing(), CopyStanding::SecondCopy { .. }) {
            // The next sign-in puts the copy in the store's place, or says why not.
            return Err(ErrorCode::StoreDamaged.into());
        }
        let now = rooms.clock.now();
        let parent = usable(parent, rooms.folder.root())?;
        let folder = ExportFolder::begin(&parent, now).map_err(not_written)?;
        // In the log before it is copied, so that the copy knows of itself.
        Act::new(EventKind::ProfileExported).write_now(rooms)?;
        // The count of answers before the answers: what is stored meanwhile is more than it says.
        let mark = rooms.audit.commit_mark()?.unwrap_or_default();
        let audit = folder.path().join("audit.db");
        rooms.audit.copy_to(&audit, &mut |_| goes_on())?;
        let commits = self.copy_records(&folder.path().join("records.db"), goes_on)?;
        let notes = folder.path().join("notes.db");
        let notes = notes_part::copy((rooms, self.clinical), &notes, goes_on)?;
        // After them: nobody's record without the person.
        let desk = folder.path().join("desk.db");
        rooms.desk.copy_to(&desk, &mut |_| goes_on())?;
        kept_aside::copy(rooms.folder.root(), folder.path(), goes_on)?;
        let sealed = copy_sealed(&rooms.folder.inbox(), &folder.path().join("inbox"))?;
        self.write_small_files(folder.path())?;
        let folder = folder.publish().map_err(not_written)?;
        let done = ExportDone {
            at: now,
            same_disk: same_disk(&folder, rooms.folder.root()),
            folder: folder.display().to_string(),
            commits,
            nowhere_else: self.nowhere_else(&notes)?,
        };
        Ok(Made {
            done,
            mark,
            sealed,
            notes: notes.writes,
        })
    }

    /// Answers how many answers the copy holds, as it says itself.
    fn copy_records(&self, to: &Path, goes_on: &mut dyn FnMut() -> bool) -> Result<i64, Fault> {
        let records = &self.clinical.records;
        let least = records.commits()?;
        records.copy_to(to, &mut |_| goes_on())?;
        let keys = records_keys::read(self.rooms, &self.clinical.keys)?;
        let key = StoreKey::new(*keys.current().key());
        let copy = Records::open(to, &key).map_err(store_open("records"))?;
        let commits = copy.commits()?;
        copy.close()?;
        if commits < least {
            return Err(ErrorCode::StoreDamaged.into());
        }
        Ok(commits)
    }

    /// What says which profile it is and what opens it. The client certificate does not travel.
    fn write_small_files(&self, folder: &Path) -> Result<(), CommandError> {
        let (rooms, clinical) = (self.rooms, self.clinical);
        let unusable =
            |detail: &str| CommandError::new(ErrorCode::RecoveryFile).with("detail", detail);
        let recovery = rooms.folder.recovery_file()?;
        let recovery = recovery.ok_or_else(|| unusable("missing"))?;
        let file = RecoveryFile::from_bytes(&recovery).map_err(|_| unusable("damaged"))?;
        if file.check() != Some(rooms.machine.check()) {
            return Err(unusable("first_format"));
        }
        let keys = records_keys::read(rooms, &clinical.keys)?.to_bytes()?;
        let facts = serde_json::to_vec_pretty(&rooms.facts).map_err(|_| ErrorCode::Internal)?;
        let files = [
            ("records.keys", keys),
            ("recovery.json", recovery),
            ("profile.json", facts),
        ];
        for (name, bytes) in files {
            write_whole(&folder.join(name), &bytes).map_err(not_written)?;
        }
        Ok(())
    }

    fn nowhere_else(&self, notes: &CopiedNotes) -> Result<NowhereElse, CommandError> {
        let rules = self.rooms.rules();
        let windows = rules.retention.windows().ok_or(ErrorCode::Internal)?;
        let now = self.rooms.clock.now();
        let people = self.clinical.records.exists_nowhere_else(&windows, now)?;
        let mut sum = NowhereElse {
            people: people.len(),
            notes: notes.count,
            ..NowhereElse::default()
        };
        for mine in people.values() {
            sum.not_returned += mine.not_returned;
            sum.beyond_window += mine.beyond_window;
            sum.earlier += mine.earlier;
            sum.bytes = sum.bytes.saturating_add(mine.size);
        }
        Ok(sum)
    }
}

/// Sets that did not open are taken along as they are; answers how many.
fn copy_sealed(from: &Path, to: &Path) -> Result<usize, CommandError> {
    let mut copied = 0;
    for entry in fs::read_dir(from).map_err(not_written)? {
        let path = entry.map_err(not_written)?.path();
        let sealed = path.extension().is_some_and(|end| end == "sealed");
        if let Some(name) = path.file_name().filter(|_| sealed) {
            let bytes = fs::read(&path).map_err(not_written)?;
            write_whole(&to.join(name), &bytes).map_err(not_written)?;
            copied += 1;
        }
    }
    Ok(copied)
}

pub(super) fn not_written(error: std::io::Error) -> CommandError {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded => ErrorCode::ExportDiskFull.into(),
        _ => CommandError::new(ErrorCode::FolderUnusable).with("problem", "not_writable"),
    }
}

/// Told to stop, which is no failure, or failed.
pub(super) enum Fault {
    Stopped,
    Told(CommandError),
}

impl From<CommandError> for Fault {
    fn from(error: CommandError) -> Self {
        Self::Told(error)
    }
}

impl From<ErrorCode> for Fault {
    fn from(code: ErrorCode) -> Self {
        Self::Told(code.into())
    }
}

impl From<audit::AuditError> for Fault {
    fn from(error: audit::AuditError) -> Self {
        Self::Told(error.into())
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stopped => Self::Stopped,
            // Which of the two disks is full is not told apart; the copy needs the room.
            StoreError::Full => ErrorCode::ExportDiskFull.into(),
            error => Self::Told(error.into()),
        }
    }
}

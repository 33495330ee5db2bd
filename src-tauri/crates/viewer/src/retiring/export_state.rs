//! What is known of the copy to be taken away: planned, failed or made. Kept in the desk store.

use cache::Desk;
use serde::{Deserialize, Serialize};

use crate::error::{CommandError, ErrorCode};
use crate::noting::NotesWritten;
use crate::rooms::Rooms;
use crate::view::{ExportDone, RetirementObstacle, RetirementView};

const BLOB: &str = "export";

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exporting {
    format: u32,
    /// In this folder the next clinical session makes a copy.
    pub(super) planned: Option<String>,
    pub(super) fault: Option<ErrorCode>,
    pub(super) last: Option<ExportDone>,
    /// How many answers the audit store knew of when the last one was made.
    pub(super) mark: i64,
    /// Sealed sets that the last one holds as they are, because they do not open.
    pub(super) sealed: usize,
    /// How many steps of noting the last one holds; none where nothing was ever noted.
    #[serde(default)]
    pub(super) notes: Option<i64>,
}

impl Exporting {
    /// What is known; nothing when it cannot be read: then it is made once more.
    pub(crate) fn read(desk: &Desk) -> Self {
        let kept = desk.blob(BLOB).ok().flatten();
        kept.and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    pub(super) fn write(self, desk: &Desk) -> Result<(), CommandError> {
        let kept = Self { format: 1, ..self };
        let bytes = serde_json::to_vec(&kept).map_err(|_| ErrorCode::Internal)?;
        Ok(desk.put_blob(BLOB, &bytes)?)
    }

    /// Plans a copy in this folder, which was looked at.
    pub(crate) fn plan(desk: &Desk, folder: String) -> Result<(), CommandError> {
        let planned = Self {
            planned: Some(folder),
            fault: None,
            ..Self::read(desk)
        };
        planned.write(desk)
    }

    /// The last copy that was made.
    pub(crate) const fn last(&self) -> Option<&ExportDone> {
        self.last.as_ref()
    }

    /// Sealed sets that it holds as they are.
    pub(crate) const fn sealed(&self) -> usize {
        self.sealed
    }

    /// How many answers had been stored on this PC that the store no longer held when the last copy
    /// was made.
    pub(crate) fn missing(&self) -> i64 {
        let held = self.last.as_ref().map_or(self.mark, |last| last.commits);
        self.mark.saturating_sub(held).max(0)
    }

    /// What stands in the way of ending the use of this PC. Counts kept outside the records store:
    /// the store itself is asked when the copy is proved.
    pub(crate) fn obstacles(&self, rooms: &Rooms) -> Result<Vec<RetirementObstacle>, CommandError> {
        let mut found = Vec::new();
        match &self.last {
            None => found.push(RetirementObstacle::NotExported),
            Some(last) => {
                let known = self.mark.max(last.commits);
                let noted = NotesWritten::read(&rooms.desk)?.writes;
                if rooms.audit.commit_mark()?.unwrap_or_default() > known || noted > self.notes {
                    found.push(RetirementObstacle::StoredSince);
                }
                if self.missing() > 0 {
                    found.push(RetirementObstacle::AnswersMissing);
                }
                if rooms.inbox.pending()? > self.sealed {
                    found.push(RetirementObstacle::SealedSince);
                }
            }
        }
        if rooms.clinical().is_some() {
            found.push(RetirementObstacle::ClinicalSession);
        }
        Ok(found)
    }

    pub(crate) fn view(self, rooms: &Rooms) -> Result<RetirementView, CommandError> {
        Ok(RetirementView {
            obstacles: self.obstacles(rooms)?,
            planned: self.planned,
            fault: self.fault,
            last: self.last,
        })
    }
}

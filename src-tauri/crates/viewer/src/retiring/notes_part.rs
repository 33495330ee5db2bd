//! The notes store in the copy to be taken away: nothing else holds a note, so the copy must hold all of
//! them.

use std::path::Path;

use access::ClinicalKeys;
use cache::notes::{NotesCheck, NotesStanding};
use cache::{Notes, StoreKey};

use super::export::Fault;
use super::proof::{refused, unusable};
use crate::clinical::Clinical;
use crate::error::{CommandError, ErrorCode};
use crate::noting::{self, store_error};
use crate::rooms::Rooms;
use crate::view::RetirementObstacle;

/// What was copied of the notes store.
#[derive(Default)]
pub(super) struct CopiedNotes {
    /// How many steps the copy holds; none where nothing was ever noted.
    pub(super) writes: Option<i64>,
    /// Notes and drafts.
    pub(super) count: usize,
}

/// Copies the store into the file `to`; nothing where nothing was ever noted.
pub(super) fn copy(
    (rooms, clinical): (&Rooms, &Clinical),
    to: &Path,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<CopiedNotes, Fault> {
    let Some(shelved) = clinical.notes.held(rooms, &clinical.keys)? else {
        return Ok(CopiedNotes::default());
    };
    if matches!(shelved.standing, NotesStanding::SecondCopy { .. }) {
        // The next sign-in puts the copy in the store's place, or says why not.
        return Err(CommandError::from(ErrorCode::StoreDamaged)
            .with("store", "notes")
            .into());
    }
    shelved.notes.copy_to(to, &mut |_| goes_on())?;
    let (writes, check) = looked_at(to, &clinical.keys)?;
    Ok(CopiedNotes {
        writes: Some(writes),
        count: check.notes + check.drafts,
    })
}

/// Whether the copy in `folder` holds what this PC holds. To be called while no clinical session has
/// the store open.
pub(super) fn prove(rooms: &Rooms, keys: &ClinicalKeys, folder: &Path) -> Result<(), CommandError> {
    let Some(held) = noting::open(rooms, keys)? else {
        return Ok(());
    };
    let copy = folder.join("notes.db");
    if !copy.exists() {
        return Err(refused(RetirementObstacle::StoredSince));
    }
    let (exported, copied) = looked_at(&copy, keys)?;
    if held.notes.writes().map_err(store_error)? > exported {
        return Err(refused(RetirementObstacle::StoredSince));
    }
    // Of a note that was damaged here already the copy says the same.
    if copied.is_whole() || held.notes.survey().map_err(store_error)? == copied {
        Ok(())
    } else {
        Err(unusable("damaged"))
    }
}

/// How many steps a copy holds, and what reading all of it finds.
fn looked_at(copy: &Path, keys: &ClinicalKeys) -> Result<(i64, NotesCheck), CommandError> {
    let damaged = |_| unusable("damaged");
    let key = StoreKey::new(*keys.notes_key());
    let notes = Notes::open(copy, &key).map_err(|_| unusable("damaged"))?;
    let writes = notes.writes().map_err(damaged)?;
    let check = notes.check().map_err(damaged)?;
    notes.close().map_err(damaged)?;
    Ok((writes, check))
}
